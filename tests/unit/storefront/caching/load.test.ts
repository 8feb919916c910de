import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NORMAL_POLICY } from "@/storefront/cache-policy";
import { ROUTE_SHARES } from "@/storefront/caching/catalogue";
import { loadBook } from "@/storefront/caching/load/book";
import { histogram, quantileBetween } from "@/storefront/caching/load/histogram";
import { phaseAt } from "@/storefront/caching/load/plan";
import { recoverySeconds } from "@/storefront/caching/load/recovery";
import { isSteady } from "@/storefront/caching/load/settling";
import { acknowledged } from "@/storefront/caching/load/staleness";
import { visits } from "@/storefront/caching/load/visits";
import { PARAMETERS } from "@/storefront/caching/parameters";
import { meanSeconds } from "@/storefront/latency";
import { zipfWeights } from "@/storefront/popularity";
import { seeded } from "@/storefront/random";

test("a quantile is within 1 % of the exact one", () => {
  const value = fc.double({ min: 0.2, max: 60_000, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 300 }),
      fc.constantFrom(0.5, 0.95, 0.99),
      (values, share) => {
        const latencies = histogram();
        for (const ms of values) latencies.add(ms);
        const exact = values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(share * values.length)) - 1] ?? Number.NaN;
        const told = latencies.quantile(share) ?? Number.NaN;
        expect(told / exact).toBeGreaterThan(0.999);
        expect(told / exact).toBeLessThan(1.011);
      },
    ),
  );
});

test("without a value there is no quantile", () => {
  expect(histogram().quantile(0.95)).toBeNull();
});

test("a read is stale by the oldest acknowledgement that it should have shown", () => {
  const writes = acknowledged(100);
  writes.write(1, 5, 1000);
  writes.write(1, 9, 3000);
  expect(writes.staleMs(1, 9, 9000)).toBeNull();
  expect(writes.staleMs(1, 5, 3050)).toBeNull();
  expect(writes.staleMs(1, 5, 3500)).toBe(500);
  expect(writes.staleMs(1, 2, 3500)).toBe(2500);
  expect(writes.staleMs(2, 0, 3500)).toBeNull();
});

test("an acknowledged write is lost when the database is older than it", () => {
  const writes = acknowledged(0);
  for (const version of [3, 4, 8]) writes.write(1, version, 0);
  writes.write(2, 5, 0);
  expect(
    writes.missingIn(
      new Map([
        [1, 4],
        [2, 5],
      ]),
    ),
  ).toBe(1);
  expect(writes.missingIn(new Map([[2, 6]]))).toBe(3);
});

test("the plan's phases follow each other, and it ends", () => {
  const phases = [
    { name: "before", seconds: 2, reads: 40, writes: 1, writesTo: "all" as const },
    { name: "during", seconds: 3, reads: 400, writes: 2, writesTo: "all" as const },
  ];
  expect([0, 1.9, 2, 4.9, 5].map((at) => phaseAt(phases, at))).toEqual([0, 0, 1, 1, undefined]);
});

test("visitors ask for what is popular most, now and then for what does not exist, and half of them for what is hot", () => {
  const next = visits(PARAMETERS, seeded(1));
  const drawn = Array.from({ length: 20_000 }, () => next(0));
  const share = (of: (path: string) => boolean) => drawn.filter(({ path }) => of(path)).length / drawn.length;
  const products = drawn.filter(({ kind }) => kind === "product").length / drawn.length;
  expect(products).toBeCloseTo(ROUTE_SHARES.product, 1);
  expect(share((path) => path === "/product/1") / products).toBeCloseTo(
    zipfWeights(PARAMETERS.products, PARAMETERS.zipfExponent)[0] ?? 0,
    1,
  );
  expect(share((path) => path === "/product/1")).toBeGreaterThan(1.5 * share((path) => path === "/product/2"));
  const dead = drawn.filter(({ kind }) => kind === "missing");
  expect(dead.every(({ path }) => Number(path.slice(9)) > PARAMETERS.products)).toBe(true);
  const hot = Array.from({ length: 5000 }, () => next(0.5));
  expect(hot.filter(({ path }) => path === "/product/1").length).toBeGreaterThan(2500);
});

