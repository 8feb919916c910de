import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openDatabase } from "@/db/client";
import { backfillStep } from "@/lib/evaluator/backfill";
import { tick, type World } from "@/lib/evaluator/tick";
import { EngineError, prometheus } from "@/lib/gateways/prometheus";
import { readOpenSlo } from "@/lib/interop/openslo";
import { countsIn, goodWithin } from "@/lib/slo/ledger";
import { cursorOf } from "@/lib/store/cursors";
import type { Database } from "@/lib/store/database";
import { loadedLedger, storedLedger } from "@/lib/store/ledger";
import { activeSlos, addTarget, saveSli, saveSlo } from "@/lib/store/slos";
import { freePort, type RunningEngine, startEngine } from "./engine";
import { type Simulation, simulate } from "./simulation";

const HOURS = 8;
/** The simulated traffic ended here; all times of these tests lie before. */
const END = Math.floor(Date.now() / 3_600_000) * 3600 - 3600;
const endMinute = END / 60;

let engine: RunningEngine;
let truth: Simulation["truth"];
const folders: string[] = [];

beforeAll(async () => {
  const simulation = simulate(7, END, HOURS);
  truth = simulation.truth;
  engine = await startEngine(simulation.openMetrics);
});
afterAll(() => engine.stop());
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const slo = (name: string, part: string, query: string, total: string): string => `
apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  service: shop
  indicator: { spec: { ratioMetric: { counter: true, ${part}: { metricSource: { spec: { query: '${query}' } } }, total: { metricSource: { spec: { query: '${total}' } } } } } }
  timeWindow: [{ duration: 7d, isRolling: true }]
  objectives: [{ target: 0.95 }]
`;
const RATIO = slo("availability", "bad", 'shop_bad{job="shop"}', 'sum(rate(shop_requests{job="shop"}[$window]))');
const LATENCY = slo("latency", "good", 'shop_seconds_bucket{job="shop",le="0.2"}', 'shop_seconds_count{job="shop"}');
/** Parses as PromQL; the engine refuses it, because the regular expression does not compile. */
const REFUSED = slo("refused", "bad", 'shop_bad{job=~"(?<"}', 'shop_requests{job="shop"}');

function world(documents: string[], url = engine.url): World {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-ledger-"));
  folders.push(folder);
  const db = openDatabase(join(folder, "plumbline.db"), resolve("db/migrations"));
  const created = new Date(0);
  for (const definition of readOpenSlo(documents.join("\n---\n")).definitions) {
    const { id, name, service, tier, team, description, runbook, sli, target } = definition;
    saveSlo(db, { id, name, service, tier, team, description, runbook, source: "test.yaml" }, created);
    saveSli(db, id, sli, created);
    addTarget(
      db,
      id,
      {
        version: 1,
        ...target,
        inForceFrom: 0,
        decisionPath: null,
        decisionId: null,
        adrCommit: null,
        asDrift: false,
        author: "test",
        reason: "test",
      },
      created,
    );
  }
  return { db, engine: prometheus(url, {}), delaySeconds: 60, commitOf: async () => null };
}

/** The instant at which `minute` has just become final. */
const whenFinal = (minute: number): Date => new Date(minute * 60_000 + 60_000);

async function catchUp(at: World, minute: number): Promise<void> {
  while (!(await tick(at, whenFinal(minute))));
}

function rowsOf(db: Database, id: string): unknown[] {
  const sliId = activeSlos(db).find((each) => each.id === id)?.sliId ?? -1;
  const ledger = loadedLedger(db, sliId, 0, endMinute + 10);
  const first = ledger.first()?.minute ?? 0;
  const last = ledger.last()?.minute ?? -1;
  return Array.from({ length: last - first + 1 }, (_, i) => ledger.at(first + i));
}

function sumOfTruth(from: number, to: number): { total: number; bad: number; slow: number } {
  const sum = { total: 0, bad: 0, slow: 0 };
  for (let minute = from + 1; minute <= to; minute++) {
    const held = truth.get(minute);
    sum.total += held?.total ?? 0;
    sum.bad += held?.bad ?? 0;
    sum.slow += held?.slow ?? 0;
  }
  return sum;
}

