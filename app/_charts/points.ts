import { percent } from "@/lib/format/percent";

/** One value of a series, null where nothing was counted, and the observed share of the time it is of. */
export type Point = { t: number; v: number | null; observed?: number };

/** "98.2 % observed", as a line of a tooltip. */
export const observedLine = (point: { observed?: number } | undefined): string[] =>
  point?.observed === undefined ? [] : [`${percent(point.observed)} observed`];

/** A target over time: what was in force between two instants. */
export type Step = { from: number; to: number; value: number; label: string };

export type Span = { from: number; to: number };

/** A breach as it is drawn: an open one has no right edge. */
export type Band = Span & { open: boolean; label: string };

/** Something that happened; `to` is null for a moment. */
export type Mark = { from: number; to: number | null; label: string };

/** A stretch with its reason. */
export type Reasoned = Span & { label: string };

/** What may stand beside the measured line: the time before, what happened, what is left out, and more lines of the tooltip by slice. */
export type Beside = {
  previous?: Point[];
  marks?: Mark[];
  excluded?: Reasoned[];
  said?: ReadonlyMap<number, readonly string[]>;
};
