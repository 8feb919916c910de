import { latency } from "./latency";
import { objectivePercent } from "./percent";

const NBSP = "\u00a0";

/** "≥ 95 %", or for a latency "95 % ≤ 200 ms". */
export function targetStatement(target: { objective: number; threshold: number | null }): string {
  const share = objectivePercent(target.objective);
  if (target.threshold === null) return `≥${NBSP}${share}`;
  return `${share} ≤${NBSP}${latency(target.threshold)}`;
}
