import { describe, expect, test } from "vitest";
import { type Breakdown, breakdownOf, type Term } from "@/lib/rules/breakdown";
import { askedMinutes, earlierSpans, type LabelledCount, sharedLabels, splitOf } from "@/lib/rules/breakdown-answers";
import type { BreachKind } from "@/lib/slo/breach-kind";
import type { Sli } from "@/lib/slo/sli";

const selectors = (...those: string[]) => those.map((selector) => ({ sign: 1 as const, selector }));
const sliOf = (counts: "good" | "bad", part: string, ...total: string[]): Sli => ({
  kind: "ratio",
  counts,
  part: selectors(part),
  total: selectors(...total),
  queries: { part: "", total: "" },
});
const broken = (sli: Sli): Breakdown => {
  const found = breakdownOf(sli, null);
  if (!found.ok) throw new Error(found.because);
  return found;
};
/** Answers by selector, each as `value: count` of one label. */
const answers =
  (label: string, by: Record<string, Record<string, number>>) =>
  (term: Term): LabelledCount[] =>
    Object.entries(by[term.selectors[0] ?? ""] ?? {}).map(([value, count]) => ({
      labels: { [label]: value },
      value: count,
    }));

test("bad events are what is counted, or what is left of all", () => {
  const bad = splitOf(
    broken(sliOf("bad", "errors", "all")),
    ["route"],
    answers("route", { errors: { a: 3 }, all: { a: 9, b: 5 } }),
  );
  expect(bad?.cells).toEqual([
    { values: ["a"], bad: 3, total: 9 },
    { values: ["b"], bad: 0, total: 5 },
  ]);
  const good = splitOf(
    broken(sliOf("good", "hits", "hits", "misses")),
    ["pop"],
    answers("pop", { hits: { x: 8 }, misses: { x: 2, y: 4 } }),
  );
  expect(good?.cells).toEqual([
    { values: ["x"], bad: 2, total: 10 },
    { values: ["y"], bad: 4, total: 4 },
  ]);
});

test("where bad and all events carry other values under one label, nothing is held against anything", () => {
  const breakdown = broken(sliOf("bad", "reads", "requests"));
  expect(
    splitOf(breakdown, ["instance"], answers("instance", { reads: { origin: 5 }, requests: { edge: 50 } })),
  ).toBeNull();
  const good = broken(sliOf("good", "served", "asked"));
  expect(splitOf(good, ["instance"], answers("instance", { served: { origin: 40 }, asked: { edge: 50 } }))).toBeNull();
});

test("a status that is bad or good through and through says the outcome; one that is mixed, or a route, does not", () => {
  const breakdown = broken(sliOf("bad", "errors", "all"));
  const of = (label: string, errors: Record<string, number>, all: Record<string, number>) =>
    splitOf(breakdown, [label], answers(label, { errors, all }))?.isConsequence;
  expect(of("status", { "500": 50 }, { "200": 900, "500": 50 })).toBe(true);
  expect(of("status", { "200": 90, "304": 3 }, { "200": 900, "304": 50 })).toBe(false);
  expect(of("route", { "/a": 50 }, { "/b": 900, "/a": 50 })).toBe(false);
  const matched = broken(sliOf("bad", 'r{kind="broken"}', "r"));
  expect(
    splitOf(matched, ["kind"], answers("kind", { 'r{kind="broken"}': { broken: 5 }, r: { broken: 5, fine: 9 } }))
      ?.isConsequence,
  ).toBe(true);
});

test("labels are those that every series carries; buckets and names are none", () => {
  expect(
    sharedLabels([
      ["route", "le", "__name__", "pop"],
      ["route", "reason"],
    ]),
  ).toEqual({
    shared: ["route"],
    some: ["pop", "reason"],
  });
});

describe("what a breach is compared with", () => {
  const AT = 1_000_000_000;
  const DAY = 1440;
  /** How long before the end of the breach each of the times begins and ends, minutes. */
  const agoOf = (minutes: number, kind: BreachKind) =>
    earlierSpans({ atSeconds: AT, minutes }, kind).spans.map(({ atSeconds, minutes: long }) => {
      const end = (AT - atSeconds) / 60;
      return [end + long, end];
    });

  test("is as long a time an hour before it, and the same time a day before", () => {
    expect(agoOf(60, "fast-burn")).toEqual([
      [180, 120],
      [DAY + 60, DAY],
    ]);
    expect(agoOf(10, "objective-missed")).toEqual([
      [100, 70],
      [DAY + 30, DAY],
    ]);
  });

  test.each([1381, DAY])("never lies within the hour before a breach of %i min, or within itself", (minutes) => {
    for (const [, end = 0] of agoOf(minutes, "fast-burn")) expect(end).toBeGreaterThanOrEqual(minutes + 60);
    expect(agoOf(minutes, "fast-burn")[1]).toEqual([2 * DAY + minutes, 2 * DAY]);
    expect(earlierSpans({ atSeconds: AT, minutes }, "fast-burn").name).toContain("two days before");
  });

  test.each(["budget-exhausted", "slow-burn"] as const)(
    "is the week before for a %s, which opens when its fault may be a day old",
    (kind) => {
      expect(agoOf(60, kind)).toEqual([[7 * DAY + 60, 7 * DAY]]);
      expect(earlierSpans({ atSeconds: AT, minutes: 60 }, kind).name).toBe("the same time a week before");
    },
  );
});

test("a breach is asked about whole, five minutes at least, and of a longer one its first day", () => {
  expect(askedMinutes(1000, 1030)).toEqual({ from: 999, to: 1030, isFirstDay: false });
  expect(askedMinutes(1000, 1001)).toEqual({ from: 996, to: 1001, isFirstDay: false });
  expect(askedMinutes(1000, 9000)).toEqual({ from: 999, to: 2439, isFirstDay: true });
});
