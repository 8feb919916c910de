import { type CalendarUnit, periodOf } from "./calendar";
import type { SloWindow } from "./window";

/** The minutes (from, to]. */
export type WholePeriod = { from: number; to: number };

const DAY = 1440;

/**
 * The last `n` whole periods of a window that have ended by a minute, oldest first; each begins where the one before it ends.
 * Of a calendar window they are its weeks, months or quarters in its time zone. A rolling window has no periods of its own:
 * taken are spans of its length, the last of which ends at the last midnight, UTC.
 */
export function wholePeriods(window: SloWindow, minute: number, n: number): WholePeriod[] {
  const periods: WholePeriod[] = [];
  let to = "days" in window ? Math.floor(minute / DAY) * DAY : beginOf(window, minute + 1);
  while (periods.length < n) {
    const from = "days" in window ? to - window.days * DAY : beginOf(window, to);
    periods.unshift({ from, to });
    to = from;
  }
  return periods;
}

const beginOf = ({ unit, timeZone }: { unit: CalendarUnit; timeZone: string }, minute: number): number =>
  periodOf(unit, timeZone, minute).from;
