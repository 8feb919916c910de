import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readGeneratedHistory } from "@/lib/gateways/generated-history";
import { NORMAL_POLICY } from "@/storefront/cache-policy";
import { annotationsBefore } from "@/storefront/history/annotations";
import { ENGINE_SERIES } from "@/storefront/history/engine-series";
import { type IncidentKind, incidentsBefore } from "@/storefront/history/incidents";
import { hourlyCounts } from "@/storefront/history/ledger";
import { minuteModel } from "@/storefront/history/minute";
import { deploysBefore, openMetricsWriter } from "@/storefront/history/openmetrics";
import { byRegion } from "@/storefront/history/regions";
import { SLO_COUNTS } from "@/storefront/history/slo-counts";
import { steadyState } from "@/storefront/history/steady-state";
import { LATENCY_EDGES } from "@/storefront/latency";
import { readTargets } from "./targets";

const END = Date.parse("2026-06-10T12:34:00Z") / 1000;
const DAY = 86_400;
const minuteAt = minuteModel(END, 40);
const incidents = incidentsBefore(END);
const targets = readTargets();

function attainment(id: string, from: number, to: number): number {
  let good = 0;
  let total = 0;
  for (let at = from; at < to; at += 60) {
    const counts = SLO_COUNTS[id]?.(minuteAt(at));
    good += counts?.good ?? 0;
    total += counts?.total ?? 0;
  }
  return good / total;
}

function during(kind: IncidentKind, id: string): number {
  const incident = incidents.find((known) => known.kind === kind);
  if (!incident) throw new Error(`no ${kind}`);
  return attainment(id, incident.from, incident.to);
}

describe("the generated history", () => {
  test("any minute is the same each time it is asked for", () => {
    const at = END - 3 * DAY - 660;
    expect(minuteModel(END, 40)(at)).toEqual(minuteAt(at));
    expect(minuteAt(at + 60)).not.toEqual(minuteAt(at));
  });

  test("outside incidents every objective is met on every day, at night too", () => {
    const calm = [1, 5, 11].map((daysAgo) => Math.floor(END / DAY) * DAY - daysAgo * DAY);
    for (const midnight of calm) {
      expect(incidents.some(({ from, to }) => from < midnight + DAY && to > midnight)).toBe(false);
      for (const [id, target] of targets) {
        expect(attainment(id, midnight, midnight + DAY), id).toBeGreaterThan(target);
        expect(attainment(id, midnight + 3 * 3600, midnight + 5 * 3600), `${id} at night`).toBeGreaterThan(target);
      }
    }
  });

  test.each([
    ["purge-storm", ["edge-hit-rate", "cdn-offload-requests", "l1-hit-rate", "redis-hit-rate"]],
    ["slow-database", ["product-latency"]],
    ["redis-restart", ["redis-hit-rate"]],
    ["bad-edge-deploy", ["edge-hit-rate", "cdn-offload-requests", "cdn-offload-bytes"]],
  ] as const)("a %s misses %j", (kind, ids) => {
    for (const id of ids) expect(during(kind, id), id).toBeLessThan(targets.get(id) ?? 0);
  });

  test("a slow database leaves the hit rates alone", () => {
    for (const id of ["edge-hit-rate", "l1-hit-rate", "combined-hit-rate"]) {
      expect(during("slow-database", id), id).toBeGreaterThan(targets.get(id) ?? 1);
    }
  });

  test("5 to 7 incidents lie within the engine's 35 days, and one Black Friday within 400", () => {
    const recent = incidents.filter(({ from }) => from > END - 35 * DAY);
    expect(recent.length).toBeGreaterThanOrEqual(5);
    expect(recent.length).toBeLessThanOrEqual(7);
    const sales = incidents.filter(({ kind, from }) => kind === "black-friday" && from > END - 400 * DAY);
    expect(sales.map(({ from }) => new Date(from * 1000).toISOString())).toEqual(["2025-11-28T00:00:00.000Z"]);
  });

  test("no counter ever shrinks, and buckets never exceed their count", () => {
    const kinds = incidents.map(({ from }) => from + 120);
    for (const at of [END - 600, ...kinds]) {
      const minute = minuteAt(at);
      for (const { name, growth } of ENGINE_SERIES) expect(growth(minute), name).toBeGreaterThanOrEqual(0);
      for (const id of ["product-latency", "visitor-latency"]) {
        const { buckets = [], total } = SLO_COUNTS[id]?.(minute) ?? { total: 0 };
        expect(buckets).toHaveLength(LATENCY_EDGES.length);
        expect([...buckets, total]).toEqual([...buckets, total].sort((one, other) => one - other));
      }
    }
  });
});

test("no objective counts more bad events than events, whatever goes wrong", () => {
  for (const { from } of incidents) {
    for (const [id, countsOf] of Object.entries(SLO_COUNTS)) {
      const { good, total } = countsOf(minuteAt(from + 300));
      expect(good, id).toBeGreaterThanOrEqual(0);
      expect(good, id).toBeLessThanOrEqual(total);
    }
  }
});

