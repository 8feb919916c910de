import { describe, expect, it } from "vitest";
import { historyProbe, keysOf, neededFor, talliesFrom } from "@/lib/rules/question";
import { SETTLED } from "@/lib/rules/tally";
import type { Sli } from "@/lib/slo/sli";
import { targets } from "../slo/notation";
import { answers } from "./answers";
import { brokenAt } from "./promql";

const queries = { part: "", total: "" };
const term = (selector: string, sign: 1 | -1 = 1) => ({ sign, selector });
const ratio: Sli = {
  kind: "ratio",
  counts: "bad",
  part: [term("bad")],
  total: [term("hits"), term("misses")],
  queries,
};
const latency: Sli = { kind: "latency", buckets: "took_bucket", total: [term("took_count")], queries };
const gauge: Sli = { kind: "gauge", op: "lte", query: 'queue_length{job="shop"}' };
const native: Sli = { kind: "native", histogram: "took", queries };
const [firstBound, secondBound] = [80, 100];
const held = targets("95% 28d", "95% 28d @100").map((version, i) => ({
  ...version,
  threshold: i === 0 ? firstBound : secondBound,
}));

describe("what has to be asked to count an SLI", () => {
  it("is the selectors of what is counted, and nothing by value", () => {
    for (const sli of [ratio, latency]) {
      const needed = neededFor({ sli, targets: held });
      expect(needed.values).toEqual([]);
      expect(needed.selectors.length).toBeGreaterThan(1);
    }
    expect(keysOf(neededFor({ sli: ratio, targets: held }))).toEqual(["bad", "hits", "misses"]);
    expect(keysOf(neededFor({ sli: latency, targets: held }))).toEqual(["le took_bucket", "took_count"]);
  });

  it("is queries for what is evaluated as it stands, one for each threshold that was ever in force", () => {
    for (const sli of [gauge, native]) {
      const [two, one] = [neededFor({ sli, targets: held }), neededFor({ sli, targets: held.slice(0, 1) })];
      expect(two.selectors).toEqual([]);
      expect(two.values).toEqual(expect.arrayContaining(one.values));
      expect(two.values.length).toBe(one.values.length + 1);
      for (const promql of two.values) expect([promql, brokenAt(promql)]).toEqual([promql, null]);
    }
  });

  it("has a name of its own for everything, so that a refusal finds its SLI", () => {
    for (const sli of [ratio, latency, gauge, native]) {
      const keys = keysOf(neededFor({ sli, targets: held }));
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.every((key) => key !== "")).toBe(true);
    }
  });
});

describe("how far back an SLI can be counted", () => {
  it.each([
    ["a ratio", ratio, "hits"],
    ["a latency", latency, "took_count"],
    ["a gauge", gauge, 'queue_length{job="shop"}'],
    ["a native histogram", native, "took"],
  ])("is told of %s by a selector of what it needs", (_, sli, selector) => {
    expect(historyProbe(sli)).toBe(selector);
  });

  it("is not told by a query without a selector", () => {
    expect(historyProbe({ ...gauge, query: "vector(1)" })).toBeNull();
  });
});

describe("the tallies of an SLI (rules 3, 9)", () => {
  const none = { answers: new Map(), values: new Map() };

  it("are those of its counters, by the edges that were seen", () => {
    const asked = { ...none, answers: answers({ "le took_bucket": "0.1=3,0.2=5 0.1=1,0.2=4", took_count: "6 4" }) };
    const { tallies, worst } = talliesFrom({ sli: latency, targets: held, edges: [0.1, 0.2] }, asked, 1, 2, SETTLED);
    expect(tallies).toMatchObject([
      { minute: 1, total: 6, buckets: [3, 5], observedSeconds: 60 },
      { minute: 2, total: 4, buckets: [1, 4], observedSeconds: 60 },
    ]);
    expect(worst).toEqual([]);
  });

  it("carry what was counted after a gap that lies before them", () => {
    const asked = { ...none, answers: answers({ bad: "1", hits: "5", misses: "5" }) };
    const carriedAfter = (gap: boolean) =>
      talliesFrom({ sli: ratio, targets: held, edges: null }, asked, 1, 1, { ...SETTLED, gap }).tallies[0]?.carried;
    expect([carriedAfter(true), carriedAfter(false)]).toEqual([true, false]);
  });

  it("of a gauge are held against the threshold in force, and its worst values are kept beside them", () => {
    const { values } = neededFor({ sli: gauge, targets: held });
    const [before, after] = [100, 101];
    // Of three series two meet the lower bound, all the higher one.
    const numberOf = (promql: string): number =>
      promql.includes(`<= ${firstBound}`) ? 2 : /^max\(\(/.test(promql) ? 90 : /count/.test(promql) ? 3 : after * 60;
    const asked = {
      ...none,
      values: new Map(
        values.map((promql) => [promql, new Map([before, after].map((minute) => [minute, numberOf(promql)]))]),
      ),
    };
    const { tallies, worst } = talliesFrom({ sli: gauge, targets: held, edges: null }, asked, before, after, SETTLED);
    expect(tallies).toMatchObject([
      { minute: before, good: 2, total: 3 },
      { minute: after, good: 3, total: 3 },
    ]);
    expect(worst).toEqual([
      { minute: before, value: 90 },
      { minute: after, value: 90 },
    ]);
  });

  it("without an answer are unobserved minutes, every one of them", () => {
    for (const sli of [ratio, latency, gauge, native]) {
      const { tallies } = talliesFrom({ sli, targets: held, edges: null }, none, 5, 8, { ...SETTLED, gap: true });
      expect(tallies.map(({ minute }) => minute)).toEqual([5, 6, 7, 8]);
      expect(tallies.every(({ total, observedSeconds }) => total === 0 && observedSeconds === 0)).toBe(true);
    }
  });
});