test("counts resets, replaced pods and lazily born series as they happened, for ratios and for latencies", async () => {
  const at = world([RATIO, LATENCY]);
  const begin = endMinute - 6 * 60;
  await catchUp(at, begin);
  await catchUp(at, endMinute - 2);
  const [availability, latency] = activeSlos(at.db);
  const [from, to] = [begin - 1, endMinute - 2];
  const told = countsIn(storedLedger(at.db, availability?.sliId ?? 0), from, to);
  const real = sumOfTruth(from, to);
  expect(Math.abs(told.total / real.total - 1)).toBeLessThan(0.001);
  expect(Math.abs((told.total - told.good) / real.bad - 1)).toBeLessThan(0.001);
  const timed = countsIn(storedLedger(at.db, latency?.sliId ?? 0), from, to);
  const fast = goodWithin(timed, latency?.edges ?? null, 0.2) ?? Number.NaN;
  expect(Math.abs((timed.total - fast) / real.slow - 1)).toBeLessThan(0.001);
});

test("catching up in one step or minute by minute gives the same rows", async () => {
  const [oneStep, manySteps] = [world([RATIO, LATENCY]), world([RATIO, LATENCY])];
  const begin = endMinute - 45;
  for (const each of [oneStep, manySteps]) await catchUp(each, begin);
  await catchUp(oneStep, endMinute - 5);
  for (let minute = begin + 1; minute <= endMinute - 5; minute++) await catchUp(manySteps, minute);
  for (const id of ["availability", "latency"]) {
    expect(rowsOf(oneStep.db, id).length).toBeGreaterThan(30);
    expect(rowsOf(manySteps.db, id)).toEqual(rowsOf(oneStep.db, id));
  }
});

test("backfill counts the engine's history downward and changes no live row", async () => {
  const at = world([RATIO]);
  await catchUp(at, endMinute - 30);
  await catchUp(at, endMinute - 2);
  const live = rowsOf(at.db, "availability");
  while (await backfillStep(at, async () => {}));
  const all = rowsOf(at.db, "availability");
  expect(all.slice(-live.length)).toEqual(live);
  const sliId = activeSlos(at.db)[0]?.sliId ?? 0;
  expect(cursorOf(at.db, sliId)?.replayed).toBe(true);
  // The very first minute only sets the baseline of each series.
  const [from, to] = [(END - HOURS * 3600) / 60 + 2, endMinute - 2];
  const told = countsIn(storedLedger(at.db, sliId), from, to);
  const real = sumOfTruth(from, to);
  expect(Math.abs(told.total / real.total - 1)).toBeLessThan(0.001);
});

test("an engine that does not answer moves no cursor, and its return fills every minute", async () => {
  const at = world([RATIO]);
  await catchUp(at, endMinute - 40);
  const before = rowsOf(at.db, "availability");
  const deaf = { ...at, engine: prometheus(`http://127.0.0.1:${await freePort()}`, {}) };
  await expect(tick(deaf, whenFinal(endMinute - 20))).rejects.toThrow(EngineError);
  expect(rowsOf(at.db, "availability")).toEqual(before);
  await catchUp(at, endMinute - 10);
  expect(rowsOf(at.db, "availability")).toHaveLength(before.length + 30);
});

test("a query that the engine refuses makes its own SLO unknown and spoils no other", async () => {
  const at = world([RATIO, REFUSED]);
  await catchUp(at, endMinute - 30);
  await catchUp(at, endMinute - 20);
  const slos = new Map(activeSlos(at.db).map((each) => [each.id, cursorOf(at.db, each.sliId)]));
  expect(slos.get("availability")).toMatchObject({ liveMinute: endMinute - 20, error: null });
  expect(slos.get("refused")?.error).toMatch(/refused the query: .*(?:invalid|error parsing regexp)/);
  expect(slos.get("refused")?.liveMinute).toBeLessThan(endMinute - 20);
});

test("minutes without the total's series are unobserved, never zero of zero observed", async () => {
  const at = world([RATIO]);
  await catchUp(at, endMinute - 5);
  await catchUp(at, endMinute + 9);
  const sliId = activeSlos(at.db)[0]?.sliId ?? 0;
  expect(countsIn(storedLedger(at.db, sliId), endMinute + 4, endMinute + 9)).toMatchObject({
    total: 0,
    observedSeconds: 0,
  });
});

