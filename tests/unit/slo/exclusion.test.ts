import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assess } from "@/lib/slo/assessment";
import { budgetOf, correctedBudgetOf } from "@/lib/slo/error-budget";
import { type Exclusion, excludedSpans, refusalOf } from "@/lib/slo/exclusion";
import type { Ledger } from "@/lib/slo/ledger";
import { occurrences } from "@/lib/slo/recurrence";
import { minuteAt, msOf } from "@/lib/slo/window";
import { counted, targets } from "./notation";

/** From one instant to another, recurring where a rule is given. */
const excluded = (
  from: string,
  to: string,
  rrule: string | null = null,
  timeZone: string | null = null,
): Exclusion => ({
  fromAt: Date.parse(from),
  toAt: Date.parse(to),
  rrule,
  timeZone,
  endedAt: null,
});

const spans = (exclusions: Exclusion[], from: string, to: string) =>
  excludedSpans(exclusions, minuteAt(Date.parse(from)), minuteAt(Date.parse(to))).map((span) =>
    [span.from, span.to].map((minute) => new Date(msOf(minute)).toISOString().slice(5, 16)).join(" – "),
  );

/** The minutes (from, to] in the notation's own time. */
const minutes = (from: number, to: number): Exclusion => ({
  ...excluded("1970-01-01T00:00Z", "1970-01-01T00:00Z"),
  fromAt: msOf(from),
  toAt: msOf(to),
});

