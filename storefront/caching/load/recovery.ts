import type { LoadSlice } from "./report";

/** Seconds in a row that are taken together, so that one lucky second is no recovery. */
const TOGETHER = 3;
/** Of reads within the limit: what a p95 is. */
const FAST_SHARE = 0.95;

export type Seconds = Pick<LoadSlice, "sent" | "done" | "failed" | "reads" | "slow" | "cacheable" | "hits">;

/** Seconds without reads say nothing, and are not taken for well; nor are those whose answers are still awaited. */
function areWell(seconds: readonly Seconds[], hitRate: number): boolean {
  const sum = (of: keyof Seconds): number => seconds.reduce((total, second) => total + second[of], 0);
  if (sum("reads") === 0 || sum("cacheable") === 0 || sum("done") < sum("sent")) return false;
  const isFast = sum("reads") - sum("slow") >= FAST_SHARE * sum("reads");
  return sum("failed") === 0 && isFast && sum("hits") >= hitRate * sum("cacheable");
}

/**
 * Seconds from `from` until it is well: until the first three seconds which, taken together, have a p95 within the limit that
 * makes a read slow, the hit rate and no failure. 0: at once. null: not within the run.
 */
export function recoverySeconds(slices: readonly Seconds[], from: number, hitRate: number): number | null {
  const since = slices.slice(Math.floor(from));
  for (let at = 0; at + TOGETHER <= since.length; at++) if (areWell(since.slice(at, at + TOGETHER), hitRate)) return at;
  return null;
}
