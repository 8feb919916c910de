import { type Counts, countsIn, goodWithin, type Ledger } from "./ledger";
import { type TargetVersion, targetSpans } from "./target-history";

/** Twelve digits: 1 - 0.9 is a little less than 0.1 in a double, and equality meets a target (arithmetic.md 1). */
export const rounded = (value: number): number => Number(value.toPrecision(12));

/** Of so many events, how many may be bad. */
export const allowedOf = (total: number, objective: number): number => rounded(total * (1 - objective));

/** Events over a window, each minute judged by the target then in force (arithmetic.md 12). */
export type Budget = {
  good: number;
  total: number;
  /** Bad events. */
  spent: number;
  allowed: number;
  /** 1 untouched, 0 spent, negative overspent; null without traffic. */
  remaining: number | null;
  attainment: number | null;
  /** The traffic-weighted objective that attainment stands against. */
  objective: number | null;
  observedSeconds: number;
  /** Observed share of the whole window. */
  coverage: number;
};

/** The budget of the minutes (from, to]. A span whose histogram lacks the threshold's edge counts as unobserved. */
export function budgetOf(
  ledger: Ledger,
  versions: readonly TargetVersion[],
  edges: readonly number[] | null,
  from: number,
  to: number,
): Budget {
  let good = 0;
  let total = 0;
  let allowed = 0;
  let observedSeconds = 0;
  for (const span of targetSpans(versions, from, to)) {
    const counts = countsIn(ledger, span.from, span.to);
    const within = goodWithin(counts, edges, span.version.threshold);
    if (within === null) continue;
    good += within;
    total += counts.total;
    allowed += allowedOf(counts.total, span.version.objective);
    observedSeconds += counts.observedSeconds;
  }
  allowed = rounded(allowed);
  const spent = total - good;
  return {
    good,
    total,
    spent,
    allowed,
    remaining: allowed > 0 ? 1 - spent / allowed : null,
    attainment: attainmentOf(good, total),
    objective: total > 0 ? 1 - allowed / total : null,
    observedSeconds,
    coverage: to > from ? Math.min(1, observedSeconds / ((to - from) * 60)) : 0,
  };
}

/** null without traffic. Sums of differences (offload) can leave 0..1 for a moment, when two exporters are out of step. */
export function attainmentOf(good: number, total: number): number | null {
  return total > 0 ? Math.min(1, Math.max(0, good / total)) : null;
}

/** How many times faster than allowed the budget is spent; null without traffic. */
export function burnOf(counts: Counts, edges: readonly number[] | null, version: TargetVersion): number | null {
  const good = goodWithin(counts, edges, version.threshold);
  const allowed = allowedOf(counts.total, version.objective);
  return good === null || allowed <= 0 ? null : Math.max(0, (counts.total - good) / allowed);
}
