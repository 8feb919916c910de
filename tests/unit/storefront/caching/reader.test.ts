import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { decodeEntry, encodeEntry } from "@/storefront/caching/entry";
import { inProcessStore } from "@/storefront/caching/stores/in-process";
import { noStore } from "@/storefront/caching/stores/none";
import { readerSite } from "./reader-site";

const LAMP = { id: 1, name: "Lamp" };
const until = async (holds: () => boolean | Promise<boolean>) => {
  while (!(await holds())) await sleep(1);
};

test("a hundred readers who miss one key at once share one load", async () => {
  const { reader, loads, slowLoad } = readerSite();
  const { load, goOn } = slowLoad(LAMP);
  const reads = Array.from({ length: 100 }, () => reader.read("lamp", load));
  await until(() => loads.length > 0);
  goOn();
  expect(new Set((await Promise.all(reads)).map(({ value }) => value))).toEqual(new Set([LAMP]));
  expect(loads).toHaveLength(1);
});

test("without protection each of them loads for itself", async () => {
  const { reader, loads, slowLoad } = readerSite({ protection: false });
  const { load, goOn } = slowLoad(LAMP);
  const reads = Array.from({ length: 100 }, () => reader.read("lamp", load));
  await until(() => loads.length === 100);
  goOn();
  await Promise.all(reads);
});

test("two processes who miss one key at once share one load by a lease", async () => {
  const store = inProcessStore();
  const [one, other] = [readerSite({ store }), readerSite({ store })];
  const { load, goOn } = one.slowLoad(LAMP);
  const first = one.reader.read("lamp", load);
  await until(() => one.loads.length > 0);
  const second = other.reader.read("lamp", other.quickLoad({ id: 2 }));
  await sleep(5);
  goOn();
  expect((await first).level).toBe("database");
  expect(await second).toEqual({ value: LAMP, level: "shared" });
  expect(other.loads).toEqual([]);
});

test("what does not exist is remembered, for its own short time", async () => {
  const { reader, loads, quickLoad, clock } = readerSite();
  for (const level of ["database", "l1"])
    expect(await reader.read("ghost", quickLoad(null))).toEqual({ value: null, level });
  expect(loads).toHaveLength(1);
  clock.now += 501;
  await sleep(3);
  expect((await reader.read("ghost", quickLoad(null))).level).toBe("database");
});

test("an entry that has just expired is still served, and loaded anew behind it", async () => {
  const { reader, store, loads, looked, quickLoad, clock } = readerSite();
  await store.set("lamp", encodeEntry({ value: LAMP, freshUntil: clock.now - 1, loadMs: 1 }), 60_000);
  expect(await reader.read("lamp", quickLoad({ id: 1, name: "New" }))).toEqual({ value: LAMP, level: "shared" });
  await until(() => loads.length === 1);
  await until(async () => (decodeEntry(await store.get("lamp"))?.freshUntil ?? 0) > clock.now);
  expect(decodeEntry(await store.get("lamp"))?.value).toEqual({ id: 1, name: "New" });
  expect(looked).toEqual(["l1 miss", "shared hit", "refresh"]);
});

test("one that expired longer ago, or without protection, is not", async () => {
  for (const [protection, agoMs] of [
    [true, 5001],
    [false, 1],
  ] as const) {
    const { reader, store, quickLoad, clock } = readerSite({ protection });
    await store.set("lamp", encodeEntry({ value: LAMP, freshUntil: clock.now - agoMs, loadMs: 1 }), 60_000);
    expect((await reader.read("lamp", quickLoad(LAMP))).level).toBe("database");
  }
});

// Unprotected there is no lease that would keep it out.
test.each([true, false])(
  "a load that a change overtook is answered, but not kept (protection: %s)",
  async (protection) => {
    const { reader, store, loads, slowLoad } = readerSite({ protection });
    const { load, goOn } = slowLoad({ id: 1, name: "Old" });
    const read = reader.read("lamp", load);
    await until(() => loads.length > 0);
    await reader.forget(["lamp"]);
    goOn();
    expect((await read).value).toEqual({ id: 1, name: "Old" });
    expect(await store.get("lamp")).toBeUndefined();
  },
);

test("a change by another process takes the lease away, and what was loaded under it is not kept", async () => {
  const store = inProcessStore();
  const [one, other] = [readerSite({ store }), readerSite({ store })];
  const { load, goOn } = one.slowLoad({ id: 1, name: "Old" });
  const read = one.reader.read("lamp", load);
  await until(() => one.loads.length > 0);
  await other.reader.forget(["lamp"]);
  goOn();
  await read;
  expect(await store.get("lamp")).toBeUndefined();
});

test("lifetimes are varied, so that what was loaded together does not expire together", async () => {
  const draws = [0, 0.5, 1, 0.25];
  const lifetimes = { sharedMs: 10_000, sharedStaleMs: 0, nearMs: 1, nearEntries: 1, negativeMs: 1, jitter: 0.2 };
  const { reader, store, clock } = readerSite({ lifetimes, random: () => draws.shift() ?? 0.5 });
  const ends: number[] = [];
  for (const key of ["a", "b"]) {
    await reader.fill([[key, LAMP]]);
    ends.push((decodeEntry(await store.get(key))?.freshUntil ?? 0) - clock.now);
  }
  expect(ends).toEqual([8000, 10_000]);
});

test("without a first level every read asks the store", async () => {
  const { reader, looked, quickLoad } = readerSite({ hasNear: false });
  for (const level of ["database", "shared", "shared"])
    expect((await reader.read("lamp", quickLoad(LAMP))).level).toBe(level);
  expect(looked).toEqual(["shared miss", "shared hit", "shared hit"]);
});

test("without any level every read is a load, and readers at once still share one", async () => {
  const { reader, loads, quickLoad, slowLoad } = readerSite({ hasNear: false, store: noStore() });
  for (let asked = 0; asked < 2; asked++) expect((await reader.read("lamp", quickLoad(LAMP))).level).toBe("database");
  expect(loads).toHaveLength(2);
  const { load, goOn } = slowLoad(LAMP);
  const reads = Array.from({ length: 10 }, () => reader.read("lamp", load));
  await until(() => loads.length === 3);
  goOn();
  await Promise.all(reads);
  expect(loads).toHaveLength(3);
});

test("a key's own lifetime holds until it is taken back", async () => {
  const { reader, store, clock, quickLoad } = readerSite();
  const lives = async () => (decodeEntry(await store.get("lamp"))?.freshUntil ?? 0) - clock.now;
  for (const [own, ms] of [
    [1000, 1000],
    [null, 10_000],
  ] as const) {
    reader.setLifetime("lamp", own);
    await reader.forget(["lamp"]);
    await reader.read("lamp", quickLoad(LAMP));
    expect(await lives()).toBe(ms);
  }
});

test("a store out of reach makes reads slower, never wrong", async () => {
  const dead = {
    ...inProcessStore(),
    get: async () => undefined,
    set: async () => false,
    add: async () => "out of reach" as const,
    remove: async () => false,
  };
  const { reader, quickLoad } = readerSite({ store: dead });
  expect(await reader.read("lamp", quickLoad(LAMP))).toEqual({ value: LAMP, level: "database" });
  expect(await reader.put("lamp", LAMP)).toBe(false);
});
