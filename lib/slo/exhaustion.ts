import { allowedOf, budgetOf } from "./error-budget";
import { goodWithin, judgedIn, type Ledger } from "./ledger";
import { type TargetVersion, targetAt } from "./target-history";
import { minutesIn, type SloWindow } from "./window";

/** What the last 6 h held, taken as the rate from now on. */
const RATE_MINUTES = 360;
const STEP_MINUTES = 60;

/**
 * Seconds until the budget is gone if the last 6 h go on, to the hour above; null where it holds for a whole window
 * (arithmetic.md 13). What rolls off the window on the way is taken from the ledger's own minutes.
 */
export function secondsToExhaustion(
  ledger: Ledger,
  versions: readonly TargetVersion[],
  edges: readonly number[] | null,
  window: SloWindow,
  minute: number,
): number | null {
  const length = minutesIn(window);
  const start = minute - length;
  const now = budgetOf(ledger, versions, edges, start, minute);
  if (now.allowed <= 0) return null;
  if (now.spent >= now.allowed) return 0;
  const version = targetAt(versions, minute);
  const recent = judgedIn(ledger, minute - RATE_MINUTES, minute);
  const good = goodWithin(recent, edges, version.threshold);
  if (good === null || recent.observedSeconds === 0) return null;
  const minutesSeen = recent.observedSeconds / 60;
  const badRate = (recent.total - good) / minutesSeen;
  const allowedRate = allowedOf(recent.total, version.objective) / minutesSeen;
  let rolledBad = 0;
  let rolledAllowed = 0;
  for (let ahead = STEP_MINUTES; ahead <= length; ahead += STEP_MINUTES) {
    const rolled = budgetOf(ledger, versions, edges, start + ahead - STEP_MINUTES, start + ahead);
    rolledBad += rolled.spent;
    rolledAllowed += rolled.allowed;
    const spent = now.spent - rolledBad + badRate * ahead;
    // Where everything rolled off and nothing comes, there is no budget rather than none left.
    if (spent > 0 && spent >= now.allowed - rolledAllowed + allowedRate * ahead) return ahead * 60;
  }
  return null;
}
