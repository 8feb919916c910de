import { THIN } from "./percent";

const UNITS: readonly (readonly [name: string, seconds: number])[] = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
];

/** At most two neighbouring units, cut, not rounded: "6 d 4 h", "2 h 31 min", "31 min", and below a minute "41 s": a minute is the grain of every count. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first === -1) return `${whole}${THIN}s`;
  const parts: string[] = [];
  let rest = whole;
  for (const [name, size] of UNITS.slice(first, first + 2)) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0) parts.push(`${n}${THIN}${name}`);
  }
  return parts.join(" ");
}

/** The window as a sentence names it: "28 days", "this calendar month". */
export function theWindow(window: string): string {
  return /^\d+d$/.test(window) ? windowInWords(window) : `this ${windowInWords(window)}`;
}

/** "28d" → "28 days", "1d" → "1 day", "month@Europe/Berlin" → "calendar month (Europe/Berlin)". */
export function windowInWords(window: string): string {
  const rolling = /^(\d+)d$/.exec(window);
  if (rolling?.[1]) return `${rolling[1]} ${rolling[1] === "1" ? "day" : "days"}`;
  const [unit, zone] = window.replace("calendar-", "").split("@");
  return zone === undefined || zone === "UTC" ? `calendar ${unit}` : `calendar ${unit} (${zone})`;
}

/** "1 minute", "12 minutes", for sentences. */
export const minutesInWords = (seconds: number): string => `${seconds / 60} ${seconds === 60 ? "minute" : "minutes"}`;

const PERIODS: Readonly<Record<string, string>> = { D: "day", W: "week", M: "month", Y: "year" };

/** "every 3 months", "every year" of an ISO 8601 period; one that is none as it is written. */
export function everyPeriod(period: string): string {
  const [, n, letter = ""] = /^P(\d+)([DWMY])$/.exec(period) ?? [];
  const unit = PERIODS[letter];
  if (n === undefined || unit === undefined) return `every ${period}`;
  return n === "1" ? `every ${unit}` : `every ${n} ${unit}s`;
}
