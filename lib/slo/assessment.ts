import { burnPairs } from "./burn-rate";
import { attainmentOf, budgetOf, burnOf } from "./error-budget";
import { secondsToExhaustion } from "./exhaustion";
import { type Counts, countsIn, goodWithin, judgedIn, type Ledger } from "./ledger";
import { quantile } from "./quantile";
import { type TargetVersion, targetAt } from "./target-history";
import { minutesIn, parseWindow } from "./window";

/** Slices of a sparkline: half a day each over 28 days. */
const SPARKLINE_SLICES = 56;

/** Every figure of one SLO as of one minute. Shares 0..1, counts are events, null where there is nothing to divide. */
export type Assessment = {
  minute: number;
  /** Whether the engine had the total's series in that minute. */
  totalSeen: boolean;
  targetVersion: number;
  hour: { good: number; total: number; attainment: number | null; coverage: number; p95Seconds: number | null };
  window: {
    good: number;
    total: number;
    spent: number;
    allowed: number;
    remaining: number | null;
    attainment: number | null;
    coverage: number;
    p95Seconds: number | null;
  };
  burn6h: number | null;
  exhaustedInSeconds: number | null;
  /** Bad share of the last hour as a multiple of the allowed share. */
  missesToAllowed: number | null;
  burn: {
    longMinutes: number;
    shortMinutes: number;
    factor: number;
    kind: string;
    long: number | null;
    short: number | null;
  }[];
  sparkline: (number | null)[];
};

export function assess(
  ledger: Ledger,
  versions: readonly TargetVersion[],
  edges: readonly number[] | null,
  minute: number,
): Assessment {
  const version = targetAt(versions, minute);
  const window = parseWindow(version.window);
  if (!window) throw new RangeError(`"${version.window}" is no window`);
  const length = minutesIn(window);
  const last = (minutes: number): Counts => countsIn(ledger, minute - minutes, minute);
  // What was carried over a gap gives no burn (arithmetic.md 3).
  const judged = (minutes: number): Counts => judgedIn(ledger, minute - minutes, minute);
  const hour = last(60);
  const hourGood = goodWithin(hour, edges, version.threshold);
  const whole = last(length);
  const budget = budgetOf(ledger, versions, edges, minute - length, minute);
  const p95 = (counts: Counts): number | null =>
    edges && counts.buckets ? quantile(0.95, edges, counts.buckets, counts.total) : null;
  const step = length / SPARKLINE_SLICES;
  return {
    minute,
    totalSeen: last(1).observedSeconds > 0,
    targetVersion: version.version,
    hour: {
      good: hourGood ?? 0,
      total: hour.total,
      attainment: hourGood === null ? null : attainmentOf(hourGood, hour.total),
      coverage: hour.observedSeconds / 3600,
      p95Seconds: p95(hour),
    },
    window: { ...budget, p95Seconds: p95(whole) },
    burn6h: burnOf(judged(360), edges, version),
    exhaustedInSeconds: secondsToExhaustion(ledger, versions, edges, window, minute),
    missesToAllowed: burnOf(hour, edges, version),
    burn: burnPairs(version.objective, window).map((pair) => ({
      ...pair,
      long: burnOf(judged(pair.longMinutes), edges, version),
      short: burnOf(judged(pair.shortMinutes), edges, version),
    })),
    sparkline: Array.from({ length: SPARKLINE_SLICES }, (_, i) => {
      const to = minute - Math.round((SPARKLINE_SLICES - 1 - i) * step);
      const from = minute - Math.round((SPARKLINE_SLICES - i) * step);
      const counts = countsIn(ledger, from, to);
      const good = goodWithin(counts, edges, targetAt(versions, to).threshold);
      return good === null || counts.observedSeconds === 0 ? null : attainmentOf(good, counts.total);
    }),
  };
}
