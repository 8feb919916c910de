import type { MinuteSpan } from "./exclusion";
import { type Counts, goodWithin, type Ledger, NOTHING, subtract } from "./ledger";
import { type TargetVersion, targetSpans } from "./target-history";

/**
 * Twelve digits: 1 - 0.9 is a little less than 0.1 in a double, and equality meets a target (arithmetic.md 1). By powers of ten,
 * which are exact in a double, because it is asked several times for every minute that is judged.
 */
export function rounded(value: number): number {
  const size = Math.abs(value);
  if (!(size >= 1e-9 && size < 1e12)) return Number(value.toPrecision(12));
  let power = 1e11;
  for (let digits = 10; size >= digits; digits *= 10) power /= 10;
  for (let digits = 1; size < digits; digits /= 10) power *= 10;
  return Math.round(value * power) / power;
}

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
  let lower = ledger.at(from);
  // Between thinned rows the counts go back to the row before the edge, and so does the time.
  const start = Math.min(from, lower?.minute ?? from);
  for (const span of targetSpans(versions, from, to)) {
    const upper = ledger.at(span.to);
    const counts = upper && lower ? subtract(upper, lower) : NOTHING;
    lower = upper;
    const within = goodWithin(counts, edges, span.version.threshold);
    if (within === null) continue;
    good += within;
    total += counts.total;
    allowed += allowedOf(counts.total, span.version.objective);
    observedSeconds += counts.observedSeconds;
  }
  return budgetFrom({ good, total, allowed, observedSeconds }, to - start);
}

type Sums = Pick<Budget, "good" | "total" | "allowed" | "observedSeconds">;

/** The budget of sums over so many minutes. */
export function budgetFrom(sums: Sums, minutes: number): Budget {
  const { good, total, observedSeconds } = sums;
  const allowed = rounded(sums.allowed);
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
    coverage: minutes > 0 ? Math.min(1, observedSeconds / (minutes * 60)) : 0,
  };
}

export type CorrectedBudget = Budget & { excludedMinutes: number };

/**
 * The budget of the minutes (from, to] without excluded ones, by differences of rows (arithmetic.md 8). `excluded`: spans
 * within (from, to] that do not overlap. Coverage is that of the time which is left.
 */
export function correctedBudgetOf(
  ledger: Ledger,
  versions: readonly TargetVersion[],
  edges: readonly number[] | null,
  from: number,
  to: number,
  excluded: readonly MinuteSpan[],
): CorrectedBudget {
  const sums: Sums = { ...budgetOf(ledger, versions, edges, from, to) };
  let excludedMinutes = 0;
  for (const span of excluded) {
    const out = budgetOf(ledger, versions, edges, span.from, span.to);
    sums.good -= out.good;
    sums.total -= out.total;
    sums.allowed -= out.allowed;
    sums.observedSeconds -= out.observedSeconds;
    excludedMinutes += span.to - span.from;
  }
  return { ...budgetFrom(sums, to - from - excludedMinutes), excludedMinutes };
}

/** null without traffic. Sums of differences (offload) can leave 0..1 for a moment, when two exporters are out of step. */
export function attainmentOf(good: number, total: number): number | null {
  return total > 0 ? Math.min(1, Math.max(0, good / total)) : null;
}

/** How many times faster than allowed the budget is spent; null without traffic. */
export const burnOf = (
  counts: Counts,
  edges: readonly number[] | null,
  { threshold, objective }: TargetVersion,
): number | null => burnFrom(goodWithin(counts, edges, threshold), counts.total, objective);

/** The same of counts that are told apart already; `good` is null where they cannot be. */
export function burnFrom(good: number | null, total: number, objective: number): number | null {
  const allowed = allowedOf(total, objective);
  return good === null || allowed <= 0 ? null : Math.max(0, (total - good) / allowed);
}
