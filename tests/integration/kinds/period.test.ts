import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type RunningEngine, startEngine } from "../evaluator/engine";
import { openMetrics, type Series } from "./samples";
import { document, source, type Watched, watch } from "./watch";

const END = Math.floor(Date.now() / 3_600_000) * 3600 - 3600;
const START = END - 4 * 3600;
const PERIOD = 300;
const first = START / 60 + 20;
const last = END / 60 - 20;
const ends = Array.from({ length: (last - first) / 5 }, (_, i) => first + 5 * (i + 1));

/** What the period held that ends with a minute. */
const requestsIn = (minute: number): number => 1000 + ((minute / 5) % 7) * 100;
const errorsIn = (minute: number): number => ((minute / 5) % 3) * 10;
const endOf = (second: number): number => (Math.ceil(second / PERIOD) * PERIOD) / 60;

/** No datapoint, and a silent exporter: the two ways in which a period has no sum. */
const missing = { from: last - 60, to: last - 45 };
const isMissing = (second: number): boolean => second > missing.from * 60 && second <= missing.to * 60;

const cloudWatch = (distribution: string, everySeconds: number, share: number): Series[] => [
  {
    name: "requests_sum",
    labels: { job: "cloudwatch", distribution },
    everySeconds,
    value: (second) => (isMissing(second) ? null : requestsIn(endOf(second)) * share),
  },
  {
    name: "errors_sum",
    labels: { job: "cloudwatch", distribution },
    everySeconds,
    // No errors, no datapoint.
    value: (second) => (isMissing(second) || errorsIn(endOf(second)) === 0 ? null : errorsIn(endOf(second)) * share),
  },
  {
    name: "error_rate",
    labels: { job: "cloudwatch", distribution },
    everySeconds,
    value: (second) => (isMissing(second) ? null : (errorsIn(endOf(second)) / requestsIn(endOf(second))) * 100),
  },
];

let engine: RunningEngine;
let watched: Watched | undefined;
beforeAll(async () => {
  // One exporter gives each datapoint once, with its own time; the other repeats it at every scrape.
  const series = [...cloudWatch("once", PERIOD, 1), ...cloudWatch("repeated", 15, 2)];
  const up: Series = { name: "up", labels: { job: "cloudwatch" }, everySeconds: 15, value: () => 1 };
  engine = await startEngine(openMetrics([...series, up], START, END));
});
afterAll(() => engine.stop());
afterEach(() => watched?.stop());

const ratio = (part: string, annotations = "plumbline.dev/period: 5m"): string => {
  const total = source('requests_sum{job="cloudwatch"}');
  return document(`ratioMetric: { counter: false, ${part}, total: ${total} }`, "target: 0.95", annotations);
};
const counted = async (part: string, annotations?: string): Promise<Watched> => {
  watched = watch(engine.url, ratio(part, annotations));
  await watched.countTo(first);
  await watched.countTo(last);
  return watched;
};
const known = ends.filter((minute) => !isMissing(minute * 60));
const sum = (count: (minute: number) => number): number => known.reduce((all, minute) => all + count(minute), 0);
const truth = {
  total: 3 * sum(requestsIn),
  good: 3 * sum((minute) => requestsIn(minute) - errorsIn(minute)),
  observedSeconds: known.length * PERIOD,
};

describe("gauges that hold one period's sum", () => {
  test("are booked once per period, however often they are scraped, and silent periods are unobserved", async () => {
    const at = await counted(`bad: ${source('errors_sum{job="cloudwatch"}')}`);
    expect(known.length).toBeLessThan(ends.length);
    expect(at.counts(first, last)).toMatchObject(truth);
    expect(at.counts(missing.from, missing.to)).toMatchObject({ total: 0, good: 0, observedSeconds: 0 });
  });

  test("stand in the last minute of their period alone, with its seconds (rule 10)", async () => {
    const at = await counted(`bad: ${source('errors_sum{job="cloudwatch"}')}`);
    const end = ends[3] ?? 0;
    expect(at.counts(end - 5, end - 1)).toMatchObject({ total: 0, observedSeconds: 0 });
    expect(at.counts(end - 1, end)).toMatchObject({ total: 3 * requestsIn(end), observedSeconds: PERIOD });
  });

  test("may be a product with a gauge that holds the period's rate", async () => {
    const query = 'requests_sum{job="cloudwatch"} * (1 - error_rate{job="cloudwatch"} / 100)';
    const counts = (await counted(`good: ${source(query)}`)).counts(first, last);
    expect(counts.total).toBe(truth.total);
    expect(counts.good).toBeCloseTo(truth.good, 6);
  });

  test("that come late are counted when they have come", async () => {
    const at = await counted(
      `bad: ${source('errors_sum{job="cloudwatch"}')}`,
      "plumbline.dev/period: 5m, plumbline.dev/delay: 12m",
    );
    expect(at.slo().sli.timing).toEqual({ periodSeconds: 300, delaySeconds: 720 });
    expect(at.counts(first, last)).toMatchObject(truth);
  });

  test("count the same minute by minute as in one step", async () => {
    const part = `bad: ${source('errors_sum{job="cloudwatch"}')}`;
    const at = await counted(part);
    const from = missing.to;
    const inOneStep = at.counts(from, from + 30);
    at.stop();
    watched = watch(engine.url, ratio(part));
    for (let minute = from; minute <= from + 30; minute++) await watched.countTo(minute);
    expect(inOneStep.total).toBeGreaterThan(0);
    expect(watched.counts(from, from + 30)).toEqual(inOneStep);
  });
});