describe("excluded minutes", () => {
  it("are those of a single time, as far as they lie in the range (rule 21)", () => {
    const night = excluded("2026-11-20T22:00Z", "2026-11-21T01:30Z");
    expect(spans([night], "2026-11-20T00:00Z", "2026-11-22T00:00Z")).toEqual(["11-20T22:00 – 11-21T01:30"]);
    expect(spans([night], "2026-11-20T23:00Z", "2026-11-21T01:00Z")).toEqual(["11-20T23:00 – 11-21T01:00"]);
    expect(spans([night], "2026-11-21T01:30Z", "2026-11-22T00:00Z")).toEqual([]);
    expect(spans([night], "2026-11-20T00:00Z", "2026-11-20T22:00Z")).toEqual([]);
  });

  it("hold every minute that is excluded in part", () => {
    const short = excluded("2026-11-20T22:00:30Z", "2026-11-20T22:01:01Z");
    expect(spans([short], "2026-11-20T00:00Z", "2026-11-22T00:00Z")).toEqual(["11-20T22:00 – 11-20T22:02"]);
  });

  it("recur at the same wall time, whatever the clocks do (rule 21)", () => {
    const nightly = excluded("2026-10-23T22:00Z", "2026-10-23T23:00Z", "FREQ=DAILY", "Europe/Berlin");
    expect(spans([nightly], "2026-10-24T12:00Z", "2026-10-26T12:00Z")).toEqual([
      "10-24T22:00 – 10-24T23:00",
      // Midnight in Berlin is an hour later in UTC from the 26th of October on.
      "10-25T23:00 – 10-26T00:00",
    ]);
  });

  it("are none on a day whose clocks leave the wall time out", () => {
    const nightly = excluded("2026-03-27T01:30Z", "2026-03-27T01:45Z", "FREQ=DAILY", "Europe/Berlin");
    expect(spans([nightly], "2026-03-28T00:00Z", "2026-03-31T00:00Z")).toEqual([
      "03-28T01:30 – 03-28T01:45",
      "03-30T00:30 – 03-30T00:45",
    ]);
  });

  it("recur as the rule says, counting the first occurrence (rule 21)", () => {
    const sundays = excluded("2026-11-01T02:00Z", "2026-11-01T04:00Z", "FREQ=WEEKLY;BYDAY=SU;COUNT=3", "UTC");
    expect(spans([sundays], "2026-10-01T00:00Z", "2026-12-31T00:00Z")).toEqual([
      "11-01T02:00 – 11-01T04:00",
      "11-08T02:00 – 11-08T04:00",
      "11-15T02:00 – 11-15T04:00",
    ]);
    const first = excluded("2026-01-15T02:00Z", "2026-01-15T03:00Z", "FREQ=MONTHLY;BYDAY=1SU", "UTC");
    expect(spans([first], "2026-01-01T00:00Z", "2026-03-10T00:00Z")).toEqual([
      "01-15T02:00 – 01-15T03:00",
      "02-01T02:00 – 02-01T03:00",
      "03-01T02:00 – 03-01T03:00",
    ]);
  });

  it("reach into the range from an occurrence that began before it", () => {
    const nightly = excluded("2026-11-01T22:00Z", "2026-11-02T06:00Z", "FREQ=DAILY", "UTC");
    expect(spans([nightly], "2026-11-10T05:00Z", "2026-11-10T23:00Z")).toEqual([
      "11-10T05:00 – 11-10T06:00",
      "11-10T22:00 – 11-10T23:00",
    ]);
  });

  it("are merged where they meet or overlap", () => {
    const list = [
      excluded("2026-11-20T10:00Z", "2026-11-20T12:00Z"),
      excluded("2026-11-20T08:00Z", "2026-11-20T09:00Z"),
      excluded("2026-11-20T12:00Z", "2026-11-20T13:00Z"),
      excluded("2026-11-20T10:30Z", "2026-11-20T11:00Z"),
    ];
    expect(spans(list, "2026-11-20T00:00Z", "2026-11-21T00:00Z")).toEqual([
      "11-20T08:00 – 11-20T09:00",
      "11-20T10:00 – 11-20T13:00",
    ]);
  });

  it("end with the exclusion, in the middle of one as well (rule 21)", () => {
    const nightly = excluded("2026-11-01T22:00Z", "2026-11-02T06:00Z", "FREQ=DAILY", "UTC");
    const ended = { ...nightly, endedAt: Date.parse("2026-11-02T23:00Z") };
    expect(spans([ended], "2026-11-01T00:00Z", "2026-11-09T00:00Z")).toEqual([
      "11-01T22:00 – 11-02T06:00",
      "11-02T22:00 – 11-02T23:00",
    ]);
    expect(spans([{ ...nightly, endedAt: nightly.fromAt }], "2026-11-01T00:00Z", "2026-11-09T00:00Z")).toEqual([]);
  });

  it("begin once each, whichever weeks they are looked up by", () => {
    const daily = { rrule: "FREQ=DAILY", timeZone: "UTC", firstAt: Date.parse("2026-01-01T00:00Z") };
    const found = occurrences(daily, Date.parse("2026-01-01T00:00Z"), Date.parse("2027-01-01T00:00Z"));
    expect(found).toHaveLength(365);
    expect(new Set(found).size).toBe(365);
  });

  it("are the same asked at once or piece by piece (rule 8)", () => {
    const list = [
      excluded("2026-10-01T22:00Z", "2026-10-02T06:00Z", "FREQ=DAILY;INTERVAL=3", "Europe/Berlin"),
      excluded("2026-10-04T00:10Z", "2026-10-04T00:50Z", "FREQ=WEEKLY;BYDAY=MO,TH", "America/New_York"),
    ];
    const [begin, end] = [minuteAt(Date.parse("2026-09-25T00:00Z")), minuteAt(Date.parse("2026-12-25T00:00Z"))];
    const length = (from: number, to: number) =>
      excludedSpans(list, from, to).reduce((sum, span) => sum + span.to - span.from, 0);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: begin, max: end }), { maxLength: 5 }), (cuts) => {
        const edges = [begin, ...cuts.sort((a, b) => a - b), end];
        const pieces = edges.slice(1).map((to, i) => length(edges[i] ?? to, to));
        expect(pieces.reduce((a, b) => a + b, 0)).toBe(length(begin, end));
      }),
    );
    expect(length(begin, end)).toBeGreaterThan(480);
  });
});

