import fc from "fast-check";
import { expect, test } from "vitest";
import { loadBook } from "@/storefront/caching/load/book";
import { histogram } from "@/storefront/caching/load/histogram";
import { phaseAt } from "@/storefront/caching/load/plan";
import { acknowledged } from "@/storefront/caching/load/staleness";
import { everyPath, visits } from "@/storefront/caching/load/visits";
import { PARAMETERS } from "@/storefront/caching/parameters";
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
    { seconds: 2, reads: 40, writes: 1 },
    { seconds: 3, reads: 400, writes: 2 },
  ];
  expect([0, 1.9, 2, 4.9, 5].map((at) => phaseAt(phases, at)?.reads ?? null)).toEqual([40, 40, 400, 400, null]);
});

test("visitors ask for what is popular most, now and then for what does not exist, and half of them for what is hot", () => {
  const next = visits(PARAMETERS, 0, seeded(1));
  const drawn = Array.from({ length: 20_000 }, next);
  const share = (of: (path: string) => boolean) => drawn.filter(({ path }) => of(path)).length / drawn.length;
  const products = drawn.filter(({ kind }) => kind === "product").length / drawn.length;
  expect(products).toBeCloseTo(0.5, 1);
  // Under Zipf's law the first of 300 draws 1/6.28 of all.
  expect(share((path) => path === "/product/1") / products).toBeCloseTo(1 / 6.28, 1);
  expect(share((path) => path === "/product/1")).toBeGreaterThan(1.5 * share((path) => path === "/product/2"));
  expect(drawn.filter(({ kind }) => kind === "missing").every(({ path }) => Number(path.slice(9)) > 300)).toBe(true);
  const hot = visits(PARAMETERS, 0.5, seeded(1));
  expect(Array.from({ length: 5000 }, hot).filter(({ path }) => path === "/product/1").length).toBeGreaterThan(2500);
});

test("warming asks for everything once", () => {
  const paths = everyPath(PARAMETERS);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths).toHaveLength(530);
});

test("the book sorts what it is told into hits, misses and seconds", () => {
  const book = loadBook(2, 100);
  const read = { due: 0.5, latencyMs: 10, ok: true, isRead: true, cacheable: true, bytes: 100 };
  book.add({ ...read, served: "edge" });
  book.add({ ...read, served: "shared" });
  book.add({ ...read, due: 1.5, served: "database" });
  book.add({ ...read, due: 1.5, ok: false, served: "edge" });
  book.add({ ...read, due: 1.5, cacheable: false, served: "database" });
  book.add({ ...read, due: 1.5, isRead: false, cacheable: false, served: "origin" });
  book.writes.write(1, 4, 1000);
  expect(
    book.see(
      [
        { id: 1, version: 1 },
        { id: 1, version: 2 },
      ],
      2000,
    ),
  ).toBe(true);
  expect(book.see([{ id: 1, version: 4 }], 2000)).toBe(false);
  expect(book.report()).toMatchObject({
    requests: 6,
    reads: 5,
    errors: 1,
    cacheable: 4,
    edgeHits: 1,
    misses: 2,
    staleReads: 1,
    oldestStaleMs: 1000,
    acknowledged: [[1, 4]],
    slices: [
      { requests: 2, errors: 0, hitRate: 1 },
      { requests: 4, errors: 1, hitRate: 0 },
    ],
  });
});
