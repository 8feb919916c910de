/** One value of a series; null where nothing was counted. */
export type Point = { t: number; v: number | null };

/** A target over time: what was in force between two instants. */
export type Step = { from: number; to: number; value: number; label: string };

export type Span = { from: number; to: number };

/** A breach as it is drawn: an open one has no right edge. */
export type Band = Span & { open: boolean; label: string };
