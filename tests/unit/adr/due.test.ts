import fc from "fast-check";
import { expect, test } from "vitest";
import { dayAfter, dueOf } from "@/lib/adr/due";

const outcome = (nextDue: string | null, fileDue: string | null) => ({ settles: nextDue === null, nextDue, fileDue });

test("an outcome moves the date, and a record that was changed after it speaks again", () => {
  expect(dueOf("2026-12-01", null)).toEqual({ day: "2026-12-01", by: "record" });
  expect(dueOf("2026-12-01", outcome("2027-03-01", "2026-12-01"))).toEqual({ day: "2027-03-01", by: "outcome" });
  expect(dueOf("2027-01-15", outcome("2027-03-01", "2026-12-01"))).toEqual({ day: "2027-01-15", by: "record" });
  expect(dueOf(null, outcome("2027-03-01", null))).toEqual({ day: "2027-03-01", by: "outcome" });
});

test("what is superseded or retired is due no more", () => {
  expect(dueOf("2026-12-01", outcome(null, "2026-12-01"))).toEqual({ day: null, by: "outcome" });
});

test.each([
  ["2026-11-25", "P3M", "2027-02-25"],
  ["2026-11-30", "P3M", "2027-02-28"],
  ["2024-02-29", "P1Y", "2025-02-28"],
  ["2026-12-31", "P2W", "2027-01-14"],
  ["2026-12-31", "P1D", "2027-01-01"],
])("from %s, %s leads to %s", (day, every, then) => expect(dayAfter(day, every)).toBe(then));

test("a period is never read where there is none, and always leads forward", () => {
  expect(dayAfter("2026-11-25", "P0M")).toBeNull();
  expect(dayAfter("soon", "P3M")).toBeNull();
  const date = fc.date({ min: new Date("2001-01-01"), max: new Date("2099-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(date, fc.integer({ min: 1, max: 60 }), fc.constantFrom("D", "W", "M", "Y"), (from, count, unit) => {
      const day = from.toISOString().slice(0, 10);
      expect((dayAfter(day, `P${count}${unit}`) ?? "") > day).toBe(true);
    }),
  );
});
