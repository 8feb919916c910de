import { latency } from "@/lib/format/latency";
import { percent } from "@/lib/format/percent";
import type { SloRow } from "@/lib/views/slo-row";

/** A latency promised to 95 % of requests reads best as its p95; everything else as the share that was kept. */
export function lastHourFigure(row: SloRow): { figure: string; target: string } {
  const { attainment, p95Seconds } = row.lastHour;
  const share = attainment === null ? "–" : percent(attainment);
  if (row.kind !== "latency" || row.threshold === null)
    return { figure: share, target: `target ${row.targetStatement}` };
  if (row.objective !== 0.95 || (p95Seconds === null && attainment !== null))
    return { figure: share, target: row.targetStatement };
  return {
    figure: p95Seconds === null ? "–" : latency(p95Seconds),
    target: `p95 ≤\u00a0${latency(row.threshold)}`,
  };
}
