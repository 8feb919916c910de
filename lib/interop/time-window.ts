import * as z from "zod";
import { parseWindow, type SloWindow } from "@/lib/slo/window";
import type { Issue } from "./issue";

const text = z.string().trim().min(1);

/** OpenSLO's `timeWindow[0]`. */
export const TimeWindow = z.object({
  duration: text,
  isRolling: z.boolean(),
  calendar: z.object({ startTime: text.optional(), timeZone: text }).optional(),
});
type TimeWindow = z.infer<typeof TimeWindow>;

const BASE = ["spec", "timeWindow", 0];
/** OpenSLO's durations of calendar periods, with the day on which one begins. */
const CALENDAR = new Map([
  ["1w", { unit: "week", begins: (day: Date) => day.getUTCDay() === 1, on: "a Monday" }],
  ["1M", { unit: "month", begins: (day: Date) => day.getUTCDate() === 1, on: "the first of a month" }],
  [
    "1Q",
    {
      unit: "quarter",
      begins: (day: Date) => day.getUTCDate() === 1 && day.getUTCMonth() % 3 === 0,
      on: "the first of January, April, July or October",
    },
  ],
]);

/** The window as a target version keeps it: `28d`, or `month@Europe/Berlin`. */
export function windowOf({ duration, isRolling, calendar }: TimeWindow, issues: Issue[]): string {
  const wrong = (field: string[], message: string): void => void issues.push({ path: [...BASE, ...field], message });
  if (isRolling) {
    if (calendar) wrong(["calendar"], "does not go with isRolling: true; a calendar window has isRolling: false");
    const window = parseWindow(duration);
    if (!window || !("days" in window)) wrong(["duration"], "is not a window in days or weeks, such as 28d");
    return duration;
  }
  const period = CALENDAR.get(duration);
  if (!calendar) wrong(["isRolling"], "is false, but there is no calendar: {startTime, timeZone} to go by");
  else if (!period) wrong(["duration"], "is no calendar window: it is one of 1w, 1M and 1Q");
  else {
    const window = `${period.unit}@${calendar.timeZone}`;
    if (!parseWindow(window)) wrong(["calendar", "timeZone"], "is not a time zone, such as Europe/Berlin");
    const { startTime } = calendar;
    const day = startTime === undefined ? null : midnightOf(startTime);
    if (startTime !== undefined && !(day && period.begins(day)))
      wrong(["calendar", "startTime"], `is not where it begins: 00:00 on ${period.on}, such as 2024-01-01 00:00:00`);
    return window;
  }
  return duration;
}

/** The day of a local date and time; null where it is not 00:00. */
function midnightOf(startTime: string): Date | null {
  const [, day] = /^(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00)?)?$/.exec(startTime) ?? [];
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day ? null : date;
}

/** A window as a document writes it; `text` is a rolling one's own wording, `4w` or `28d`. */
export function timeWindowOf(window: SloWindow, text: string): TimeWindow {
  if ("days" in window) return { duration: text, isRolling: true };
  const [duration] = [...CALENDAR].find(([, { unit }]) => unit === window.unit) ?? [window.unit];
  // A Monday, and the first of a month and of a quarter.
  return { duration, isRolling: false, calendar: { startTime: "2024-01-01 00:00:00", timeZone: window.timeZone } };
}
