import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import type { Change } from "@/storefront/caching/change";
import type { Pattern, PatternSite } from "@/storefront/caching/patterns/pattern";
import { writeBehind } from "@/storefront/caching/patterns/write-behind";
import { inProcessStore } from "@/storefront/caching/stores/in-process";
import { readerSite } from "./reader-site";

const patterns: Pattern[] = [];
afterEach(async () => {
  for (const pattern of patterns.splice(0)) await pattern.stop();
});

const product = (id: number) => ({ id, name: "Lamp", description: "", pricePence: 100, version: 0, categoryId: id });
const change = (id: number, version: number): Change => ({ product: id, version, pricePence: version });

function site({ everyMs = 1, taken = false, refusesQueue = false, failures = 0, most = 10 } = {}) {
  const store = inProcessStore();
  const { reader } = readerSite({ store });
  const written: Change[][] = [];
  const announced: string[][] = [];
  let failing = failures;
  const queue = refusesQueue ? { ...store.queue, push: async () => false } : store.queue;
  const around = {
    reader,
    queue,
    categories: 10,
    known: async (id: number) => product(id),
    announce: async (tags: readonly string[]) => void announced.push([...tags]),
    say: () => undefined,
    database: {
      write: async (changes: readonly Change[]) => {
        if (failing-- > 0) throw new Error("the database is down");
        written.push([...changes]);
      },
    },
  } as unknown as PatternSite;
  const takeTurn = async () => (taken ? ("taken" as const) : undefined);
  const pattern = writeBehind(around, { everyMs, most, takeTurn });
  patterns.push(pattern);
  return { pattern, store, reader, written, announced };
}
const until = async (holds: () => boolean | Promise<boolean>) => {
  while (!(await holds())) await sleep(1);
};

test("a write is acknowledged before the database has it, and a read shows it at once", async () => {
  const { pattern, reader, written, store } = site({ everyMs: 60_000 });
  await pattern.write(change(1, 7));
  expect(written).toEqual([]);
  expect(await store.queue.size()).toBe(1);
  const { value } = await reader.read("product:1", async () => product(1));
  expect(value).toMatchObject({ version: 7, pricePence: 7 });
});

test("the queue is written in batches, oldest first, and emptied", async () => {
  const { pattern, written, store } = site({ most: 2, everyMs: 5 });
  for (const version of [1, 2, 3]) await pattern.write(change(version, version));
  await until(async () => (await store.queue.size()) === 0);
  expect(written.flat().map(({ version }) => version)).toEqual([1, 2, 3]);
  for (const batch of written) expect(batch.length).toBeLessThanOrEqual(2);
});

test("a flush that failed is tried again, and nothing is lost", async () => {
  const { pattern, written, store } = site({ failures: 3 });
  await pattern.write(change(1, 1));
  await until(async () => (await store.queue.size()) === 0);
  expect(written.flat()).toEqual([change(1, 1)]);
});

test("after a flush, the pages that are derived from the product are announced as old", async () => {
  const { pattern, announced } = site();
  await pattern.write(change(3, 1));
  await until(() => announced.length === 2);
  expect(announced).toEqual([["product:3"], ["product:3", "category:3"]]);
});

test("while another process has its turn, nothing is flushed here", async () => {
  const { pattern, store, written } = site({ taken: true });
  await pattern.write(change(1, 1));
  await sleep(20);
  expect(written).toEqual([]);
  expect(await store.queue.size()).toBe(1);
});

test("what cannot be queued is in the database before it is acknowledged", async () => {
  const { pattern, written } = site({ refusesQueue: true, everyMs: 60_000 });
  await pattern.write(change(1, 1));
  expect(written).toEqual([[change(1, 1)]]);
});
