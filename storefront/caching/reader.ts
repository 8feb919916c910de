import { LRUCache } from "lru-cache";
import { jittered } from "../cache-policy";
import type { Random } from "../random";
import { isRefreshedEarly } from "./early-refresh";
import { decodeEntry, type Entry, encodeEntry } from "./entry";
import { type Lease, leases } from "./lease";
import type { Store } from "./stores/store";

export type Level = "l1" | "shared" | "database";
export type Read = { value: object | null; level: Level };
export type Load = () => Promise<object | null>;

export type ReaderOptions = {
  store: Store;
  /** The in-process store is the first level itself, and has none in front of it. */
  isShared: boolean;
  /** Whether a shared store has a first level in front of it. */
  hasNear: boolean;
  /** Against stampedes: coalescing, leases, early and background refreshes, jitter. */
  protection: boolean;
  lifetimes: {
    sharedMs: number;
    sharedStaleMs: number;
    nearMs: number;
    nearEntries: number;
    negativeMs: number;
    jitter: number;
  };
  earlyRefreshBeta: number;
  lease: { forMs: number; waitMs: number; pollMs: number };
  random: Random;
  now: () => number;
  count: (level: "l1" | "shared", hit: boolean) => void;
  countRefresh: () => void;
  say: (line: string) => void;
};

export type Reader = ReturnType<typeof cacheReader>;

/**
 * Reads through the process's memory and the store; what neither has is loaded, once for all who wait for it. Protected, it
 * refreshes ahead: an entry that is about to expire, or has just expired, is served, and loaded anew behind it.
 */
export function cacheReader(options: ReaderOptions) {
  const { store, protection, lifetimes, random, now, count } = options;
  const storeLevel = options.isShared ? "shared" : "l1";
  const near =
    options.isShared && options.hasNear
      ? new LRUCache<string, Entry>({ max: lifetimes.nearEntries, perf: { now }, ttlResolution: 0 })
      : undefined;
  const lease = leases(store, options.lease, now, random);
  const underWay = new Map<string, Promise<Read>>();
  /** Loads that a change overtook must not be kept: they may have read what it replaced. */
  const loading = new Map<string, Set<{ overtaken: boolean }>>();
  const lifetimeOf = new Map<string, number>();

  const varied = (ms: number): number => (protection ? jittered(ms, lifetimes.jitter, random) : ms);
  const staleMs = protection ? lifetimes.sharedStaleMs : 0;

  function keepNear(key: string, entry: Entry): void {
    const ms = Math.min(varied(lifetimes.nearMs), lifetimeOf.get(key) ?? Number.POSITIVE_INFINITY);
    near?.set(key, entry, { ttl: Math.max(1, ms) });
  }

  function entryOf(key: string, value: object | null, loadMs: number): Entry {
    const ms = lifetimeOf.get(key) ?? (value === null ? lifetimes.negativeMs : lifetimes.sharedMs);
    return { value, freshUntil: now() + varied(ms), loadMs };
  }

  const keepShared = (key: string, entry: Entry): Promise<boolean> =>
    store.set(key, encodeEntry(entry), entry.freshUntil - now() + (entry.value === null ? 0 : staleMs));

  async function loadAndKeep(key: string, load: Load, right: Lease | undefined): Promise<object | null> {
    const mark = { overtaken: false };
    const marks = loading.get(key) ?? new Set();
    loading.set(key, marks.add(mark));
    const began = now();
    try {
      const value = await load();
      const entry = entryOf(key, value, now() - began);
      if (!mark.overtaken && (right === undefined || (await right.holds()))) {
        await keepShared(key, entry);
        // It may have been overtaken while it was being kept.
        if (mark.overtaken) await store.remove([key]);
        else keepNear(key, entry);
      }
      return value;
    } finally {
      marks.delete(mark);
      if (marks.size === 0) loading.delete(key);
      await right?.release();
    }
  }

  async function loadMissing(key: string, load: Load): Promise<Read> {
    if (!protection) return { value: await loadAndKeep(key, load, undefined), level: "database" };
    const right = await lease.take(key);
    if (right !== "taken") return { value: await loadAndKeep(key, load, right), level: "database" };
    const others = await lease.awaitOther(async () => decodeEntry(await store.get(key)));
    if (others) return { value: others.value, level: storeLevel };
    return { value: await load(), level: "database" };
  }

  function refreshBehind(key: string, load: Load): void {
    const refresh = async (): Promise<void> => {
      const right = await lease.take(`refresh:${key}`);
      if (right === "taken") return;
      options.countRefresh();
      await loadAndKeep(key, load, right);
    };
    void refresh().catch((error: Error) => options.say(`${key} was not refreshed: ${error.message}`));
  }

  async function fromStore(key: string, load: Load): Promise<Read> {
    const entry = decodeEntry(await store.get(key));
    const at = now();
    const isUsable = entry !== undefined && at < entry.freshUntil + (entry.value === null ? 0 : staleMs);
    count(storeLevel, isUsable);
    if (!isUsable) return loadMissing(key, load);
    keepNear(key, entry);
    if (protection && isRefreshedEarly(entry, at, options.earlyRefreshBeta, random)) refreshBehind(key, load);
    return { value: entry.value, level: storeLevel };
  }

  return {
    async read(key: string, load: Load): Promise<Read> {
      if (near) {
        const entry = near.get(key);
        count("l1", entry !== undefined);
        if (entry) return { value: entry.value, level: "l1" };
      }
      if (!protection) return fromStore(key, load);
      const already = underWay.get(key);
      if (already) return already;
      const running = fromStore(key, load).finally(() => {
        if (underWay.get(key) === running) underWay.delete(key);
      });
      underWay.set(key, running);
      return running;
    },

    /** Keeps what a writer has just written. */
    async put(key: string, value: object): Promise<boolean> {
      overtake(key);
      const entry = entryOf(key, value, 0);
      const isKept = await keepShared(key, entry);
      keepNear(key, entry);
      return isKept;
    },

    /** Forgets keys everywhere. */
    async forget(keys: readonly string[]): Promise<boolean> {
      for (const key of keys) overtake(key);
      return store.remove(keys.flatMap((key) => [key, lease.keyOf(key), lease.keyOf(`refresh:${key}`)]));
    },

    /** Forgets keys in this process: another has changed them. Without a shared store that is all there is. */
    async forgetNear(keys: readonly string[]): Promise<void> {
      for (const key of keys) overtake(key);
      if (!options.isShared) await store.remove(keys);
    },

    async fill(entries: readonly (readonly [string, object])[]): Promise<void> {
      for (const [key, value] of entries) await keepShared(key, entryOf(key, value, 0));
    },

    /** A key whose lifetime differs from the others'; null: no more. */
    setLifetime(key: string, ms: number | null): void {
      if (ms === null) lifetimeOf.delete(key);
      else lifetimeOf.set(key, ms);
    },
  };

  function overtake(key: string): void {
    near?.delete(key);
    underWay.delete(key);
    for (const mark of loading.get(key) ?? []) mark.overtaken = true;
  }
}
