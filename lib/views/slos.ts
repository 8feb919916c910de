import type { SloRow } from "./slo-row";

/** Sorted by verdict, then by time to exhaustion. */
export type SlosView = { now: string; rows: SloRow[] };
