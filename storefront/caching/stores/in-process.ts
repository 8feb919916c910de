import { LRUCache } from "lru-cache";
import type { Store } from "./store";

const MOST_ENTRIES = 5000;

/** The baseline: this process's memory alone, which no other process sees and which ends with it. */
export function inProcessStore(): Store {
  const entries = new LRUCache<string, string>({ max: MOST_ENTRIES });
  const waiting: string[] = [];
  const set = (key: string, value: string, lifetimeMs: number): void => {
    entries.set(key, value, { ttl: Math.max(1, lifetimeMs) });
  };
  return {
    get: async (key) => entries.get(key),
    async set(key, value, lifetimeMs) {
      set(key, value, lifetimeMs);
      return true;
    },
    async add(key, value, lifetimeMs) {
      if (entries.has(key)) return "there";
      set(key, value, lifetimeMs);
      return "added";
    },
    async remove(keys) {
      for (const key of keys) entries.delete(key);
      return true;
    },
    queue: {
      async push(item) {
        waiting.push(item);
        return true;
      },
      oldest: async (most) => waiting.slice(0, most),
      async drop(count) {
        waiting.splice(0, count);
      },
      size: async () => waiting.length,
    },
    close: () => entries.clear(),
  };
}
