import { LRUCache } from "lru-cache";
import { Temporal } from "temporal-polyfill";

export const CALENDAR_UNITS = ["week", "month", "quarter"] as const;
export type CalendarUnit = (typeof CALENDAR_UNITS)[number];

/** The minutes (from, end] of one week, month or quarter, and how many days the calendar gives it. */
export type Period = { from: number; end: number; days: number };

/** Whether it is an IANA time zone that this runtime knows; offsets such as `+01:00` know no daylight saving time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Time zones are slow to ask, and the same few periods are asked for in every minute. */
const known = new LRUCache<string, Period[]>({ max: 200 });
const MAX_PERIODS = 500;

/** The period that holds a minute; weeks begin on Monday. Days of 23 and 25 hours are as long as they are. */
export function periodOf(unit: CalendarUnit, timeZone: string, minute: number): Period {
  const key = `${unit}@${timeZone}`;
  const periods = known.get(key) ?? [];
  const found = periods.find(({ from, end }) => from < minute && minute <= end);
  if (found) return found;
  const period = read(unit, timeZone, minute);
  known.set(key, periods.length < MAX_PERIODS ? [...periods, period] : [period]);
  return period;
}

function read(unit: CalendarUnit, timeZone: string, minute: number): Period {
  // A minute is named by its end and belongs where it begins.
  const instant = Temporal.Instant.fromEpochMilliseconds((minute - 1) * 60_000);
  const day = instant.toZonedDateTimeISO(timeZone).toPlainDate();
  const first = FIRST_DAY[unit](day);
  const next = first.add(LENGTH[unit]);
  const minuteOf = (date: Temporal.PlainDate): number =>
    Math.floor(date.toZonedDateTime(timeZone).epochMilliseconds / 60_000);
  return { from: minuteOf(first), end: minuteOf(next), days: first.until(next).days };
}

const FIRST_DAY: Record<CalendarUnit, (day: Temporal.PlainDate) => Temporal.PlainDate> = {
  week: (day) => day.subtract({ days: day.dayOfWeek - 1 }),
  month: (day) => day.with({ day: 1 }),
  quarter: (day) => day.with({ month: day.month - ((day.month - 1) % 3), day: 1 }),
};

const LENGTH: Record<CalendarUnit, Temporal.DurationLike> = {
  week: { days: 7 },
  month: { months: 1 },
  quarter: { months: 3 },
};
