import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AdrDecision } from "@/lib/adr/decision";
import { dayAfter, dueOf, dueOfRecord, isAlive } from "@/lib/adr/due";
import { type AdrRecord, readAdr } from "@/lib/adr/record";

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
