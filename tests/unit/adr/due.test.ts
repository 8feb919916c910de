import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AdrDecision } from "@/lib/adr/decision";
import { dayAfter, dueOf, dueOfRecord } from "@/lib/adr/due";
import type { AdrRecord } from "@/lib/adr/record";

const outcome = (nextDue: string | null, fileDue: string | null) => ({ settles: nextDue === null, nextDue, fileDue });

test("an outcome moves the date, and a record that was changed after it speaks again", () => {
  expect(dueOf("2026-12-01", null)).toEqual({ day: "2026-12-01", by: "record" });
  expect(dueOf("2026-12-01", outcome("2027-03-01", "2026-12-01"))).toEqual({ day: "2027-03-01", by: "outcome" });
  expect(dueOf("2027-01-15", outcome("2027-03-01", "2026-12-01"))).toEqual({ day: "2027-01-15", by: "record" });
  expect(dueOf(null, outcome("2027-03-01", null))).toEqual({ day: "2027-03-01", by: "outcome" });
});

describe("a record with one date for several decisions", () => {
  const askedFor = new Set(["2027-03-01", "2027-06-01"]);
  const early = { ...outcome("2027-03-01", "2026-12-01"), askedFor };
  const late = { ...outcome("2027-06-01", "2026-12-01"), askedFor };
  const retired = { ...outcome(null, "2026-12-01"), askedFor };

  test("moves none of the others, and brings none back, when it is patched for one of them", () => {
    expect(dueOf("2027-03-01", early).day).toBe("2027-03-01");
    expect(dueOf("2027-03-01", late)).toEqual({ day: "2027-06-01", by: "outcome" });
    expect(dueOf("2027-03-01", retired)).toEqual({ day: null, by: "outcome" });
  });

  test("speaks again of all of them with a date that no outcome asked for", () => {
    for (const last of [early, late, retired])
      expect(dueOf("2027-01-15", last)).toEqual({ day: "2027-01-15", by: "record" });
  });

  test("is to say the earliest of those that were looked at and are still held to", () => {
    const decision = (id: string, status: string | null = null) => ({ id, title: id, status }) as AdrDecision;
    const decisions = [decision("d1"), decision("d2"), decision("d3"), decision("d4"), decision("d5", "superseded")];
    const last = new Map([
      ["d1", late],
      ["d2", early],
      ["d3", retired],
      ["d5", { ...outcome("2027-01-01", "2026-12-01"), askedFor }],
    ]);
    const due = (held: AdrDecision[]) =>
      dueOfRecord(
        { status: "accepted", review: { due: "2026-12-01" }, decisions: held } as AdrRecord,
        (id) => last.get(id) ?? null,
      );
    expect(due(decisions)).toBe("2027-03-01");
    expect(due(decisions.slice(0, 1))).toBe("2027-06-01");
    expect(due(decisions.slice(2, 4))).toBeNull();
  });
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
