import * as fc from "fast-check";
import type { Setup } from "@/lib/costs/plan";
import type { Price } from "@/lib/costs/price-list";
import type { Volumes } from "@/lib/costs/usage";

const TERMS = {
  title: "A price",
  currency: "USD",
  why: null,
  source: "https://prices.example/",
  read: "2026-11-26",
  published: null,
  sureness: "high",
  note: null,
  from: "2026-11",
} as const;

/** `tiers`: pairs of an upper edge, null for none, and millionths, null for unknown. */
export const price = (
  id: string,
  provider: string,
  item: Price["item"],
  unit: Price["unit"],
  tiers: [number | null, number | null][],
  more: Partial<Price> = {},
): Price => ({
  ...TERMS,
  id,
  provider,
  item,
  unit,
  tiers: tiers.map(([upTo, micros]) => ({ upTo, micros })),
  ...more,
});

export const PRICES: Price[] = [
  price("egress", "cdn", "edge-egress", "GB", [
    [1000, 0],
    [10_000, 85_000],
    [null, 60_000],
  ]),
  price("requests", "cdn", "edge-requests", "10k requests", [[null, 7_500]]),
  price("purges", "cdn", "purges", "path", [
    [1000, 0],
    [null, 5_000],
  ]),
  price("fetch", "cdn", "origin-fetch", "GB", [[null, 0]]),
  price("fee", "cdn", "monthly-fee", "month", [[null, 20_000_000]]),
  price("node", "redis", "cache-hours", "node-hour", [[null, 100_000]]),
  price("line", "host", "internet-egress", "GB", [[null, 90_000]]),
  price("server", "host", "server-hours", "node-hour", [[null, 80_000]]),
  price("database", "db", "database-hours", "node-hour", [[null, 160_000]]),
];

export const SETUP: Setup = {
  currency: "USD",
  edge: { decision: "docs/adr/0001-a.md#d1", providers: ["cdn"] },
  cache: { decision: "docs/adr/0001-a.md#d2", provider: "redis" },
  origin: { provider: "host" },
  database: { provider: "db" },
  capacity: {
    peak: 3,
    edgeServer: { perHour: 7_200_000, minimum: 2 },
    originServer: { perHour: 72_000, minimum: 2 },
    database: { perHour: 360_000, minimum: 1 },
    cacheNodes: 2,
  },
  assumed: { purges: 3000, storedGB: 0, storageWrites: 0, storageReads: 0, peopleHours: { edge: 0, cache: 0 } },
};

/** Thirty days. */
export const month = (edgeRequests: number, edgeBytes: number, passed = 0.1): Volumes => ({
  minutes: 43_200,
  edgeRequests,
  edgeBytes,
  originRequests: Math.round(edgeRequests * passed),
  originBytes: Math.round(edgeBytes * passed),
  databaseReads: Math.round(edgeRequests * passed * 0.5),
});

export const volumes = fc
  .record({
    requests: fc.integer({ min: 0, max: 10_000_000_000 }),
    bytes: fc.integer({ min: 0, max: 1_000_000_000_000_000 }),
    passed: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ requests, bytes, passed }) => month(requests, bytes, passed));
