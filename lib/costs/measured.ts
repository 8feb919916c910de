import { budgetOf } from "@/lib/slo/error-budget";
import type { Ledger } from "@/lib/slo/ledger";
import type { TargetVersion } from "@/lib/slo/target-history";
import type { MeasuredBy, Plan } from "./plan";
import { MEASURED, type Measured, type Volumes } from "./usage";

/** What counts an SLO. */
export type Counted = { ledger: Ledger; targets: readonly TargetVersion[]; edges: readonly number[] | null };

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
    const { good, total, spent, allowed, coverage } = budgetOf(slo.ledger, slo.targets, slo.edges, from, to);
    if (coverage === 0) return { ...nothing, why: `Nothing was observed of ${by.slo}.` };
    const value = whole({ total, good, bad: spent }[by.count]);
    const promised = by.count === "bad" ? whole(allowed) : value;
    return { of, by, value, promised, coverage, why: null };
  });
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
