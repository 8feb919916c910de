import { type Budget, budgetOf } from "./error-budget";
import type { Ledger } from "./ledger";
import { ENOUGH_OBSERVED } from "./observed";
import { type WholePeriod, wholePeriods } from "./periods";
import { type TargetVersion, targetAt } from "./target-history";
import { parseWindow } from "./window";

export type PeriodTerms =
  | { kind: "budget-exhausted"; periods: number }
  | { kind: "over-achieved"; periods: number; left: number };

/** A period with its budget; `meets` is null where too little of it was observed to know. */
export type JudgedPeriod = WholePeriod & Pick<Budget, "remaining" | "coverage"> & { meets: boolean | null };

export type PeriodsJudged = {
  /** `met`: every one meets the terms. `unknown`: none says no, and not all are known. */
  standing: "met" | "not-met" | "unknown";
  /** Oldest first. */
  periods: JudgedPeriod[];
};

/** Fewer bad events than these are chance (arithmetic.md 14). */
const ENOUGH_EVENTS = 10;

/**
 * Holds the last whole periods of the target's window against a trigger. Their budgets come from the ledger, each minute by
 * the version then in force, however it was counted: breaches are not asked (arithmetic.md 17).
 * `after`: a minute by which somebody has decided, null where nobody has: periods that had ended by then were known to them,
 * and of a rolling window, whose spans share nearly all of their minutes from one day to the next, what had begun by then too.
 */
export function judgePeriods(
  ledger: Ledger,
  versions: readonly TargetVersion[],
  edges: readonly number[] | null,
  terms: PeriodTerms,
  minute: number,
  after: number | null,
): PeriodsJudged {
  const window = parseWindow(targetAt(versions, minute).window);
  if (!window) throw new RangeError("the target has no window that can be counted");
  const periods = wholePeriods(window, minute, terms.periods).map((period): JudgedPeriod => {
    const { remaining, coverage, spent, allowed } = budgetOf(ledger, versions, edges, period.from, period.to);
    const isKnown = coverage >= ENOUGH_OBSERVED;
    const meets =
      remaining === null
        ? false
        : terms.kind === "budget-exhausted"
          ? remaining < 0 && spent >= ENOUGH_EVENTS
          : remaining >= terms.left && allowed >= ENOUGH_EVENTS;
    return { ...period, remaining, coverage, meets: isKnown ? meets : null };
  });
  const isNew = after === null || periods.every(({ from, to }) => ("days" in window ? from >= after : to > after));
  if (!isNew || periods.some(({ meets }) => meets === false)) return { standing: "not-met", periods };
  return { standing: periods.every(({ meets }) => meets === true) ? "met" : "unknown", periods };
}
