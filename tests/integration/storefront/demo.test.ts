import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readOpenSlo } from "@/lib/interop/openslo";
import { breakdownOf } from "@/lib/rules/breakdown";
import type { Sli } from "@/lib/slo/sli";
import { type Demo, startDemo } from "@/storefront/demo";
import { sendToDemo } from "@/storefront/remote";
import { isAlive, type ProcessIdentity } from "@/storefront/supervisor/proc";
import { readDocuments } from "../../unit/storefront/targets";

const dataDir = mkdtempSync(path.join(tmpdir(), "storefront-"));
const demoDir = path.join(dataDir, "demo");
const said: string[] = [];
const crashes: string[] = [];
let demo: Demo;

const env = {
  ...process.env,
  DATA_DIR: dataDir,
  DEMO_HISTORY_DAYS: "1",
  DEMO_LEDGER_DAYS: "3",
  DEMO_SCRAPE_INTERVAL: "5s",
};

function processes(): (ProcessIdentity & { name: string })[] {
  return JSON.parse(readFileSync(path.join(demoDir, "processes.json"), "utf8"));
}

async function ask(query: string, time?: number): Promise<number | undefined> {
  const url = new URL("/api/v1/query", demo.prometheusUrl);
  url.searchParams.set("query", query);
  if (time) url.searchParams.set("time", String(time));
  const { data } = (await (await fetch(url)).json()) as { data: { result: { value: [number, string] }[] } };
  const value = data.result[0]?.value[1];
  return value === undefined ? undefined : Number(value);
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return;
    await sleep(200);
  }
  throw new Error(`waited in vain until ${what}`);
}

/** A first run that is killed without warning, with some of its children, leaving the others and its files behind. */
async function runAndKill(): Promise<ProcessIdentity[]> {
  const supervisor = spawn(process.execPath, ["--import", "tsx", "storefront/cli.ts", "run"], { env, stdio: "ignore" });
  const ended = once(supervisor, "exit");
  await until("the first run is up", async () => existsSync(path.join(demoDir, "control.json")));
  const left = processes();
  supervisor.kill("SIGKILL");
  await ended;
  for (const { name, pid } of left) if (name === "prometheus" || name === "varnishd") process.kill(pid, "SIGKILL");
  return left;
}

let killed: ProcessIdentity[];
let startedAgain: number;

beforeAll(async () => {
  killed = await runAndKill();
  startedAgain = Date.now() / 1000;
  demo = await startDemo({
    dataDir,
    appPort: 9,
    env,
    say: (line) => said.push(line),
    onCrash: (line) => crashes.push(line),
  });
});

