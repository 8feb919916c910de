import { describe, expect, it } from "vitest";
import { attainmentQuery, p95Query, totalQuery } from "@/lib/rules/shown-query";
import type { CounterSum, Sli, SliOf } from "@/lib/slo/sli";
import { brokenAt } from "./promql";

const sum = (...terms: string[]): CounterSum =>
  terms.map((term) => ({ sign: term.startsWith("-") ? -1 : 1, selector: term.replace(/^[-+]/, "") }));
const queries = { part: "", total: "" };
const ratio = (counts: "good" | "bad", part: CounterSum): Sli => ({
  kind: "ratio",
  counts,
  part,
  total: sum("hits", '+misses{a="},"}'),
  queries,
});
const latency = (buckets: string): Sli => ({ kind: "latency", buckets, total: sum("h_count"), queries });

const native: Sli = { kind: "native", histogram: "h", queries };
const gauge: SliOf<"gauge"> = { kind: "gauge", op: "lte", query: "queue" };
const period = (counts: "good" | "bad"): Sli => ({
  kind: "period",
  counts,
  part: "last_over_time(a[59999ms])",
  total: "last_over_time(b[59999ms])",
  queries,
  timing: { periodSeconds: 60 },
});
const approximate = (part: number, total: number): Sli => ({
  kind: "approximate",
  counts: "good",
  part: { promql: "rate(a[5m]) / 2", perMinute: part },
  total: { promql: "avg(increase(b[1h]))", perMinute: total },
  queries,
});
const raw = (counts: "good" | "bad"): Sli => ({
  kind: "approximate",
  counts,
  part: { promql: "share", perMinute: 1 },
  total: null,
  queries: { part: "", total: null },
});

/** The pattern that a latency query matches `le` with, as the engine reads it: anchored. */
function edgePattern(threshold: number): RegExp {
  const [, pattern] = /le=~"([^"]*)"/.exec(attainmentQuery(latency("h_bucket"), threshold)) ?? [];
  return new RegExp(`^(?:${pattern})$`);
}

