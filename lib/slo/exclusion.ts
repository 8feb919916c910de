import { isTimeZone } from "./calendar";
import { occurrences, refusalOfRecurrence } from "./recurrence";

/** A time that the corrected figures leave out, such as maintenance. All `…At` are ms. */
export type Exclusion = {
  /** The first occurrence. */
  fromAt: number;
  toAt: number;
  /** RFC 5545; null for a single one. */
  rrule: string | null;
  /** IANA name, in which the rule recurs. */
  timeZone: string | null;
  /** Nothing is excluded from here on; null while it holds. */
  endedAt: number | null;
};

/** The minutes (from, to]. */
export type MinuteSpan = { from: number; to: number };

/** How far back an exclusion may begin when it is made (arithmetic.md 21). */
export const MAX_DAYS_BACK = 30;

/** Why an exclusion cannot be made now; null where it can. */
export function refusalOf(exclusion: Exclusion, now: Date): string | null {
  const { fromAt, toAt, rrule, timeZone } = exclusion;
  if (!(fromAt < toAt)) return "Its beginning is not before its end.";
  if (fromAt < now.getTime() - MAX_DAYS_BACK * 86_400_000) return `It begins more than ${MAX_DAYS_BACK} days ago.`;
  if (rrule === null) return null;
  if (timeZone === null || !isTimeZone(timeZone)) return "A rule recurs in a time zone, such as Europe/Berlin.";
  return refusalOfRecurrence({ rrule, timeZone, firstAt: fromAt });
}

/** What is excluded of the minutes (from, to], merged and ascending. A minute that is excluded in part is excluded. */
export function excludedSpans(exclusions: readonly Exclusion[], from: number, to: number): MinuteSpan[] {
  const spans = exclusions
    .flatMap((exclusion) => spansOf(exclusion, from * 60_000, to * 60_000))
    .map((span) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) }))
    .sort((a, b) => a.from - b.from);
  const merged: MinuteSpan[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else merged.push(span);
  }
  return merged;
}

/** Occurrences that reach into the time between two instants. */
function spansOf({ fromAt, toAt, rrule, timeZone, endedAt }: Exclusion, begin: number, end: number): MinuteSpan[] {
  const length = toAt - fromAt;
  const starts =
    rrule === null
      ? [fromAt]
      : occurrences({ rrule, timeZone: timeZone ?? "UTC", firstAt: fromAt }, begin - length, end);
  return starts
    .filter((at) => at < end && at + length > begin && (endedAt === null || at < endedAt))
    .map((at) => ({
      from: Math.floor(at / 60_000),
      to: Math.ceil(Math.min(at + length, endedAt ?? Number.POSITIVE_INFINITY) / 60_000),
    }));
}
