import { describe, expect, test } from "vitest";
import {
  type Breakdown,
  breakdownOf,
  isOutcomeLabel,
  isTellingLabel,
  narrowedTo,
  valuesOf,
} from "@/lib/rules/breakdown";
import type { Sli } from "@/lib/slo/sli";
import { brokenAt } from "./promql";

const queries = { part: "", total: "" };
const ratio = (part: string, total: string, counts: "good" | "bad" = "bad"): Sli => ({
  kind: "ratio",
  counts,
  part: [{ sign: 1, selector: part }],
  total: [{ sign: 1, selector: total }],
  queries,
});
const latency: Sli = {
  kind: "latency",
  buckets: 'h_bucket{job="a"}',
  total: [{ sign: 1, selector: "h_count" }],
  queries,
};
const native: Sli = { kind: "native", histogram: 'h{job="a"}', queries };
const gauge: Sli = { kind: "gauge", op: "lt", query: 'queue{a="b"} # deep' };
const period: Sli = {
  kind: "period",
  counts: "good",
  part: "unused",
  total: "unused",
  queries: { part: 'hits{d="1"}', total: 'hits{d="1"} + misses{d="1"}' },
  timing: { periodSeconds: 300 },
};
const approximate = (part: string, total: string | null): Sli => ({
  kind: "approximate",
  counts: "bad",
  part: { promql: part, perMinute: 60 },
  total: total === null ? null : { promql: total, perMinute: 60 },
  queries: { part, total },
});
const sums = approximate(
  "sum(irate(errors[1m])) - sum by (a) (rate(known[5m]))",
  "sum(irate(all[1m]) * on (pod) group_left (zone) info)",
);

function broken(sli: Sli, threshold: number | null): Breakdown {
  const breakdown = breakdownOf(sli, threshold);
  if (!breakdown.ok) throw new Error(breakdown.because);
  return breakdown;
}

describe("what is asked by label", () => {
  test.each([
    ["a ratio", ratio("errors", "all"), null],
    ["a latency", latency, 0.2],
    ["a native histogram", native, 0.2],
    ["a gauge", gauge, 80],
    ["a period's sums", period, null],
    ["rates that are added up", sums, null],
  ])("of %s is PromQL from end to end, grouped by the labels alone", (_, sli, threshold) => {
    const { part, total } = broken(sli, threshold);
    for (const term of [...part, ...total]) {
      for (const promql of [term.by(["route", "pop"], "31m"), term.series("31m"), valuesOf(term, "route", "31m")])
        expect(brokenAt(promql), promql).toBeNull();
      expect(term.by(["route", "pop"], "31m")).toMatch(/sum by \(route, pop\)/);
      expect(term.by([], "31m")).not.toMatch(/\bby \((route|pop)/);
      expect(term.selectors.length).toBeGreaterThan(0);
    }
  });

  test("counters keep their selectors to the letter, and their signs", () => {
    const [part] = broken(ratio('errors{a="},{"}', "all"), null).part;
    expect(part?.by(["route"], "5m")).toBe('sum by (route) (increase(errors{a="},{"}[5m]))');
    expect(broken(sums, null).part.map(({ sign }) => sign)).toEqual([1, -1]);
  });

  test("a latency's good events are those of its threshold's bucket", () => {
    expect(broken(latency, 0.2).part[0]?.by(["route"], "5m")).toBe(
      'sum by (route) (increase(h_bucket{job="a",le=~"0[.]20*"}[5m]))',
    );
  });

  test("a period's sum is asked once a period", () => {
    expect(broken(period, null).part[0]?.by([], "1h")).toContain("[299s999ms])[1h:300s]");
  });
});

test.each([
  ["a bare ratio", approximate("share", null), null, /a ratio only/],
  ["a quotient", approximate("rate(a[5m]) / rate(b[5m])", "sum(rate(b[5m]))"), null, /quotients/],
  ["a sum of quotients", approximate("sum(rate(a[5m]) / rate(b[5m]))", "sum(rate(b[5m]))"), null, /quotients/],
  ["a latency without its threshold", latency, null, /no threshold/],
])("%s cannot be broken down, and says why", (_, sli, threshold, because) => {
  expect(breakdownOf(sli, threshold)).toMatchObject({ ok: false, because: expect.stringMatching(because) });
});

test("what the bad events' own matcher says is a consequence; what all events share is not", () => {
  expect(broken(ratio('r{job="a",status=~"5.."}', 'r{job="a"}'), null).consequences).toEqual(["status"]);
  expect(broken(ratio('r{job="a",result="hit"}', 'r{job="a"}', "good"), null).consequences).toEqual(["result"]);
  expect(broken(latency, 0.2).consequences).toEqual(["job"]);
  expect(broken({ ...latency, buckets: "h_bucket" }, 0.2).consequences).toEqual([]);
});

test("labels that tell nothing of an event are known by name", () => {
  expect(["route", "le", "__name__", "a-b", "é"].map(isTellingLabel)).toEqual([true, false, false, false, false]);
  expect(["status", "http_status_code", "code", "route", "country_code"].map(isOutcomeLabel)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

test("a query is narrowed in every selector, whatever the values hold", () => {
  const matching = [
    { label: "route", value: '/a"} or vector(1) #' },
    { label: "pop", value: "" },
  ];
  const narrowed = narrowedTo('sum(rate(hits{job="a"}[5m])) / sum(rate(all[5m]))', matching);
  expect(brokenAt(narrowed)).toBeNull();
  expect(narrowed).toBe(
    'sum(rate(hits{job="a",route="/a\\"} or vector(1) #",pop=""}[5m])) / sum(rate(all{route="/a\\"} or vector(1) #",pop=""}[5m]))',
  );
});
