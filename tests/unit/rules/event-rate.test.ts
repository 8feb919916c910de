import { describe, expect, it } from "vitest";
import { readEventRate } from "@/lib/rules/event-rate";
import { brokenAt } from "./promql";

/** `expression x events per minute`, or `message @ place`. */
const read = (query: string): string => {
  const found = readEventRate(query);
  return found.ok ? `${found.promql} x ${found.perMinute}` : `${found.message} @ ${found.at}`;
};

describe("an expression that is no sum of counters", () => {
  it.each([
    ["a counter that is halved", "rate(a[5m]) / 2", "rate(a[5m]) / 2 x 60"],
    ["a rate that is weighed with a share", "sum(rate(a[1m])) * avg(b)", "sum(rate(a[1m])) * avg(b) x 60"],
    ["a rate times a quotient of rates", "rate(a[5m]) * (rate(b[5m]) / rate(c[5m]))", null],
    ["an instant rate", "sum(irate(a[5m]))", "sum(irate(a[5m])) x 60"],
    ["an average", "avg(rate(a[5m]))", "avg(rate(a[5m])) x 60"],
    ["the largest rates", "topk(3, rate(a[5m]))", "topk(3, rate(a[5m])) x 60"],
    ["a join", "rate(a[5m]) * on (pod) group_left (node) info", "rate(a[5m]) * on (pod) group_left (node) info x 60"],
    ["an increase over an hour", "increase(a[1h]) / 2", `increase(a[1h]) / 2 x ${60 / 3600}`],
    ["an increase over a compound range", "avg(increase(a[1h30m]))", `avg(increase(a[1h30m])) x ${60 / 5400}`],
    ["an increase over seconds alone", "avg(increase(a[300]))", "avg(increase(a[300])) x 0.2"],
    ["an increase of another time", "increase(a[10m] offset 1h)", "increase(a[10m] offset 1h) x 0.1"],
    ["a placeholder, which becomes five minutes", "avg(increase(a[$window]))", "avg(increase(a[5m     ])) x 0.2"],
    ["a rate above a floor", "rate(a[5m]) > 0", "rate(a[5m]) > 0 x 60"],
    ["one rate or another", "rate(a[5m]) or rate(b[5m])", "rate(a[5m]) or rate(b[5m]) x 60"],
    ["the observations of a native histogram", "histogram_count(rate(a[5m]))", "histogram_count(rate(a[5m])) x 60"],
    ["a smoothed rate", "avg_over_time(rate(a[5m])[30m:1m])", "avg_over_time(rate(a[5m])[30m:1m]) x 60"],
    ["a rounded rate", "ceil(sum(rate(a[5m])))", "ceil(sum(rate(a[5m]))) x 60"],
  ])("may be %s", (_, query, expected) => {
    expect(read(query)).toBe(expected ?? `${query} x 60`);
    expect(brokenAt(read(query).replace(/ x [\d.]+$/, ""))).toBeNull();
  });

  it.each([
    ["hits", "sum(rate(hits[5m])) x 60"],
    ["sum(a) - increase(b[1h])", "sum(rate(a[5m])) - sum(rate(b[5m])) x 60"],
  ])("is asked as its rate where it can be counted: %s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });

  const NEITHER =
    "without rate() or increase() it cannot be evaluated as written either: put each counter into rate(…[$window])";
  const NO_RATE =
    "as written it gives no rate of events: a share goes into ratioMetric.raw, any other value into thresholdMetric";

  it.each([
    ["that is not PromQL", "rate(a[5m]) / )", "is not PromQL @ 14"],
    ["without a rate", "a + avg(b)", `only sum() adds counts up, and ${NEITHER} @ 4`],
    [
      "that is a share",
      "rate(a[5m]) / rate(b[1m])",
      `/ cannot be counted: only + and - add counts up, and ${NO_RATE} @ 12`,
    ],
    [
      "that multiplies rates",
      "rate(a[5m]) * rate(b[5m])",
      `* cannot be counted: only + and - add counts up, and ${NO_RATE} @ 12`,
    ],
    ["that counts series", "count(rate(a[5m]))", `only sum() adds counts up, and ${NEITHER} @ 0`],
    [
      "that is a quantile",
      "histogram_quantile(0.9, rate(a[5m]))",
      `histogram_quantile(0.9, rate(a[5m])) cannot be counted, and ${NO_RATE} @ 0`,
    ],
    [
      "that says whether",
      "rate(a[5m]) > bool 5",
      `> cannot be counted: only + and - add counts up, and ${NO_RATE} @ 12`,
    ],
    [
      "of rates and increases",
      "rate(a[5m]) * 2 + increase(b[5m])",
      "mixes rate() and increase(), or increases over several ranges @ 16",
    ],
    [
      "of several ranges",
      "increase(a[5m]) or increase(b[1h])",
      "mixes rate() and increase(), or increases over several ranges @ 16",
    ],
    [
      "that adds rates of several instants",
      "sum_over_time(rate(a[5m])[1h:1m])",
      "sum_over_time() of a rate adds the same events up several times @ 0",
    ],
  ])("may not be one %s, and says where", (_, query, expected) => {
    expect(read(query)).toBe(expected);
  });

  it("is refused, not followed, where its brackets never end", () => {
    expect(read(`${"(".repeat(5000)}a${")".repeat(5000)}`)).toMatch(/^is nested too deeply @ \d+$/);
  });
});
