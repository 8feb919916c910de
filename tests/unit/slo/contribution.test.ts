import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cell, contributionOf, keptRows, type Split } from "@/lib/slo/contribution";
import { type Fault, planted } from "./planted";

const TRAFFIC = [5_000, 50_000, 2_000_000];
const SKEWS = [0, 1, 1.5];

/** What the verdict names, as `label=value`. */
function namedBy(splits: readonly Split[]): string {
  const { verdict } = contributionOf(splits);
  if (!("labels" in verdict)) return verdict.kind;
  const first = verdict.rows[0];
  return `${verdict.kind} ${verdict.labels.map((label, i) => `${label}=${first?.values[i]}`).join(" ")}`;
}

const expected = (fault: Fault, culprit: { labels: string[]; values: string[] } | null): string =>
  culprit === null
    ? "uniform"
    : `${fault === "pair" ? "pair" : "value"} ${culprit.labels.map((label, i) => `${label}=${culprit.values[i]}`).join(" ")}`;

describe.each([
  ["seeds that it was built with", 1],
  ["seeds that it had not seen", 1001],
])("%s", (_, firstSeed) => {
  const cases = (["route", "region", "pair", "uniform"] as const).flatMap((fault) =>
    TRAFFIC.flatMap((events) => SKEWS.map((skew) => [fault, events, skew] as const)),
  );
  test.each(cases)("a %s fault among %i events, skewed by %f, is named as it is, 20 of 20", (fault, events, skew) => {
    const said = Array.from({ length: 20 }, (_, i) => {
      const { splits, culprit } = planted(fault, events, skew, firstSeed + i);
      return [namedBy(splits), expected(fault, culprit)];
    });
    expect(said.map(([is]) => is)).toEqual(said.map(([, ought]) => ought));
  });
});

const cell = (values: string[], bad: number, total: number): Cell => ({ values, bad, total });
const split = (label: string, cells: Cell[], isConsequence = false): Split => ({
  labels: [label],
  cells,
  isConsequence,
});

test("shares, lift and excess are what they are called", () => {
  const { tables, bad, total } = contributionOf([
    split("route", [cell(["/a"], 60, 200), cell(["/b"], 40, 800), cell(["/none"], 0, 0)]),
  ]);
  expect({ bad, total }).toEqual({ bad: 100, total: 1000 });
  expect(tables[0]?.rows[0]).toMatchObject({ values: ["/a"], badShare: 0.6, totalShare: 0.2, excess: 40 });
  expect(tables[0]?.rows[0]?.lift).toBeCloseTo(3);
  expect(tables[0]?.rows.find(({ values }) => values[0] === "/none")?.lift).toBeNull();
});

test("a label that says what a bad event is stands last, and is never named", () => {
  const status = split("status", [cell(["200"], 0, 900), cell(["500"], 100, 100)], true);
  const region = split("region", [cell(["eu"], 51, 500), cell(["us"], 49, 500)]);
  const { tables, verdict } = contributionOf([status, region]);
  expect(verdict).toEqual({ kind: "uniform" });
  expect(tables.map(({ labels }) => labels[0])).toEqual(["region", "status"]);
});

test("two values that are hit alike are several, not one", () => {
  const cells = [cell(["a"], 500, 1000), cell(["b"], 500, 1000), cell(["c"], 20, 1000), cell(["d"], 20, 1000)];
  const { verdict } = contributionOf([split("route", cells)]);
  expect(verdict).toMatchObject({ kind: "several", rows: [{ values: ["a"] }, { values: ["b"] }] });
});

test("too few bad events accuse nobody", () => {
  const { verdict } = contributionOf([split("route", [cell(["a"], 9, 10), cell(["b"], 0, 10_000)])]);
  expect(verdict).toEqual({ kind: "too-few" });
});

test("many bad events without a label to split them by are nobody's, and not too few", () => {
  expect(contributionOf([], { bad: 44, total: 60 }).verdict).toEqual({ kind: "uniform" });
  expect(contributionOf([], { bad: 9, total: 60 }).verdict).toEqual({ kind: "too-few" });
});

test("what carries the traffic carries the misses: a great share alone is no lift", () => {
  const { verdict } = contributionOf([
    split("route", [cell(["a"], 950_000, 9_000_000), cell(["b"], 50_000, 1_000_000)]),
  ]);
  expect(verdict).toEqual({ kind: "uniform" });
});

const counts = fc
  .array(fc.tuple(fc.nat(5_000), fc.nat(5_000)), { minLength: 1, maxLength: 12 })
  .map((pairs) => pairs.map(([bad, good], i) => cell([`v${i}`], bad, bad + good)));

test("shares add up to one, excesses to nothing, whatever the counts", () => {
  fc.assert(
    fc.property(counts, (cells) => {
      const { tables, bad, total } = contributionOf([split("a", cells)]);
      const rows = tables[0]?.rows ?? [];
      const sum = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((all, row) => all + of(row), 0);
      expect(sum((row) => row.excess)).toBeCloseTo(0, 4);
      if (bad > 0) expect(sum((row) => row.badShare)).toBeCloseTo(1);
      if (total > 0) expect(sum((row) => row.totalShare)).toBeCloseTo(1);
    }),
  );
});

test("neither the order of rows nor a label of one value changes who is named", () => {
  fc.assert(
    fc.property(counts, fc.nat(), (cells, turn) => {
      const turned = [...cells.slice(turn % cells.length), ...cells.slice(0, turn % cells.length)];
      const [bad, total] = cells.reduce(([b, t], each) => [b + each.bad, t + each.total], [0, 0]);
      const named = contributionOf([split("a", cells)]).verdict;
      const again = contributionOf([split("constant", [cell(["x"], bad, total)]), split("a", turned)]).verdict;
      expect(again.kind).toBe(named.kind);
      if ("labels" in named && "labels" in again) expect(again.rows[0]?.lift).toBeCloseTo(named.rows[0]?.lift ?? 0);
    }),
  );
});

test("who is named carries more than its share, by the least lift at least", () => {
  fc.assert(
    fc.property(counts, (cells) => {
      const { verdict } = contributionOf([split("a", cells)]);
      if ("labels" in verdict) for (const row of verdict.rows) expect(row.lift).toBeGreaterThanOrEqual(1.15);
    }),
  );
});

describe("of a table that is too long", () => {
  const rows = Array.from({ length: 80 }, (_, i) => ({ name: i, badShare: i === 79 || i < 30 ? 0.02 : 0.001 }));

  test("so many rows are kept in their order, and none that is worth showing is lost to one that is not", () => {
    const kept = keptRows(rows, 50).map(({ name }) => name);
    expect(kept).toEqual([...Array(49).keys(), 79]);
  });

  test("a short one is kept whole", () => {
    expect(keptRows(rows.slice(0, 50), 50)).toEqual(rows.slice(0, 50));
  });
});