describe("an exclusion", () => {
  const now = new Date("2026-11-22T12:00Z");

  it("is made at most 30 days back (rule 21)", () => {
    expect(refusalOf(excluded("2026-10-23T12:00Z", "2026-10-23T13:00Z"), now)).toBeNull();
    expect(refusalOf(excluded("2026-10-23T11:59Z", "2026-10-23T13:00Z"), now)).toMatch("more than 30 days ago");
  });

  it("ends after it begins", () => {
    expect(refusalOf(excluded("2026-11-22T12:00Z", "2026-11-22T12:00Z"), now)).toMatch("not before its end");
    expect(refusalOf({ ...minutes(1, 2), toAt: Number.NaN }, now)).toMatch("not before its end");
  });

  it.each([
    ["FREQ=HOURLY", "Europe/Berlin", "FREQ is none of"],
    ["INTERVAL=2", "Europe/Berlin", "FREQ is none of"],
    ["FREQ=DAILY;BYHOUR=1,2", "Europe/Berlin", '"BYHOUR" is none of'],
    ["FREQ=DAILY;EXDATE=20261122", "Europe/Berlin", '"EXDATE" is none of'],
    ["FREQ=WEEKLY;COUNT=2;UNTIL=20261201T000000Z", "UTC", /./],
    ["FREQ=WEEKLY;UNTIL=tomorrow", "UTC", /./],
    ["FREQ=DAILY", null, "recurs in a time zone"],
    ["FREQ=DAILY", "Europe/Nowhere", "recurs in a time zone"],
  ])("cannot recur by %s in %s", (rrule, timeZone, why) => {
    expect(refusalOf(excluded("2026-11-22T12:00Z", "2026-11-22T13:00Z", rrule, timeZone), now)).toMatch(why);
  });

  it.each(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SA,SU", "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270101T000000Z"])(
    "recurs by %s (rule 21)",
    (rrule) => {
      expect(refusalOf(excluded("2026-11-22T12:00Z", "2026-11-22T13:00Z", rrule, "UTC"), now)).toBeNull();
    },
  );
});

describe("a corrected budget", () => {
  const words = "100/100*10 50/100*10 90/100*20";
  const corrected = (exclusions: Exclusion[], lines = ["90% 28d"], from = 0, to = 40) =>
    correctedBudgetOf(counted(words), targets(...lines), null, from, to, excludedSpans(exclusions, from, to));

  it("leaves out what is excluded, the time too (rules 5, 21)", () => {
    expect(corrected([minutes(10, 20)])).toMatchObject({
      good: 2800,
      total: 3000,
      spent: 200,
      allowed: 300,
      attainment: 2800 / 3000,
      coverage: 1,
      excludedMinutes: 10,
    });
  });

  it("counts coverage of the time that is left (rules 5, 21)", () => {
    const found = correctedBudgetOf(counted("1/1*10 -*10 1/1*10"), targets("90%"), null, 0, 30, [{ from: 10, to: 15 }]);
    expect(found.coverage).toBe(20 / 25);
  });

  it("judges what is excluded by the version then in force (rules 8, 12)", () => {
    // 10 % of 500 and 20 % of 500 events are left of the allowed.
    const found = corrected([minutes(5, 10), minutes(15, 40)], ["90% 28d", "80% 28d @10"]);
    expect([found.total, found.allowed, found.spent]).toEqual([1000, 150, 250]);
  });

  it("has no figures where everything is excluded", () => {
    expect(corrected([minutes(0, 40)])).toMatchObject({ total: 0, remaining: null, attainment: null, coverage: 0 });
  });

  it("is the budget itself where nothing is excluded", () => {
    const raw = budgetOf(counted(words), targets("90%"), null, 0, 40);
    expect(corrected([])).toEqual({ ...raw, excludedMinutes: 0 });
  });

  it("is asked for with 2 (k + 1) look-ups (rule 8)", () => {
    const ledger = counted(words);
    let lookUps = 0;
    const spied: Ledger = {
      ...ledger,
      at(minute) {
        lookUps++;
        return ledger.at(minute);
      },
    };
    const three = excludedSpans([minutes(1, 2), minutes(5, 9), minutes(30, 31)], 0, 40);
    correctedBudgetOf(spied, targets("90%"), null, 0, 40, three);
    expect(lookUps).toBe(2 * (3 + 1));
  });

  it("stands beside the raw one in an assessment, null where nothing of the window is excluded (rule 21)", () => {
    const assessed = (...exclusions: Exclusion[]) =>
      assess(counted("100/100*1440 0/100*60 100/100*1380"), targets("90% 1d"), null, 2880, exclusions).window;
    expect(assessed(minutes(1440, 1500))).toMatchObject({
      spent: 6000,
      corrected: { spent: 0, remaining: 1, attainment: 1, excludedMinutes: 60, coverage: 1 },
    });
    expect(assessed(minutes(1400, 1440)).corrected).toBeNull();
    expect(assessed().corrected).toBeNull();
  });
});
