import { describe, expect, it } from "vitest";
import { readOpenSlo, type SloDefinition } from "@/lib/interop/openslo";
import { isApproximate, publicKind, Sli } from "@/lib/slo/sli";
import { document } from "./document";

const metric = (query: string) => `{metricSource: {spec: {query: '${query}'}}}`;
const QUERY = "metricSource.spec.query";
const RATIO = "spec.indicator.spec.ratioMetric";
const THRESHOLD = "spec.indicator.spec.thresholdMetric";

const problems = (changes: Record<string, string>): string[] =>
  readOpenSlo(document(changes)).problems.map(({ line, field, message }) => `${line} ${field}: ${message}`);

function only(changes: Record<string, string>): SloDefinition {
  const { definitions, problems: found } = readOpenSlo(document(changes));
  expect(found).toEqual([]);
  const [definition] = definitions;
  if (!definition) throw new Error("nothing was defined");
  // What is stored is read again by the same schema.
  expect(Sli.parse(JSON.parse(JSON.stringify(definition.sli)))).toEqual(definition.sli);
  return definition;
}

/** A document with a gauge in the place of its ratio. */
const gauge = (query: string, bound: string) => ({
  "ratioMetric:": `thresholdMetric: ${metric(query)}`,
  "counter:": "# none",
  "good:": "# none",
  "total:": "# none",
  "target:": `target: 0.95${bound}`,
});
const period = (over: Record<string, string> = {}) => ({
  "counter:": "counter: false",
  "plumbline.dev/runbook": "plumbline.dev/period: 5m",
  ...over,
});

describe("a thresholdMetric", () => {
  it.each(["lt", "lte", "gt", "gte"])("is a gauge with a bound, by %s", (op) => {
    const { sli, target } = only(gauge("max(queue_length)", `\nop: ${op}\nvalue: -2.5`));
    expect(sli).toEqual({ kind: "gauge", op, query: "max(queue_length)" });
    expect(target).toEqual({ objective: 0.95, threshold: -2.5, window: "28d" });
    expect(publicKind(sli)).toBe("gauge");
    expect(isApproximate(sli)).toBe(false);
  });

  it.each([
    ["no op", "\nvalue: 5", "27 spec.objectives[0].op: is not one of lt, lte, gt and gte"],
    ["another op", "\nop: eq\nvalue: 5", "29 spec.objectives[0].op: is not one of lt, lte, gt and gte"],
    ["no value", "\nop: lt", "27 spec.objectives[0].value: is not the number that op compares with"],
    ["words", "\nop: lt\nvalue: much", "30 spec.objectives[0].value: is not the number that op compares with"],
  ])("is refused with %s", (_, bound, expected) => {
    expect(problems(gauge("a", bound))).toEqual([expected]);
  });

  it("is refused where it asks for nothing, with its place", () => {
    expect(problems(gauge("5", "\nop: lt\nvalue: 5"))).toEqual([
      `18 ${THRESHOLD}.${QUERY}: asks for no series (column 1 of the query)`,
    ]);
  });

  it("is led to a ratio of requests where it is a bare quantile", () => {
    expect(
      problems(gauge("(histogram_quantile(0.95, sum by (le) (rate(h_bucket[$window]))))", "\nop: lte\nvalue: 0.2")),
    ).toEqual([
      expect.stringMatching(
        /^18 .*query: is a quantile, .*"95 % of requests within x".*ratioMetric.*le="x".*\(column 2 of the query\)$/,
      ),
    ]);
  });

  it("does not go with a ratioMetric, and one of them there must be", () => {
    const exactly = "does not hold exactly one of ratioMetric and thresholdMetric";
    expect(problems({ "ratioMetric:": `thresholdMetric: ${metric("a")}\nratioMetric:` })).toEqual([
      `17 spec.indicator.spec: ${exactly}`,
    ]);
    expect(problems({ ...gauge("a", ""), "ratioMetric:": "{}" })).toEqual([`17 spec.indicator.spec: ${exactly}`]);
  });
});

