import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readDemoLog } from "@/lib/gateways/demo-log";
import { untilAnswering } from "@/storefront/supervisor/answering";
import { childrenOf } from "@/storefront/supervisor/children";
import type { FaultName } from "@/storefront/supervisor/fault-names";
import { type FaultSite, faultBook } from "@/storefront/supervisor/faults";
import { happenedLine } from "@/storefront/supervisor/happened";
import { choosePorts } from "@/storefront/supervisor/ports";
import { isAlive, startTimeOf } from "@/storefront/supervisor/proc";

const place = () => mkdtempSync(path.join(tmpdir(), "storefront-"));

describe("the children", () => {
  test("a missing program is named, with its log", async () => {
    const dir = place();
    const children = childrenOf(dir, () => undefined);
    await expect(children.start("cache", "no-such-program", [])).rejects.toThrow(
      `no-such-program is not installed; its log would be ${dir}/log/cache.log`,
    );
  });

  test("one that ends before it answers is an error with its end and its log", async () => {
    const dir = place();
    const children = childrenOf(dir, () => undefined);
    const child = await children.start("cache", "sh", ["-c", "echo wrong option; exit 3"]);
    await expect(untilAnswering(child, async () => false)).rejects.toThrow(
      `cache did not start: it ended with code 3; its log: ${dir}/log/cache.log`,
    );
    expect(readFileSync(child.logFile, "utf8")).toBe("wrong option\n");
  });

  test("they are recorded while they run, ended by pid, and none starts after", async () => {
    const dir = place();
    const crashes: string[] = [];
    const children = childrenOf(dir, (line) => crashes.push(line));
    const child = await children.start("cache", "sleep", ["60"]);
    const recorded = () => JSON.parse(readFileSync(path.join(dir, "processes.json"), "utf8"));
    expect(recorded()).toEqual([{ name: "cache", pid: child.pid, startTime: child.startTime }]);
    await children.endAll();
    expect(isAlive(child)).toBe(false);
    expect(recorded()).toEqual([]);
    expect(crashes).toEqual([]);
    await expect(children.start("cache", "sleep", ["60"])).rejects.toThrow("the demo is being stopped");
  });

  test("leftovers are ended only if pid and start time are still those recorded", async () => {
    const dir = place();
    const children = childrenOf(dir, () => undefined);
    const child = await children.start("cache", "sleep", ["60"]);
    const said: string[] = [];
    const file = path.join(dir, "processes.json");
    const record = readFileSync(file, "utf8");
    writeFileSync(file, record.replace(child.startTime, "1"));
    await childrenOf(dir, () => undefined).endLeftovers((line) => said.push(line));
    expect(isAlive(child)).toBe(true);
    writeFileSync(file, record);
    await childrenOf(dir, () => undefined).endLeftovers((line) => said.push(line));
    expect(isAlive(child)).toBe(false);
    expect(said).toEqual(["Ending what an earlier run left behind: cache"]);
  });

  test("a process that does not exist has no start time", () => {
    expect(startTimeOf(process.pid)).toMatch(/^\d+$/);
    expect(startTimeOf(2 ** 22 + 1)).toBeUndefined();
  });
});

test("ports are remembered, and another is taken only for one that is in use", async () => {
  const dir = place();
  const first = await choosePorts(dir);
  expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
  expect(await choosePorts(dir)).toEqual(first);
  const squatter = net.createServer().listen(first.edge, "127.0.0.1");
  await new Promise((resolve) => squatter.once("listening", resolve));
  const second = await choosePorts(dir);
  squatter.close();
  expect(second).toEqual({ ...first, edge: second.edge });
  expect(second.edge).not.toBe(first.edge);
});

