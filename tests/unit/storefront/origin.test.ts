import { describe, expect, test } from "vitest";
import { SHORT_POLICY } from "@/storefront/cache-policy";
import { batched } from "@/storefront/origin/batched";
import { cacheAside } from "@/storefront/origin/cache-aside";
import { imageBytes } from "@/storefront/origin/image";
import type { SharedCache } from "@/storefront/origin/redis-tier";
import { seeded } from "@/storefront/random";

function sharedCache(): SharedCache & { kept: Map<string, string>; lifetimes: number[] } {
  const kept = new Map<string, string>();
  const lifetimes: number[] = [];
  return {
    kept,
    lifetimes,
    get: async (key) => kept.get(key),
    set: async (key, value, seconds) => {
      kept.set(key, value);
      lifetimes.push(seconds);
    },
    flush: async () => kept.clear(),
    close: () => undefined,
  };
}

const DEAD: SharedCache = { ...sharedCache(), get: async () => undefined, set: async () => undefined };

function watched(l2: SharedCache) {
  const seen: string[] = [];
  const cache = cacheAside(l2, seeded(1), (tier, hit) => seen.push(`${tier} ${hit ? "hit" : "miss"}`));
  return { cache, seen };
}

describe("the tiers of the origin", () => {
  test("are asked from the nearest to the farthest, and filled on the way back", async () => {
    const l2 = sharedCache();
    const { cache, seen } = watched(l2);
    expect(await cache.read("a", async () => ({ from: "database" }))).toEqual({ from: "database" });
    expect(await cache.read("a", () => Promise.reject(new Error("asked again")))).toEqual({ from: "database" });
    const other = watched(l2);
    expect(await other.cache.read("a", () => Promise.reject(new Error("asked again")))).toEqual({ from: "database" });
    expect(seen).toEqual(["l1 miss", "l2 miss", "l1 hit"]);
    expect(other.seen).toEqual(["l1 miss", "l2 hit"]);
  });

  test("let concurrent misses of one key share one load", async () => {
    const { cache } = watched(sharedCache());
    let loads = 0;
    const load = async () => ({ load: ++loads });
    await Promise.all([cache.read("a", load), cache.read("a", load), cache.read("a", load)]);
    expect(loads).toBe(1);
  });

  test("go on without Redis", async () => {
    const { cache, seen } = watched(DEAD);
    expect(await cache.read("a", async () => ({ id: 1 }))).toEqual({ id: 1 });
    expect(seen).toEqual(["l1 miss", "l2 miss"]);
  });

  test("do not remember a load that failed", async () => {
    const { cache } = watched(sharedCache());
    await expect(cache.read("a", () => Promise.reject(new Error("down")))).rejects.toThrow("down");
    expect(await cache.read("a", async () => ({ id: 1 }))).toEqual({ id: 1 });
  });

  test("vary a lifetime by a tenth at most, and obey a shorter policy from then on", async () => {
    const l2 = sharedCache();
    const { cache } = watched(l2);
    cache.setPolicy({ ...SHORT_POLICY, l2: 100 });
    for (let key = 0; key < 50; key++) await cache.read(String(key), async () => ({ key }));
    expect(Math.min(...l2.lifetimes)).toBeGreaterThanOrEqual(90);
    expect(Math.max(...l2.lifetimes)).toBeLessThanOrEqual(110);
    expect(new Set(l2.lifetimes).size).toBeGreaterThan(40);
  });
});

describe("a batch of reads", () => {
  test("gathers what is asked for in one turn and answers each its own", async () => {
    const asked: number[][] = [];
    const read = batched(async (ids) => {
      asked.push(ids);
      return ids.map((id) => id * 10);
    });
    expect(await Promise.all([read(3), read(1), read(2)])).toEqual([30, 10, 20]);
    expect(await read(4)).toBe(40);
    expect(asked).toEqual([[3, 1, 2], [4]]);
  });

  test("fails for all who share it, and for none after", async () => {
    let down = true;
    const read = batched(async (ids) => {
      if (down) throw new Error("down");
      return ids;
    });
    const results = await Promise.allSettled([read(1), read(2)]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    down = false;
    expect(await read(5)).toBe(5);
  });
});

test("an image is 8 to 40 kB and the same each time", () => {
  for (const id of [1, 2, 150, 300]) {
    expect(imageBytes(id).length).toBeGreaterThanOrEqual(8 * 1024);
    expect(imageBytes(id).length).toBeLessThanOrEqual(40 * 1024);
    expect(imageBytes(id).equals(imageBytes(id))).toBe(true);
  }
  expect(imageBytes(1).subarray(0, 64).equals(imageBytes(2).subarray(0, 64))).toBe(false);
});
