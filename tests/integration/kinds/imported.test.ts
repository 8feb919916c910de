import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { importDocuments } from "@/lib/interop/import";
import { goodWithin } from "@/lib/slo/ledger";
import { type RunningEngine, startEngine } from "../evaluator/engine";
import { openMetrics, type Series } from "./samples";
import { type Watched, watch } from "./watch";

const END = Math.floor(Date.now() / 3_600_000) * 3600 - 3600;
const START = END - 3600;
const first = START / 60 + 10;
const last = END / 60 - 5;
const MINUTES = last - first;

/** So many a minute. */
const counter = (name: string, labels: Record<string, string>, perMinute: number): Series => ({
  name,
  labels,
  everySeconds: 15,
  value: (second) => ((second - START) * perMinute) / 60,
});
const SERIES: Series[] = [
  counter("orders_total", { state: "paid" }, 92),
  counter("orders_total", { state: "lost" }, 8),
  counter("searches_total", { code: "200" }, 196),
  counter("searches_total", { code: "503" }, 4),
  counter("page_seconds_bucket", { route: "/", le: "0.25" }, 60),
  counter("page_seconds_bucket", { route: "/", le: "+Inf" }, 80),
  counter("page_seconds_count", { route: "/" }, 80),
  counter("images_total", { state: "found" }, 36),
  counter("images_total", { state: "gone" }, 4),
  counter("mails_total", { state: "sent" }, 16),
  counter("mails_total", { state: "bounced" }, 4),
  counter("checkouts_total", { code: "200" }, 28),
  counter("checkouts_total", { code: "500" }, 4),
  counter("checkout_seconds_bucket", { le: "0.5" }, 12),
  counter("checkout_seconds_bucket", { le: "+Inf" }, 16),
  counter("checkout_seconds_count", {}, 16),
  {
    name: "probe_success",
    labels: { job: "checkout" },
    everySeconds: 15,
    value: (at) => (Math.ceil(at / 60) % 4 === 0 ? 0 : 1),
  },
];

let engine: RunningEngine;
let watched: Watched | undefined;
beforeAll(async () => {
  engine = await startEngine(openMetrics(SERIES, START, END));
});
afterAll(() => engine.stop());
afterEach(() => watched?.stop());

const documentOf = (file: string, id: string): string => {
  const text = readFileSync(join("tests/fixtures/interop", file), "utf8");
  const slo = importDocuments([{ name: file, text }])
    .flatMap(({ slos }) => slos)
    .find(({ definition }) => definition.id === id);
  if (!slo) throw new Error(`${file} has no ${id}`);
  return slo.document;
};

describe("what is imported is counted as it happened", () => {
  test.each([
    ["openslo.yaml", "orders-paid", { good: 92, total: 100 }],
    ["openslo-v1alpha.yaml", "search-answers", { good: 196, total: 200 }],
    ["sloth.yaml", "catalogue-quick-answers", { good: 60, total: 80 }],
    ["sloth.yaml", "catalogue-images", { good: 36, total: 40 }],
    ["sloth-crd.yaml", "mailer-delivered", { good: 16, total: 20 }],
    ["pyrra.yaml", "checkout-errors", { good: 28, total: 32 }],
    ["pyrra.yaml", "checkout-latency", { good: 12, total: 16 }],
  ])("%s: %s", async (file, id, aMinute) => {
    watched = watch(engine.url, documentOf(file, id));
    await watched.countTo(first);
    await watched.countTo(last);
    const counts = watched.counts(first, last);
    const { total, observedSeconds } = counts;
    const { edges, targets } = watched.slo();
    const good = goodWithin(counts, edges, targets[0]?.threshold ?? null);
    expect(watched.error()).toBeNull();
    expect(observedSeconds).toBe(MINUTES * 60);
    expect(good).toBeCloseTo(aMinute.good * MINUTES, 3);
    expect(total).toBeCloseTo(aMinute.total * MINUTES, 3);
  });

  test("pyrra.yaml: checkout-up, one slice a minute", async () => {
    watched = watch(engine.url, documentOf("pyrra.yaml", "checkout-up"));
    await watched.countTo(first);
    await watched.countTo(last);
    const bad = Array.from({ length: MINUTES }, (_, i) => first + 1 + i).filter((minute) => minute % 4 === 0).length;
    expect(watched.counts(first, last)).toMatchObject({ good: MINUTES - bad, total: MINUTES });
  });
});
