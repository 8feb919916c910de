import { describe, expect, it } from "vitest";
import { valueQueriesOf } from "@/lib/rules/value-query";
import type { Sli } from "@/lib/slo/sli";
import { brokenAt } from "./promql";

const queries = { part: "", total: "" };
const gauge = (query: string, op: "lt" | "lte" | "gt" | "gte" = "lte"): Sli => ({ kind: "gauge", op, query });
const period: Sli = {
  kind: "period",
  counts: "bad",
  part: 'last_over_time(errors{job="cw"}[59999ms])',
  total: 'last_over_time(requests{job="cw"}[59999ms])',
  queries,
  timing: { periodSeconds: 60 },
};
const approximate: Sli = {
  kind: "approximate",
  counts: "good",
  part: { promql: "rate(a[5m]) / 2", perMinute: 60 },
  total: { promql: "rate(b[5m]) / 2 # all", perMinute: 60 },
  queries,
};
const raw: Sli = {
  kind: "approximate",
  counts: "bad",
  part: { promql: 'error_ratio{job="a"}', perMinute: 1 },
  total: null,
  queries: { part: "", total: null },
};

const native: Sli = { kind: "native", histogram: 'h{job="a"}', queries };

describe("what is asked at the end of a minute", () => {
  it("is nothing for what is counted from counters", () => {
    const sum = [{ sign: 1 as const, selector: "a" }];
    expect(valueQueriesOf({ kind: "ratio", counts: "good", part: sum, total: sum, queries }, [1])).toEqual([]);
    expect(valueQueriesOf({ kind: "latency", buckets: "a_bucket", total: sum, queries }, [1])).toEqual([]);
  });

  it("is the series of a gauge, the worst of them, and how many meet each bound", () => {
    expect(valueQueriesOf(gauge("queue"), [80, 5, 80])).toEqual([
      "count(((queue) > -Inf < Inf))",
      "max(((queue) > -Inf < Inf))",
      "count(((queue) > -Inf < Inf) <= 80)",
      "count(((queue) > -Inf < Inf) <= 5)",
      "max(timestamp(queue))",
      "max(count_over_time(queue[10m]))",
    ]);
  });

  it.each([
    ["lt", "max", "<"],
    ["lte", "max", "<="],
    ["gt", "min", ">"],
    ["gte", "min", ">="],
  ] as const)("has the worst series of %s as the %s", (op, worst, sign) => {
    const [, furthest, meeting] = valueQueriesOf(gauge("a", op), [-1e-7]);
    expect(furthest).toMatch(new RegExp(`^${worst}\\(`));
    expect(meeting).toMatch(new RegExp(`Inf\\) ${sign} -1e-7\\)$`));
  });

  it("is the sum of a period, and whether its targets are up", () => {
    expect(valueQueriesOf(period, [])).toEqual([
      'sum(last_over_time(errors{job="cw"}[59999ms]))',
      'sum(last_over_time(requests{job="cw"}[59999ms]))',
      'count(last_over_time(errors{job="cw"}[59999ms]))',
      'max(up{job="cw"})',
    ]);
  });

  it("is an expression as it stands, and how recent the samples of its total are", () => {
    expect(valueQueriesOf(approximate, [])).toEqual([
      "sum(rate(a[5m]) / 2)",
      "sum(rate(b[5m]) / 2 # all\n)",
      "max(timestamp(b))",
      "max(count_over_time(b[10m]))",
    ]);
  });

  it("is the mean of a bare ratio, which may be one of `up` itself", () => {
    expect(valueQueriesOf(raw, [])).toEqual([
      'avg(error_ratio{job="a"})',
      'count(error_ratio{job="a"})',
      'max(timestamp(error_ratio{job="a"}))',
      'max(count_over_time(error_ratio{job="a"}[10m]))',
    ]);
  });

  it("is the rate of a native histogram, and its share within each bound", () => {
    const rate = 'sum(rate(h{job="a"}[2m]))';
    expect(valueQueriesOf(native, [0.2, 1, 0.2])).toEqual([
      `histogram_count(${rate})`,
      `histogram_fraction(0, 0.2, ${rate})`,
      `histogram_fraction(0, 1, ${rate})`,
      'max(timestamp(h{job="a"}))',
      'max(count_over_time(h{job="a"}[10m]))',
      'max(up{job="a"})',
    ]);
  });

  it("is PromQL, even behind a comment", () => {
    for (const sli of [gauge("a # comment"), period, approximate, raw, native])
      for (const query of valueQueriesOf(sli, [0.5, 1e21])) expect([query, brokenAt(query)]).toEqual([query, null]);
  });
});
