import { describe, expect, test } from "vitest";
import { figuresOf, median, overRuns, rangeOf } from "@/bench/caching/figures";
import { Run, runIdOf } from "@/bench/caching/results";
import type { CellRun } from "@/bench/caching/run-cell";
import { rowOf } from "@/bench/caching/run-session";
import type { Account } from "@/storefront/caching/load/report";
import { exampleRow, exampleRun, phaseFigures } from "./example-run";

const none = {
  ...{ requests: 0, bytes: 0, l1Hits: 0, l1Misses: 0, sharedHits: 0, sharedMisses: 0, databaseReads: 0, refreshes: 0 },
  productPages: {},
};
const seen: Account = {
  ...{ seconds: 10, requests: 1010, failed: 10, reads: 1000, failedReads: 10, writes: 10, failedWrites: 0 },
  readLatency: { p50Ms: 1.234, p95Ms: 20.05, p99Ms: null },
  p95WithFailuresMs: 25,
  writeLatency: { p50Ms: 60, p95Ms: 90, p99Ms: 95 },
  ...{ cacheable: 900, hits: 882, edgeHits: 810, edgeStaleHits: 90, bytes: 5000, staleReads: 2, oldestStaleMs: 400 },
};
const after = {
  ...{ requests: 200, bytes: 500, l1Hits: 10, l1Misses: 90, sharedHits: 72, sharedMisses: 18 },
  ...{ databaseReads: 30, refreshes: 4 },
  productPages: { "500": 9, "600": 1 },
};

test("rates are of what each level was asked, and offload of what was answered", () => {
  expect(figuresOf(seen, none, after, true)).toMatchObject({
    ...{ edgeHitRate: 0.9, edgeStaleShare: 0.1, l1HitRate: 0.1, sharedHitRate: 0.8, cacheableHitRate: 0.98 },
    ...{ offloadRequests: 0.8, offloadBytes: 0.9, originPerSecond: 20, databasePerSecond: 3, refreshes: 4 },
    ...{ failed: 10, failedShare: 0.0099, writeP50Ms: 60, writeP95Ms: 90, writeP99Ms: 95 },
  });
});

test("a failed request is no spared one", () => {
  const half = figuresOf({ ...seen, failed: 610 }, none, after, true);
  expect(half.offloadRequests).toBe(0.5);
});

test("the origin's time is of its product pages, between the two moments", () => {
  const figures = figuresOf(seen, { ...none, productPages: { "500": 9 } }, after, true);
  expect(Number(figures.originP95Ms)).toBeCloseTo(0.1 * 1.01 ** 600, 0);
});

test("a 95th percentile that is a failure is said to be one, and none is none", () => {
  expect(figuresOf({ ...seen, p95WithFailuresMs: null }, none, after, true).p95WithFailuresMs).toBe("never");
  expect(figuresOf({ ...seen, reads: 0, p95WithFailuresMs: null }, none, after, true).p95WithFailuresMs).toBeNull();
});

test("what was never asked has no rate", () => {
  const told = figuresOf({ ...seen, cacheable: 0 }, none, none, false);
  for (const name of ["edgeHitRate", "l1HitRate", "sharedHitRate", "cacheableHitRate"] as const)
    expect(told[name]).toBeNull();
});

describe("several runs", () => {
  test("counts are added up, the oldest is the oldest, and of the rest it is the median", () => {
    const runs = [
      phaseFigures({ requests: 100, failed: 1, p95Ms: 30, staleReads: 1, oldestStaleMs: 200 }),
      phaseFigures({ requests: 100, failed: 0, p95Ms: 10, staleReads: 0, oldestStaleMs: null }),
      phaseFigures({ requests: 200, failed: 3, p95Ms: 20, staleReads: 5, oldestStaleMs: 900 }),
    ];
    expect(overRuns(runs)).toMatchObject({
      ...{ requests: 400, failed: 4, failedShare: 0.01, p95Ms: 20, staleReads: 6, oldestStaleMs: 900, l1HitRate: null },
    });
  });

  test("a recovery that did not come is longer than any that did", () => {
    expect(median([2, "never", 5])).toBe(5);
    expect(median(["never", "never", 5])).toBe("never");
    expect(median([2, 5])).toBe(5);
    expect(median([])).toBeNull();
    expect(rangeOf([3, "never", 1])).toEqual({ shortest: 1, longest: "never" });
    expect(rangeOf([])).toEqual({ shortest: null, longest: null });
  });

  test("losses are added up over the runs, and recoveries are kept one by one", () => {
    const run = (lostWrites: number, recovery: CellRun["recovery"]): CellRun => ({
      ...{ lostWrites, recovery, acknowledgedWrites: 100, killedAtSeconds: 4, slices: [], warm: null },
      phases: [{ name: "after", seconds: 3, figures: phaseFigures({ p95Ms: lostWrites }) }],
    });
    const cell = { pattern: "write-behind", store: "redis", scenario: "write-heavy", variant: "as-decided" } as const;
    expect(rowOf(cell, [run(20, 4), run(0, "never"), run(7, 2)])).toMatchObject({
      ...cell,
      figures: {
        ...{ runs: 3, lostWrites: 27, acknowledgedWrites: 300, warmSeconds: null },
        ...{ recoverySeconds: 4, recoveryShortest: 2, recoveryLongest: "never" },
      },
      recoveries: [4, "never", 2],
      phases: [{ name: "after", seconds: 9, figures: { p95Ms: 7 } }],
    });
  });
});

test("a run is named after the minute of its start, and only a whole one is kept", () => {
  expect(runIdOf(new Date("2026-11-26T01:31:59Z"))).toBe("c-20261126-0131");
  const run = exampleRun("c-20261126-0131", [exampleRow({}, { steady: {} })]);
  expect(Run.parse(run)).toEqual(run);
  expect(Run.safeParse({ ...run, run: "yesterday" }).success).toBe(false);
  expect(Run.safeParse({ ...run, rows: [{ ...run.rows[0], figures: {} }] }).success).toBe(false);
});
