import { expect, test } from "vitest";
import { figuresOf } from "@/bench/caching/figures";
import { Run, runIdOf } from "@/bench/caching/results";
import { exampleRow, exampleRun } from "./example-run";

const none = { requests: 0, bytes: 0, l1Hits: 0, l1Misses: 0, sharedHits: 0, sharedMisses: 0, databaseReads: 0 };
const report = {
  requests: 1000,
  reads: 990,
  errors: 1,
  p50Ms: 1.234,
  p95Ms: 20.05,
  p99Ms: null,
  cacheable: 900,
  edgeHits: 810,
  misses: 18,
  bytes: 5000,
  staleReads: 2,
  oldestStaleMs: 400,
  slices: [],
  acknowledged: [[1, 2] as [number, number]],
};
const after = {
  requests: 200,
  bytes: 500,
  l1Hits: 10,
  l1Misses: 90,
  sharedHits: 72,
  sharedMisses: 18,
  databaseReads: 30,
};

test("rates are of what each level was asked, and offload of everything", () => {
  const told = figuresOf(report, none, after, { seconds: 10, isShared: true, lostWrites: 0, recovery: null });
  expect(told).toMatchObject({
    edgeHitRate: 0.9,
    l1HitRate: 0.1,
    sharedHitRate: 0.8,
    cacheableHitRate: 0.98,
    offloadRequests: 0.8,
    offloadBytes: 0.9,
    originPerSecond: 20,
    databasePerSecond: 3,
    acknowledgedWrites: 1,
  });
});

test("what was never asked has no rate", () => {
  const told = figuresOf({ ...report, cacheable: 0 }, none, none, {
    seconds: 10,
    isShared: false,
    lostWrites: 0,
    recovery: null,
  });
  expect([told.edgeHitRate, told.l1HitRate, told.sharedHitRate, told.cacheableHitRate]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test("a run is named after the minute of its start, and only a whole one is kept", () => {
  expect(runIdOf(new Date("2026-11-26T01:31:59Z"))).toBe("c-20261126-0131");
  const run = exampleRun("c-20261126-0131", [exampleRow({}, {})]);
  expect(Run.parse(run)).toEqual(run);
  expect(Run.safeParse({ ...run, run: "yesterday" }).success).toBe(false);
  expect(Run.safeParse({ ...run, rows: [{ ...run.rows[0], figures: {} }] }).success).toBe(false);
});
