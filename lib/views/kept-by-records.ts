import "server-only";
import { LRUCache } from "lru-cache";
import type { AdrRecord } from "@/lib/adr/record";

/** Answers that follow from the records alone. They are the same list as long as no file has changed, and so are the answers. */
export function keptByRecords<T extends NonNullable<unknown>>(
  most: number,
): (records: readonly AdrRecord[], asked: unknown, make: () => T) => T {
  const kept = new WeakMap<readonly AdrRecord[], LRUCache<string, T>>();
  return (records, asked, make) => {
    const known = kept.get(records) ?? new LRUCache<string, T>({ max: most });
    kept.set(records, known);
    const key = JSON.stringify(asked);
    const answer = known.get(key) ?? make();
    known.set(key, answer);
    return answer;
  };
}
