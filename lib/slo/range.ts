import { periodOf } from "./calendar";

export const RANGE_NAMES = ["24h", "7d", "28d", "90d", "quarter"] as const;
export type RangeName = (typeof RANGE_NAMES)[number];

/** What an address asks for, as it stands there. */
export type RangeTerms = { readonly [Term in "range" | "from" | "to"]?: string | null | undefined };

/** A range by its name, which moves with time, or the minutes (from, to]. */
export type AskedRange = { name: RangeName } | { name: null; from: number; to: number };

const DAY = 1440;
const DEFAULT: RangeName = "28d";
const LONGEST = 731 * DAY;
/** A chart of more points than this has more of them than pixels to show them. */
const MOST_SLICES = 340;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, DAY, 2 * DAY, 4 * DAY];
const MINUTES = { "24h": DAY, "7d": 7 * DAY, "28d": 28 * DAY, "90d": 90 * DAY };

/**
 * Reads an absolute range (`from`, `to`; without `to` up to now) or a named one. `problem`: why what was asked for is not
 * shown, in one sentence; the default range stands in for it.
 */
export function readRange(terms: RangeTerms, nowMs: number): { asked: AskedRange; problem: string | null } {
  const [from, to] = [terms.from?.trim() || null, terms.to?.trim() || null];
  if (from === null && to === null) {
    const name = RANGE_NAMES.find((each) => each === terms.range) ?? DEFAULT;
    const known = !terms.range || terms.range === name;
    return { asked: { name }, problem: known ? null : `There is no range "${terms.range?.slice(0, 20)}".` };
  }
  const refused = (problem: string) => ({ asked: { name: DEFAULT }, problem });
  if (from === null) return refused("The range has an end and no beginning.");
  const [begin, end] = [instantOf(from, false), to === null ? nowMs : instantOf(to, true)];
  if (begin === null) return refused(`"${from.slice(0, 40)}" is no time.`);
  if (end === null) return refused(`"${to?.slice(0, 40)}" is no time.`);
  if (begin >= end) return refused("The range does not begin before it ends.");
  if (begin >= nowMs) return refused("The range lies ahead: nothing is counted there yet.");
  const minutes = { from: Math.floor(begin / 60_000), to: Math.ceil(Math.min(end, nowMs) / 60_000) };
  if (minutes.to - minutes.from > LONGEST) return refused("The range is longer than two years.");
  return { asked: { name: null, ...minutes }, problem: null };
}

/** A day, which as an end means all of it, in UTC, or an instant of RFC 3339. */
function instantOf(text: string, isEnd: boolean): number | null {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const [ms, day] = [Date.parse(text), Date.parse(text.slice(0, 10))];
  // 30 February would be read as 2 March.
  if (!(ms >= 0) || !Number.isFinite(day) || !new Date(day).toISOString().startsWith(text.slice(0, 10))) return null;
  return isDay && isEnd ? ms + DAY * 60_000 : ms;
}

/**
 * The minutes (from, to] that a range means. A named one ends with the last counted minute, `last`; an absolute one where it
 * says, up to the last minute that could be counted, `final`: what was not counted yet is a gap in it.
 */
export function minutesOf(asked: AskedRange, last: number, final: number): { from: number; to: number } {
  if (asked.name === null)
    return { from: Math.min(asked.from, last - 1), to: Math.min(asked.to, Math.max(last, final)) };
  const from = asked.name === "quarter" ? periodOf("quarter", "UTC", last).from : last - MINUTES[asked.name];
  return { from, to: last };
}

/** Minutes to a slice: round, and so many that a chart has room for the slices. */
export const stepFor = (minutes: number): number =>
  STEPS.find((step) => minutes / step <= MOST_SLICES) ?? Math.ceil(minutes / MOST_SLICES / DAY) * DAY;
