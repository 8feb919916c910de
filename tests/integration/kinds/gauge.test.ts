import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import * as schema from "@/db/schema";
import { addTarget } from "@/lib/store/slos";
import { ENGINE, type RunningEngine, startEngine } from "../evaluator/engine";
import { openMetrics, type Series } from "./samples";
import { document, source, type Watched, watch } from "./watch";

const END = Math.floor(Date.now() / 3_600_000) * 3600 - 3600;
const START = END - 2 * 3600;
const first = START / 60 + 10;
const last = END / 60 - 5;

/** Ten minutes low, ten minutes high, by zone; NaN in the first ten minutes of each hour in zone c, which has no number then. */
const lengthAt = (zone: "a" | "b" | "c", minute: number): number => {
  if (zone === "c") return minute % 60 < 10 ? Number.NaN : minute % 2 ? Number.POSITIVE_INFINITY : 10;
  return Math.floor(minute / 10) % 2 === 0 ? 10 : zone === "a" ? 80 : 100;
};
const zones: Series[] = (["a", "b", "c"] as const).map((zone) => ({
  name: "queue_length",
  labels: { zone },
  everySeconds: 15,
  // The sample on a minute's end is the minute's.
  value: (second) => lengthAt(zone, Math.ceil(second / 60)),
}));
/** No sample for ten minutes, and none of the markers that a scrape would leave. */
const silent = { from: last - 40, to: last - 30 };
const pushed: Series = {
  name: "pushed",
  everySeconds: 15,
  value: (second) => (second > silent.from * 60 && second <= silent.to * 60 ? null : 1),
};

let engine: RunningEngine;
let watched: Watched | undefined;
beforeAll(async () => {
  engine = await startEngine(openMetrics([...zones, pushed], START, END));
});
afterAll(() => engine.stop());
afterEach(() => watched?.stop());

const begin = async (query: string, bound: string): Promise<Watched> => {
  watched = watch(engine.url, document(`thresholdMetric: ${source(query)}`, `target: 0.95, ${bound}`));
  await watched.countTo(first);
  return watched;
};
const minutes = Array.from({ length: last - first }, (_, i) => first + 1 + i);
const numbers = (minute: number): number[] =>
  (["a", "b", "c"] as const).map((zone) => lengthAt(zone, minute)).filter(Number.isFinite);
const sum = (count: (minute: number) => number): number => minutes.reduce((all, minute) => all + count(minute), 0);

describe("a gauge", () => {
  test.each([
    ["op: lte, value: 80", (value: number) => value <= 80],
    ["op: lt, value: 80", (value: number) => value < 80],
    ["op: gte, value: 80", (value: number) => value >= 80],
    ["op: gt, value: 80", (value: number) => value > 80],
  ])("counts a slice per series and minute, good where it meets the bound: %s", async (bound, meets) => {
    const at = await begin("queue_length", bound);
    await at.countTo(last);
    expect(at.counts(first, last)).toMatchObject({
      total: sum((minute) => numbers(minute).length),
      good: sum((minute) => numbers(minute).filter(meets).length),
      observedSeconds: minutes.length * 60,
    });
  });

  test("keeps the value of its worst series, minute by minute", async () => {
    const at = await begin("queue_length", "op: gte, value: 80");
    await at.countTo(last);
    const kept = at.world.db.select().from(schema.gaugeValues).all();
    const inTurn = kept.filter(({ minute }) => minute > first).map(({ value }) => value);
    expect(inTurn).toEqual(minutes.map((minute) => Math.min(...numbers(minute))));
  });

  test("is held in each minute against the bound that was in force then", async () => {
    const at = await begin('queue_length{zone="b"}', "op: lte, value: 80");
    const change = first + 40;
    const [target] = at.slo().targets;
    if (!target) throw new Error("there is no target");
    const inForceFrom = change * 60_000;
    addTarget(at.world.db, "watched", { ...target, version: 2, threshold: 100, inForceFrom }, new Date(inForceFrom));
    await at.countTo(last);
    const met = (from: number, to: number, bound: number) =>
      minutes.filter((minute) => minute > from && minute <= to && lengthAt("b", minute) <= bound).length;
    expect(at.counts(first, change).good).toBe(met(first, change, 80));
    expect(at.counts(change, last).good).toBe(met(change, last, 100));
    expect(met(change, last, 100)).toBeGreaterThan(met(change, last, 80));
  });

  test("of any expression is one value", async () => {
    const at = await begin('avg(queue_length{zone!="c"}) * 2 # both zones', "op: lte, value: 100");
    await at.countTo(last);
    const good = sum((minute) => (((lengthAt("a", minute) + lengthAt("b", minute)) / 2) * 2 <= 100 ? 1 : 0));
    expect(at.counts(first, last)).toMatchObject({ total: minutes.length, good });
  });

  test("has unobserved minutes while its samples are missing, though the engine repeats the last one", async () => {
    const at = await begin("pushed", "op: gte, value: 1");
    await at.countTo(last);
    // VictoriaMetrics repeats a sample for less than a minute; where it goes on being repeated, it is fresh for one.
    const repeated = ENGINE === "prometheus" ? 1 : 0;
    expect(at.counts(silent.from, silent.to)).toMatchObject({ total: repeated, observedSeconds: 60 * repeated });
    const held = minutes.length - 10 + repeated;
    expect(at.counts(first, last)).toMatchObject({ total: held, good: held });
  });

  test("is unobserved where the engine has no series, never good", async () => {
    const at = await begin("nothing", "op: lte, value: 1");
    await at.countTo(last);
    expect(at.counts(first, last)).toMatchObject({ total: 0, good: 0, observedSeconds: 0 });
    expect(at.error()).toBeNull();
  });

  test("that the engine refuses says so in the engine's words", async () => {
    const at = await begin('queue_length{zone=~"(?<"}', "op: lte, value: 1");
    await at.countTo(last);
    expect(at.error()).toMatch(/refused the query/);
  });
});
