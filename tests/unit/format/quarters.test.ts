import { expect, test } from "vitest";
import { NEVER, type QuarterFigures, quarterName, quarterRows } from "@/lib/format/quarters";

const figures = (more: Partial<QuarterFigures> = {}): QuarterFigures => ({
  label: "2026 Q3",
  running: false,
  attainment: 0.9534,
  targets: ["≥ 95 %"],
  remaining: 0.17,
  breaches: 1,
  judgedSince: null,
  breachMinutes: 38,
  longestMinutes: 38,
  notObservedMinutes: 0,
  coverage: 1,
  ...more,
});
const cell = (name: string, more: Partial<QuarterFigures>) =>
  quarterRows([figures(more)]).find((row) => row.name === name)?.cells[0];

test.each<[string, Partial<QuarterFigures>, RegExp]>([
  ["Attained", {}, /^95.3.%$/],
  ["Target", { targets: ["≥ 88 %", "≥ 90 %"] }, /^≥ 88 %, then ≥ 90 %$/],
  ["Budget left", {}, /^17.%$/],
  ["Budget left", { remaining: -0.454 }, /^45.% over$/],
  ["Breaches", {}, /^1, 38.min$/],
  ["Breaches", { breaches: 0, breachMinutes: 0 }, /^0$/],
  ["Longest", { breaches: 3, breachMinutes: 249, longestMinutes: 120 }, /^2.h$/],
  ["Not observed", { notObservedMinutes: 41 }, /^41.min$/],
  ["Observed", { coverage: 0.572 }, /^57.2.%$/],
])("%s of %o reads %s", (name, more, words) => expect(cell(name, more)?.text).toMatch(words));

test("what is not known is a dash and never a nought", () => {
  const unknown = { attainment: null, remaining: null, coverage: 0, breaches: 0, breachMinutes: 0 };
  for (const name of ["Attained", "Budget left", "Breaches", "Longest"]) expect(cell(name, unknown)?.text).toBe("–");
  expect(cell("Breaches", { breaches: 0, breachMinutes: 0, judgedSince: NEVER })?.text).toBe("–");
  expect(cell("Breaches", { breaches: 0, judgedSince: "2026-11-23T00:00:00Z" })?.text).toBe("0 since 23 Nov");
});

test("only an overspent budget raises its voice", () => {
  expect(cell("Budget left", { remaining: -0.01 })?.bad).toBe(true);
  expect(cell("Budget left", { remaining: 0 })?.bad).toBe(false);
});

test("a quarter that goes on says so", () => {
  expect(quarterName({ label: "2026 Q4", running: true })).toBe("2026 Q4 so far");
  expect(quarterName({ label: "2026 Q3", running: false })).toBe("2026 Q3");
});