describe("a ratio of gauges that hold one period's sum", () => {
  it("has counter: false and a period", () => {
    const { sli, target } = only(
      period({ "good:": `bad: ${metric("errors")}`, "total:": `total: ${metric("requests")}` }),
    );
    expect(sli).toEqual({
      kind: "period",
      counts: "bad",
      part: "last_over_time(errors[299999ms])",
      total: "last_over_time(requests[299999ms])",
      queries: { part: "errors", total: "requests" },
      timing: { periodSeconds: 300 },
    });
    expect(target.threshold).toBeNull();
    expect(publicKind(sli)).toBe("ratio");
  });

  it("is refused without a period, with the way out", () => {
    expect(problems({ "counter:": "counter: false" })).toEqual([
      expect.stringMatching(new RegExp(`^19 ${RATIO}\\.counter: is false, .*plumbline\\.dev/period.*or write true`)),
    ]);
  });

  it("is refused where a query has a range, with its place", () => {
    expect(problems(period({ "good:": `good: ${metric("rate(hits[5m])")}` }))).toEqual([
      `20 ${RATIO}.good.${QUERY}: has a range: a gauge that holds one period's sum is written bare (column 6 of the query)`,
    ]);
  });
});

describe("a ratio that is no sum of counters", () => {
  it("is evaluated as written, and approximate", () => {
    const changes = {
      "good:": `good: ${metric("sum(rate(hits[$window])) * 2")}`,
      "total:": `total: ${metric("avg(increase(all[1h]))")}`,
    };
    const { sli } = only(changes);
    expect(sli).toEqual({
      kind: "approximate",
      counts: "good",
      part: { promql: "sum(rate(hits[5m     ])) * 2", perMinute: 60 },
      total: { promql: "avg(increase(all[1h]))", perMinute: 60 / 3600 },
      queries: { part: "sum(rate(hits[$window])) * 2", total: "avg(increase(all[1h]))" },
    });
    expect([publicKind(sli), isApproximate(sli)]).toEqual(["ratio", true]);
  });

  it("is asked as a rate on the side that can be counted", () => {
    const { sli } = only({ "total:": `total: ${metric("sum(rate(all[5m])) / 2")}` });
    expect(sli).toMatchObject({ kind: "approximate", part: { promql: "sum(rate(hits[5m]))", perMinute: 60 } });
  });

  it("stays exact where it can be counted", () => {
    expect(isApproximate(only({}).sli)).toBe(false);
  });

  it("is refused on both sides where both are wrong", () => {
    const changes = { "good:": `good: ${metric("a * b")}`, "total:": `total: ${metric("rate(a[5m]) / rate(b[5m])")}` };
    expect(problems(changes)).toEqual([
      expect.stringMatching(new RegExp(`^20 ${RATIO}\\.good\\.${QUERY}: .*put each counter into rate.*\\(column 3 of`)),
      expect.stringMatching(new RegExp(`^21 ${RATIO}\\.total\\.${QUERY}: .*ratioMetric\\.raw.*\\(column 13 of`)),
    ]);
  });
});

describe("a native histogram", () => {
  it("is a latency, approximately, with the end of its fraction as the threshold", () => {
    const rate = "sum(rate(request_seconds[$window]))";
    const queries = {
      part: `histogram_fraction(0, 0.2, ${rate}) * histogram_count(${rate})`,
      total: `histogram_count(${rate})`,
    };
    const { sli, target } = only({
      "good:": `good: ${metric(queries.part)}`,
      "total:": `total: ${metric(queries.total)}`,
    });
    expect(sli).toEqual({ kind: "native", histogram: "request_seconds", queries });
    expect(target.threshold).toBe(0.2);
    expect([publicKind(sli), isApproximate(sli)]).toEqual(["latency", true]);
  });
});

describe("a histogram in another unit than s", () => {
  const UNIT = "metadata.annotations.plumbline.dev/unit";
  const united = (unit: string, good = 'took_bucket{le="250"}') => ({
    "plumbline.dev/runbook": `plumbline.dev/unit: ${unit}`,
    "good:": `good: ${metric(good)}`,
    "total:": `total: ${metric("took_count")}`,
  });

  it("says so, and its threshold is s", () => {
    const { sli, target } = only(united("ms"));
    expect(sli).toMatchObject({ kind: "latency", buckets: "took_bucket", unit: "ms" });
    expect(target.threshold).toBe(0.25);
    expect(only(united("us")).target.threshold).toBe(0.00025);
    expect(only(united("s"))).toMatchObject({
      target: { threshold: 250 },
      sli: expect.not.objectContaining({ unit: "s" }),
    });
  });

  it("may be a native one", () => {
    const rate = "sum(rate(took[$window]))";
    const { sli, target } = only({
      ...united("ms", `histogram_fraction(0, 250, ${rate}) * histogram_count(${rate})`),
      "total:": `total: ${metric(`histogram_count(${rate})`)}`,
    });
    expect(sli).toMatchObject({ kind: "native", unit: "ms" });
    expect(target.threshold).toBe(0.25);
  });

  it("is refused where the word is none, or there is no histogram", () => {
    expect(problems(united("milliseconds"))).toEqual([`11 ${UNIT}: is not one of s, ms and us, which edges are in`]);
    expect(problems(united("ms", "fast_total"))).toEqual([
      expect.stringContaining(`11 ${UNIT}: goes with a histogram only`),
    ]);
  });
});

