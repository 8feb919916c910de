import fc from "fast-check";
import { expect, test } from "vitest";
import { dayAfter, dueOf, isAlive } from "@/lib/adr/due";
import { readAdr } from "@/lib/adr/record";

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

/** Of a record with that status and a decision that says the other one, or none. */
const lives = (status: string, ofDecision?: string) => {
  const own = ofDecision === undefined ? "" : `, status: ${ofDecision}`;
  const text = `---\nstatus: ${status}\ndecisions: { d1: { title: A${own} } }\n---\n# A\n`;
  const record = readAdr("docs/adr/0001-a.md", text);
  return record.decisions.map((decision) => isAlive(record, decision));
};

test.each([
  ...[
    "superseded by ADR-0020",
    "declined",
    "cancelled",
    "canceled",
    "archived",
    "rejected",
    "now deprecated",
    "expired",
  ],
  ...["abgelehnt", "ersetzt durch ADR-20", "verworfen", "rejeté", "refusé", "remplacé par ADR-20", "abandonné"],
])("“%s” retires a decision, of the record and of its own", (status) => {
  expect(lives(status)).toEqual([false]);
  expect(lives("accepted", status)).toEqual([false]);
  expect(lives(status, "accepted")).toEqual([true]);
});

test.each([
  ...["superseded in part by ADR-0020", "partly superseded", "partially deprecated", "teilweise ersetzt"],
  ...["accepted", "proposed", "final", "valid", "not stated", "in review", "angenommen", "accepté"],
])("“%s” retires none", (status) => {
  expect(lives(status)).toEqual([true]);
  expect(lives("accepted", status)).toEqual([true]);
});
