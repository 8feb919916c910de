import { LRUCache } from "lru-cache";
import type { BreachKind } from "./breach-kind";
import { rounded } from "./error-budget";

/**
 * Two windows that must both burn faster than `factor`.
 * Shares of budget: SRE workbook, chapter 5 (2, 5, 10 %), and the 1d/2h pair that Sloth and Pyrra add.
 */
export type BurnPair = { longMinutes: number; shortMinutes: number; factor: number; kind: BreachKind };

const PAIRS = [
  { longMinutes: 60, shortMinutes: 5, share: 0.02, kind: "fast-burn" },
  { longMinutes: 360, shortMinutes: 30, share: 0.05, kind: "fast-burn" },
  { longMinutes: 1440, shortMinutes: 120, share: 0.1, kind: "slow-burn" },
  { longMinutes: 4320, shortMinutes: 360, share: 0.1, kind: "slow-burn" },
] as const;

/** The furthest that a burn rate looks back. */
export const LONGEST_BURN_MINUTES = 4320;

/** Windows of which one has to burn faster than allowed before any pair can fire. */
export const SHORT_BURN_MINUTES: readonly number[] = PAIRS.map(({ shortMinutes }) => shortMinutes);

/** Every pair with the factor that its share of the budget comes to over a window of so many minutes. */
export const scaledPairs = (windowMinutes: number): BurnPair[] =>
  PAIRS.map(({ share, ...pair }) => ({ ...pair, factor: rounded((share * windowMinutes) / pair.longMinutes) }));

/** 0.8 of the largest possible burn, 1 / (1 - objective): the highest factor that a pair may have. */
export const reachableFactor = (objective: number): number => rounded(0.8 / (1 - objective));

/** Asked for in every minute of every SLO, which differ in few objectives and lengths. */
const known = new LRUCache<string, readonly BurnPair[]>({ max: 500 });

/**
 * The pairs that can fire for this objective over a window of so many minutes (arithmetic.md 16). Factors that cannot be
 * reached are dropped; if fewer than two pairs remain, the fastest comes back at the highest that can.
 */
export function burnPairs(objective: number, windowMinutes: number): readonly BurnPair[] {
  const key = `${objective} ${windowMinutes}`;
  const found = known.get(key);
  if (found) return found;
  const pairs = pairsOf(objective, windowMinutes);
  known.set(key, pairs);
  return pairs;
}

function pairsOf(objective: number, windowMinutes: number): BurnPair[] {
  const reachable = reachableFactor(objective);
  const scaled = scaledPairs(windowMinutes);
  const kept = scaled.filter((pair) => pair.factor > 1 && pair.factor <= reachable);
  const fastest = scaled[0];
  if (kept.length >= 2 || !fastest || fastest.factor <= reachable || reachable <= 1) return kept;
  return [{ ...fastest, factor: reachable }, ...kept];
}
