import "server-only";
import { attainmentOf } from "@/lib/slo/error-budget";
import { countsIn, goodWithin, type Ledger } from "@/lib/slo/ledger";
import { quantile } from "@/lib/slo/quantile";
import { type TargetVersion, targetAt } from "@/lib/slo/target-history";
import { msOf } from "@/lib/slo/window";
import { keptUpTo } from "./series";

/** One slice of a chart of both targets. `t`: its end, ms; null: nothing to divide. */
export type TriedPoint = {
  t: number;
  /** Good share by the threshold then in force, and by the proposed one. */
  inForce: number | null;
  proposed: number | null;
  /** The latency that the proposed objective's share of requests stayed within, s. */
  quantileSeconds: number | null;
  observed: number;
};

type Told = { ledger: Ledger; targets: readonly TargetVersion[] };

/** The minutes (from, to] in slices of `step` minutes, from kept row to kept row, oldest first. */
export function triedPoints(
  inForce: Told,
  proposed: Told,
  edges: readonly number[] | null,
  { from, to, step }: { from: number; to: number; step: number },
): TriedPoint[] {
  const points: TriedPoint[] = [];
  const { objective } = targetAt(proposed.targets, to);
  let begin = keptUpTo(inForce.ledger, from);
  for (let nominal = Math.min(from + step, to); begin < to; nominal = Math.min(nominal + step, to)) {
    const end = keptUpTo(inForce.ledger, nominal);
    if (end <= begin) {
      if (nominal === to) break;
      continue;
    }
    const share = ({ ledger, targets }: Told): number | null => {
      const counts = countsIn(ledger, begin, end);
      const good = goodWithin(counts, edges, targetAt(targets, end).threshold);
      return good === null || counts.observedSeconds === 0 ? null : attainmentOf(good, counts.total);
    };
    const { buckets, total, observedSeconds } = countsIn(inForce.ledger, begin, end);
    points.push({
      t: msOf(end),
      inForce: share(inForce),
      proposed: share(proposed),
      quantileSeconds: edges && buckets ? quantile(objective, edges, buckets, total) : null,
      observed: Math.min(1, observedSeconds / ((end - begin) * 60)),
    });
    begin = end;
  }
  return points;
}
