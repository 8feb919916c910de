import type { DecisionAddress } from "@/lib/adr/decision-address";
import type { Sli } from "@/lib/slo/sli";

export const RULERS = ["prometheus", "mimir", "thanos", "vmalert"] as const;
/** What evaluates the rules. */
export type Ruler = (typeof RULERS)[number];

/** An SLO as rules are written of it: the target is the one in force. */
export type RuleSlo = {
  id: string;
  name: string;
  service: string;
  tier: string | null;
  team: string | null;
  runbook: string | null;
  sli: Sli;
  /** Why its queries cannot be narrowed to what its engine answers for; left out where they are. */
  unnarrowed?: string;
  /** Finite bucket edges, s; null where there is no histogram, or none was seen. */
  edges: readonly number[] | null;
  target: { objective: number; threshold: number | null; window: string };
  decision: (DecisionAddress & { title: string | null }) | null;
};

export type RuleTerms = {
  ruler: Ruler;
  /** Where Plumbline is read; null: links are paths only. */
  publicUrl: string | null;
  /** Counts are final so long after they happened, s, unless the SLI says otherwise. */
  delaySeconds: number;
  /** Between two evaluations, s. */
  stepSeconds?: number;
};

export type RecordingRule = { record: string; expr: string; labels: Record<string, string> };
export type AlertingRule = {
  alert: string;
  expr: string;
  for?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
};
export type RuleGroup = { name: string; interval: string; rules: (RecordingRule | AlertingRule)[] };

/** The groups of one SLO, and what of it is said by no rule, or only nearly; or why there are none. */
export type SloRules = { groups: RuleGroup[]; notes: string[] } | { refused: string };

/** Two windows that must both burn faster than `factor`; pages where `isFast`, else writes a ticket. */
export type RulePair = { shortSeconds: number; longSeconds: number; factor: number; isFast: boolean };

/** What is left of the window's budget: 1 untouched, less than 0 overspent. */
export const REMAINING = "slo:error_budget_remaining:ratio";
/** The share of the window that was recorded. */
export const COVERAGE = "slo:window_coverage:ratio";
