import type { BreachKind } from "./breach-kind";
import { rounded } from "./error-budget";
import type { SloWindow } from "./window";

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

/**
 * The pairs that can fire for this objective (arithmetic.md 16). The largest possible burn is 1 / (1 - objective), so
 * higher factors are dropped; if fewer than two pairs remain, the fastest comes back at 0.8 of that limit.
 */
export function burnPairs(objective: number, window: SloWindow): BurnPair[] {
  const reachable = rounded(0.8 / (1 - objective));
  const scaled = PAIRS.map(({ share, ...pair }) => ({
    ...pair,
    factor: rounded((share * window.days * 1440) / pair.longMinutes),
  }));
  const kept = scaled.filter((pair) => pair.factor > 1 && pair.factor <= reachable);
  const fastest = scaled[0];
  if (kept.length >= 2 || !fastest || fastest.factor <= reachable || reachable <= 1) return kept;
  return [{ ...fastest, factor: reachable }, ...kept];
}
