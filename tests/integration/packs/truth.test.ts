import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readOpenSlo } from "@/lib/interop/openslo";
import { readDraft } from "@/lib/interop/slo-draft";
import { countedBy } from "@/lib/packs/pack";
import { PACKS } from "@/lib/packs/packs";
import { attainmentQuery, p95Query } from "@/lib/rules/shown-query";
import { goodWithin } from "@/lib/slo/ledger";
import { quantile } from "@/lib/slo/quantile";
import { freePort } from "../evaluator/engine";
import { type Watched, watch } from "../kinds/watch";
import { passed, serveExporters } from "./exporters";
import { KNOWN, type KnownSource, MAPPED, type Truth } from "./known";
import { NATIVE_TARGETS } from "./native-exposition";

const SCRAPE_SECONDS = 5;
/** Of gauges in this test; CloudWatch's exporters are configured to it. */
const PERIOD_SECONDS = 60;

const folder = mkdtempSync(join(tmpdir(), "plumbline-packs-"));
let exporters: Server;
let engine: ChildProcess;
let url: string;
/** When all were scraped for the first time, s. */
let scrapedFrom: number;
/** The minute that is counted: whole within the scrapes. */
let minute: number;
let watched: Watched | undefined;

const seconds = (): number => Date.now() / 1000;
const answers = async (promql: string): Promise<number> => {
  const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(promql)}`);
  const { data } = (await response.json()) as { data: { result: { value: [number, string] }[] } };
  return Number(data.result[0]?.value[1] ?? Number.NaN);
};

beforeAll(async () => {
  const served = await serveExporters();
  exporters = served.server;
  const jobs = [...KNOWN.map(({ file }) => file), ...NATIVE_TARGETS.map(({ job }) => job)];
  const config = {
    global: { scrape_interval: `${SCRAPE_SECONDS}s`, scrape_timeout: "4s" },
    scrape_configs: jobs.map((job) => ({
      job_name: job,
      metrics_path: `/${job}`,
      static_configs: [{ targets: [`127.0.0.1:${served.port}`] }],
    })),
  };
  writeFileSync(join(folder, "prometheus.yml"), JSON.stringify(config));
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  engine = spawn(
    "prometheus",
    [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--enable-feature=native-histograms",
    ],
    { stdio: "ignore" },
  );
  while ((await answers("count(up == 1)").catch(() => 0)) !== jobs.length) {
    if (engine.exitCode !== null) throw new Error(`prometheus ended with code ${engine.exitCode}`);
    await wait(200);
  }
  scrapedFrom = seconds();
  // The minute before has to be scraped too, at its end at the least.
  minute = Math.ceil(seconds() / 60) + 1;
  await wait((minute * 60 + 1 - seconds()) * 1000);
}, 240_000);
afterAll(async () => {
  const ended = new Promise((resolve) => engine.once("exit", resolve));
  engine.kill("SIGTERM");
  await ended;
  await new Promise((resolve) => exporters.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => watched?.stop());

/** The pack as an SLO, of one job of which the exporter's figures are. */
function documentOf(id: string, job: string): string {
  const pack = PACKS.find((each) => each.id === id);
  if (!pack) throw new Error(`there is no pack ${id}`);
  const read = readDraft({
    id,
    name: pack.name,
    service: "shop",
    objective: pack.objective,
    window: pack.window,
    ...countedBy(pack, { labels: { job, ...MAPPED[id] }, status: null, threshold: null }),
    ...(pack.periodSeconds === null ? {} : { periodSeconds: PERIOD_SECONDS }),
  });
  if ("issues" in read) throw new Error(JSON.stringify(read.issues));
  return read.document;
}

async function counted(id: string, job: string, last: number) {
  watched = watch(url, documentOf(id, job));
  await watched.countTo(last - 1);
  await watched.countTo(last);
  const counts = watched.counts(last - 1, last);
  const { edges, targets } = watched.slo();
  expect(watched.error()).toBeNull();
  expect(counts.observedSeconds).toBe(60);
  const p95Seconds = edges && counts.buckets ? quantile(0.95, edges, counts.buckets, counts.total) : null;
  return { good: goodWithin(counts, edges, targets[0]?.threshold ?? null), total: counts.total, p95Seconds };
}

type Found = { good: number | null; total: number; p95Seconds: number | null };

function expectTruth(found: Found, truth: Truth): void {
  if (truth.p95Seconds !== undefined) expect(found.p95Seconds).toBeCloseTo(truth.p95Seconds, 9);
  if (truth.over !== undefined) {
    expect((found.good ?? Number.NaN) / found.total).toBeCloseTo(truth.good / truth.total, 3);
    // The range begins before the first scrape: it holds what was scraped since.
    const held = Math.min(1, (passed({}, minute * 60) - passed({}, Math.floor(scrapedFrom))) / truth.over);
    expect(Math.abs(found.total / (truth.total * held) - 1)).toBeLessThan(0.25);
  } else {
    expect(found.good).toBeCloseTo(truth.good, 3);
    expect(found.total).toBeCloseTo(truth.total, 3);
  }
}

/** Whose samples carry an older time are counted where they stand. */
const lastOf = ({ stampedBack }: KnownSource): number => minute - (stampedBack ?? 0) / 60;

describe.each([...KNOWN, ...NATIVE_TARGETS.map(({ job, truths }): KnownSource => ({ file: job, truths }))])(
  "$file",
  (source) => {
    test.each(Object.entries(source.truths))("%s counts what happened", async (id, truth) => {
      const last = lastOf(source);
      expectTruth(await counted(id, source.file, last), typeof truth === "function" ? truth(last) : truth);
    });
  },
);

test.each(
  KNOWN.flatMap(({ file, truths }) =>
    Object.entries(truths).flatMap(([id, truth]) =>
      typeof truth === "object" && truth.p95Seconds !== undefined ? [[id, file, truth.p95Seconds] as const] : [],
    ),
  ),
)("the engine tells the p95 of %s in s, too", async (id, job, p95Seconds) => {
  const { definitions } = readOpenSlo(documentOf(id, job));
  const [definition] = definitions;
  if (!definition) throw new Error("the pack makes no SLO");
  // Counters stand still around the ends of a minute, so that a rate over two holds two whole ones at the most.
  expect(await answers(p95Query(definition.sli, "3m") ?? "")).toBeCloseTo(p95Seconds, 6);
  expect(await answers(attainmentQuery(definition.sli, definition.target.threshold, "3m"))).toBeGreaterThan(0.8);
});

test("every pack is held against known counts", () => {
  const held = new Set([...KNOWN, ...NATIVE_TARGETS].flatMap(({ truths }) => Object.keys(truths)));
  expect(PACKS.map(({ id }) => id).filter((id) => !held.has(id))).toEqual([]);
});
