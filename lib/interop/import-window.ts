import { periodOf } from "@/lib/slo/calendar";
import { MOST_DAYS, minuteAt } from "@/lib/slo/window";

/** A window of another format as OpenSLO v1 writes it; `approximated`: how it differs from what was meant. */
export type ReadWindow =
  | { window: { duration: string; isRolling: boolean; calendar?: object }; approximated: string | null }
  | { refused: string };

const DAYS: Readonly<Record<string, number>> = {
  s: 1 / 86_400,
  m: 1 / 1440,
  h: 1 / 24,
  d: 1,
  w: 7,
  M: 30,
  Q: 90,
  Y: 365,
  y: 365,
};
const WORDS: Readonly<Record<string, string>> = { M: "month", Q: "quarter", Y: "year", y: "year" };
const UNITS = [
  { duration: "1w", unit: "week", texts: ["1w", "7d"], begins: "on Monday" },
  { duration: "1M", unit: "month", texts: ["1M"], begins: "on the first of the month" },
  { duration: "1Q", unit: "quarter", texts: ["1Q", "3M"], begins: "on the first of January, April, July and October" },
] as const;

/** A window that rolls, in any sum of units: `30d`, `4w`, `720h`, `1w3d`. */
export function rollingWindow(text: string): ReadWindow {
  const duration = plain(text);
  const terms = [...duration.matchAll(/(\d+)([smhdwMQYy])/g)];
  if (terms.length === 0 || terms.map(([term]) => term).join("") !== duration)
    return { refused: "is no duration, such as 28d or 4w" };
  const sum = terms.reduce((days, [, count, unit]) => days + Number(count) * (DAYS[unit ?? ""] ?? Number.NaN), 0);
  // A third of a day three times over is not 1 in a double.
  const days = Number(sum.toFixed(9));
  if (!Number.isInteger(days) || days < 1)
    return {
      refused: /m$/.test(duration)
        ? "is in minutes (a month is 1M): a window is of whole days"
        : "is no window of whole days",
    };
  if (days > MOST_DAYS) return { refused: `is longer than the ${MOST_DAYS} days that the ledger is kept for` };
  const loose = terms.map(([, , unit]) => WORDS[unit ?? ""]).find((word) => word !== undefined);
  return {
    window: { duration: /^[1-9]\d*[dw]$/.test(duration) ? duration : `${days}d`, isRolling: true },
    approximated: loose ? `a rolling ${loose} has no fixed length: ${days} days` : null,
  };
}

const ALPHA_UNITS: Readonly<Record<string, string>> = {
  second: "s",
  minute: "m",
  hour: "h",
  day: "d",
  week: "w",
  month: "M",
  quarter: "Q",
  year: "Y",
};

/** v1alpha's `count` and `unit` as a duration. */
export function durationOf(count: string, unit: string): string {
  const sign = ALPHA_UNITS[unit.trim().toLowerCase().replace(/s$/, "")];
  return `${count}${sign ?? unit}`;
}

/** The running week, month or quarter. `startTime`: a local date and time from which periods are counted. */
export function calendarWindow(text: string, startTime: string | null, timeZone: string | null): ReadWindow {
  const duration = plain(text);
  const told: string[] = [];
  const isMonth = duration === "1m";
  if (isMonth) told.push("1m is a minute: the month 1M is meant");
  const found = UNITS.find(({ texts }) => texts.some((each) => each === (isMonth ? "1M" : duration)));
  const rolling = found ? null : periodless(duration);
  if (rolling) return rolling;
  if (!found)
    return { refused: "is no calendar window that is counted: it is one of 1w, 1M and 1Q, or rolls (isRolling: true)" };
  if (timeZone === null) told.push("no time zone is stated: UTC");
  if (startTime !== null && !beginsPeriod(found.unit, startTime))
    told.push(`it begins ${found.begins} at 00:00, and not at ${startTime}`);
  return {
    window: { duration: found.duration, isRolling: false, calendar: { timeZone: timeZone ?? "UTC" } },
    approximated: told.length > 0 ? told.join("; ") : null,
  };
}

/** `4W` and `30 days` as OpenSLO spells them. */
const plain = (text: string): string =>
  text
    .trim()
    .replace(/^(\d+)\s*([dw])(?:ays?|eeks?)?$/i, (_, count: string, unit: string) => count + unit.toLowerCase());

/** Days and weeks that are no period of a calendar roll; null for what is of no fixed length. */
function periodless(duration: string): ReadWindow | null {
  const found = /^\d+[dw]$/.test(duration) ? rollingWindow(duration) : null;
  if (!found || "refused" in found) return found;
  return { ...found, approximated: `is no period of a calendar that is counted: ${duration} that roll` };
}

function beginsPeriod(unit: "week" | "month" | "quarter", startTime: string): boolean {
  const [, day, clock] = /^(\d{4}-\d{2}-\d{2})(?:[ T](.*?))?Z?$/.exec(startTime.trim()) ?? [];
  const at = Date.parse(`${day}T00:00:00Z`);
  if (day === undefined || Number.isNaN(at) || !/^(00:00(:00(\.0+)?)?)?$/.test(clock ?? "")) return false;
  return periodOf(unit, "UTC", minuteAt(at) + 1).from === minuteAt(at);
}
