import { type Budget, budgetFrom, budgetOf } from "@/lib/slo/error-budget";
import type { Ledger } from "@/lib/slo/ledger";
import type { TargetVersion } from "@/lib/slo/target-history";
import { firstThat } from "./bisect";
import type { MeasuredBy, Plan } from "./plan";
import { MEASURED, type Measured, type Volumes } from "./usage";

/** What counts an SLO: its segments, oldest first, one for each way in which it was counted. */
export type Counted = { segments: readonly Segment[]; targets: readonly TargetVersion[] };
type Segment = { ledger: Ledger; edges: readonly number[] | null };

/** One volume of some minutes. `value` null: nothing of it was observed, and `why` says why. */
export type MeasuredVolume = {
  of: Measured;
  by: MeasuredBy;
  value: number | null;
  /** What would have come through had the target just been met; of what no target promises, the same. */
  promised: number | null;
  /** Observed share of the minutes. */
  coverage: number;
  why: string | null;
};

/** The volumes of the minutes (from, to] from the ledger, as they were observed: nothing is added for what was not. */
export function measure(plan: Plan, counted: ReadonlyMap<string, Counted>, from: number, to: number): MeasuredVolume[] {
  return MEASURED.map((of): MeasuredVolume => {
    const by = plan.volumes[of];
    const slo = counted.get(by.slo);
    const nothing = { of, by, value: null, promised: null, coverage: 0 };
    if (!slo) return { ...nothing, why: `There is no SLO ${by.slo}.` };
    const { good, total, spent, allowed, coverage } = budgetOver(slo, from, to);
    if (coverage === 0) return { ...nothing, why: `Nothing was observed of ${by.slo}.` };
    const value = whole({ total, good, bad: spent }[by.count]);
    const promised = by.count === "bad" ? whole(allowed) : value;
    return { of, by, value, promised, coverage, why: null };
  });
}

/** Each minute by the newest segment that had begun to observe by then: one that is counted anew leaves what was before to them. */
function budgetOver({ segments, targets }: Counted, from: number, to: number): Budget {
  const sums = { good: 0, total: 0, allowed: 0, observedSeconds: 0 };
  let [upper, start] = [to, from];
  for (const { ledger, edges } of segments.toReversed()) {
    const begin = beginOf(ledger);
    if (begin === null || begin >= upper) continue;
    const lower = Math.max(from, begin);
    const part = budgetOf(ledger, targets, edges, lower, upper);
    sums.good += part.good;
    sums.total += part.total;
    sums.allowed += part.allowed;
    sums.observedSeconds += part.observedSeconds;
    // Between thinned rows the counts go back to the row before the edge, and so does the time.
    start = Math.min(from, ledger.at(lower)?.minute ?? from);
    upper = lower;
    if (upper <= from) break;
  }
  return budgetFrom(sums, to - start);
}

/** The last row before anything was observed; null: nothing was. */
function beginOf(ledger: Ledger): number | null {
  const [first, last] = [ledger.first(), ledger.last()];
  if (!first || !last || last.observedSeconds <= first.observedSeconds) return null;
  const hasObserved = (minute: number): boolean => (ledger.at(minute)?.observedSeconds ?? 0) > first.observedSeconds;
  return ledger.at(firstThat(hasObserved, first.minute, last.minute) - 1)?.minute ?? first.minute;
}

/** Two exporters that are out of step can make a difference negative for a moment. */
const whole = (count: number): number => Math.max(0, Math.round(count));

export function volumesOf(measured: readonly MeasuredVolume[], minutes: number, which: "value" | "promised"): Volumes {
  const of = (name: Measured): number | null => measured.find((each) => each.of === name)?.[which] ?? null;
  return {
    minutes,
    edgeRequests: of("edgeRequests"),
    edgeBytes: of("edgeBytes"),
    originRequests: of("originRequests"),
    originBytes: of("originBytes"),
    databaseReads: of("databaseReads"),
  };
}

/** The least that was observed of any of them. */
export const coverageOf = (measured: readonly MeasuredVolume[]): number =>
  measured.reduce((least, { coverage }) => Math.min(least, coverage), 1);
