import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { World } from "@/bench/caching/world";
import { versionsIn } from "@/storefront/caching/database";
import { HOT_PRODUCT } from "@/storefront/caching/parameters";
import { startOrigin } from "@/storefront/caching/servers";
import { memcachedStore } from "@/storefront/caching/stores/memcached";
import { redisStore } from "@/storefront/caching/stores/redis";
import { isAlive } from "@/storefront/supervisor/proc";
import { COMBINATIONS, clientOf, openShop, QUICK, type Shop, settingsOf, startParts } from "./caching-site";

let world: World;
let shop: Shop | undefined;

beforeAll(async () => {
  world = await startParts();
});
afterEach(async () => {
  await shop?.stop();
  shop = undefined;
});
afterAll(async () => {
  const children = world.children.running();
  await world.end();
  for (const child of children) expect(isAlive(child), child.name).toBe(false);
});

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return;
    await sleep(25);
  }
  throw new Error(`waited in vain until ${what}`);
}
const inDatabase = async (product: number): Promise<number | undefined> =>
  (await versionsIn(world.socketDir)).get(product);

describe.each(COMBINATIONS)("$pattern on $store", ({ pattern, store }) => {
  test("reads keep the edge's copy, until a write is acknowledged: then every process and the edge show it", async () => {
    shop = await openShop(world, pattern, store);
    for (const edge of ["miss", "hit"])
      expect(await shop.read("/product/3")).toEqual({ status: 200, edge, version: 0 });
    for (const origin of [0, 1]) expect((await shop.read("/product/3", origin)).version).toBe(0);
    expect(await shop.read("/category/3")).toMatchObject({ version: 0 });

    expect(await shop.write(3, 8)).toBe(204);
    // The edge serves its old copy while it fetches the new one.
    await until("the edge shows it", async () => (await shop?.read("/product/3"))?.version === 8);
    // Behind, on a store of its own, the other process knows of it only once the database does.
    if (pattern === "write-behind" && store === "in-process")
      await until("every process shows it", async () => {
        const shown = await Promise.all([0, 1].map((origin) => shop?.read("/product/3", origin)));
        return shown.every((one) => one?.version === 8);
      });
    for (const origin of [0, 1]) expect((await shop.read("/product/3", origin)).version).toBe(8);
    if (pattern === "write-behind") await until("the queue is empty", async () => (await shop?.queued()) === 0);
    expect(await inDatabase(3)).toBe(8);
    await until("the category shows it", async () => (await shop?.read("/category/3"))?.version === 8);
  });

  test("a hundred readers who miss at once cost one read of the database, and what does not exist is remembered", async () => {
    shop = await openShop(world, pattern, store);
    const before = await shop.databaseReads();
    const reads = await Promise.all(Array.from({ length: 100 }, () => shop?.read("/product/7", 0)));
    expect(reads.every((read) => read?.status === 200)).toBe(true);
    expect((await shop.databaseReads()) - before).toBe(1);

    for (let asked = 0; asked < 5; asked++) expect((await shop.read("/product/9999", 0)).status).toBe(404);
    expect((await shop.databaseReads()) - before).toBe(2);
    await shop.read("/product/9999");
    expect(await shop.read("/product/9999")).toMatchObject({ status: 404, edge: "hit" });
  });
});

test.each(["redis", "memcached"] as const)(
  "two processes that miss one key at once read the database once, by a lease in %s",
  async (store) => {
    shop = await openShop(world, "cache-aside", store);
    const before = await shop.databaseReads();
    await Promise.all(Array.from({ length: 40 }, (_, index) => shop?.read("/product/11", index % 2)));
    expect((await shop.databaseReads()) - before).toBe(1);
  },
);

test.each(["redis", "memcached"] as const)(
  "without %s reads go on, and after its return they are cached again",
  async (store) => {
    shop = await openShop(world, "cache-aside", store);
    await world.killStore(store);
    expect((await shop.read("/product/5", 0)).status).toBe(200);
    expect(await shop.write(5, 2)).toBe(204);
    expect((await shop.read("/product/5", 0)).version).toBe(2);
    await world.startStore(store);
    const port = world.storePort(store) ?? 0;
    const other = store === "redis" ? await redisStore(port, () => undefined) : memcachedStore(port);
    await until("an entry is kept again", async () => {
      await shop?.write(5, 3);
      await shop?.read("/product/5", 0);
      return (await other.get("product:5")) !== undefined;
    });
    other.close();
  },
);

test("a second purge is hard, so that no reader gets an old copy for as long as its grace", async () => {
  const old = async (variant: "as-decided" | "soft-purge") => {
    shop = await openShop(world, "cache-aside", "redis", QUICK, variant);
    for (let asked = 0; asked < 2; asked++) await shop.read("/product/3");
    expect(await shop.write(3, 2)).toBe(204);
    // Nobody asks until both purges are done.
    await sleep(QUICK.purgeAgainMs + 1_000);
    const first = await shop.read("/product/3");
    // The edge may be fetching still; an origin that refuses it is left alone for a while, and with it the next shop's write.
    await until("the new one is there", async () => (await shop?.read("/product/3"))?.version === 2);
    await shop.stop();
    return first;
  };
  expect(await old("soft-purge")).toEqual({ status: 200, edge: "stale", version: 0 });
  expect(await old("as-decided")).toEqual({ status: 200, edge: "miss", version: 2 });
  shop = undefined;
});

