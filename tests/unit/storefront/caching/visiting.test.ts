import { expect, test } from "vitest";
import type { Answer } from "@/storefront/caching/load/ask";
import { loadBook } from "@/storefront/caching/load/book";
import { loadMetrics } from "@/storefront/caching/load/metrics";
import { visiting } from "@/storefront/caching/load/visiting";
import { PARAMETERS } from "@/storefront/caching/parameters";
import { seeded } from "@/storefront/random";

/** Visitors of an edge that answers as told, at once. */
function site(answer: (method: string, path: string) => Partial<Answer> | undefined) {
  const asked: string[] = [];
  const ask = async (method: string, path: string): Promise<Answer> => {
    asked.push(path);
    const told = answer(method, path);
    if (!told) throw new Error("reset");
    return { status: 200, edge: "hit", level: "", body: Buffer.from("{}"), bytes: 2, ...told };
  };
  const book = loadBook({ staleAfterMs: 100, latencyLimitMs: 200, phaseOf: () => 0 });
  const through = visiting(ask, seeded(3)).through(book, loadMetrics({}), () => 1);
  const settled = async () => {
    while (through.underWay() > 0) await new Promise((resolve) => setImmediate(resolve));
    return book.report([1]).phases[0];
  };
  return { asked, through, settled };
}

const bodyOf = (version: number) => ({ body: Buffer.from(JSON.stringify({ id: 1, version })), bytes: 20 });

test.each([
  ["odd", 1],
  ["even", 0],
] as const)("writes to %s products go to no other", async (to, rest) => {
  const { asked, through, settled } = site(() => ({ status: 204 }));
  for (let write = 0; write < 200; write++) through.write(0, to);
  expect((await settled())?.writes).toBe(200);
  const products = asked.map((path) => Number(path.slice("/product/".length)));
  expect(new Set(products.map((product) => product % 2))).toEqual(new Set([rest]));
  expect(Math.min(...products)).toBeGreaterThan(0);
  expect(Math.max(...products)).toBeLessThanOrEqual(PARAMETERS.products);
});

test("a visit whose connection breaks, or that is answered wrongly, has failed", async () => {
  for (const answer of [() => undefined, () => ({ status: 503 })]) {
    const { through, settled } = site(answer);
    for (let read = 0; read < 50; read++) through.read(0, 1);
    through.write(0, "all");
    expect(await settled()).toMatchObject({ requests: 51, failed: 51, failedReads: 50, failedWrites: 1, hits: 0 });
  }
});

test("past the bound a visit fails without being sent, and is still a read of what can be cached", async () => {
  const { asked, through, settled } = site(() => bodyOf(1));
  for (let read = 0; read < PARAMETERS.mostUnderWay + 5; read++) through.read(0, 1);
  expect(asked).toHaveLength(PARAMETERS.mostUnderWay);
  const seen = await settled();
  expect(seen).toMatchObject({ failedReads: 5, cacheable: PARAMETERS.mostUnderWay + 5, hits: PARAMETERS.mostUnderWay });
});

test("a copy past its lifetime is a hit of the edge, and told apart", async () => {
  const { through, settled } = site(() => ({ ...bodyOf(1), edge: "stale" }));
  for (let read = 0; read < 3; read++) through.read(0, 1);
  expect(await settled()).toMatchObject({ hits: 3, edgeHits: 3, edgeStaleHits: 3 });
});
