import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { World } from "@/bench/caching/world";
import { versionsIn } from "@/storefront/caching/database";
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
    // Behind, on a store of its own, the other process knows of it only once the database does.
    if (pattern === "write-behind" && store === "in-process")
      await until("the edge shows it", async () => (await shop?.read("/product/3"))?.version === 8);
    expect(await shop.read("/product/3")).toMatchObject({ version: 8 });
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
