import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "@/db/client";
import type { Reader } from "@/lib/auth/actor";
import { turnsOf } from "@/lib/gateways/slots";
import { DEFAULT_ENGINE } from "@/lib/slo/sli";
import { type RunningEngine, startEngine } from "../evaluator/engine";
import { openMetrics, type Series } from "../kinds/samples";

const END = Math.floor(Date.now() / 3_600_000) * 3600;
const START = END - 2 * 3600;
const NOW = new Date(END * 1000);
/** CloudWatch's own time, which its exporter gives to its samples. */
const BACK = 600;

const counter = (name: string, labels: Record<string, string>, perSecond = 1): Series => ({
  name,
  labels,
  everySeconds: 30,
  value: (second) => (second - START) * perSecond,
});
const stamped = (name: string, labels: Record<string, string>): Series => ({
  name,
  labels,
  everySeconds: 60,
  value: (second) => (second <= END - BACK ? 90 : null),
});
const histogram = (metric: string, labels: Record<string, string>, edges: readonly string[]): Series[] => [
  ...[...edges, "+Inf"].map((le) => counter(`${metric}_bucket`, { ...labels, le })),
  counter(`${metric}_count`, labels),
];
const HTTP = "http_request_duration_seconds";
const E1 = { job: "cloudwatch", distribution_id: "E1" };
const E2 = { job: "yace", dimension_DistributionId: "E2" };
const SERIES: Series[] = [
  ...histogram(HTTP, { job: "shop", code: "200" }, ["0.1", "0.25", "0.5"]),
  ...histogram(HTTP, { job: "cart", code: "OK", status: "200" }, ["0.2", "0.4"]),
  // A summary without a status.
  counter(HTTP, { job: "admin", quantile: "0.5" }),
  counter(`${HTTP}_count`, { job: "admin" }),
  ...histogram("istio_request_duration_milliseconds", { job: "mesh", reporter: "destination", response_code: "200" }, [
    "100",
    "500",
  ]),
  counter("redis_keyspace_hits_total", { job: "redis", instance: "a:9121" }, 9),
  counter("redis_keyspace_misses_total", { job: "redis", instance: "a:9121" }, 1),
  counter("redis_keyspace_hits_total", { instance: "b:9121" }, 1),
  counter("redis_keyspace_misses_total", { instance: "b:9121" }, 1),
  stamped("aws_cloudfront_requests_sum", E1),
  stamped("aws_cloudfront_cache_hit_rate_average", E1),
  counter("aws_cloudfront_requests_sum", E2),
  counter("aws_cloudfront_5xx_error_rate_average", E2),
];

const EDITOR = { kind: "person", id: "p1", name: "An editor", role: "editor", services: null } as unknown as Reader;

let engine: RunningEngine;
let clear: () => void;
const folder = mkdtempSync(join(tmpdir(), "plumbline-offers-"));
const others: (() => unknown)[] = [];