const READ = { due: 0.5, latencyMs: 10, ok: true, isRead: true, cacheable: true, served: "edge", bytes: 100 } as const;
const WRITE = { ...READ, isRead: false, cacheable: false, served: "origin", bytes: 0 } as const;
const bookOf = (phaseOf: (due: number) => number = () => 0) =>
  loadBook({ staleAfterMs: 100, latencyLimitMs: 200, phaseOf });

describe("the book", () => {
  test("sorts what it is told into hits, misses and seconds", () => {
    const book = bookOf();
    book.sent(0.5);
    book.add(READ);
    book.add({ ...READ, served: "edge-stale" });
    book.add({ ...READ, served: "shared" });
    book.add({ ...READ, due: 1.5, served: "database", latencyMs: 300 });
    book.add({ ...READ, due: 1.5, ok: false });
    book.add({ ...READ, due: 1.5, cacheable: false, served: "database" });
    book.add({ ...WRITE, due: 1.5 });
    expect(book.report([2])).toMatchObject({
      phases: [
        {
          ...{ seconds: 2, requests: 7, failed: 1, reads: 6, failedReads: 1, writes: 1, failedWrites: 0 },
          ...{ cacheable: 5, hits: 3, edgeHits: 2, edgeStaleHits: 1, bytes: 500 },
        },
      ],
      slices: [
        { sent: 1, done: 3, failed: 0, reads: 3, slow: 0, cacheable: 3, hits: 3 },
        { sent: 0, done: 4, failed: 1, reads: 3, slow: 2, cacheable: 2, hits: 0 },
      ],
    });
  });

  test("a read that failed at once is no fast read: latencies are of what was answered", () => {
    const book = bookOf();
    for (let read = 0; read < 96; read++) book.add({ ...READ, latencyMs: 50 });
    for (let read = 0; read < 4; read++) book.add({ ...READ, latencyMs: 1, ok: false });
    const [seen] = book.report([1]).phases;
    expect(seen?.readLatency.p50Ms).toBeCloseTo(50, 0);
    expect(seen?.p95WithFailuresMs).toBeCloseTo(50, 0);
    for (let read = 0; read < 2; read++) book.add({ ...READ, latencyMs: 1, ok: false });
    const [later] = book.report([1]).phases;
    expect(later?.readLatency.p95Ms).toBeCloseTo(50, 0);
    // Six of 102 failed: the 95th percentile is one of them.
    expect(later?.p95WithFailuresMs).toBeNull();
  });

  test("failures move the percentile up, as each is slower than any answer", () => {
    const book = bookOf();
    for (let read = 1; read <= 97; read++) book.add({ ...READ, latencyMs: read });
    for (let read = 0; read < 3; read++) book.add({ ...READ, ok: false });
    const [seen] = book.report([1]).phases;
    expect(Math.floor(seen?.readLatency.p95Ms ?? 0)).toBe(93);
    expect(Math.floor(seen?.p95WithFailuresMs ?? 0)).toBe(95);
  });

  test("writes have latencies of their own", () => {
    const book = bookOf();
    for (const latencyMs of [100, 200, 400]) book.add({ ...WRITE, latencyMs });
    book.add({ ...WRITE, latencyMs: 1, ok: false });
    const [seen] = book.report([1]).phases;
    expect(seen).toMatchObject({ writes: 4, failedWrites: 1, failedReads: 0, p95WithFailuresMs: null });
    expect(seen?.writeLatency.p50Ms).toBeCloseTo(200, -1);
    expect(seen?.writeLatency.p99Ms).toBeCloseTo(400, -1);
  });

  test("each phase has its own figures, and what was stale in it", () => {
    const book = bookOf((due) => (due < 1 ? 0 : 1));
    book.add(READ);
    book.add({ ...READ, due: 1.5, served: "database" });
    book.writes.write(1, 4, 1000);
    const shown = [
      { id: 1, version: 1 },
      { id: 1, version: 2 },
    ];
    expect(book.see(shown, 1.5, 2000)).toBe(true);
    expect(book.see([{ id: 1, version: 4 }], 1.5, 2000)).toBe(false);
    expect(book.report([1, 1])).toMatchObject({
      phases: [
        { cacheable: 1, hits: 1, staleReads: 0, oldestStaleMs: null },
        { cacheable: 1, hits: 0, staleReads: 1, oldestStaleMs: 1000 },
      ],
      acknowledged: [[1, 4]],
    });
  });
});

