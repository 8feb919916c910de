import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstOf, type Timeline, timelineOf } from "@/lib/adr/timeline";

type Dated = { path: string; date: string | null };
const anyRecords = fc.uniqueArray(
  fc.record({
    path: fc.string({ minLength: 1, maxLength: 6 }),
    date: fc.option(
      fc
        .date({ min: new Date("2019-01-01"), max: new Date("2027-01-01"), noInvalidDate: true })
        .map((at) => at.toISOString().slice(0, 10)),
    ),
  }),
  { selector: ({ path }) => path, maxLength: 40 },
);
const all = ({ years, undated }: Timeline<Dated>): Dated[] => [
  ...years.flatMap(({ quarters }) => quarters.flatMap(({ items }) => items)),
  ...undated,
];

describe("a time line", () => {
  test("groups records by year and quarter, the newest first, and keeps those without a date apart", () => {
    const record = (path: string, date: string | null): Dated => ({ path, date });
    const timeline = timelineOf([
      record("1", "2025-12-31"),
      record("2", "2026-01-01"),
      record("3", null),
      record("4", "2026-03-31"),
      record("5", "2026-04-01"),
      record("6", "2026-03-31"),
    ]);
    expect(timeline.years.map(({ year, items }) => [year, items])).toEqual([
      ["2026", 4],
      ["2025", 1],
    ]);
    expect(timeline.years[0]?.quarters.map(({ quarter, items }) => [quarter, items.map(({ path }) => path)])).toEqual([
      [2, ["5"]],
      [1, ["6", "4", "2"]],
    ]);
    expect(timeline.undated).toEqual([record("3", null)]);
  });

  test("holds every record once, in a year and a quarter that is its own, never before a newer one", () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const timeline = timelineOf(records);
        expect(all(timeline).toSorted(byPath)).toEqual(records.toSorted(byPath));
        const dates = timeline.years.flatMap(({ quarters }) =>
          quarters.flatMap(({ items }) => items.map(({ date }) => date ?? "")),
        );
        expect(dates).toEqual(dates.toSorted().toReversed());
        for (const { year, quarters, items } of timeline.years) {
          expect(items).toBe(quarters.reduce((sum, { items: rows }) => sum + rows.length, 0));
          for (const { quarter, items: rows } of quarters)
            for (const { date } of rows) {
              expect(date?.startsWith(year)).toBe(true);
              expect(Math.floor((Number(date?.slice(5, 7)) - 1) / 3) + 1).toBe(quarter);
            }
        }
      }),
    );
  });

  test("is cut to its newest, and says how many are left", () => {
    fc.assert(
      fc.property(anyRecords, fc.nat(50), (records, most) => {
        const whole = timelineOf(records);
        const { timeline, left } = firstOf(whole, most);
        expect(all(timeline)).toEqual(all(whole).slice(0, most));
        expect(all(timeline).length + left).toBe(records.length);
      }),
    );
  });
});

const byPath = (a: Dated, b: Dated): number => (a.path < b.path ? -1 : 1);
