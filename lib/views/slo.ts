import type { BreachKind } from "@/lib/slo/breach";
import type { BreachRow } from "./breach-row";
import type { DecisionLink, SloRow } from "./slo-row";

/** One slice of a chart. `t`: end of the slice, ms; `observed`: share of the slice that was observed; null: nothing to divide. */
export type SeriesPoint = {
  t: number;
  good: number;
  total: number;
  attainment: number | null;
  observed: number;
  p95Seconds: number | null;
};

export type QueryLink = { label: string; promql: string; href: string | null };

export type TargetRow = {
  version: number;
  objective: number;
  thresholdSeconds: number | null;
  window: string;
  statement: string;
  inForceFrom: string;
  author: string;
  reason: string;
  decision: DecisionLink | null;
};

export const RANGES = ["24h", "7d", "28d", "90d"] as const;
export type RangeName = (typeof RANGES)[number];

export type SloView = {
  now: string;
  row: SloRow;
  description: string | null;
  runbook: string | null;
  /** Over the SLO's window; latency SLIs only. */
  p95Seconds: number | null;
  range: { name: RangeName; from: string; to: string; stepSeconds: number };
  series: SeriesPoint[];
  budgetSeries: { t: number; remaining: number | null }[];
  /** Newest first. */
  targets: TargetRow[];
  /** The promised sentence, as the ADR's front matter words it. */
  decisionStatement: string | null;
  decisionStatus: string | null;
  drift: string | null;
  /** Newest first, at most 50. */
  breaches: BreachRow[];
  burn: {
    longLabel: string;
    shortLabel: string;
    long: number | null;
    short: number | null;
    factor: number;
    kind: BreachKind;
    firing: boolean;
  }[];
  /** "4,120 of 9,800 allowed slow requests spent; at this rate gone in 6 d 4 h." */
  budgetSentence: string;
  queries: QueryLink[];
  /** null: the engine's history is counted. */
  backfill: { countedFrom: string | null; daysToGo: number | null } | null;
  /** The file that defines this SLO. */
  source: string;
};
