import type { SliKind } from "@/lib/slo/sli";
import type { Verdict } from "@/lib/slo/verdict";

/** Where a target's reason stands. `href` leads to the decision's own anchor; `missing` says that no such decision was found. */
export type DecisionLink = {
  path: string;
  id: string;
  /** "0001", or null where the file name has no number. */
  adrNumber: string | null;
  adrTitle: string;
  /** The decision's own title; the ADR's where the decision was not found. */
  title: string;
  href: string;
  missing: boolean;
};

/** One SLO as every list shows it. Shares are 0..1, times ISO 8601 UTC, durations seconds; null is "not known", with the reason beside it. */
export type SloRow = {
  id: string;
  name: string;
  service: string;
  tier: string | null;
  kind: SliKind;
  verdict: Verdict;
  /** Why the verdict is what it is, in one sentence; null where the figures say it. */
  reason: string | null;
  /** The last verdict is shown although its minutes are older than they should be. */
  stale: boolean;
  /** End of the last counted minute. */
  finalTo: string | null;
  objective: number;
  /** Upper edge of a good latency, in seconds. */
  thresholdSeconds: number | null;
  window: string;
  /** "≥ 95 %" or "95 % ≤ 200 ms". */
  targetStatement: string;
  lastHour: { attainment: number | null; total: number; coverage: number; p95Seconds: number | null };
  /** Over the SLO's own window. */
  attainment: number | null;
  attainmentReason: "no-traffic" | "unknown" | null;
  coverage: number;
  /** remaining: 1 = untouched, 0 = spent, negative = overspent. Counts are events. */
  budget: { remaining: number | null; allowed: number; spent: number };
  /** How many times faster than allowed the budget was spent over the last 6 h. */
  burn6h: number | null;
  /** Seconds until the budget is gone at the present rate; null: it holds. */
  exhaustedInSeconds: number | null;
  /** Share of bad events in the last hour, as a multiple of the allowed share: 1 stands on the plumb line. */
  missesToAllowed: number | null;
  decision: DecisionLink | null;
  openBreach: { id: number; kind: string; openedAt: string } | null;
  /** Attainment in equal slices of the window, oldest first; null where nothing was counted. */
  sparkline: (number | null)[];
};
