/** What the edges of a histogram are written in. Thresholds, stored edges and answers are s, whatever the exporter writes. */
export const LATENCY_UNITS = ["s", "ms", "us"] as const;
export type LatencyUnit = (typeof LATENCY_UNITS)[number];

const PER_SECOND: Record<LatencyUnit, number> = { s: 1, ms: 1e3, us: 1e6 };

/** More digits than an exporter writes, fewer than a double gets wrong: 0.3 s is 300 ms. */
const rounded = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(12)) : value);

/** An edge as the engine has it, in s. */
export const inSeconds = (edge: number, unit: LatencyUnit = "s"): number =>
  unit === "s" ? edge : rounded(edge / PER_SECOND[unit]);

/** A threshold of so many s as an edge of the engine. */
export const inUnit = (seconds: number, unit: LatencyUnit = "s"): number =>
  unit === "s" ? seconds : rounded(seconds * PER_SECOND[unit]);

/** A query of the engine's own unit, in s. */
export const queryInSeconds = (promql: string, unit: LatencyUnit = "s"): string =>
  unit === "s" ? promql : `${promql} / ${PER_SECOND[unit]}`;

/** What the name of a metric says of its unit, as Prometheus' and Envoy's own names do; null where it says nothing. */
export function unitInName(metric: string): LatencyUnit | null {
  const name = metric.trim().replace(/_bucket$/, "");
  if (/_(milliseconds|millis|ms)$/.test(name) || /^envoy_.*_(rq_time|cx_length_ms)$/.test(name)) return "ms";
  return /_(microseconds|micros|usec|us)$/.test(name) ? "us" : null;
}
