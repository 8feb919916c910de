import { duration } from "./duration";

type Instant = number | string;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LONG_MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** "06:42", in UTC: the page says so once. */
export function timeOfDay(at: Instant): string {
  const d = new Date(at);
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
}

/** "24 Nov 2026, 06:42 UTC" */
export function dayAndTime(at: Instant): string {
  return `${day(at)}, ${timeOfDay(at)} UTC`;
}

/** "24 Nov 2026" */
export function day(at: Instant): string {
  return `${shortDay(at)} ${new Date(at).getUTCFullYear()}`;
}

/** "24 Nov" */
export function shortDay(at: Instant): string {
  const d = new Date(at);
  return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]}`;
}

/** "Tuesday 24 November 2026" */
export function longDay(at: Instant): string {
  const d = new Date(at);
  return `${WEEKDAYS[d.getUTCDay()]} ${d.getUTCDate()} ${LONG_MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`;
}

/** "November 2026" of 2026-11. */
export function monthName(id: string): string {
  const [year, month] = id.split("-");
  return `${LONG_MONTHS[Number(month) - 1]} ${year}`;
}

/** "Nov 2026" of 2026-11. */
export function shortMonth(id: string): string {
  const [year, month] = id.split("-");
  return `${MONTHS[Number(month) - 1]} ${year}`;
}

/** "06:42" today, "24 Nov, 06:42" this year, "24 Nov 2025, 06:42" before: as short as it stays clear. */
export function briefly(at: Instant, now: Instant): string {
  const [then, today] = [new Date(at), new Date(now)];
  if (then.toISOString().slice(0, 10) === today.toISOString().slice(0, 10)) return timeOfDay(at);
  const date = then.getUTCFullYear() === today.getUTCFullYear() ? shortDay(at) : day(at);
  return `${date}, ${timeOfDay(at)}`;
}

/** "Mon 23 Nov", of a day or an instant. */
export function shortWeekday(at: Instant): string {
  return `${weekday(at).slice(0, 3)} ${shortDay(at)}`;
}

/** "Monday" */
export function weekday(at: Instant): string {
  return WEEKDAYS[new Date(at).getUTCDay()] ?? "";
}

/** As `briefly`, with the weekday alone where it names a day of the week that has just passed: "Mon 08:51". */
export function lately(at: Instant, now: Instant): string {
  const dayNumber = (instant: Instant): number => Math.floor(new Date(instant).getTime() / 86_400_000);
  const days = dayNumber(now) - dayNumber(at);
  return days > 0 && days < 7 ? `${weekday(at).slice(0, 3)} ${timeOfDay(at)}` : briefly(at, now);
}

/** "41 s ago", "4 min ago", "2 h 31 min ago"; what lies ahead by a clock's difference is "just now". */
export function ago(at: Instant, now: Instant): string {
  const seconds = (new Date(now).getTime() - new Date(at).getTime()) / 1_000;
  return seconds < 1 ? "just now" : `${duration(seconds)} ago`;
}

/** "30 Nov 2026, in 6 d", "22 Nov 2026, 2 d overdue", and "today": a due day is due all day. */
export function dueInWords(due: Instant, now: Instant): string {
  const days = Math.floor(new Date(due).getTime() / DAY_MS) - Math.floor(new Date(now).getTime() / DAY_MS);
  if (days === 0) return `${day(due)}, today`;
  return `${day(due)}, ${days > 0 ? `in ${duration((days * DAY_MS) / 1_000)}` : `${duration((-days * DAY_MS) / 1_000)} overdue`}`;
}

const DAY_MS = 86_400_000;

function two(n: number): string {
  return String(n).padStart(2, "0");
}
