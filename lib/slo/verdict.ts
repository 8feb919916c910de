import type { BreachKind } from "./breach-kind";
import { ENOUGH_OBSERVED } from "./observed";

/** In the order of need. `unknown`: we could not ask. `no-traffic`: we asked, and nothing happened. */
export const VERDICTS = ["breached", "at-risk", "unknown", "no-traffic", "met"] as const;
export type Verdict = (typeof VERDICTS)[number];

export type Judged = {
  openBreaches: readonly BreachKind[];
  /** Age of the end of the last counted minute, s. */
  ageSeconds: number;
  delaySeconds: number;
  tickSeconds: number;
  /** The last counted minute had the total's series. */
  totalSeen: boolean;
  /** Events in the last counted hour. */
  hourTotal: number;
  /** Observed share of the last hour. */
  hourCoverage: number;
  /** Why its events cannot be told good from bad; left out where they can. */
  unjudged?: string | null;
  burn6h: number | null;
  exhaustedInSeconds: number | null;
  /** How soon the budget must run out to be a risk. */
  horizonSeconds: number;
};

/** arithmetic.md 18: the first that applies. */
export function verdictOf(judged: Judged): { verdict: Verdict; stale: boolean; reason: string | null } {
  const missed = judged.openBreaches.some((kind) => kind === "objective-missed" || kind === "budget-exhausted");
  if (missed) return { verdict: "breached", stale: judged.ageSeconds > 180 + judged.delaySeconds, reason: null };
  // A minute is 60 s long and is counted at the first tick after its end and the delay.
  if (judged.ageSeconds > 60 + 2 * judged.tickSeconds + judged.delaySeconds)
    return { verdict: "unknown", stale: true, reason: "No minute has been counted since." };
  if (!judged.totalSeen && judged.unjudged) return { verdict: "unknown", stale: false, reason: judged.unjudged };
  if (!judged.totalSeen) return { verdict: "unknown", stale: false, reason: "The engine has no series for the total." };
  if (judged.hourTotal <= 0 && judged.hourCoverage < ENOUGH_OBSERVED)
    return { verdict: "unknown", stale: false, reason: "Nothing happened in what was observed of the last hour." };
  if (judged.hourTotal <= 0)
    return { verdict: "no-traffic", stale: false, reason: "Asked every minute; nothing happened for an hour." };
  if (judged.unjudged) return { verdict: "unknown", stale: false, reason: judged.unjudged };
  const runsOut =
    (judged.burn6h ?? 0) > 1 &&
    judged.exhaustedInSeconds !== null &&
    judged.exhaustedInSeconds <= judged.horizonSeconds;
  if (judged.openBreaches.length > 0 || runsOut) return { verdict: "at-risk", stale: false, reason: null };
  return { verdict: "met", stale: false, reason: null };
}
