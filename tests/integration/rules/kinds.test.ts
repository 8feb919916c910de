import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { prometheus } from "@/lib/gateways/prometheus";
import type { RecordingRule } from "@/lib/rules/alerting/rule";
import { rulesOf } from "@/lib/rules/alerting/rule-groups";
import { goodWithin } from "@/lib/slo/ledger";
import type { Slo } from "@/lib/store/slos";
import { type RunningEngine, startEngine } from "../evaluator/engine";
import { type HistogramSample, startNativeEngine } from "../kinds/native-engine";
import { openMetrics, type Series } from "../kinds/samples";
import { document, source, type Watched, watch } from "../kinds/watch";
import { startVictoria } from "./victoria";
import { TERMS } from "./written";

const END = Math.floor(Date.now() / 3_600_000) * 3600 - 3600;
const START = END - 4 * 3600;
const first = START / 60 + 60;
const last = END / 60 - 30;

/** More of it in the middle of each hour, so that figures are no constants. */
const wave = (second: number): number => 2 + Math.sin((second - START) / 600);
const counter = (name: string, share: (second: number) => number): Series => {
  let value = 0;
  const at = new Map<number, number>();
  for (let second = START + 15; second <= END; second += 15) {
    value += 15 * wave(second) * share(second);
    at.set(second, value);
  }
  return { name, everySeconds: 15, value: (second) => at.get(second) ?? 0 };
};
const failing = (second: number): number => ((second - START) % 3600 < 600 ? 0.2 : 0.01);
const period = (second: number): number => Math.ceil(second / 300);
const SERIES: Series[] = [
  counter("requests_total", () => 1),
  counter("errors_total", failing),
  {
    name: "queue",
    labels: { zone: "a" },
    everySeconds: 15,
    value: (second) => 70 + 10 * wave(Math.ceil(second / 60) * 60),
  },
  {
    name: "queue",
    labels: { zone: "b" },
    everySeconds: 15,
    value: (second) => 60 + 15 * wave(Math.ceil(second / 60) * 60),
  },
  { name: "hit_ratio", everySeconds: 15, value: (second) => 0.9 + 0.05 * Math.sin(second) },
  {
    name: "gappy_ratio",
    everySeconds: 15,
    value: (second) => (second % 3600 < 300 ? Number.NaN : 0.9 + 0.05 * Math.sin(second)),
  },
  { name: "requests_sum", everySeconds: 15, value: (second) => 1000 + (period(second) % 7) * 100 },
  {
    name: "errors_sum",
    everySeconds: 15,
    value: (second) => (period(second) % 3 === 0 ? null : (period(second) % 5) * 10),
  },
];

let engine: RunningEngine;
let watched: Watched | undefined;
beforeAll(async () => {
  engine = await startEngine(openMetrics(SERIES, START, END));
});
afterAll(() => engine.stop());
afterEach(() => watched?.stop());

const ratio = (part: string, query: string, total: string, counts = true) =>
  document(`ratioMetric: { counter: ${counts}, ${part}: ${source(query)}, total: ${source(total)} }`);

/** What the ledger counts in the minutes (from, to], and what the counting rules give in their steps. */
async function both(url: string, text: string): Promise<Record<"ledger" | "rules", { good: number; total: number }>> {
  watched = watch(url, text);
  await watched.countTo(first);
  await watched.countTo(last);
  const slo = watched.slo();
  const [target] = slo.targets;
  if (!target) throw new Error("there is no target");
  const counts = watched.counts(first, last);
  const good = goodWithin(counts, slo.edges, target.threshold) ?? Number.NaN;
  return { ledger: { good, total: counts.total }, rules: await counted(url, slo) };
}

