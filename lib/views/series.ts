import "server-only";
import { budgetOf } from "@/lib/slo/error-budget";
import { countsIn, type Ledger } from "@/lib/slo/ledger";
import { quantile } from "@/lib/slo/quantile";
import { msOf } from "@/lib/slo/window";
import type { Slo } from "@/lib/store/slos";

/** One slice of a chart. `t`: end of the slice, ms; `observed`: share of the slice that was observed; null: nothing to divide. */
export type SeriesPoint = {
  t: number;
  /** Its length. */
  seconds: number;
  /** Its place among the slices of the range, from 0. */
  slice: number;
  good: number;
  total: number;
  attainment: number | null;
  observed: number;
  p95Seconds: number | null;
};

/**
 * The minutes (from, to] in slices of `step` minutes, oldest first, the last one as long as what is left. Each minute is
 * judged by the target then in force. Where rows are thinned, a slice goes from row to row and is as long as they are apart:
 * what was put together is no gap.
 */
export function seriesOf(ledger: Ledger, slo: Slo, from: number, to: number, step: number): SeriesPoint[] {
  const points: SeriesPoint[] = [];
  let begin = keptUpTo(ledger, from);
  for (let slice = 0; from + slice * step < to; slice++) {
    const end = keptUpTo(ledger, Math.min(to, from + (slice + 1) * step));
    if (end <= begin) continue;
    const counts = countsIn(ledger, begin, end);
    const judged = budgetOf(ledger, slo.targets, slo.edges, begin, end);
    points.push({
      t: msOf(end),
      seconds: (end - begin) * 60,
      slice,
      good: judged.good,
      total: counts.total,
      attainment: counts.observedSeconds === 0 ? null : judged.attainment,
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
