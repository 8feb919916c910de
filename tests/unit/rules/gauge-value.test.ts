import { describe, expect, it } from "vitest";
import { bareQuantile, readGaugeValue } from "@/lib/rules/gauge-value";

const read = (query: string): string => {
  const found = readGaugeValue(query);
  return found.ok ? found.promql : `${found.message} @ ${found.at}`;
};

describe("the value of a gauge", () => {
  it.each([
    "queue_length",
    "max by (zone) (a) / 2",
    "a > 5",
    "max_over_time(a[10m])",
    "max_over_time((a[10m] offset 1h))",
    "rate(a[5m:1m])",
  ])("may be %s", (query) => {
    expect(read(query)).toBe(query);
  });

  it("has five minutes where a placeholder stands", () => {
    expect(read("sum(rate(a[$window]))")).toBe("sum(rate(a[5m     ]))");
  });

  it.each([
    ["a range", "a[5m]", "is a range of values: put it into a function, such as max_over_time(…) @ 0"],
    ["a subquery", "max(a)[5m:1m]", "is a range of values: put it into a function, such as max_over_time(…) @ 0"],
    ["a number", "5", "asks for no series @ 0"],
    ["the time", "time()", "asks for no series @ 0"],
    ["no PromQL", "a >", "is not PromQL @ 3"],
    [
      "a range of a sum",
      "rate(sum(a)[5m])",
      "is not PromQL: a range stands behind a selector only, a subquery is written [5m:] @ 5",
    ],
    ["a rate of no range", "2 * rate(a)", "is not PromQL: rate() takes a range, such as rate(…[5m]) @ 4"],
    [
      "a sum of a range",
      "sum(a[5m])",
      "is not PromQL: a range stands only where a function such as rate() takes it @ 4",
    ],
  ])("may not be %s", (_, query, expected) => {
    expect(read(query)).toBe(expected);
  });

  it.each([
    ["histogram_quantile(0.95, sum by (le) (rate(a[5m])))", { quantile: "0.95", at: 0 }],
    ["((histogram_quantile(0.5, a)))", { quantile: "0.5", at: 2 }],
    ["histogram_quantile(0.95, a) * 1000", null],
    ["max(a)", null],
  ])("is a bare quantile or not: %s", (query, expected) => {
    expect(bareQuantile(query)).toEqual(expected);
  });
});
