import { THIN } from "./percent";

/** "200 ms", "1.2 s", "0.4 ms": three figures at most. */
export function latency(seconds: number): string {
  if (Math.abs(seconds) >= 0.9995) return `${trim(seconds)}${THIN}s`;
  return `${trim(seconds * 1_000)}${THIN}ms`;
}

function trim(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(size >= 1 ? 2 + Number(size >= 10) : 2)));
}