afterAll(async () => {
  await demo.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test("after a run that was killed the next one ends the leftovers and goes on with the same data", async () => {
  expect(killed).toHaveLength(7);
  for (const old of killed) expect(isAlive(old)).toBe(false);
  expect(said[0]).toMatch(/^Ending what an earlier run left behind: .*redis-server/);
  expect(said.some((line) => line.startsWith("Generating"))).toBe(false);
  expect(await ask("varnish_main_client_req", startedAgain - 12 * 3600)).toBeGreaterThan(0);
});

const queries = readDocuments().flatMap(({ file, document }) => {
  const { good, bad, total } = document.spec.indicator.spec.ratioMetric;
  return [good ?? bad, total].map((metric): [string, string] => [file, metric.metricSource.spec.query]);
});

test.each(queries)("%s: %s has a live value and a generated one", async (_file, query) => {
  const now = Date.now() / 1000;
  await until("the first scrape is in", async () => ((await ask("count(up == 1)")) ?? 0) >= 5);
  expect(await ask(query)).toBeGreaterThanOrEqual(0);
  expect(await ask(query, now - 12 * 3600)).toBeGreaterThan(0);
});

test("a generated series goes on under the same labels", async () => {
  for (const name of ["varnish_main_client_req", "redis_keyspace_hits_total", "varnish_backend_beresp_bodybytes"]) {
    expect(await ask(`count(count_over_time(${name}[1d]))`), name).toBe(1);
  }
  expect(await ask('count(count_over_time(storefront_cache_requests_total{job="origin"}[1d]))')).toBe(4);
});

test("the hourly history ends on the hour at which the engine's begins", async () => {
  const history = JSON.parse(readFileSync(demo.historyFile, "utf8"));
  expect(Object.keys(history.slos)).toHaveLength(8);
  for (const { from, stepSeconds, good, total } of Object.values<Record<string, never>>(history.slos)) {
    const end = Date.parse(from ?? "") / 1000 + (stepSeconds ?? 0) * (total as unknown as number[]).length;
    expect(good).toHaveLength(48);
    expect(end % 3600).toBe(0);
    expect(await ask("varnish_main_client_req", end)).toBeGreaterThan(0);
    expect(await ask("varnish_main_client_req", end - 60)).toBeUndefined();
  }
  expect(history.spans).toHaveLength(1);
});

test("short lifetimes bring the edge's hit rate down, and clearing the fault ends them", async () => {
  expect(await sendToDemo(demoDir, "POST", { name: "short-ttls", seconds: 60 })).toMatch(/^short-ttls until /);
  const hits = "sum(rate(varnish_main_cache_hit[15s]))";
  const rate = `${hits} / (${hits} + sum(rate(varnish_main_cache_miss[15s])))`;
  await until("the hit rate is below 70 %", async () => ((await ask(rate)) ?? 1) < 0.7);
  expect(await sendToDemo(demoDir, "DELETE")).toBe("No fault is active.\n");
});

test("a pair of route and region that is made slow is named by the engine's own counts", async () => {
  process.env.PROMETHEUS_URL = demo.prometheusUrl;
  process.env.DATA_DIR = dataDir;
  const { runContribution } = await import("@/lib/commands/contribution-run");
  const [read] = readOpenSlo(readFileSync("storefront/slos/visitor-latency.yaml", "utf8")).definitions;
  const breakdown = breakdownOf(read?.sli as Sli, 0.2);
  if (!breakdown.ok) throw new Error(breakdown.because);
  await sendToDemo(demoDir, "POST", { name: "slow-pair", seconds: 60 });
  let said = "";
  await until("the pair is named", async () => {
    const kind = "objective-missed";
    const asked = {
      engine: "default",
      breakdown,
      kind,
      atSeconds: Math.floor(Date.now() / 1000),
      minutes: 1,
      span: null,
    } as const;
    const { verdict } = await runContribution(asked, AbortSignal.timeout(20_000), () => undefined);
    said = `${verdict.kind} ${verdict.rows[0]?.values.join(" ") ?? ""}`;
    return verdict.kind !== "too-few";
  });
  expect(said).toBe("pair /products/:id us-east");
  await sendToDemo(demoDir, "DELETE");
}, 60_000);

test("a killed Redis is no crash, the storefront goes on, and Redis comes back when the fault ends", async () => {
  await sendToDemo(demoDir, "POST", { name: "kill-redis", seconds: 1 });
  expect(processes().some(({ name }) => name === "redis-server")).toBe(false);
  const { edge } = JSON.parse(readFileSync(path.join(demoDir, "ports.json"), "utf8"));
  expect((await fetch(`http://127.0.0.1:${edge}/products/1`)).status).toBe(200);
  await until("Redis is back", async () => processes().some(({ name }) => name === "redis-server"));
  expect(crashes).toEqual([]);
});

test("a fault that does not exist, or a stranger without the token, is refused", async () => {
  await expect(sendToDemo(demoDir, "POST", { name: "meteor", seconds: 5 })).rejects.toThrow("the demo refused");
  const { url } = JSON.parse(readFileSync(path.join(demoDir, "control.json"), "utf8"));
  expect((await fetch(url)).status).toBe(401);
});

test("a child that dies is reported with its log", async () => {
  const victim = processes().find(({ name }) => name === "prometheus-redis-exporter");
  if (victim) process.kill(victim.pid, "SIGKILL");
  await until("the crash is reported", async () => crashes.length > 0);
  expect(crashes).toEqual([
    `prometheus-redis-exporter ended with signal SIGKILL; its log: ${demoDir}/log/prometheus-redis-exporter.log`,
  ]);
});

test("stopping leaves no process behind", async () => {
  const running = processes();
  expect(running.length).toBe(6);
  await demo.stop();
  for (const child of running) expect(isAlive(child), child.name).toBe(false);
  expect(existsSync(path.join(demoDir, "control.json"))).toBe(false);
});
