import { describe, expect, test } from "vitest";
import { dayNight, demand } from "@/storefront/demand";
import { zipf, zipfWeights } from "@/storefront/popularity";
import { binomial, poisson, seeded } from "@/storefront/random";
import { REGION_SHARES, REGIONS, ROUTE_SHARES, ROUTES } from "@/storefront/shop";
import { isSlow, nextVisit, type Visit } from "@/storefront/visitors/visit";

const at = (iso: string) => Date.parse(iso) / 1000;
const draws = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

describe("the visitors", () => {
  test("the same seed makes the same visits, another seed others", () => {
    const visits = (seed: number) => {
      const random = seeded(seed);
      return draws(50, () => nextVisit(random).path);
    };
    expect(visits(7)).toEqual(visits(7));
    expect(visits(7)).not.toEqual(visits(8));
  });

  test("routes are asked for in their shares, which add up to one", () => {
    expect(ROUTES.reduce((sum, route) => sum + ROUTE_SHARES[route], 0)).toBeCloseTo(1, 12);
    const random = seeded(1);
    const visits = draws(20_000, () => nextVisit(random));
    for (const route of ROUTES) {
      const share = visits.filter((visit) => visit.route === route).length / visits.length;
      expect(share).toBeCloseTo(ROUTE_SHARES[route], 1.7);
    }
  });

  test("the first rank is drawn as often as Zipf's law says, and no rank lies outside", () => {
    const random = seeded(2);
    const pick = zipf(300);
    const ranks = draws(50_000, () => pick(random));
    expect(Math.min(...ranks)).toBe(1);
    expect(Math.max(...ranks)).toBeLessThanOrEqual(300);
    const first = ranks.filter((rank) => rank === 1).length / ranks.length;
    expect(first).toBeCloseTo(zipfWeights(300)[0] ?? 0, 2);
  });

  test("the night's low is 0.35 of the day's peak", () => {
    expect(dayNight(at("2026-03-03T04:00:00Z"))).toBeCloseTo(0.35, 6);
    expect(dayNight(at("2026-03-03T16:00:00Z"))).toBeCloseTo(1, 6);
  });

  test("the year's average is the one asked for", () => {
    const hours = draws(8766, () => 0).map((_, hour) => demand(at("2025-01-01T00:00:00Z") + hour * 3600, 40));
    const average = hours.reduce((sum, rate) => sum + rate, 0) / hours.length;
    expect(average).toBeGreaterThan(39.5);
    expect(average).toBeLessThan(40.5);
  });
});

describe("the random draws", () => {
  test("a Poisson draw has its mean, below and above the point where it is approximated", () => {
    const random = seeded(3);
    for (const mean of [0.4, 12, 200]) {
      const drawn = draws(20_000, () => poisson(mean, random));
      const average = drawn.reduce((sum, count) => sum + count, 0) / drawn.length;
      expect(Math.abs(average / mean - 1)).toBeLessThan(0.03);
    }
  });

  test("a binomial draw never leaves 0 to its count", () => {
    const random = seeded(4);
    for (const probability of [0, 0.001, 0.45, 0.97, 1]) {
      for (const count of [0, 1, 3, 70]) {
        const drawn = draws(2000, () => binomial(count, probability, random));
        expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...drawn)).toBeLessThanOrEqual(count);
      }
    }
  });
});

describe("a slow way to the visitors", () => {
  const visits = (() => {
    const random = seeded(3);
    return draws(20_000, () => nextVisit(random));
  })();
  const shareOf = (holds: (visit: Visit) => boolean): number => visits.filter(holds).length / visits.length;

  test("visitors come from regions in their shares, whatever they ask for", () => {
    expect(REGIONS.reduce((sum, region) => sum + REGION_SHARES[region], 0)).toBeCloseTo(1, 12);
    for (const region of REGIONS)
      expect(shareOf((visit) => visit.region === region)).toBeCloseTo(REGION_SHARES[region], 1.7);
  });

  test.each([
    [{ route: "/products/:id", region: null } as const, ROUTE_SHARES["/products/:id"]],
    [{ route: null, region: "ap-south" } as const, REGION_SHARES["ap-south"]],
    [{ route: "/products/:id", region: "us-east" } as const, ROUTE_SHARES["/products/:id"] * REGION_SHARES["us-east"]],
  ])("%o slows just those visits down", (place, share) => {
    expect(shareOf((visit) => isSlow(visit, [place]))).toBeCloseTo(share, 1.7);
    expect(visits.some((visit) => isSlow(visit, []))).toBe(false);
  });
});
