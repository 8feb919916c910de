import { shortDay, timeOfDay } from "@/lib/format/time";
import type { Span } from "./points";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  4 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  4 * DAY,
  7 * DAY,
  14 * DAY,
  28 * DAY,
];

/** Round UTC instants, at most `most` of them. */
export function timeTicks({ from, to }: Span, most: number): number[] {
  const step = STEPS.find((size) => (to - from) / size <= most) ?? 28 * DAY;
  const ticks: number[] = [];
  for (let t = Math.ceil(from / step) * step; t <= to; t += step) ticks.push(t);
  return ticks;
}

/** The hour while the range is short, else the day. */
export function tickLabel(t: number, { from, to }: Span): string {
  if (to - from > 4 * DAY) return shortDay(t);
  return t % DAY === 0 ? shortDay(t) : timeOfDay(t);
}