test("a soft purge serves the old copy while the edge fetches the new one, a hard one never", async () => {
  shop = await openShop(world, "cache-aside", "redis");
  for (let asked = 0; asked < 2; asked++) await shop.read("/product/3");
  expect(await shop.write(3, 2)).toBe(204);
  expect(await shop.read("/product/3")).toEqual({ status: 200, edge: "stale", version: 0 });
  await until("the new one is there", async () => (await shop?.read("/product/3"))?.version === 2);
  await shop.stop();

  shop = await openShop(world, "cache-aside", "redis", QUICK, "hard-purge");
  for (let asked = 0; asked < 2; asked++) await shop.read("/product/3");
  expect(await shop.write(3, 2)).toBe(204);
  expect(await shop.read("/product/3")).toEqual({ status: 200, edge: "miss", version: 2 });
});

test.each([
  ["edge-only", "none", ["database", "database"]],
  ["shared-only", "redis", ["database", "shared"]],
  ["edge-and-shared", "redis", ["database", "shared"]],
  ["process-and-shared", "redis", ["database", "l1"]],
  ["as-decided", "redis", ["database", "l1"]],
] as const)("an origin of %s reads from %s and what it lacks from the database", async (variant, store, levels) => {
  shop = await openShop(world, "cache-aside", store, QUICK, variant);
  for (const level of levels) expect((await shop.read("/product/4", 0)).level).toBe(level);
});

test("a page that becomes hot is forgotten in every level, lives for its own short time, and is an ordinary one afterwards", async () => {
  // Without refreshes in the background, one of which may keep the page again right after it was forgotten.
  shop = await openShop(world, "cache-aside", "redis", QUICK, "unprotected");
  const turnTo = (hotProduct: boolean) =>
    Promise.all(
      world.originPorts.map(async (port) => {
        const body = JSON.stringify({ scenario: "hot-key", hotProduct });
        expect((await fetch(`http://127.0.0.1:${port}/situation`, { method: "POST", body })).status).toBe(200);
      }),
    );
  const level = async () => (await shop?.read(`/product/${HOT_PRODUCT.id}`, 0))?.level;
  for (const expected of ["database", "l1"]) expect(await level()).toBe(expected);
  await turnTo(true);
  expect(await shop.databaseReads()).toBe(0);
  expect(await level()).toBe("database");
  await until("it has expired in the process and in the store", async () => {
    await level();
    return ((await shop?.databaseReads()) ?? 0) > 1;
  });
  await turnTo(false);
  for (const expected of ["database", "l1"]) expect(await level()).toBe(expected);
});

test("an edge that is passed by keeps nothing, and one that is not keeps what lives", async () => {
  shop = await openShop(world, "cache-aside", "redis");
  const ask = async (headers: Record<string, string>) => {
    const answer = await fetch(`http://127.0.0.1:${world.edgePort}/product/6`, { headers });
    await answer.arrayBuffer();
    return answer.headers.get("x-edge");
  };
  for (let asked = 0; asked < 2; asked++) expect(await ask({ "x-bypass": "1" })).toBe("pass");
  for (const edge of ["miss", "hit"]) expect(await ask({})).toBe(edge);
});

test("a page past its lifetime is served once more in its grace, and is then a new one", async () => {
  shop = await openShop(world, "cache-aside", "redis", { ...QUICK, edgeMs: 200 });
  expect(await shop.read("/product/8")).toMatchObject({ edge: "miss" });
  await until("it has expired", async () => (await shop?.read("/product/8"))?.edge === "stale");
  await until("it was fetched anew", async () => (await shop?.read("/product/8"))?.edge === "hit");
});

const ANSWERED = 204;

test.each([
  ["write-behind", "redis", 0],
  ["write-behind", "memcached", 0],
  ["cache-aside", "redis", 4],
  ["write-through", "memcached", 4],
] as const)(
  "%s on %s, which is killed right after a write was acknowledged, leaves version %i",
  async (pattern, store, left) => {
    shop = await openShop(world, pattern, store, { ...QUICK, flushEveryMs: 1000 });
    expect(await shop.write(1, 4)).toBe(ANSWERED);
    await world.killStore(store);
    await world.startStore(store);
    await until("nothing waits any more", async () => (await shop?.queued()) === 0);
    expect(await inDatabase(1)).toBe(left);
  },
);

test.each([
  ["redis", 4],
  ["in-process", 0],
] as const)(
  "write-behind on %s, whose process is killed right after an acknowledgement, leaves version %i",
  async (store, left) => {
    shop = await openShop(world, "write-behind", store);
    await shop.stop();
    shop = undefined;
    const alone = { ...settingsOf(world, "write-behind", store, 0), peerPorts: [] };
    const start = () => startOrigin(world.children, "origin", alone, alone.port);
    const killed = await start();
    const body = JSON.stringify({ version: 4, pricePence: 104 });
    const put = await fetch(`http://127.0.0.1:${alone.port}/product/1`, { method: "PUT", body });
    expect(put.status).toBe(ANSWERED);
    await world.children.kill(killed);
    const successor = await start();
    const { queued } = clientOf({ ...world, originPorts: [alone.port] });
    await until("nothing waits any more", async () => (await queued()) === 0);
    expect(await inDatabase(1)).toBe(left);
    await world.children.kill(successor);
  },
);
