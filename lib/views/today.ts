import type { BreachRow } from "./breach-row";
import type { SloRow } from "./slo-row";

export type TodayView = {
  now: string;
  /** Every SLO stands in exactly one group; each group is sorted by time to exhaustion. */
  breached: SloRow[];
  atRisk: SloRow[];
  unknown: SloRow[];
  noTraffic: SloRow[];
  met: SloRow[];
  /** Mean over all SLOs, each over its own window. */
  coverage: number | null;
  /** What opened or closed within the last 24 h, newest first. */
  changes: { at: string; what: "opened" | "closed"; breach: BreachRow }[];
};
