import "server-only";
import { attainmentOf } from "@/lib/slo/error-budget";
import { countsIn, goodWithin, type Ledger } from "@/lib/slo/ledger";
import { quantile } from "@/lib/slo/quantile";
import { targetAt } from "@/lib/slo/target-history";
import { msOf } from "@/lib/slo/window";
import type { Slo } from "@/lib/store/slos";

/** One slice of a chart. `t`: end of the slice, ms; `observed`: share of the slice that was observed; null: nothing to divide. */
export type SeriesPoint = {
  t: number;
  good: number;
  total: number;
  attainment: number | null;
  observed: number;
  p95Seconds: number | null;
};

/**
 * The minutes (from, to] in slices of `step` minutes, oldest first, each judged by the threshold in force at its end. Where
 * rows are thinned, a slice goes from row to row and is as long as they are apart: what was put together is no gap.
 */
export function seriesOf(ledger: Ledger, slo: Slo, from: number, to: number, step: number): SeriesPoint[] {
  const points: SeriesPoint[] = [];
  let begin = keptUpTo(ledger, from);
  for (let nominal = from + step; nominal <= to; nominal += step) {
    const end = keptUpTo(ledger, nominal);
    if (end <= begin) continue;
    const counts = countsIn(ledger, begin, end);
    const good = goodWithin(counts, slo.edges, targetAt(slo.targets, end).threshold);
    points.push({
      t: msOf(end),
      good: good ?? 0,
      total: counts.total,
      attainment: good === null || counts.observedSeconds === 0 ? null : attainmentOf(good, counts.total),
      observed: Math.min(1, counts.observedSeconds / ((end - begin) * 60)),
      p95Seconds: slo.edges && counts.buckets ? quantile(0.95, slo.edges, counts.buckets, counts.total) : null,
    });
    begin = end;
  }
  return points;
}

/** The kept row's minute at or before one; before the first row every minute stands for itself. */
export const keptUpTo = (ledger: Ledger, minute: number): number =>
  Math.min(minute, ledger.at(minute)?.minute ?? minute);
