import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CALENDAR_UNITS, type CalendarUnit, periodOf } from "@/lib/slo/calendar";
import { minuteAt, minutesIn, msOf } from "@/lib/slo/window";

/** The period that holds the minute ending at an instant, in UTC. */
const period = (unit: CalendarUnit, timeZone: string, at: string) => {
  const { from, end, days } = periodOf(unit, timeZone, minuteAt(Date.parse(at)));
  const iso = (minute: number) => new Date(msOf(minute)).toISOString().replace(":00.000Z", "Z");
  return { from: iso(from), end: iso(end), days, hours: (end - from) / 60 };
};

describe("a calendar period", () => {
  it("is the month of the time zone, not of UTC (rule 12)", () => {
    expect(period("month", "UTC", "2026-11-22T20:00Z")).toEqual({
      from: "2026-11-01T00:00Z",
      end: "2026-12-01T00:00Z",
      days: 30,
      hours: 720,
    });
    expect(period("month", "Asia/Kolkata", "2026-11-30T18:31Z")).toMatchObject({
      from: "2026-11-30T18:30Z",
      end: "2026-12-31T18:30Z",
    });
  });

  it("holds the minute that ends with it, and not the next", () => {
    expect(period("month", "UTC", "2026-12-01T00:00Z").end).toBe("2026-12-01T00:00Z");
    expect(period("month", "UTC", "2026-12-01T00:01Z").from).toBe("2026-12-01T00:00Z");
  });

  it.each([
    ["2026-02-10T12:00Z", 28],
    ["2028-02-10T12:00Z", 29],
    ["2026-04-10T12:00Z", 30],
    ["2026-12-10T12:00Z", 31],
  ])("has the days of its month: %s in one of %i", (at, days) => {
    expect(period("month", "UTC", at)).toMatchObject({ days, hours: days * 24 });
  });

  it("is an hour short where clocks go forward, and an hour long where they go back", () => {
    // 29 March 2026 has 23 hours in Berlin, 25 October has 25.
    expect(period("week", "Europe/Berlin", "2026-03-29T12:00Z")).toEqual({
      from: "2026-03-22T23:00Z",
      end: "2026-03-29T22:00Z",
      days: 7,
      hours: 167,
    });
    expect(period("week", "Europe/Berlin", "2026-10-25T12:00Z")).toMatchObject({ days: 7, hours: 169 });
    expect(period("month", "Europe/Berlin", "2026-03-15T12:00Z")).toMatchObject({ days: 31, hours: 31 * 24 - 1 });
    expect(period("month", "Europe/Berlin", "2026-10-15T12:00Z")).toMatchObject({ days: 31, hours: 31 * 24 + 1 });
    // Lord Howe Island turns its clocks by half an hour.
    expect(period("month", "Australia/Lord_Howe", "2026-04-15T12:00Z")).toMatchObject({ days: 30, hours: 720.5 });
  });

  it("begins after midnight where clocks go forward at midnight", () => {
    // In Beirut the 29th of March 2026 begins at 01:00; the day before ended at 22:00 UTC.
    expect(period("week", "Asia/Beirut", "2026-03-28T12:00Z")).toMatchObject({ end: "2026-03-29T21:00Z", hours: 167 });
  });

  it("may lack a whole day: Samoa had no 30 December 2011", () => {
    expect(period("month", "Pacific/Apia", "2011-12-15T12:00Z")).toMatchObject({ days: 31, hours: 30 * 24 });
    expect(period("week", "Pacific/Apia", "2011-12-28T12:00Z")).toMatchObject({ days: 7, hours: 6 * 24 });
  });

  it.each([
    ["2026-03-31T23:59Z", "2026-01-01T00:00Z", "2026-04-01T00:00Z", 90],
    ["2026-04-01T00:01Z", "2026-04-01T00:00Z", "2026-07-01T00:00Z", 91],
    ["2026-09-30T12:00Z", "2026-07-01T00:00Z", "2026-10-01T00:00Z", 92],
    ["2026-12-31T12:00Z", "2026-10-01T00:00Z", "2027-01-01T00:00Z", 92],
  ])("of a quarter at %s runs from %s to %s", (at, from, end, days) => {
    expect(period("quarter", "UTC", at)).toMatchObject({ from, end, days });
  });

  it("of a week begins on Monday, over the turn of the year too", () => {
    expect(period("week", "UTC", "2026-12-31T12:00Z")).toMatchObject({
      from: "2026-12-28T00:00Z",
      end: "2027-01-04T00:00Z",
    });
    expect(period("week", "UTC", "2026-11-23T00:00Z").from).toBe("2026-11-16T00:00Z");
    expect(period("week", "UTC", "2026-11-23T00:01Z").from).toBe("2026-11-23T00:00Z");
  });

  it("holds its minute, meets its neighbours, and is within what a window may look back on", () => {
    const zones = fc.constantFrom("UTC", "Europe/Berlin", "Pacific/Apia", "America/New_York", "Australia/Lord_Howe");
    const minutes = fc.integer({
      min: minuteAt(Date.parse("2010-01-01T00:00Z")),
      max: minuteAt(Date.parse("2035-01-01T00:00Z")),
    });
    fc.assert(
      fc.property(fc.constantFrom(...CALENDAR_UNITS), zones, minutes, (unit, timeZone, minute) => {
        const { from, end } = periodOf(unit, timeZone, minute);
        expect(from).toBeLessThan(minute);
        expect(end).toBeGreaterThanOrEqual(minute);
        expect(periodOf(unit, timeZone, end).from).toBe(from);
        expect(periodOf(unit, timeZone, end + 1).from).toBe(end);
        expect(end - from).toBeLessThanOrEqual(minutesIn({ unit, timeZone }));
      }),
      { numRuns: 300 },
    );
  });
});
