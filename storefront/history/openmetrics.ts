import { ENGINE_SERIES, type Process, UP_SERIES } from "./engine-series";
import { incidentsBefore } from "./incidents";
import type { Minute } from "./minute";

const DAY = 86_400;
const HOUR = 3600;

/** Deploys of each process, in days before the end: its counters begin again. */
const DEPLOYS: Record<Process, number[]> = { edge: [9, 26], origin: [4, 11, 18, 25, 32], redis: [], visitors: [22] };
const DEPLOY_HOUR = 10.5;

/** Carries the counters from file to file; each call writes the samples from `from` up to, not including, `to`. */
export function openMetricsWriter(end: number, minuteAt: (at: number) => Minute) {
  const resets = resetMinutes(end);
  // Counters did not begin with the history: they had stood at something.
  const values = ENGINE_SERIES.map(({ growth }) => growth(minuteAt(end)) * 1440);
  return (from: number, to: number): string => {
    const lines: string[] = [];
    for (let at = from; at < to; at += 60) {
      // A sample at t counts what happened up to t.
      const minute = minuteAt(at - 60);
      for (const [index, { name, process, growth }] of ENGINE_SERIES.entries()) {
        const before = resets[process].has(at) ? 0 : (values[index] ?? 0);
        const value = before + growth(minute);
        values[index] = value;
        lines.push(`${name} ${value} ${at}`);
      }
      for (const name of UP_SERIES) lines.push(`${name} 1 ${at}`);
    }
    lines.push("# EOF\n");
    return lines.join("\n");
  };
}

/** When each process was deployed, epoch seconds. Visitors are no part of the shop. */
export function deploysBefore(end: number): Record<"edge" | "origin", number[]> {
  return { edge: deploysOf("edge", end), origin: deploysOf("origin", end) };
}

function deploysOf(process: Process, end: number): number[] {
  const midnight = Math.floor(end / DAY) * DAY;
  return DEPLOYS[process].map((days) => midnight - days * DAY + DEPLOY_HOUR * HOUR);
}

function resetMinutes(end: number): Record<Process, Set<number>> {
  const restarts = incidentsBefore(end).filter(({ kind }) => kind === "redis-restart");
  return {
    edge: new Set(deploysOf("edge", end)),
    origin: new Set(deploysOf("origin", end)),
    redis: new Set(restarts.map(({ from }) => from)),
    visitors: new Set(deploysOf("visitors", end)),
  };
}
