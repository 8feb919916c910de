import fc from "fast-check";
import { expect, test } from "vitest";
import { isRefreshedEarly } from "@/storefront/caching/early-refresh";
import { seeded } from "@/storefront/random";

const entry = { freshUntil: 10_000, loadMs: 100 };
const shareAt = (now: number, beta = 1): number => {
  const random = seeded(7);
  const refreshed = Array.from({ length: 5000 }, () => isRefreshedEarly(entry, now, beta, random));
  return refreshed.filter(Boolean).length / refreshed.length;
};

test("what has expired is always loaded anew, and what is far from it hardly ever", () => {
  expect(shareAt(10_000)).toBe(1);
  expect(shareAt(12_000)).toBe(1);
  expect(shareAt(8000)).toBeLessThan(0.001);
});

test("one load's time before the end, a reader in e refreshes, as the paper's exponential says", () => {
  expect(shareAt(9900)).toBeCloseTo(Math.exp(-1), 1);
  expect(shareAt(9800)).toBeCloseTo(Math.exp(-2), 1);
});

test("a beta above 1 refreshes earlier", () => {
  expect(shareAt(9800, 2)).toBeCloseTo(Math.exp(-1), 1);
});

test("with the same draw, what is refreshed at one moment is refreshed at every later one", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.nat(9999),
      fc.nat(9999),
      (draw, a, b) => {
        const at = (now: number) => isRefreshedEarly(entry, now, 1, () => draw);
        expect(!at(Math.min(a, b)) || at(Math.max(a, b))).toBe(true);
      },
    ),
  );
});
