import { SHORT_BURN_MINUTES } from "./burn-rate";
import { budgetOf } from "./error-budget";
import { OBJECTIVE_MINUTES, type Watched } from "./judgement";
import type { LedgerRow } from "./ledger";
import { targetAt } from "./target-history";
import { spanOf } from "./window";

const LENGTHS = [...new Set([...OBJECTIVE_MINUTES, ...SHORT_BURN_MINUTES])].sort((a, b) => a - b);
const LONGEST = Math.max(...LENGTHS);
/** What is allowed is rounded to twelve digits where it is judged. */
const BELOW_ROUNDING = 1 - 1e-9;

/**
 * Whether no breach can open in a minute: no window has more bad events than are allowed in it. An objective is missed only by
 * more than that, no burn pair fires at a factor of one or less, and a budget is exhausted by more than itself. `false` says
 * nothing: the minute has to be judged. Most minutes are of this kind, and this is a fraction of judging them.
 */
export function cannotOpen({ ledger, versions, edges, window }: Watched, minute: number): boolean {
  const upper = ledger.at(minute);
  if (!upper || ledger.carried(minute - LONGEST, minute).total !== 0) return false;
  const { objective, threshold } = targetAt(versions, minute);
  const edge = edges?.findIndex((value) => Math.abs(value - (threshold ?? Number.NaN)) < 1e-9) ?? null;
  const isWithin = (from: number): boolean => {
    const lower = ledger.at(from);
    const good = lower && goodBetween(lower, upper, edge);
    if (lower === null || good === null) return false;
    const total = upper.total - lower.total;
    const bad = total - good;
    return bad <= 0 || bad < total * (1 - objective) * BELOW_ROUNDING;
  };
  if (!LENGTHS.every((length) => isWithin(minute - length))) return false;
  const { from } = spanOf(window, minute);
  if (versions.length === 1) return isWithin(from);
  const { remaining } = budgetOf(ledger, versions, edges, from, minute);
  return remaining === null || remaining >= 0;
}

/** `edge`: the place of the threshold's bucket; null where there is no histogram. null where it cannot be told. */
function goodBetween(lower: LedgerRow, upper: LedgerRow, edge: number | null): number | null {
  if (edge === null) return lower.buckets === null && upper.buckets === null ? upper.good - lower.good : null;
  if (!lower.buckets || !upper.buckets || lower.buckets.length !== upper.buckets.length) return null;
  const [before, now] = [lower.buckets[edge], upper.buckets[edge]];
  return before === undefined || now === undefined ? null : now - before;
}
