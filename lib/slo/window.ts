import { LRUCache } from "lru-cache";
import { CALENDAR_UNITS, type CalendarUnit, isTimeZone, periodOf } from "./calendar";

/** Rolling over whole days, written `28d` or `4w`. */
export type RollingWindow = { readonly days: number };
/** The running week, month or quarter in a time zone, written `month@Europe/Berlin`. */
export type CalendarWindow = { readonly unit: CalendarUnit; readonly timeZone: string };
export type SloWindow = RollingWindow | CalendarWindow;

/**
 * A window as it stands in one minute: its minutes are (from, end]. A rolling one ends with the minute, a calendar one with
 * its period, and has counted up to the minute. `length`: minutes that it is made for, without daylight saving time.
 */
export type WindowSpan = { from: number; end: number; length: number };

const DAY = 1440;
/** The ledger keeps as much under every LEDGER_KEEP. */
export const MOST_DAYS = 730;
const LONGEST_DAYS: Record<CalendarUnit, number> = { week: 7, month: 31, quarter: 92 };

/** They are read in every minute of every SLO. */
const known = new LRUCache<string, SloWindow>({ max: 1000 });

/** null where the text is no window that can be counted. */
export function parseWindow(text: string): SloWindow | null {
  const found = known.get(text);
  if (found) return found;
  const window = rollingIn(text.trim()) ?? calendarIn(text.trim());
  if (window) known.set(text, window);
  return window;
}

function rollingIn(text: string): RollingWindow | null {
  const match = /^([1-9]\d{0,3})([dw])$/.exec(text);
  if (!match) return null;
  const days = Number(match[1]) * (match[2] === "w" ? 7 : 1);
  return days <= MOST_DAYS ? { days } : null;
}

function calendarIn(text: string): CalendarWindow | null {
  const [name, timeZone, ...rest] = text.split("@");
  const unit = CALENDAR_UNITS.find((each) => each === name);
  return unit && timeZone && rest.length === 0 && isTimeZone(timeZone) ? { unit, timeZone } : null;
}

/** The text that `parseWindow` reads as the same window. */
export const windowText = (window: SloWindow): string =>
  "days" in window ? `${window.days}d` : `${window.unit}@${window.timeZone}`;

export function spanOf(window: SloWindow, minute: number): WindowSpan {
  if ("days" in window) return { from: minute - window.days * DAY, end: minute, length: window.days * DAY };
  const { from, end, days } = periodOf(window.unit, window.timeZone, minute);
  return { from, end, length: days * DAY };
}

/** The most minutes that a window looks back on, whichever minute it is asked in: how far back rows are needed. */
export const minutesIn = (window: SloWindow): number =>
  // A period that sets its clocks back is an hour longer than its days; a day more is more than any has had.
  "days" in window ? window.days * DAY : (LONGEST_DAYS[window.unit] + 1) * DAY;

/** The most minutes that a window is made for: a calendar one is as long as its longest period. */
export const longestLength = (window: SloWindow): number =>
  ("days" in window ? window.days : LONGEST_DAYS[window.unit]) * DAY;

/** How soon a budget must run out to be a risk, s: 7 days, a quarter of the window, or what is left of its period (arithmetic.md 18). */
export function riskHorizonSeconds(window: SloWindow, minute: number): number {
  const { end, length } = spanOf(window, minute);
  const shorter = Math.min(7 * DAY, length / 4);
  return ("days" in window ? shorter : Math.min(shorter, end - minute)) * 60;
}

/** The minute that ends at or before an instant. Minutes are named by their end, in UTC epoch minutes. */
export const minuteAt = (ms: number): number => Math.floor(ms / 60_000);
export const msOf = (minute: number): number => minute * 60_000;

/** The last minute that late samples can no longer change. */
export const finalMinute = (now: Date, delaySeconds: number): number => minuteAt(now.getTime() - delaySeconds * 1000);
