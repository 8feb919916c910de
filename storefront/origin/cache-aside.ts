import { LRUCache } from "lru-cache";
import { type CachePolicy, jittered, NORMAL_POLICY, TIER_JITTER } from "../cache-policy";
import type { Random } from "../random";
import type { Tier } from "./metrics";
import type { SharedCache } from "./redis-tier";

const L1_ENTRIES = 2000;

export type CacheAside = ReturnType<typeof cacheAside>;

/** Cache-aside: the process's own memory, then Redis, then `load`. Concurrent misses of one key share one load. */
export function cacheAside(l2: SharedCache, random: Random, count: (tier: Tier, hit: boolean) => void) {
  const l1 = new LRUCache<string, object>({ max: L1_ENTRIES });
  const underWay = new Map<string, Promise<object>>();
  let policy: CachePolicy = NORMAL_POLICY;

  function keepNear(key: string, value: object): void {
    l1.set(key, value, { ttl: jittered(policy.l1, TIER_JITTER, random) * 1000 });
  }

  async function fromBelow(key: string, load: () => Promise<object>): Promise<object> {
    const shared = await l2.get(key);
    count("l2", shared !== undefined);
    const value: object = shared === undefined ? await load() : JSON.parse(shared);
    keepNear(key, value);
    if (shared === undefined) await l2.set(key, JSON.stringify(value), jittered(policy.l2, TIER_JITTER, random));
    return value;
  }

  return {
    async read<T extends object>(key: string, load: () => Promise<T>): Promise<T> {
      const near = l1.get(key);
      count("l1", near !== undefined);
      if (near !== undefined) return near as T;
      let running = underWay.get(key);
      if (running === undefined) {
        running = fromBelow(key, load).finally(() => underWay.delete(key));
        underWay.set(key, running);
      }
      return (await running) as T;
    },

    /** Fills both tiers with copies of every age, as they would be found after a long run. */
    async warm(entries: Iterable<[string, object]>): Promise<void> {
      for (const [key, value] of entries) {
        l1.set(key, value, { ttl: Math.max(1, random() * policy.l1 * 1000) });
        await l2.set(key, JSON.stringify(value), Math.max(1, random() * policy.l2));
      }
    },

    async flush(): Promise<void> {
      l1.clear();
      await l2.flush();
    },

    setPolicy(next: CachePolicy): void {
      policy = next;
    },
  };
}
