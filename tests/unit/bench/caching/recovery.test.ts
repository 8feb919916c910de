import { expect, test } from "vitest";
import { recoverySeconds } from "@/bench/caching/recovery";
import type { Slice } from "@/bench/caching/results";

const LIMITS = { latencyMs: 200, hitRate: 0.95 };
const well: Slice = { p95Ms: 20, hitRate: 0.99, originPerSecond: 1, errors: 0 };
const slow = { ...well, p95Ms: 900 };
const missing = { ...well, hitRate: 0.8 };
const failing = { ...well, errors: 1 };
const silent = { ...well, p95Ms: null, hitRate: null };

test.each([
  ["what was never unwell recovers in no time", [well, well, well, well], 0, 0],
  ["slow seconds, then well ones", [slow, slow, well, well, well], 0, 2],
  ["a hit rate below the limit is not well", [missing, well, well, well], 0, 1],
  ["nor is an error", [failing, well, well, well], 0, 1],
  ["nor is silence", [silent, well, well, well], 0, 1],
  ["one lucky second between is none", [slow, well, slow, well, well, well], 0, 3],
  ["it counts from what happened", [well, well, slow, well, well, well], 2, 1],
  ["a run that ends too early does not tell", [slow, well, well], 0, null],
] as const)("%s", (_says, slices, from, seconds) => {
  expect(recoverySeconds(slices, from, LIMITS)).toBe(seconds);
});
