import { describe, expect, it } from "vitest";
import { readPeriodSum } from "@/lib/rules/period-sum";
import { brokenAt } from "./promql";

const read = (query: string, seconds = 300): string => {
  const found = readPeriodSum(query, seconds);
  return found.ok ? found.promql : `${found.message} @ ${found.at}`;
};

describe("gauges that hold one period's sum", () => {
  it.each([
    ["bare", "requests", "last_over_time(requests[299999ms])"],
    ["with labels", 'requests{a="}"}', 'last_over_time(requests{a="}"}[299999ms])'],
    [
      "multiplied by a gauge that holds a share",
      "requests * (1 - errors / 100)",
      "last_over_time(requests[299999ms]) * (1 - last_over_time(errors[299999ms]) / 100)",
    ],
    ["summed and joined", "sum by (id) (a) * on (id) b", null],
  ])("may be %s", (_, query, expected) => {
    if (expected) expect(read(query)).toBe(expected);
    expect(read(query)).toContain("last_over_time(");
    expect(brokenAt(read(query))).toBeNull();
  });

  it("take the period without the instant that ends the one before", () => {
    expect(read("a", 60)).toBe("last_over_time(a[59999ms])");
    expect(read("a", 3600)).toBe("last_over_time(a[3599999ms])");
  });

  it.each([
    ["a rate", "rate(a[5m])", "has a range: a gauge that holds one period's sum is written bare @ 5"],
    ["a subquery", "sum_over_time(a[1h:5m])", "has a range: a gauge that holds one period's sum is written bare @ 14"],
    ["an offset", "sum(a offset 10m)", "is shifted in time: say how late the samples come in plumbline.dev/delay @ 4"],
    ["a fixed instant", "a @ 5", "is shifted in time: say how late the samples come in plumbline.dev/delay @ 0"],
    ["no series", "1 + 1", "asks for no series @ 0"],
    ["no PromQL", "a +", "is not PromQL @ 3"],
  ])("may not be %s, and say where", (_, query, expected) => {
    expect(read(query)).toBe(expected);
  });
});
