import { THIN } from "./percent";

/** "200 ms", "1.2 s", "0.4 ms": three figures at most. */
export function latency(seconds: number): string {
  if (Math.abs(seconds) >= 0.9995) return `${trim(seconds)}${THIN}s`;
  return `${trim(seconds * 1_000)}${THIN}ms`;
}

/** Every digit, where other figures are rounded: two thresholds that differ must also read differently. */
export function exactLatency(seconds: number): string {
  return seconds < 1 ? `${Number((seconds * 1_000).toFixed(6))}${THIN}ms` : `${Number(seconds.toFixed(9))}${THIN}s`;
}

function trim(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(size >= 1 ? 2 + Number(size >= 10) : 2)));
}
