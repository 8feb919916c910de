import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openDatabase } from "@/db/client";
import { backfillStep } from "@/lib/evaluator/backfill";
import { noteStrays } from "@/lib/evaluator/strays";
import { tick, type World } from "@/lib/evaluator/tick";
import { EngineError, prometheus } from "@/lib/gateways/prometheus";
import { readOpenSlo } from "@/lib/interop/openslo";
import type { NamedEngine } from "@/lib/rules/engine-labels";
import { countsIn } from "@/lib/slo/ledger";
import { engineOf } from "@/lib/slo/sli";
import { type Cursor, cursorOf } from "@/lib/store/cursors";
import type { Database } from "@/lib/store/database";
import { engineStates } from "@/lib/store/engine-state";
import { storedLedger } from "@/lib/store/ledger";
import { activeSlos, addTarget, type Slo, saveSli, saveSlo, segmentsOf } from "@/lib/store/slos";
import { ranked } from "@/lib/views/ranking";
import { standingOf } from "@/lib/views/standing";
import { type RunningEngine, startEngine, startOtherEngine } from "./engine";
import { type Simulation, simulate } from "./simulation";

const HOURS = 4;
const END = Math.floor(Date.now() / 3_600_000) * 3600 - 3600;
const endMinute = END / 60;
/** What two clusters served: other counts, so that whoever asks the wrong one is found out. */
const [us, eu] = [simulate(7, END, HOURS), simulate(8, END, HOURS)];

let usEngine: RunningEngine;
let euEngine: RunningEngine;
const folders: string[] = [];

beforeAll(async () => {
  usEngine = await startEngine(us.openMetrics);
  euEngine = await startOtherEngine(eu.openMetrics);
});
afterAll(async () => {
  await usEngine?.stop();
  await euEngine?.stop();
});
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const slo = (name: string, engine: string | null): string => {
  const source = (query: string): string =>
    `{ metricSource: { ${engine === null ? "" : `metricSourceRef: ${engine},`} spec: { query: '${query}' } } }`;
  return `
apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  service: shop
  indicator: { spec: { ratioMetric: { counter: true, bad: ${source('shop_bad{job="shop"}')}, total: ${source('shop_requests{job="shop"}')} } } }
  timeWindow: [{ duration: 7d, isRolling: true }]
  objectives: [{ target: 0.5 }]
`;
};

const NAMED: NamedEngine[] = ["default", "eu", "us"].map((name) => ({ name, labels: {} }));

function databaseWith(documents: string[]): Database {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-engines-"));
  folders.push(folder);
  const db = openDatabase(join(folder, "plumbline.db"), resolve("db/migrations"));
  for (const definition of readOpenSlo(documents.join("\n---\n"), NAMED).definitions) {
    const { id, name, service, tier, team, description, runbook, sli, target } = definition;
    const facts = { id, name, service, tier, team, description, runbook, source: "test.yaml" };
    const noDecision = { decisionPath: null, decisionId: null, adrCommit: null, asDrift: false };
    saveSlo(db, facts, new Date(0));
    saveSli(db, id, sli, new Date(0));
    const version = { version: 1, ...target, ...noDecision, inForceFrom: 0, author: "test", reason: "test" };
    addTarget(db, id, version, new Date(0));
  }
  return db;
}

const worldOf = (db: Database, engineName: string, url: string, labels: Record<string, string> = {}): World => ({
  ...{ db, engineName, delaySeconds: 60, commitOf: async () => null },
  engine: prometheus(url, engineName === "default" ? {} : { entry: engineName, labels }),
});

const whenFinal = (minute: number): Date => new Date(minute * 60_000 + 60_000);

async function catchUp(world: World, minute: number): Promise<void> {
  while (!(await tick(world, whenFinal(minute))));
}

