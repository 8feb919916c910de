import { writeFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { backfillStep } from "@/lib/evaluator/backfill";
import { startEngine } from "../evaluator/engine";
import {
  type Errors,
  errorsOf,
  LATENCY,
  ledgerSays,
  meanOfRatios,
  oneIncrease,
  oracle,
  RATIO,
  sumOfMinutes,
} from "./estimates";
import { openMetrics, seriesOf } from "./open-metrics";
import { EDGES, generateWeek, THRESHOLD, type Week } from "./week";
import { backfill, catchUp, ledgerOf, slo, worldOf } from "./world";

/** Held-out seeds: TRUTH_SEEDS="1,2,3". TRUTH_RESULTS names a file that gets every table as JSON. */
const seeds = (process.env.TRUTH_SEEDS ?? "20").split(",").map(Number);
const DAYS = Number(process.env.TRUTH_DAYS ?? 7);

/** The generated traffic ended here, s. Fixed, so that a seed means the same week whenever it is run. */
const END = Date.UTC(2026, 0, 12) / 1000;
const to = END / 60 - 2;
const from = to - DAYS * 1440;
const LIVE_MINUTES = 6 * 60;

const DOCUMENTS = [
  slo("availability", "bad", 'shop_bad{job="shop"}', 'shop_requests{job="shop"}'),
  slo("latency", "good", `shop_seconds_bucket{job="shop",le="${THRESHOLD}"}`, 'shop_seconds_count{job="shop"}'),
];
const KINDS = [
  { id: "availability", kind: "ratio", queries: RATIO },
  { id: "latency", kind: "latency", queries: LATENCY },
] as const;
const OURS = "ledger";
const INCREASE = `one increase[${DAYS}d]`;
const tables: Record<string, Record<string, Errors>> = {};

describe.each(seeds)("a generated week (seed %i)", (seed) => {
  test("is counted within 0.1 % of what happened, and no worse than by one increase over it", {
    timeout: 300_000,
  }, async () => {
    const week = generateWeek(seed, (from - 60) * 60, END);
    const table = await measure(week);
    publish(seed, table);
    for (const { id } of KINDS) {
      const ours = table[`${id}: ${OURS}`];
      const increase = table[`${id}: ${INCREASE}`];
      for (const figure of ["total", "bad", "share"] as const) {
        const error = Math.abs(ours?.[figure] ?? Number.NaN);
        expect(error, `${id}: ${figure}`).toBeLessThanOrEqual(0.001);
        expect(error, `${id}: ${figure}`).toBeLessThanOrEqual(Math.abs(increase?.[figure] ?? Number.NaN));
      }
    }
  });
});

async function measure(week: Week): Promise<Record<string, Errors>> {
  const engine = await startEngine(openMetrics(seriesOf(week.scraped, EDGES, "shop")));
  onTestFinished(() => engine.stop());
  const at = worldOf(engine.url, DOCUMENTS);
  await countBothWays();
  const table: Record<string, Errors> = {};
  for (const { id, kind, queries } of KINDS) {
    const events = week.truth(from, to);
    const truth = { total: events.total, bad: kind === "ratio" ? events.bad : events.slow };
    const methods = {
      [OURS]: ledgerSays(ledgerOf(at, id), from, to),
      "per-series oracle": oracle(week.scraped, from, to, kind),
      "mean of 5-minute ratios": await meanOfRatios(at.engine, queries, from, to),
      "sum of increase[1m]": await sumOfMinutes(at.engine, queries, from, to),
      [INCREASE]: await oneIncrease(at.engine, queries, from, to),
    };
    for (const [method, estimate] of Object.entries(methods)) table[`${id}: ${method}`] = errorsOf(estimate, truth);
  }
  return table;

  /** The last hours live, the rest downward, a piece of it before the live ticks go on. */
  async function countBothWays(): Promise<void> {
    await catchUp(at, to - LIVE_MINUTES);
    for (let step = 0; step < 3; step++) await backfillStep(at, async () => {});
    await catchUp(at, to - 30);
    for (let minute = to - 29; minute <= to; minute++) await catchUp(at, minute);
    await backfill(at);
  }
}

function publish(seed: number, table: Record<string, Errors>): void {
  const percent = (error: number | null): string => (error === null ? "-" : `${(error * 100).toFixed(4)} %`);
  const rows = Object.entries(table).map(([row, { total, bad, share }]): [string, Record<string, string>] => [
    row,
    { "error of total": percent(total), "of bad": percent(bad), "of bad share": percent(share) },
  ]);
  console.log(`Generated week, seed ${seed}, ${DAYS} days at a 15 s scrape`);
  console.table(Object.fromEntries(rows));
  tables[seed] = table;
  if (process.env.TRUTH_RESULTS) writeFileSync(process.env.TRUTH_RESULTS, JSON.stringify(tables, null, 2));
}