describe("the hourly counts", () => {
  const to = Math.floor(END / 3600) * 3600 - 2 * DAY;
  const from = to - 2 * DAY;
  const history = hourlyCounts(from, to, minuteAt);

  test("there are counts for exactly the objectives that are defined", () => {
    expect(Object.keys(history).sort()).toEqual([...targets.keys()].sort());
  });

  test("every hour between the edges is there once, and is the sum of its minutes", () => {
    for (const [id, slo] of Object.entries(history)) {
      expect(slo.from).toBe(new Date(from * 1000).toISOString());
      expect(slo.good).toHaveLength(48);
      expect(slo.total).toHaveLength(48);
      let good = 0;
      for (let at = to - 3600; at < to; at += 60) good += SLO_COUNTS[id]?.(minuteAt(at)).good ?? 0;
      expect(slo.good.at(-1), id).toBe(good);
    }
  });

  test("a latency's good count is the bucket of its threshold", () => {
    const slo = history["product-latency"];
    expect(slo?.edges).toEqual(LATENCY_EDGES);
    const at200ms = slo?.buckets?.map((hour) => hour[LATENCY_EDGES.indexOf(0.2)]);
    expect(at200ms).toEqual(slo?.good);
  });
});

describe("what is said to have happened", () => {
  const told = annotationsBefore(END - 60 * DAY, END);
  const iso = (at: number) => new Date(at * 1000).toISOString();

  test("every incident and every deploy of the time is told once, at the minute in which its counts change", () => {
    const within = incidents.filter(({ from }) => from >= END - 60 * DAY);
    expect(within.length).toBeGreaterThan(5);
    for (const { from } of within) expect(told.filter((each) => each.from === iso(from))).toHaveLength(1);
    const deploys = Object.values(deploysBefore(END)).flat();
    for (const at of deploys) expect(told).toContainEqual(expect.objectContaining({ kind: "deploy", from: iso(at) }));
  });

  test("a bad deploy is rolled back where its incident ends", () => {
    const bad = incidents.find(({ kind, from }) => kind === "bad-edge-deploy" && from >= END - 60 * DAY);
    expect(told).toContainEqual(
      expect.objectContaining({ title: expect.stringMatching("rolled back"), from: iso(bad?.to ?? 0) }),
    );
  });

  test("the app reads it", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "plumbline-history-")), "history.json");
    writeFileSync(file, JSON.stringify({ spans: [], slos: {}, annotations: told }));
    expect((await readGeneratedHistory(file)).annotations).toHaveLength(told.length);
    rmSync(dirname(file), { recursive: true });
  });
});

describe("the engine's samples", () => {
  test("two files that meet hold every minute once and the counters go on across the cut", () => {
    const write = openMetricsWriter(END, minuteAt);
    const from = END - 3600;
    const lines = `${write(from, from + 600)}${write(from + 600, from + 1200)}`.split("\n");
    const hits = lines
      .filter((line) => line.startsWith("varnish_main_cache_hit{"))
      .map((line) => line.split(" ").slice(1).map(Number));
    expect(hits.map(([, at]) => at)).toEqual(Array.from({ length: 20 }, (_, minute) => from + minute * 60));
    const increments = hits.slice(1).map(([value = 0], index) => value - (hits[index]?.[0] ?? 0));
    expect(increments).toEqual(Array.from({ length: 19 }, (_, minute) => minuteAt(from + minute * 60).edge.hits));
    expect(lines.filter((line) => line === "# EOF")).toHaveLength(2);
  });

  test("visitors' requests by region are together those of their route, in every bucket", () => {
    const { visitors } = minuteAt(END - 600);
    for (const latencies of Object.values(visitors)) {
      const regions = Object.values(byRegion(latencies));
      const sum = (of: (each: (typeof regions)[number]) => number): number =>
        regions.reduce((all, each) => all + of(each), 0);
      expect(sum(({ count }) => count)).toBe(latencies.count);
      expect(sum((each) => each.sum)).toBeCloseTo(latencies.sum, 6);
      for (const [i, inBucket] of latencies.perBucket.entries())
        expect(sum(({ perBucket }) => perBucket[i] ?? 0)).toBe(inBucket);
      expect(byRegion(latencies)).toEqual(byRegion({ ...latencies }));
    }
  });

  test("a sample is written once per series and minute", () => {
    const names = ENGINE_SERIES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("the settled caches", () => {
  test("a longer lifetime at the edge means fewer fetches, and grace means fewer misses", () => {
    const normal = steadyState(40, NORMAL_POLICY);
    const shorter = steadyState(40, { ...NORMAL_POLICY, edge: { product: 30, category: 30, image: 30 } });
    const noGrace = steadyState(40, { ...NORMAL_POLICY, grace: 0 });
    expect(shorter.fetches.product).toBeGreaterThan(normal.fetches.product);
    expect(noGrace.misses.product).toBeGreaterThan(normal.misses.product);
    expect(noGrace.misses.product).toBeCloseTo(noGrace.fetches.product, 9);
  });
});
