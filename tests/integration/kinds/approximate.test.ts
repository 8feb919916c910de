import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type RunningEngine, startEngine } from "../evaluator/engine";
import { openMetrics, type Series } from "./samples";
import { document, source, type Watched, watch } from "./watch";

const END = Math.floor(Date.now() / 3_600_000) * 3600 - 3600;
const START = END - 3 * 3600;
const first = START / 60 + 60;
const last = END / 60 - 5;
const MINUTES = last - first;

/** Requests a second, steady, so that what a rate says is what happened. */
const RATES = { "p-1": 4, "p-2": 6 };
const BAD = 0.05;
const counters: Series[] = Object.entries(RATES).flatMap(([instance, rate]) => [
  {
    name: "requests",
    labels: { job: "shop", instance },
    everySeconds: 15,
    value: (second: number) => (second - START) * rate,
  },
  {
    name: "failures",
    labels: { job: "shop", instance },
    everySeconds: 15,
    value: (second: number) => (second - START) * rate * BAD,
  },
]);
/** While the exporter is down there are no samples. */
const down = { from: last - 60, to: last - 40 };
const isDown = (second: number): boolean => second > down.from * 60 && second <= down.to * 60;
const shares: Series[] = [
  { name: "hit_ratio", everySeconds: 15, value: (second) => (isDown(second) ? Number.NaN : 0.75) },
  { name: "hit_percent", everySeconds: 15, value: () => 75 },
  {
    name: "jobs",
    labels: { job: "queue", instance: "q-1" },
    everySeconds: 15,
    value: (second) => (isDown(second) ? null : (second - START) * 2),
  },
  {
    name: "up",
    labels: { job: "queue", instance: "q-1" },
    everySeconds: 15,
    value: (second) => (isDown(second) ? 0 : 1),
  },
];

let engine: RunningEngine;
let watched: Watched | undefined;
beforeAll(async () => {
  engine = await startEngine(openMetrics([...counters, ...shares], START, END));
});
afterAll(() => engine.stop());
afterEach(() => watched?.stop());

const counted = async (indicator: string): Promise<Watched> => {
  watched = watch(engine.url, document(`ratioMetric: { ${indicator} }`));
  await watched.countTo(first);
  await watched.countTo(last);
  return watched;
};
const ratio = (part: string, query: string, total: string) => `${part}: ${source(query)}, total: ${source(total)}`;
/** All requests of the minutes counted. */
const ALL = (RATES["p-1"] + RATES["p-2"]) * 60 * MINUTES;

describe("a ratio that is evaluated as written", () => {
  test.each([
    ["bad", "sum(irate(failures[5m]))", "sum(irate(requests[5m]))", BAD],
    ["bad", "sum(rate(failures[$window])) / 2", "sum(rate(requests[$window])) / 2", BAD / 2],
    ["good", "2 * avg(increase(failures[30m]))", "avg(increase(requests[10m])) * 2", BAD],
    ["good", "requests - failures", "count(requests) * avg(rate(requests[5m]))", 1 - BAD],
  ])("books the events of each minute: %s %s of %s", async (part, query, total, share) => {
    const counts = (await counted(ratio(part, query, total))).counts(first, last);
    const all = total.endsWith("/ 2") ? ALL / 2 : ALL;
    expect(counts.observedSeconds).toBe(MINUTES * 60);
    expect(counts.total / all).toBeCloseTo(1, 6);
    expect((part === "good" ? counts.good : counts.total - counts.good) / ALL).toBeCloseTo(share, 6);
  });

  test("has no bad events where they have no series yet", async () => {
    const at = await counted(ratio("bad", "2 * sum(rate(absent[5m]))", "2 * sum(rate(requests[5m]))"));
    const counts = at.counts(first, last);
    expect(counts.total / ALL).toBeCloseTo(2, 6);
    expect(counts.good).toBe(counts.total);
  });

  test("is unobserved where the engine divides by nothing, never 0 or 1", async () => {
    const nothing = "sum(rate(requests[5m])) * (sum(rate(failures[5m])) * 0 / (sum(rate(failures[5m])) * 0))";
    const asPart = (await counted(ratio("bad", nothing, "sum(rate(requests[5m])) * 1"))).counts(first, last);
    expect(asPart).toMatchObject({ good: 0, total: 0, observedSeconds: 0 });
    watched?.stop();
    const asTotal = (await counted(ratio("bad", "sum(rate(failures[5m]))", nothing))).counts(first, last);
    expect(asTotal).toMatchObject({ good: 0, total: 0, observedSeconds: 0 });
  });

  test("is unobserved while its exporter is down, though its rate still has an answer", async () => {
    const selector = 'jobs{job="queue"}';
    const at = await counted(ratio("good", `sum(rate(${selector}[5m])) / 2`, `sum(rate(${selector}[5m])) * 1`));
    expect(at.counts(down.from, down.to).observedSeconds).toBe(0);
    expect(at.counts(first, down.from).observedSeconds).toBe((down.from - first) * 60);
  });
});

describe("a bare ratio", () => {
  const raw = (query: string, type: string) => `raw: ${source(query)}, rawType: ${type}`;

  test.each([
    ["success", 0.75],
    ["failure", 0.25],
  ])("of %s weighs every minute the same, and one without a number not at all", async (type, share) => {
    const counts = (await counted(raw("hit_ratio", type))).counts(first, last);
    const observed = MINUTES - (down.to - down.from);
    expect(counts).toMatchObject({ total: observed, good: share * observed, observedSeconds: observed * 60 });
  });

  test("of rates is one value a minute", async () => {
    const counts = (
      await counted(raw("sum(rate(failures[$window])) / sum(rate(requests[$window]))", "failure"))
    ).counts(first, last);
    expect(counts.total).toBe(MINUTES);
    expect(counts.good / MINUTES).toBeCloseTo(1 - BAD, 6);
  });

  test("that is none, but a percentage, is unobserved", async () => {
    expect((await counted(raw("hit_percent", "success"))).counts(first, last)).toMatchObject({
      total: 0,
      observedSeconds: 0,
    });
  });
});
