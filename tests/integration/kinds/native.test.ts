import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addTarget } from "@/lib/store/slos";
import type { RunningEngine } from "../evaluator/engine";
import { type HistogramSample, startNativeEngine } from "./native-engine";
import { document, source, type Watched, watch } from "./watch";

const END = Math.floor(Date.now() / 3_600_000) * 3600 - 3600;
const START = END - 2 * 3600;
const first = START / 60 + 10;
const last = END / 60 - 5;

/** Observations from one scrape to the next: within 125 ms, to 250 ms and to 1 s. A slow hour follows a fast one. */
const EVERY = 15;
const heldIn = (second: number) =>
  second <= START + 3600 ? { fast: 30, middling: 6, slow: 4 } : { fast: 10, middling: 10, slow: 20 };
/** The process starts again here, and counts from zero. */
const RESTART = START + 5000;

function samples(): HistogramSample[] {
  let counted = { fast: 0, middling: 0, slow: 0 };
  return Array.from({ length: (END - START) / EVERY }, (_, i) => {
    const second = START + EVERY * (i + 1);
    if (second > RESTART && second <= RESTART + EVERY) counted = { fast: 0, middling: 0, slow: 0 };
    const { fast, middling, slow } = heldIn(second);
    counted = { fast: counted.fast + fast, middling: counted.middling + middling, slow: counted.slow + slow };
    const buckets = new Map([
      [-3, counted.fast],
      [-2, counted.middling],
      [0, counted.slow],
    ]);
    return { second, sum: counted.fast * 0.1 + counted.middling * 0.2 + counted.slow * 0.8, buckets };
  });
}

let engine: RunningEngine;
let watched: Watched | undefined;
beforeAll(async () => {
  engine = await startNativeEngine("request_seconds", samples());
});
afterAll(() => engine.stop());
afterEach(() => watched?.stop());

const RATE = "sum(rate(request_seconds[$window]))";
const within = (threshold: number, total = `histogram_count(${RATE})`): string =>
  `ratioMetric: { good: ${source(`histogram_fraction(0, ${threshold}, ${RATE}) * histogram_count(${RATE})`)}, total: ${source(total)} }`;
const begin = async (indicator: string): Promise<Watched> => {
  watched = watch(engine.url, document(indicator));
  await watched.countTo(first);
  return watched;
};
function truth(from: number, to: number) {
  const sum = { within250: 0, total: 0 };
  for (let second = from * 60 + EVERY; second <= to * 60; second += EVERY) {
    const { fast, middling, slow } = heldIn(second);
    sum.within250 += fast + middling;
    sum.total += fast + middling + slow;
  }
  return sum;
}

describe("a native histogram", () => {
  test("counts observations within the threshold, nearly, through a restart", async () => {
    const at = await begin(within(0.25));
    await at.countTo(last);
    const [told, real] = [at.counts(first, last), truth(first, last)];
    expect(at.slo()).toMatchObject({ sli: { kind: "native" }, targets: [{ threshold: 0.25 }] });
    expect(told.observedSeconds).toBe((last - first) * 60);
    expect(Math.abs(told.total / real.total - 1)).toBeLessThan(0.01);
    expect(Math.abs(told.good / told.total - real.within250 / real.total)).toBeLessThan(0.005);
  });

  test("is held in each minute against the threshold that was in force then", async () => {
    const at = await begin(within(0.25));
    const change = first + 20;
    const [target] = at.slo().targets;
    if (!target) throw new Error("there is no target");
    const inForceFrom = change * 60_000;
    addTarget(at.world.db, "watched", { ...target, version: 2, threshold: 1, inForceFrom }, new Date(inForceFrom));
    await at.countTo(first + 40);
    const [before, after] = [at.counts(first, change), at.counts(change, first + 40)];
    const real = truth(first, change);
    expect(before.good / before.total).toBeCloseTo(real.within250 / real.total, 6);
    expect(after.good / after.total).toBeCloseTo(1, 6);
  });

  test("of which the engine has no series is unobserved", async () => {
    const at = await begin(within(0.25).replaceAll("request_seconds", "absent_seconds"));
    await at.countTo(last);
    expect(at.counts(first, last)).toMatchObject({ total: 0, observedSeconds: 0 });
    expect(at.error()).toBeNull();
  });

  test("in any other words is evaluated as written", async () => {
    const at = await begin(within(0.25, `histogram_count(${RATE}) * 1`));
    await at.countTo(last);
    expect(at.slo().sli.kind).toBe("approximate");
    const [told, real] = [at.counts(first, last), truth(first, last)];
    expect(Math.abs(told.good / told.total - real.within250 / real.total)).toBeLessThan(0.01);
  });
});