test("a counter that is reset and passes its old value within one minute is counted whole", async () => {
  // Per 15 s: 1000 … 1900, then a restart that has 300 by the first scrape and 2400 by the end of the same minute.
  const minute = endMinute - 30;
  const values = (second: number): number => {
    const step = (second - minute * 60) / 15;
    return step <= -1 ? 1900 + 10 * (step + 1) : step < 0 ? 1900 : 300 + 700 * step;
  };
  const lines = ["# TYPE jobs unknown"];
  for (let second = minute * 60 - 3600; second <= minute * 60 + 600; second += 15)
    lines.push(`jobs{job="queue",instance="q-1"} ${Math.max(0, values(second - 45))} ${second}`);
  const own = await startEngine(`${lines.join("\n")}\n# EOF\n`);
  try {
    const at = world([slo("queue", "bad", 'jobs_failed{job="queue"}', 'jobs{job="queue"}')], own.url);
    await catchUp(at, minute - 5);
    await catchUp(at, minute + 5);
    const sliId = activeSlos(at.db)[0]?.sliId ?? 0;
    // The raw samples around the fall are the truth.
    const samples = Array.from({ length: 41 }, (_, i) => Math.max(0, values((minute - 5) * 60 + 15 * i - 45)));
    const real = samples.slice(1).reduce((sum, value, i) => {
      const last = samples[i] as number;
      return sum + (value >= last ? value - last : value);
    }, 0);
    expect(countsIn(storedLedger(at.db, sliId), minute - 5, minute + 5).total).toBeCloseTo(real, 6);
  } finally {
    await own.stop();
  }
});

test("a counter that is first seen whole, beside nothing, is a baseline and no event", async () => {
  const minute = endMinute - 30;
  const lines = ["# TYPE hits unknown"];
  for (let second = minute * 60; second <= minute * 60 + 600; second += 15)
    lines.push(`hits{job="cache",instance="c-1"} ${1_000_000 + (second - minute * 60)} ${second}`);
  lines.push("# TYPE up unknown");
  for (let second = minute * 60 - 3600; second <= minute * 60 + 600; second += 15)
    lines.push(`up{job="cache",instance="c-1"} 1 ${second}`);
  const own = await startEngine(`${lines.join("\n")}\n# EOF\n`);
  try {
    const at = world([slo("cache", "bad", 'misses{job="cache"}', 'hits{job="cache"}')], own.url);
    await catchUp(at, minute - 5);
    await catchUp(at, minute + 5);
    const sliId = activeSlos(at.db)[0]?.sliId ?? 0;
    expect(countsIn(storedLedger(at.db, sliId), minute - 5, minute + 5).total).toBe(300);
  } finally {
    await own.stop();
  }
});

test("minutes in which the part's exporter is down are unobserved, not free of misses", async () => {
  const minute = endMinute - 30;
  const lines = ["# TYPE served unknown"];
  const from = minute * 60 - 3600;
  for (let second = from; second <= minute * 60 + 600; second += 15)
    lines.push(`served{job="edge",instance="e-1"} ${second - from} ${second}`);
  lines.push("# TYPE fetched unknown");
  for (let second = from; second <= minute * 60; second += 15)
    lines.push(`fetched{job="origin",instance="o-1"} ${(second - from) / 10} ${second}`);
  lines.push("# TYPE up unknown");
  for (const [job, instance] of [
    ["edge", "e-1"],
    ["origin", "o-1"],
  ])
    for (let second = from; second <= minute * 60 + 600; second += 15)
      lines.push(
        `up{job="${job}",instance="${instance}"} ${job === "origin" && second > minute * 60 ? 0 : 1} ${second}`,
      );
  const own = await startEngine(`${lines.join("\n")}\n# EOF\n`);
  try {
    const at = world([slo("offload", "bad", 'fetched{job="origin"}', 'served{job="edge"}')], own.url);
    await catchUp(at, minute - 5);
    await catchUp(at, minute + 8);
    const ledger = storedLedger(at.db, activeSlos(at.db)[0]?.sliId ?? 0);
    expect(countsIn(ledger, minute - 5, minute).observedSeconds).toBe(300);
    expect(countsIn(ledger, minute, minute + 8).observedSeconds).toBe(0);
  } finally {
    await own.stop();
  }
});