function sloNamed(db: Database, id: string): Slo {
  const found = activeSlos(db).find((each) => each.id === id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
}

const cursorNamed = (db: Database, id: string): Cursor | null => cursorOf(db, sloNamed(db, id).sliId);

/** Off by so much of the bad events, and of all events, in the minutes (from, to]. */
function offIn(db: Database, id: string, { truth }: Simulation, from: number, to: number): number {
  const told = countsIn(storedLedger(db, sloNamed(db, id).sliId), from, to);
  let [bad, total] = [0, 0];
  for (let minute = from + 1; minute <= to; minute++) {
    bad += truth.get(minute)?.bad ?? 0;
    total += truth.get(minute)?.total ?? 0;
  }
  return Math.max(Math.abs(told.total / total - 1), Math.abs((told.total - told.good) / bad - 1));
}

const verdictOf = (db: Database, id: string, now: Date): string => {
  const standing = standingOf(db, id);
  if (!standing) throw new Error(`there is no ${id}`);
  return ranked(standing, now).verdict;
};

test("an engine that is killed makes its own SLOs unknown and no other's, and misses no event once it is back", async () => {
  const db = databaseWith([slo("here", null), slo("there", "eu")]);
  const [here, there] = [worldOf(db, "default", usEngine.url), worldOf(db, "eu", euEngine.url)];
  const begin = endMinute - 150;
  await Promise.all([catchUp(here, begin), catchUp(there, begin)]);
  await Promise.all([catchUp(here, begin + 60), catchUp(there, begin + 60)]);
  expect(["here", "there"].map((id) => verdictOf(db, id, whenFinal(begin + 60)))).toEqual(["met", "met"]);

  const port = Number(new URL(euEngine.url).port);
  await euEngine.stop();
  for (let minute = begin + 61; minute <= begin + 75; minute++) {
    const [counted, silent] = await Promise.allSettled([tick(here, whenFinal(minute)), tick(there, whenFinal(minute))]);
    expect(counted).toEqual({ status: "fulfilled", value: true });
    expect(cursorNamed(db, "here")?.liveMinute, "it is on time").toBe(minute);
    expect(silent.status === "rejected" && silent.reason).toBeInstanceOf(EngineError);
  }
  const now = whenFinal(begin + 75);
  expect(cursorNamed(db, "there")).toMatchObject({ liveMinute: begin + 60, error: null });
  expect(["here", "there"].map((id) => verdictOf(db, id, now))).toEqual(["met", "unknown"]);
  expect(engineStates(db).get("default")).toMatchObject({ answeredAt: now.getTime(), error: null });
  expect(engineStates(db).get("eu")).toEqual({
    askedAt: now.getTime(),
    answeredAt: whenFinal(begin + 60).getTime(),
    error: expect.stringMatching(new RegExp(`^eu \\(127\\.0\\.0\\.1:${port}\\) does not answer`)),
  });

  euEngine = await startOtherEngine(eu.openMetrics, port);
  await Promise.all([catchUp(here, endMinute - 2), catchUp(there, endMinute - 2)]);
  expect(verdictOf(db, "there", whenFinal(endMinute - 2))).toBe("met");
  expect(offIn(db, "here", us, begin - 1, endMinute - 2)).toBeLessThan(0.001);
  expect(offIn(db, "there", eu, begin - 1, endMinute - 2)).toBeLessThan(0.001);
});

test("the history of each is counted by its own engine", async () => {
  const db = databaseWith([slo("here", null), slo("there", "eu")]);
  const worlds = [worldOf(db, "default", usEngine.url), worldOf(db, "eu", euEngine.url)];
  for (const world of worlds) {
    await catchUp(world, endMinute - 2);
    while (await backfillStep(world, async () => {}));
  }
  const from = endMinute - 180;
  expect(offIn(db, "here", us, from, endMinute - 2)).toBeLessThan(0.001);
  expect(offIn(db, "there", eu, from, endMinute - 2)).toBeLessThan(0.001);
});

test("an SLO that names another engine begins a new segment there, and keeps what was", async () => {
  const db = databaseWith([slo("moves", null)]);
  const [here, there] = [worldOf(db, "default", usEngine.url), worldOf(db, "eu", euEngine.url)];
  await catchUp(here, endMinute - 60);
  await catchUp(here, endMinute - 30);
  const [moved] = readOpenSlo(slo("moves", "eu"), NAMED).definitions;
  if (!moved) throw new Error("it cannot be read");
  const [before, at] = [storedLedger(db, sloNamed(db, "moves").sliId).last(), whenFinal(endMinute - 30)];
  expect(saveSli(db, "moves", moved.sli, at), "another engine counts something else").toBe(true);
  expect(saveSli(db, "moves", moved.sli, at), "the same one does not").toBe(false);
  expect(engineOf(sloNamed(db, "moves").sli)).toBe("eu");
  await catchUp(here, endMinute - 2);
  await catchUp(there, endMinute - 2);
  const [old, now] = segmentsOf(db, "moves");
  expect(storedLedger(db, old?.sliId ?? 0).last()).toEqual(before);
  expect(now?.sliId).not.toBe(old?.sliId);
  expect(cursorNamed(db, "moves")?.liveMinute).toBe(endMinute - 2);
});

test("an SLO whose engine is set up no more says so, and is counted again once it is", async () => {
  const db = databaseWith([slo("here", null), slo("there", "eu")]);
  const [here, there] = [worldOf(db, "default", usEngine.url), worldOf(db, "eu", euEngine.url)];
  await Promise.all([catchUp(here, endMinute - 20), catchUp(there, endMinute - 20)]);
  noteStrays(db, ["default"]);
  await catchUp(here, endMinute - 10);
  expect(cursorNamed(db, "here")).toMatchObject({ liveMinute: endMinute - 10, error: null });
  expect(cursorNamed(db, "there")?.error).toBe("Its engine eu is not in ENGINES_FILE any more.");
  noteStrays(db, ["default", "eu"]);
  expect(cursorNamed(db, "there")?.error, "it is there again, whether it answers or not").toBeNull();
  await catchUp(there, endMinute - 2);
  expect(cursorNamed(db, "there")).toMatchObject({ liveMinute: endMinute - 2, error: null });
});

test("an engine that no SLO names any more is neither silent nor answering: nobody asks it", async () => {
  const db = databaseWith([slo("here", null), slo("there", "eu")]);
  const [here, there] = [worldOf(db, "default", usEngine.url), worldOf(db, "eu", "http://127.0.0.1:9")];
  await catchUp(here, endMinute - 20);
  await expect(catchUp(there, endMinute - 20)).rejects.toThrow("does not answer");
  expect(engineStates(db).get("eu")).toMatchObject({ answeredAt: null });
  const [moved] = readOpenSlo(slo("there", null), NAMED).definitions;
  if (!moved) throw new Error("it cannot be read");
  saveSli(db, "there", moved.sli, whenFinal(endMinute - 20));
  await Promise.all([catchUp(here, endMinute - 10), catchUp(there, endMinute - 10)]);
  expect([...engineStates(db).keys()]).toEqual(["default"]);
});

test("one engine that holds two clusters serves as two by their labels, as they are each alone", async () => {
  const both = await startEngine(together({ us: us.openMetrics, eu: eu.openMetrics }));
  try {
    const db = databaseWith([slo("here", "us"), slo("there", "eu"), slo("all", null)]);
    const worlds = [
      worldOf(db, "default", both.url),
      ...["us", "eu"].map((name) => worldOf(db, name, both.url, { cluster: name })),
    ];
    const begin = endMinute - 150;
    for (const world of worlds) {
      await catchUp(world, begin);
      await catchUp(world, endMinute - 2);
    }
    expect(offIn(db, "here", us, begin - 1, endMinute - 2)).toBeLessThan(0.001);
    expect(offIn(db, "there", eu, begin - 1, endMinute - 2)).toBeLessThan(0.001);
    const [here, there, all] = ["here", "there", "all"].map(
      (id) => countsIn(storedLedger(db, sloNamed(db, id).sliId), begin - 1, endMinute - 2).total,
    );
    expect(all).toBeCloseTo((here ?? 0) + (there ?? 0), 0);
  } finally {
    await both.stop();
  }
});

/** What several clusters have, each with its label, metric by metric as OpenMetrics wants it. */
function together(clusters: Record<string, string>): string {
  const byName = new Map<string, string[]>();
  for (const [cluster, openMetrics] of Object.entries(clusters)) {
    let lines: string[] = [];
    for (const line of openMetrics.split("\n")) {
      if (line.startsWith("# TYPE")) {
        lines = byName.get(line) ?? [];
        byName.set(line, lines);
      } else if (!line.startsWith("#") && line !== "") lines.push(line.replace("{", `{cluster="${cluster}",`));
    }
  }
  return `${[...byName].map(([type, lines]) => [type, ...lines].join("\n")).join("\n")}\n# EOF\n`;
}
