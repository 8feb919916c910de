import type { BreachRow } from "./breach-row";
import type { QueryLink, SeriesPoint } from "./slo";
import type { DecisionLink, SloRow } from "./slo-row";

export type BreachView = {
  now: string;
  row: BreachRow;
  slo: SloRow;
  runbook: string | null;
  /** Since when, how long, how bad, in words. */
  sentence: string;
  sinceOpening: { attainment: number | null; bad: number; allowed: number; total: number; coverage: number };
  /** The minutes around the breach, at most about 240 slices. */
  series: SeriesPoint[];
  seriesFrom: string;
  seriesTo: string;
  target: { version: number; objective: number; statement: string };
  /** The decision that was in force when it opened, as stored with the breach. */
  decision:
    | (DecisionLink & {
        /** The promised sentence. */
        statement: string | null;
        status: string | null;
        adrCommit: string | null;
        /** What has changed in the decision since, in words. */
        nowDiffers: string | null;
      })
    | null;
  timeline: { at: string; what: string; detail: string | null; kind: "opened" | "closed" | "target" | "other-breach" }[];
  queries: QueryLink[];
  previous: { label: "Yesterday" | "A week ago"; from: string; to: string; attainment: number | null; total: number }[];
};
