import { describe, expect, onTestFinished, test } from "vitest";
import { generatedRules } from "@/bench/generated-rules";
import { prometheus } from "@/lib/gateways/prometheus";
import { REMAINING, type RecordingRule, type RuleGroup } from "@/lib/rules/alerting/rule";
import { rulesOf } from "@/lib/rules/alerting/rule-groups";
import { budgetOf } from "@/lib/slo/error-budget";
import { activeSlos } from "@/lib/store/slos";
import { LATENCY, meanOfRatios, oneIncrease, RATIO } from "../truth/estimates";
import { openMetrics, seriesOf } from "../truth/open-metrics";
import { EDGES, generateWeek, THRESHOLD } from "../truth/week";
import { backfill, catchUp, ledgerOf, slo, worldOf } from "../truth/world";
import { type ReplayingEngine, startReplaying } from "./replayed";
import { ruleSlos, TERMS } from "./written";

/** Held-out seeds: RULES_SEEDS="1,2,3". */
const seeds = (process.env.RULES_SEEDS ?? "20").split(",").map(Number);
/** The figures of ADR 0034 are those of a week: RULES_DAYS=7. */
const DAYS = Number(process.env.RULES_DAYS ?? 3);
const END = Date.UTC(2026, 0, 12) / 1000;
const to = END / 60 - 2;
const from = to - DAYS * 1440;
/** Rules are evaluated when their minute is final. */
const EVALUATED = to * 60 + TERMS.delaySeconds;

const [BAD, ALL] = ['shop_bad{job="shop"}', 'shop_requests{job="shop"}'];
const BUCKET = `shop_seconds_bucket{job="shop",le="${THRESHOLD}"}`;
const DOCUMENTS = [
  slo("availability", "bad", BAD, ALL),
  slo("hits", "good", `sum(rate(${ALL}[5m])) - sum(rate(${BAD}[5m]))`, ALL),
  slo("latency", "good", BUCKET, 'shop_seconds_count{job="shop"}'),
].map((document) => document.replace("duration: 7d", `duration: ${DAYS}d`));
const WRITTEN = ruleSlos(DOCUMENTS.join("\n---\n"));

describe.each(seeds)("over some days of bursts, restarts, deploys and gaps (seed %i)", (seed) => {
  test("the budget of the rules agrees with the ledger's within 1 %", { timeout: 600_000 }, async () => {
    const week = generateWeek(seed, (from - 60) * 60, END);
    const engine = await startReplaying(openMetrics(seriesOf(week.scraped, EDGES, "shop")));
    onTestFinished(() => engine.stop());
    const world = worldOf(engine.url(), DOCUMENTS);
    await catchUp(world, to);
    await backfill(world);
    const groups = WRITTEN.flatMap((each) => {
      const rules = rulesOf(each, TERMS);
      return "groups" in rules ? rules.groups : [];
    });
    await replay(engine, groups);
    const table: Record<string, Record<string, string>> = {};
    for (const { id } of WRITTEN) {
      const { ledger, edges } = ledgerOf(world, id);
      const versions = activeSlos(world.db).find((each) => each.id === id)?.targets ?? [];
      const ours = budgetOf(ledger, versions, edges, from, to);
      const said = {
        total: await valueAt(engine, `slo:total_events:increase${DAYS}d{slo="${id}"}`),
        good: await valueAt(engine, `slo:good_events:increase${DAYS}d{slo="${id}"}`),
        remaining: await valueAt(engine, `${REMAINING}{slo="${id}"}`),
      };
      const [share, ledgerShare] = [1 - said.good / said.total, ours.spent / ours.total];
      const events = week.truth(from, to);
      const truth = (id === "latency" ? events.slow : events.bad) / events.total;
      const queries = id === "latency" ? LATENCY : RATIO;
      const at = prometheus(engine.url(), {});
      const shares = {
        "these rules": share,
        "mean of 5-minute ratios": (await meanOfRatios(at, queries, from, to)).share,
        [`one increase[${DAYS}d]`]: (await oneIncrease(at, queries, from, to)).share,
      };
      for (const [method, each] of Object.entries(shares))
        table[`${id}: ${method}`] = {
          "bad share against the ledger": percent(each / ledgerShare - 1),
          "against what happened": percent(each / truth - 1),
        };
      const differences = {
        total: said.total / ours.total - 1,
        share: share / ledgerShare - 1,
        spent: (1 - said.remaining) / (1 - (ours.remaining ?? Number.NaN)) - 1,
      };
      for (const [figure, difference] of Object.entries(differences))
        expect(Math.abs(difference), `${id}: ${figure}`).toBeLessThanOrEqual(0.01);
    }
    // What the usual rules make of the same days is further off, so that this check can fail.
    const usual = await valueAt(engine, `sum_over_time(sum(increase(${ALL}[1m]))[${DAYS}d:1m])`);
    const { ledger, edges } = ledgerOf(world, "availability");
    const versions = activeSlos(world.db).find(({ id }) => id === "availability")?.targets ?? [];
    expect(Math.abs(usual / budgetOf(ledger, versions, edges, from, to).total - 1)).toBeGreaterThan(0.01);
    console.table(table);
    console.table(await samplesAMinute(engine, groups));
  });
});