describe("recovery", () => {
  const well = { sent: 100, done: 100, failed: 0, reads: 100, slow: 0, cacheable: 100, hits: 99 };
  const slow = { ...well, slow: 6 };
  const missing = { ...well, hits: 80 };
  const failing = { ...well, failed: 1 };
  const silent = { ...well, sent: 0, done: 0, reads: 0, cacheable: 0, hits: 0 };
  const awaited = { ...well, done: 99 };

  test.each([
    ["what is well at once recovers in no time", [well, well, well], 0, 0],
    ["three seconds are taken together, so that one worse second among them does not count", [well, slow, well], 0, 0],
    ["slow seconds, then well ones", [slow, slow, slow, well, well], 0, 1],
    ["a hit rate below the limit is not well", [missing, missing, well, well, well], 0, 2],
    ["one failure is not well", [failing, well, well, well], 0, 1],
    ["nor is silence", [silent, silent, silent, well], 0, 1],
    ["nor what is still awaited", [awaited, well, well, well], 0, 1],
    ["it counts from what happened", [slow, slow, well, well, well], 2, 0],
    ["a run that ends too early does not tell", [slow, slow, slow], 0, null],
    ["nor one of two seconds", [well, well], 0, null],
  ] as const)("%s", (_says, seconds, from, expected) => {
    expect(recoverySeconds(seconds, from, 0.95)).toBe(expected);
  });
});

describe("caches are warm", () => {
  test.each([
    ["once so many windows in a row are alike", [0.5, 0.95, 0.96, 0.97], true],
    ["not while the hits still grow", [0.5, 0.8, 0.9, 0.96], false],
    ["not before there are so many", [0.96, 0.96], false],
    ["not by windows in which nothing was asked", [0.96, null, 0.96], false],
    ["also where nothing is cached at all", [0, 0, 0], true],
  ] as const)("%s", (_says, windows, expected) => {
    expect(isSteady(windows, 3, 0.03)).toBe(expected);
  });
});

test("a quantile between two readings is of what came between them", () => {
  const latencies = histogram();
  for (let ms = 1; ms <= 100; ms++) latencies.add(ms);
  const before = latencies.counts();
  for (let read = 0; read < 100; read++) latencies.add(500);
  expect(quantileBetween(before, latencies.counts(), 0.95) ?? 0).toBeCloseTo(500, -1);
  expect(quantileBetween({}, before, 0.5) ?? 0).toBeCloseTo(50, -1);
  expect(quantileBetween(before, before, 0.95)).toBeNull();
});

test("the proof of concept is to its database and its lifetimes about what the shop of the capacity table is", () => {
  const { baseReads, timeScale, products, edgeMs, databaseMedianMs, databaseSigma } = PARAMETERS;
  const { databaseConnections, originProcesses } = PARAMETERS;
  const productShare = ROUTE_SHARES.product + ROUTE_SHARES.missing;
  const perLifetime = (baseReads * productShare * edgeMs) / 1000 / products;
  // 1,000 requests a second, 100,000 entries, 5 minutes.
  expect(perLifetime).toBeGreaterThan((1000 * 0.32 * 300) / 100_000);
  expect(perLifetime).toBeLessThan(2 * ((1000 * 0.32 * 300) / 100_000));
  expect(edgeMs * timeScale).toBe(NORMAL_POLICY.edge.product * 1000);
  const mean = meanSeconds({ median: databaseMedianMs / 1000, sigma: databaseSigma });
  const bears = (databaseConnections * originProcesses) / mean;
  const uncached = baseReads * (productShare + ROUTE_SHARES.category + ROUTE_SHARES.stock);
  // C10 of the capacity table: 4.5.
  expect(bears / uncached).toBeGreaterThan(3);
  expect(bears / uncached).toBeLessThan(4.5);
});
