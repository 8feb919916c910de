import { burnPairs } from "./burn-rate";
import { attainmentOf, budgetOf, burnOf, type CorrectedBudget, correctedBudgetOf } from "./error-budget";
import { type Exclusion, excludedSpans } from "./exclusion";
import { secondsToExhaustion } from "./exhaustion";
import { type Counts, countsIn, goodWithin, type Ledger } from "./ledger";
import { quantile } from "./quantile";
import { recentIn } from "./recent";
import { type TargetVersion, targetAt } from "./target-history";
import { parseWindow, spanOf } from "./window";

/** Slices of a sparkline: half a day each over 28 days. A calendar window has its whole period, null where it is to come. */
const SPARKLINE_SLICES = 56;

/** Every figure of one SLO as of one minute. Shares 0..1, counts are events, null where there is nothing to divide. */
export type Assessment = {
  minute: number;
  /** Whether the engine had the total's series in that minute, or in the period that ended last. */
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
    /** Without what is excluded (arithmetic.md 21); null where nothing of the window is. */
    corrected: CorrectedBudget | null;
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
  exclusions: readonly Exclusion[] = [],
  periodMinutes = 1,
): Assessment {
  const version = targetAt(versions, minute);
  const window = parseWindow(version.window);
  if (!window) throw new RangeError(`"${version.window}" is no window`);
  const { from: start, end, length } = spanOf(window, minute);
  const last = (minutes: number): Counts => countsIn(ledger, minute - minutes, minute);
  // What was carried over a gap gives no burn (arithmetic.md 3).
  const judged = recentIn(ledger, minute);
  const hour = last(60);
  const hourGood = goodWithin(hour, edges, version.threshold);
  const whole = countsIn(ledger, start, minute);
  const budget = budgetOf(ledger, versions, edges, start, minute);
  const excluded = excludedSpans(exclusions, start, minute);
  const corrected = excluded.length > 0 ? correctedBudgetOf(ledger, versions, edges, start, minute, excluded) : null;
  const p95 = (counts: Counts): number | null =>
    edges && counts.buckets ? quantile(0.95, edges, counts.buckets, counts.total) : null;
  const step = (end - start) / SPARKLINE_SLICES;
  return {
    minute,
    totalSeen: last(periodMinutes).observedSeconds > 0,
    targetVersion: version.version,
    hour: {
      good: hourGood ?? 0,
      total: hour.total,
      attainment: hourGood === null ? null : attainmentOf(hourGood, hour.total),
      coverage: hour.observedSeconds / 3600,
      p95Seconds: p95(hour),
    },
    window: { ...budget, p95Seconds: p95(whole), corrected },
    burn6h: burnOf(judged(360), edges, version),
    exhaustedInSeconds: secondsToExhaustion(ledger, versions, edges, window, minute, judged),
    missesToAllowed: burnOf(hour, edges, version),
    burn: burnPairs(version.objective, length).map((pair) => ({
      ...pair,
      long: burnOf(judged(pair.longMinutes), edges, version),
      short: burnOf(judged(pair.shortMinutes), edges, version),
    })),
    sparkline: Array.from({ length: SPARKLINE_SLICES }, (_, i) => {
      const from = end - Math.round((SPARKLINE_SLICES - i) * step);
      const to = Math.min(minute, end - Math.round((SPARKLINE_SLICES - 1 - i) * step));
      if (from >= to) return null;
      const counts = countsIn(ledger, from, to);
      const good = goodWithin(counts, edges, targetAt(versions, to).threshold);
      return good === null || counts.observedSeconds === 0 ? null : attainmentOf(good, counts.total);
    }),
  };
}
