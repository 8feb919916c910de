/** A cache that may be out of reach at any time: a read then finds nothing, and a write says that it did not happen. */
export type Store = {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, lifetimeMs: number): Promise<boolean>;
  /** Sets it only where there is nothing: a lock across processes. */
  add(key: string, value: string, lifetimeMs: number): Promise<"added" | "there" | "out of reach">;
  remove(keys: readonly string[]): Promise<boolean>;
  queue: WriteQueue;
  close(): void;
};

/** Writes that are acknowledged and not yet in the database, oldest first. */
export type WriteQueue = {
  /** False: it was not taken, and must not be acknowledged. */
  push(item: string): Promise<boolean>;
  oldest(most: number): Promise<string[]>;
  /** Forgets the oldest, once they are in the database. */
  drop(count: number): Promise<void>;
  size(): Promise<number>;
};

export const STORES = ["redis", "memcached", "in-process"] as const;
/** `none`: behind the edge nothing is kept. */
export const CELL_STORES = [...STORES, "none"] as const;
export type StoreName = (typeof CELL_STORES)[number];

/** What a store must answer within; the request goes on without it afterwards. */
export const STORE_TIMEOUT_MS = 200;
