import { Temporal } from "temporal-polyfill";
import { periodOf } from "@/lib/slo/calendar";

/** A calendar month in a time zone, such as 2026-11; its minutes are (from, end]. */
export type Month = { id: string; from: number; end: number };

export const monthOfDay = (day: string): string => day.slice(0, 7);

/** The month that holds a minute. */
export function monthAt(minute: number, timeZone: string): Month {
  const { from, end } = periodOf("month", timeZone, minute);
  return { id: idAt(from, timeZone), from, end };
}

/** null for what is no month. */
export function parseMonth(id: string, timeZone: string): Month | null {
  if (!/^20\d{2}-(0[1-9]|1[0-2])$/.test(id)) return null;
  const first = Temporal.PlainDate.from(`${id}-01`).toZonedDateTime(timeZone);
  return monthAt(Math.floor(first.epochMilliseconds / 60_000) + 1, timeZone);
}

/** Oldest first, up to the month that holds the minute. */
export function monthsUpTo(minute: number, count: number, timeZone: string): Month[] {
  const months: Month[] = [];
  for (let at = minute; months.length < count; at = months[0]?.from ?? at) months.unshift(monthAt(at, timeZone));
  return months;
}

function idAt(minute: number, timeZone: string): string {
  const day = Temporal.Instant.fromEpochMilliseconds(minute * 60_000).toZonedDateTimeISO(timeZone);
  return `${day.year}-${String(day.month).padStart(2, "0")}`;
}
