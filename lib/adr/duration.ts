import { parseWindow } from "@/lib/slo/window";

const SECONDS: Record<string, number> = { us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, min: 60 };

/** "200ms", "0.2 s", "2s" → seconds; null where there is no number with a unit. */
export function parseThreshold(text: string): number | null {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([a-zµ]+)$/.exec(text.trim()) ?? [];
  const scale = unit === undefined ? undefined : SECONDS[unit];
  const seconds = scale === undefined ? 0 : Number(number) * scale;
  // Rounded to the nanosecond, so that 70 ms is 0.07 and not 0.07000000000000001.
  return seconds > 0 ? Number(seconds.toFixed(9)) : null;
}

/** A rolling window ("28d", "4w") or a calendar one ("month", "calendar-quarter"). */
export function isWindow(text: string): boolean {
  return parseWindow(text) !== null || /^(?:calendar-)?(?:week|month|quarter)$/.test(text);
}

/** How often a decision is looked at again, as an ISO 8601 period: "P3M". */
export function isPeriod(text: string): boolean {
  return /^P[1-9]\d{0,3}[DWMY]$/.test(text);
}

/** A day of the calendar, "2026-11-22", also at the head of a date and time; null for 2026-02-30 and other forms. */
export function isoDate(text: string): string | null {
  const [, day] = /^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/.exec(text.trim()) ?? [];
  if (day === undefined) return null;
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? day : null;
}