/** What the counting rules give in their steps. */
async function counted(url: string, slo: Slo | undefined): Promise<{ good: number; total: number }> {
  const [target] = slo?.targets ?? [];
  if (!slo || !target) throw new Error("nothing is watched");
  const rules = rulesOf({ ...slo, target, decision: null }, TERMS);
  if ("refused" in rules) throw new Error(rules.refused);
  const counting = (rules.groups[0]?.rules ?? []).slice(0, 2) as RecordingRule[];
  const delay = slo.sli.timing?.delaySeconds ?? TERMS.delaySeconds;
  const step = slo.sli.timing?.periodSeconds ?? 60;
  const sumOf = async (kind: string): Promise<number> => {
    const rule = counting.find(({ record }) => record.startsWith(`slo:${kind}_events:`));
    // What a rule reads of what another one recorded stands for nothing good, and nothing is recorded here.
    const at = prometheus(url, {});
    const [series] = await at.range(rule?.expr ?? "", first * 60 + delay + step, last * 60 + delay, step);
    return (series?.values ?? []).reduce((sum, [, value]) => sum + value, 0);
  };
  return { good: await sumOf("good"), total: await sumOf("total") };
}

function agree({ ledger, rules }: Awaited<ReturnType<typeof both>>): void {
  expect(ledger.total).toBeGreaterThan(0);
  expect(ledger.good).toBeLessThan(ledger.total);
  const bad = ({ good, total }: { good: number; total: number }) => (total - good) / total;
  expect(Math.abs(rules.total / ledger.total - 1), "total").toBeLessThanOrEqual(0.01);
  expect(Math.abs(bad(rules) / bad(ledger) - 1), "bad share").toBeLessThanOrEqual(0.01);
}

const CASES: [string, string][] = [
  ["counters", ratio("bad", "errors_total", "requests_total")],
  [
    "an expression as it is written",
    ratio("bad", "2 * sum(rate(errors_total[5m]))", "2 * sum(increase(requests_total[5m]))"),
  ],
  ["a gauge", document(`thresholdMetric: ${source("queue")}`, "target: 0.95, op: lte, value: 92")],
  ["a bare ratio", document(`ratioMetric: { raw: ${source("hit_ratio")}, rawType: success }`)],
  [
    "sums of a period that come late",
    ratio("bad", "errors_sum", "requests_sum", false).replace(
      "annotations: {  }",
      "annotations: { plumbline.dev/period: 5m, plumbline.dev/delay: 10m }",
    ),
  ],
];

describe("rules count what the ledger counts, within 1 %:", () => {
  test.each(CASES)("%s", async (_, text) => agree(await both(engine.url, text)));

  test("a bare ratio that is no number at times", async () =>
    agree(await both(engine.url, document(`ratioMetric: { raw: ${source("gappy_ratio")}, rawType: success }`))));

  test("a native histogram", async () => {
    const samples: HistogramSample[] = [];
    let [fast, slow] = [0, 0];
    for (let second = START + 15; second <= END; second += 15) {
      fast += Math.round(100 * wave(second));
      slow += Math.round(100 * wave(second) * failing(second));
      // At most half a second, and at most two.
      samples.push({
        second,
        sum: fast * 0.4 + slow * 1.5,
        buckets: new Map([
          [-1, fast],
          [1, slow],
        ]),
      });
    }
    const native = await startNativeEngine("seconds", samples);
    try {
      const rate = "sum(rate(seconds[5m]))";
      const text = ratio(
        "good",
        `histogram_fraction(0, 0.5, ${rate}) * histogram_count(${rate})`,
        `histogram_count(${rate})`,
      );
      agree(await both(native.url, text));
    } finally {
      await native.stop();
    }
  });
});

describe("VictoriaMetrics counts by the same rules what Prometheus counts:", () => {
  let victoria: RunningEngine;
  beforeAll(async () => {
    victoria = await startVictoria(SERIES, START, END);
  });
  afterAll(() => victoria.stop());

  test.each(CASES)("%s", async (_, text) => {
    const { rules } = await both(engine.url, text);
    const other = await counted(victoria.url, watched?.slo());
    expect(other.total / rules.total).toBeCloseTo(1, 6);
    expect(other.good / rules.good).toBeCloseTo(1, 6);
  });
});
