import { latency } from "./latency";
import { objectivePercent } from "./percent";

const NBSP = "\u00a0";

/** What a threshold means: seconds for a latency, and for a gauge the query's own unit, held by `op`. */
type Bounded = { kind: string; op?: "lt" | "lte" | "gt" | "gte" };

const SIGNS = { lt: "<", lte: "≤", gt: ">", gte: "≥" };

/** "≥ 95 %", for a latency "95 % ≤ 200 ms", for a gauge "95 % < 80". */
export function targetStatement(target: { objective: number; threshold: number | null }, sli?: Bounded): string {
  const share = objectivePercent(target.objective);
  if (target.threshold === null) return `≥${NBSP}${share}`;
  if (sli?.kind === "gauge") return `${share} ${SIGNS[sli.op ?? "lte"]}${NBSP}${target.threshold}`;
  return `${share} ≤${NBSP}${latency(target.threshold)}`;
}

/** The other form of a latency's promise, "p95 ≤ 200 ms"; null for what is no latency. */
export function quantileStatement(
  target: { objective: number; threshold: number | null },
  sli: Bounded,
): string | null {
  if (target.threshold === null || (sli.kind !== "latency" && sli.kind !== "native")) return null;
  return `p${Number((target.objective * 100).toFixed(6))} ≤${NBSP}${latency(target.threshold)}`;
}