/** What counts each step is evaluated over the whole window, what sums up a window at its end; each after what it reads. */
async function replay(engine: ReplayingEngine, groups: readonly RuleGroup[]): Promise<void> {
  let left = recordingOf(groups);
  while (left.length > 0) {
    const waits = (rule: RecordingRule): boolean =>
      left.some(({ record, labels }) => rule.expr.includes(`${record}{slo="${labels.slo}"}`));
    const next = left.filter((rule) => !waits(rule));
    const isStep = ({ record }: RecordingRule): boolean => record.endsWith("increase1m");
    const steps = next.filter(isStep);
    if (steps.length > 0) await engine.replay(steps, 60, EVALUATED - DAYS * 86_400, EVALUATED);
    const sums = next.filter((rule) => !isStep(rule));
    if (sums.length > 0) await engine.replay(sums, 60, EVALUATED - 120, EVALUATED);
    left = left.filter(waits);
  }
}

const recordingOf = (groups: readonly RuleGroup[]): RecordingRule[] =>
  groups.flatMap(({ rules }) => rules.filter((rule) => "record" in rule));

async function ask(engine: ReplayingEngine, query: string) {
  const terms = new URLSearchParams({ query, time: String(EVALUATED), stats: "all" });
  const answer = await fetch(`${engine.url()}/api/v1/query`, { method: "POST", body: terms });
  return (await answer.json()).data as {
    result: { value: [number, string] }[];
    stats: { samples: { totalQueryableSamples: number } };
  };
}

async function valueAt(engine: ReplayingEngine, query: string): Promise<number> {
  const { result } = await ask(engine, query);
  return Number(result[0]?.value[1] ?? Number.NaN);
}

/** Samples that the engine reads a minute to evaluate the rules of one SLO, without the period of those that it did not record. */
async function samplesAMinute(engine: ReplayingEngine, groups: readonly RuleGroup[]): Promise<Record<string, number>> {
  const read = async (expr: string): Promise<number> => (await ask(engine, expr)).stats.samples.totalQueryableSamples;
  let ours = 0;
  for (const { interval, rules } of groups.filter(({ name }) => name.startsWith("slo-availability")))
    for (const { expr } of rules) ours += (await read(expr)) / (interval === "5m" ? 5 : 1);
  const generated: { groups: { rules: { record?: string; expr: string }[] }[] } = JSON.parse(
    generatedRules([{ id: "a", service: "shop", bad: BAD, total: ALL, objective: 0.95 }]),
  );
  let peer = 0;
  for (const { rules } of generated.groups) for (const { expr } of rules) peer += await read(expr);
  const increase = (await read(`sum(increase(${ALL}[${DAYS}d]))`)) + (await read(`sum(increase(${BAD}[${DAYS}d]))`));
  return {
    "these rules": Math.round(ours),
    "17 generated rules, of the counters alone": peer,
    [`one increase[${DAYS}d] of both, each time`]: increase,
  };
}

const percent = (share: number): string => `${(share * 100).toFixed(3)} %`;