describe("a bare ratio", () => {
  const raw = (lines: string) => ({ "counter:": "# none", "good:": lines, "total:": "# none" });

  it.each([
    ["success", "good"],
    ["failure", "bad"],
  ])("of %s counts what is %s, approximately", (type, counts) => {
    const { sli } = only(raw(`raw: ${metric("cache_hit_ratio")}\nrawType: ${type}`));
    expect(sli).toEqual({
      kind: "approximate",
      counts,
      part: { promql: "cache_hit_ratio", perMinute: 1 },
      total: null,
      queries: { part: "cache_hit_ratio", total: null },
    });
    expect([publicKind(sli), isApproximate(sli)]).toEqual(["ratio", true]);
  });

  it.each([
    ["no type", `raw: ${metric("a")}`, `20 ${RATIO}.raw: says nothing of rawType: success or failure`],
    ["another type", `raw: ${metric("a")}\nrawType: hit`, `21 ${RATIO}.rawType: is not success or failure`],
    [
      "a total beside it",
      `raw: ${metric("a")}\nrawType: success\ntotal: ${metric("b")}`,
      `20 ${RATIO}.raw: does not go with good, bad or total`,
    ],
    [
      "no PromQL",
      `raw: ${metric("a +")}\nrawType: success`,
      `20 ${RATIO}.raw.${QUERY}: is not PromQL (column 4 of the query)`,
    ],
  ])("is refused with %s", (_, lines, expected) => {
    expect(problems(raw(lines))).toEqual([expected]);
  });
});

describe("how the samples come", () => {
  const annotated = (line: string) => ({ "plumbline.dev/runbook": line });

  it.each([
    ["plumbline.dev/delay: 10m", { delaySeconds: 600 }],
    ["plumbline.dev/delay: 90s", { delaySeconds: 90 }],
    ["plumbline.dev/delay: 0s", { delaySeconds: 0 }],
    ["plumbline.dev/delay: 24h", { delaySeconds: 86_400 }],
    ["plumbline.dev/period: 60s", { periodSeconds: 60 }],
    ["plumbline.dev/delay: 1h\nplumbline.dev/period: 1h", { delaySeconds: 3600, periodSeconds: 3600 }],
  ])("is said in annotations: %s", (lines, timing) => {
    expect(only(annotated(lines)).sli.timing).toEqual(timing);
    expect(only({ ...gauge("a", "\nop: lt\nvalue: 1"), ...annotated(lines) }).sli.timing).toEqual(timing);
    expect(only({ ...annotated(lines), "good:": `good: ${metric("rate(hits[5m]) / 2")}` }).sli.timing).toEqual(timing);
  });

  it("is left out where nothing says it", () => {
    expect(only({}).sli).not.toHaveProperty("timing");
  });

  const DELAY = "11 metadata.annotations.plumbline.dev/delay: is not a delay of at most 24h, such as 10m";
  const PERIOD =
    "11 metadata.annotations.plumbline.dev/period: is not a period of whole minutes from 1m to 1h, such as 5m";
  it.each([
    ["plumbline.dev/delay: 25h", DELAY],
    ["plumbline.dev/delay: 86401s", DELAY],
    ["plumbline.dev/delay: -5m", DELAY],
    ["plumbline.dev/delay: soon", DELAY],
    ["plumbline.dev/delay: 1h30m", DELAY],
    ["plumbline.dev/period: 30s", PERIOD],
    ["plumbline.dev/period: 90s", PERIOD],
    ["plumbline.dev/period: 61m", PERIOD],
    ["plumbline.dev/period: 0s", PERIOD],
  ])("is refused with its place: %s", (line, expected) => {
    expect(problems(annotated(line))).toEqual([expected]);
  });
});

it("reads what was stored before there were other kinds", () => {
  const queries = { part: "a", total: "b" };
  const sum = [{ sign: 1, selector: "a" }];
  const ratio = { kind: "ratio", counts: "good", part: sum, total: sum, queries };
  const latency = { kind: "latency", buckets: "a_bucket", total: sum, queries };
  expect(Sli.parse(ratio)).toEqual(ratio);
  expect(publicKind(Sli.parse(latency))).toBe("latency");
});
