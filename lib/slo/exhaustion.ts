import { allowedOf, budgetOf } from "./error-budget";
import { type Counts, goodWithin, type Ledger, remembered } from "./ledger";
import { type Recent, recentIn } from "./recent";
import { type TargetVersion, targetAt } from "./target-history";
import { type SloWindow, spanOf } from "./window";

/** What the last 6 h held, taken as the rate from now on. */
const RATE_MINUTES = 360;
/** Share of the allowed events by which sums of doubles may be off. */
const NOISE = 1e-11;

/** Events a minute; null where nothing was observed to take them from. */
function rateOf(
  recent: Counts,
  edges: readonly number[] | null,
  { threshold, objective }: TargetVersion,
): { bad: number; allowed: number } | null {
  const good = goodWithin(recent, edges, threshold);
  if (good === null || recent.observedSeconds === 0) return null;
  const minutes = recent.observedSeconds / 60;
  return { bad: (recent.total - good) / minutes, allowed: allowedOf(recent.total, objective) / minutes };
}

/**
 * What is left of the budget so many minutes after `minute`, each of `ahead`, if the last `rateMinutes` go on: 1 untouched,
 * negative overspent. null where no rate is known. What rolls off on the way is taken from the ledger's own minutes, as for
 * the exhaustion; a calendar window rolls nothing off.
 */
export function remainingAhead(
  ledger: Ledger,
  versions: readonly TargetVersion[],
  edges: readonly number[] | null,
  window: SloWindow,
  minute: number,
  rateMinutes: number,
  ahead: readonly number[],
): number[] | null {
  const { from: start } = spanOf(window, minute);
  const now = budgetOf(ledger, versions, edges, start, minute);
  const rate = rateOf(recentIn(ledger, minute)(rateMinutes), edges, targetAt(versions, minute));
  if (rate === null) return null;
  const nothing = { spent: 0, allowed: 0 };
  return ahead.map((minutes) => {
    const isRolling = "days" in window && minutes > 0;
    const rolled = isRolling ? budgetOf(ledger, versions, edges, start, Math.min(minute, start + minutes)) : nothing;
    const allowed = now.allowed - rolled.allowed + rate.allowed * minutes;
    // Where everything rolled off and nothing comes, nothing is spent.
    return allowed > 0 ? 1 - (now.spent - rolled.spent + rate.bad * minutes) / allowed : 1;
  });
}

/** Events that have rolled off the window so many minutes ahead. */
type RolledOff = { ahead: number; bad: number; allowed: number };

/**
 * Seconds until the budget is gone if the last 6 h go on, to the minute above; null where it holds for a whole window, or
 * to the end of a calendar one's period (arithmetic.md 13). What rolls off on the way is taken from the ledger's own minutes.
 */
export function secondsToExhaustion(
  ledger: Ledger,
  versions: readonly TargetVersion[],
  edges: readonly number[] | null,
  window: SloWindow,
  minute: number,
  recently: Recent = recentIn(ledger, minute),
  rateMinutes = RATE_MINUTES,
): number | null {
  const { from: start, end, length } = spanOf(window, minute);
  const now = budgetOf(ledger, versions, edges, start, minute);
  if (now.allowed <= 0) return null;
  if (now.spent >= now.allowed) return 0;
  const version = targetAt(versions, minute);
  const rate = rateOf(recently(rateMinutes), edges, version);
  if (rate === null) return null;
  const { bad: badRate, allowed: allowedRate } = rate;
  const noise = NOISE * now.allowed;
  if (!("days" in window)) {
    const ahead = Math.max(1, Math.ceil((now.allowed - now.spent - noise) / (badRate - allowedRate)));
    return badRate > allowedRate && minute + ahead <= end ? ahead * 60 : null;
  }
  const rows = remembered(ledger);

  const rolledOff = (before: RolledOff, ahead: number): RolledOff => {
    const { spent, allowed } = budgetOf(rows, versions, edges, start + before.ahead, start + ahead);
    return { ahead, bad: before.bad + spent, allowed: before.allowed + allowed };
  };
  const spentBy = (ahead: number, rolled: RolledOff): number => now.spent - rolled.bad + badRate * ahead;
  const allowedBy = (ahead: number, rolled: RolledOff): number => now.allowed - rolled.allowed + allowedRate * ahead;
  /** The smallest crossing after `a`, up to `b`. What rolls off only grows, so that both ends bound all between them. */
  const crossing = (a: RolledOff, b: RolledOff): number | null => {
    // Where everything rolled off and nothing comes, there is no budget rather than none left.
    if (spentBy(b.ahead, a) <= noise) return null;
    const grown = (badRate - allowedRate) * (badRate > allowedRate ? b.ahead : a.ahead);
    if (now.spent - a.bad - (now.allowed - b.allowed) + grown < -noise) return null;
    if (b.ahead - a.ahead === 1) {
      const spent = spentBy(b.ahead, b);
      return spent > noise && spent >= allowedBy(b.ahead, b) - noise ? b.ahead : null;
    }
    const middle = rolledOff(a, (a.ahead + b.ahead) >> 1);
    return crossing(a, middle) ?? crossing(middle, b);
  };

  const none: RolledOff = { ahead: 0, bad: 0, allowed: 0 };
  const ahead = crossing(none, { ahead: length, bad: now.spent, allowed: now.allowed });
  return ahead === null ? null : ahead * 60;
}