beforeAll(async () => {
  engine = await startEngine(openMetrics(SERIES, START, END));
  process.env.PROMETHEUS_URL = engine.url;
  process.env.DATA_DIR = folder;
  process.env.ADR_DIR = resolve("docs/adr");
  const db = openDatabase(join(folder, "plumbline.db"), resolve("db/migrations"));
  clear = () => db.$client.close();
});
afterEach(async () => {
  for (const end of others.splice(0)) await end();
});
afterAll(async () => {
  clear();
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

// What reads the configuration is imported once that is set.
const viewOf = async () => (await import("@/lib/views/packs")).packsView(EDITOR, NOW);
const ofPack = async (id: string) => {
  const { items, offers } = await viewOf();
  const row = items.find((each) => each.id === id);
  return {
    row,
    offers: offers.filter(({ pack }) => pack === id),
    whyNot: Object.fromEntries((row?.jobs ?? []).map(({ job, unavailable }) => [job, unavailable])),
  };
};
async function askedAt(url: string): Promise<void> {
  const { config } = await import("@/lib/config");
  const known = config();
  const { prometheusUrl } = known;
  known.prometheusUrl = url;
  others.push(() => {
    known.prometheusUrl = prometheusUrl;
  });
}

describe("of each job", () => {
  test("the label of the status is its own, and without one no availability is offered", async () => {
    const { offers, whyNot } = await ofPack("http-availability");
    expect(offers.map(({ labels, status }) => [labels.job, status])).toEqual([
      ["cart", "status"],
      ["shop", "code"],
    ]);
    expect(whyNot).toEqual({
      admin: "it has no label of the status (code, status_code, status)",
      cart: null,
      shop: null,
    });
  });

  test("the threshold is an edge of its own, and a summary is no histogram", async () => {
    const { offers, whyNot, row } = await ofPack("http-latency");
    expect(offers.map(({ labels, threshold }) => [labels.job, threshold])).toEqual([
      ["cart", 0.2],
      ["shop", 0.25],
    ]);
    expect(whyNot.admin).toBe(`it has no ${HTTP}_bucket`);
    expect(row?.edges).toEqual([0.1, 0.2, 0.25, 0.4, 0.5]);
    expect((await ofPack("http-native-latency")).row?.found).toBe(false);
  });

  test("edges in milliseconds are offered as they are, and make a latency in s", async () => {
    const { offers, row } = await ofPack("istio-latency");
    expect(offers).toMatchObject([{ threshold: 500, name: "Istio latency" }]);
    expect(row?.unit).toBe("ms");
    const { packPreview } = await import("@/lib/views/pack-preview");
    const choice = { labels: { job: offers[0]?.labels.job ?? "" }, status: null, threshold: 500 };
    const { preview } = await packPreview(EDITOR, "istio-latency", choice, NOW);
    expect(preview?.attainment).not.toBeNull();
  });

  test("none is one of its own beside others: what has no such label", async () => {
    const { offers } = await ofPack("redis-hit-rate");
    expect(offers.map(({ labels, name, id }) => [labels, name, id])).toEqual([
      [{ job: "" }, "Redis hit rate (no job)", "redis-hit-rate-no-job"],
      [{ job: "redis" }, "Redis hit rate (redis)", "redis-hit-rate-redis"],
    ]);
    const { packPreview } = await import("@/lib/views/pack-preview");
    const choice = { labels: { job: "" }, status: null, threshold: null };
    const { preview } = await packPreview(EDITOR, "redis-hit-rate", choice, NOW);
    expect(preview?.attainment).toBeCloseTo(0.5, 6);
  });
});

test("exporters with the same names are told by a label, and samples with an older time are seen", async () => {
  const late = await ofPack("cloudfront-cloudwatch-hit-rate");
  expect(late.row).toMatchObject({ found: true, values: { distribution_id: ["E1"] } });
  expect(late.offers).toMatchObject([
    { labels: { job: "cloudwatch" }, name: "CloudFront hit rate (cloudwatch_exporter)" },
  ]);
  // What the other one has is not this one's.
  expect((await ofPack("cloudfront-hit-rate")).row?.found).toBe(false);
  expect((await ofPack("cloudfront-availability")).offers).toMatchObject([{ labels: { job: "yace" } }]);
});

/** The engine, but for questions that it says took too long. */
async function engineWithout(asked: RegExp): Promise<string> {
  const server: Server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    if (asked.test(decodeURIComponent(`${request.url} ${body}`.replaceAll("+", " ")))) {
      const error = { status: "error", errorType: "timeout", error: "query timed out" };
      response.writeHead(503, { "content-type": "application/json" }).end(JSON.stringify(error));
      return;
    }
    const type = request.headers["content-type"];
    const answer = await fetch(`${engine.url}${request.url}`, {
      method: request.method ?? "GET",
      ...(body === "" ? {} : { body }),
      ...(type === undefined ? {} : { headers: { "content-type": type } }),
    });
    response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  others.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("what the engine did not say is not guessed", async () => {
  await askedAt(await engineWithout(/label_replace|by \(job, le\)/));
  const availability = await ofPack("http-availability");
  expect(availability.row?.found).toBe(true);
  expect(availability.offers).toEqual([]);
  expect(availability.whyNot.shop).toBe("the engine did not say which label holds its status");
  const latency = await ofPack("http-latency");
  expect(latency.offers).toEqual([]);
  expect(latency.whyNot.shop).toBe("the engine did not say which buckets it has");
  // Neither was needed.
  expect((await ofPack("redis-hit-rate")).offers).toHaveLength(2);
});

test("a list that was cut says so, and a whole one does not", async () => {
  expect((await viewOf()).cut).toBeNull();
  const jobs = Array.from({ length: 1001 }, (_, i) => i).flatMap((i) =>
    ["a", "b"].map(
      (instance): Series => ({
        ...counter("redis_keyspace_hits_total", { job: `job-${i}`, instance }),
        everySeconds: 3600,
      }),
    ),
  );
  // Of fewer instances than all of them, so that it is behind the cut.
  const rare: Series = {
    ...counter("memcached_commands_total", { job: "rare", command: "get", status: "hit" }),
    everySeconds: 3600,
  };
  const large = await startEngine(openMetrics([...jobs, rare], END - 3600, END));
  others.push(() => large.stop());
  await askedAt(large.url);
  const view = await viewOf();
  expect(view.cut).toEqual({
    rows: 1000,
    metrics: [{ metric: "redis_keyspace_hits_total", jobs: 1001, listed: 1000 }],
  });
  expect(view.items.find(({ needs }) => needs[0] === "memcached_commands_total")).toMatchObject({
    found: true,
    jobs: [{ job: "rare", instances: 1 }],
  });
});

test("an engine whose queue is full is busy, and nothing of it is an error of the page", async () => {
  let free = (): void => {};
  const held = new Promise<void>((resolve) => {
    free = resolve;
  });
  const inTurn = turnsOf(`trial-slots.${DEFAULT_ENGINE}`, { slots: 2, mostWaiting: 60 });
  const waiting = Array.from({ length: 62 }, () => inTurn(() => held));
  try {
    const { engineProblem, asked, offers } = await viewOf();
    expect([engineProblem, asked, offers]).toEqual([expect.stringMatching(/^The engine is busy: /), false, []]);
  } finally {
    free();
    await Promise.all(waiting);
  }
  expect((await viewOf()).engineProblem).toBeNull();
});