describe("the faults", () => {
  const done: string[] = [];
  const site: FaultSite = {
    tellOrigin: (order) => done.push(order.order === "flush" ? "flush" : `${order.policy} ×${order.databaseSlowness}`),
    tellVisitors: ({ trafficFactor, slow }) =>
      done.push(`visitors ×${trafficFactor}${slow.map(({ route, region }) => ` slow ${route} ${region}`).join("")}`),
    purgeEdge: async () => void done.push("purge"),
    killRedis: async () => void done.push("kill"),
    startRedis: async () => void done.push("start"),
  };
  const happened = () => done.splice(0);

  beforeEach(() => {
    vi.useFakeTimers();
    happened();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each<[FaultName, string[], string[]]>([
    ["slow-database", ["normal ×20", "visitors ×1"], ["normal ×1", "visitors ×1"]],
    ["short-ttls", ["short ×1", "visitors ×1", "flush", "purge"], ["normal ×1", "visitors ×1"]],
    ["slow-everywhere", ["normal ×1", "visitors ×1 slow null null"], ["normal ×1", "visitors ×1"]],
    ["spike", ["normal ×1", "visitors ×10"], ["normal ×1", "visitors ×1"]],
    ["kill-redis", ["normal ×1", "visitors ×1", "kill"], ["normal ×1", "visitors ×1", "start"]],
  ])("%s begins, and ends by itself", async (name, atBegin, atEnd) => {
    const faults = faultBook(site, () => undefined);
    await faults.begin(name, 60);
    expect(happened()).toEqual(atBegin);
    expect(faults.list().map((fault) => fault.name)).toEqual([name]);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(happened()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(happened()).toEqual(atEnd);
    expect(faults.list()).toEqual([]);
  });

  test("a fault strikes where it is told to, and its usual place where it is not", async () => {
    const faults = faultBook(site, () => undefined);
    await faults.begin("slow-pair", 60, { region: "eu-west" });
    expect(happened().at(-1)).toBe("visitors ×1 slow /products/:id eu-west");
    await faults.begin("slow-pair", 60, { route: "/stock/:id", region: "eu-west" });
    expect(happened().at(-1)).toBe("visitors ×1 slow /stock/:id eu-west");
    faults.drop();
  });

  test("flush-caches empties them again every ten seconds until it ends", async () => {
    const faults = faultBook(site, () => undefined);
    await faults.begin("flush-caches", 25);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(happened().filter((step) => step === "purge")).toHaveLength(3);
  });

  test("what was done is logged once at its beginning and once at its end, as the app reads it", async () => {
    const dir = place();
    const file = path.join(dir, "happened.ndjson");
    const faults = faultBook(
      site,
      () => undefined,
      (name, what) => appendFileSync(file, happenedLine(name, what, new Date("2026-11-24T09:12:00Z"))),
    );
    await faults.begin("short-ttls", 20);
    await faults.begin("short-ttls", 30);
    await vi.advanceTimersByTimeAsync(60_000);
    appendFileSync(file, '{"at": "2026-');
    const told = { at: Date.parse("2026-11-24T09:12:00Z"), kind: "deploy" };
    expect(await readDemoLog(path.join(dir, "generated-history.json"))).toEqual([
      { ...told, title: "Short lifetimes deployed", text: expect.stringContaining("fault short-ttls") },
      { ...told, title: "Short lifetimes rolled back", text: null },
    ]);
    expect(await readDemoLog(path.join(place(), "generated-history.json"))).toEqual([]);
  });

  test("begun again a fault only lasts longer; two at once do not end each other", async () => {
    const faults = faultBook(site, () => undefined);
    await faults.begin("kill-redis", 10);
    await faults.begin("kill-redis", 60);
    await faults.begin("slow-database", 20);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(happened().filter((step) => step === "kill" || step === "start")).toEqual(["kill"]);
    expect(faults.list().map(({ name }) => name)).toEqual(["kill-redis"]);
    await faults.clear();
    expect(happened().at(-1)).toBe("start");
  });

  test("an end that fails is reported", async () => {
    const reports: string[] = [];
    const faults = faultBook({ ...site, startRedis: () => Promise.reject(new Error("no port")) }, (line) =>
      reports.push(line),
    );
    await faults.begin("kill-redis", 1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(reports).toEqual(["kill-redis could not be ended: no port"]);
  });
});
