import type { Change } from "../change";
import type { Product, ShopDatabase } from "../database";
import type { Reader } from "../reader";
import type { WriteQueue } from "../stores/store";

export const PATTERNS = ["cache-aside", "write-through", "write-behind"] as const;
export type PatternName = (typeof PATTERNS)[number];

/** How a change reaches the database and the caches. All three read alike. */
export type Pattern = {
  /** Resolves once the change may be acknowledged. */
  write(change: Change): Promise<void>;
  stop(): Promise<void>;
};

export type PatternSite = {
  reader: Reader;
  database: ShopDatabase;
  queue: WriteQueue;
  categories: number;
  /** The product as it is known now, from whatever level. */
  known(id: number): Promise<Product | null>;
  /** Tells the other processes and the edge that what carries these tags is old. */
  announce(tags: readonly string[]): Promise<void>;
  say(line: string): void;
};