describe("the query that is shown", () => {
  it("is the share of good events", () => {
    expect(attainmentQuery(ratio("good", sum("hits")), null)).toBe(
      '(sum(rate(hits[5m]))) / (sum(rate(hits[5m])) + sum(rate(misses{a="},"}[5m])))',
    );
  });

  it("is what is left of one where bad events are counted", () => {
    expect(attainmentQuery(ratio("bad", sum("misses")), null, "1h")).toMatch(
      /^1 - \(sum\(rate\(misses\[1h\]\)\)\) \/ \(/,
    );
  });

  it("keeps the signs of differences", () => {
    const sli = ratio("good", sum("served", "-fetched", "+kept"));
    expect(attainmentQuery(sli, null)).toMatch(
      /^\(sum\(rate\(served\[5m\]\)\) - sum\(rate\(fetched\[5m\]\)\) \+ sum\(rate\(kept\[5m\]\)\)\)/,
    );
    expect(brokenAt(attainmentQuery(ratio("bad", sum("-a", "-b")), null))).toBeNull();
  });

  it("asks for one bucket of a histogram, beside its other labels", () => {
    expect(attainmentQuery(latency('h_bucket{a="}"}'), 0.2)).toBe(
      'sum(rate(h_bucket{a="}",le=~"0[.]20*"}[5m])) / (sum(rate(h_count[5m])))',
    );
    expect(attainmentQuery(latency("h_bucket"), 1)).toContain('h_bucket{le=~"1([.]0+)?"}');
  });

  it.each([
    [0.2, "0.2 0.20 0.200", "0.25 0.02 00.2 0x2 2"],
    [0.1, "0.1 0.10 0.100", "0.01 0.11 1 0.1e"],
    [1, "1 1.0 1.00", "10 1. 1.5 0.1 11"],
    [10, "10 10.0", "1 100 1.0"],
    [2.5, "2.5 2.50", "2 25 2.05"],
    [1_000_000, "1000000 1000000.0 1e+06", "1e+07 10000000"],
    [2_113_000, "2113000 2.113e+06", "2x113e+06"],
    [100_000, "100000", "1e+05"],
    [0.00001, "0.00001 1e-05", "1e-06"],
    [1e-7, "1e-07", "1e-08"],
  ])("finds the edge %d however the exporter writes it", (edge, same, others) => {
    const pattern = edgePattern(edge);
    expect(same.split(" ").filter((le) => !pattern.test(le))).toEqual([]);
    expect(others.split(" ").filter((le) => pattern.test(le))).toEqual([]);
  });

  it("asks for the edge in the unit of the exporter, and for p95 in s", () => {
    const milliseconds: Sli = { ...(latency("h_bucket") as SliOf<"latency">), unit: "ms" };
    expect(attainmentQuery(milliseconds, 0.25)).toContain('h_bucket{le=~"250([.]0+)?"}');
    expect(attainmentQuery(milliseconds, 0.0005)).toContain('h_bucket{le=~"0[.]50*"}');
    expect(attainmentQuery(milliseconds, 3600)).toContain('le=~"3600000([.]0+)?|3[.]6e[+]0?6"');
    expect(p95Query(milliseconds)).toBe("histogram_quantile(0.95, sum by (le) (rate(h_bucket[5m]))) / 1000");
    expect(p95Query(latency("h_bucket"))).toBe("histogram_quantile(0.95, sum by (le) (rate(h_bucket[5m])))");
    const fine: Sli = { ...(native as SliOf<"native">), unit: "ms" };
    expect(attainmentQuery(fine, 0.25)).toBe("histogram_fraction(0, 250, sum(rate(h[5m])))");
  });

  it("is the share of a native histogram within the threshold", () => {
    expect(attainmentQuery(native, 0.2)).toBe("histogram_fraction(0, 0.2, sum(rate(h[5m])))");
    expect(totalQuery(native)).toBe("histogram_count(sum(rate(h[5m])))");
    expect(p95Query(native)).toBe("histogram_quantile(0.95, sum(rate(h[5m])))");
  });

  it("is how many series of a gauge meet its bound", () => {
    expect(attainmentQuery(gauge, 80)).toBe("avg((queue) <= bool 80)");
    expect(attainmentQuery(gauge, null)).toBe("queue");
    expect(totalQuery(gauge)).toBe("count(queue)");
  });

  it("is one period's share of gauges that hold its sums", () => {
    expect(attainmentQuery(period("good"), null)).toBe(
      "sum(last_over_time(a[59999ms])) / sum(last_over_time(b[59999ms]))",
    );
    expect(attainmentQuery(period("bad"), null)).toMatch(/^1 - sum\(/);
    expect(totalQuery(period("bad"))).toBe("sum(last_over_time(b[59999ms]))");
  });

  it("is what is evaluated as written, with both sides in one unit", () => {
    expect(attainmentQuery(approximate(60, 60), null)).toBe("sum(rate(a[5m]) / 2) / sum(avg(increase(b[1h])))");
    expect(attainmentQuery(approximate(60, 0.2), null)).toBe("sum(rate(a[5m]) / 2) * 300 / sum(avg(increase(b[1h])))");
    expect(totalQuery(approximate(60, 60))).toBe("sum(avg(increase(b[1h])))");
  });

  it("is a bare ratio itself", () => {
    expect(attainmentQuery(raw("good"), null)).toBe("avg(share)");
    expect(attainmentQuery(raw("bad"), null)).toBe("1 - avg(share)");
    expect(totalQuery(raw("bad"))).toBe("count(share)");
  });

  it("is PromQL, for attainment, total and p95", () => {
    const slis = [
      native,
      gauge,
      { ...gauge, query: "queue # comment" },
      period("good"),
      approximate(60, 0.2),
      raw("bad"),
      ratio("good", sum("hits")),
      ratio("bad", sum("a", "-b")),
      latency("h_bucket"),
      latency('h_bucket{a="}"}'),
    ];
    for (const sli of slis)
      for (const query of [attainmentQuery(sli, 0.2), totalQuery(sli), p95Query(sli) ?? "x"])
        expect([query, brokenAt(query)]).toEqual([query, null]);
  });

  it("has a p95 for latencies alone", () => {
    expect(p95Query(latency("h_bucket"), "1h")).toBe("histogram_quantile(0.95, sum by (le) (rate(h_bucket[1h])))");
    expect(p95Query(ratio("good", sum("hits")))).toBeNull();
  });

  it("adds the total up", () => {
    expect(totalQuery(ratio("good", sum("hits")), "1m")).toBe('sum(rate(hits[1m])) + sum(rate(misses{a="},"}[1m]))');
  });
});
