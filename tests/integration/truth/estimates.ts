import type { Engine } from "@/lib/gateways/prometheus";
import type { Ledger } from "@/lib/slo/ledger";
import { countsIn, goodWithin } from "@/lib/slo/ledger";
import { EDGES, type Scraped, THRESHOLD } from "./week";

/** What a method says of a window; it may say no more than the share. */
type Estimate = { total: number | null; bad: number | null; share: number };
/** The relative error of each figure of an estimate; null where it has none. */
export type Errors = { total: number | null; bad: number | null; share: number };

/** Bad and total as PromQL sums over a window of 15 s samples, range left open. */
type Queries = {
  bad(range: string, via: "rate" | "increase"): string;
  total(range: string, via: "rate" | "increase"): string;
};

export const RATIO: Queries = {
  bad: (range, via) => `sum(${via}(shop_bad{job="shop"}[${range}]))`,
  total: (range, via) => `sum(${via}(shop_requests{job="shop"}[${range}]))`,
};
export const LATENCY: Queries = {
  total: (range, via) => `sum(${via}(shop_seconds_count{job="shop"}[${range}]))`,
  bad: (range, via) =>
    `(${LATENCY.total(range, via)} - sum(${via}(shop_seconds_bucket{job="shop",le="${THRESHOLD}"}[${range}])))`,
};

export function errorsOf(estimate: Estimate, truth: { total: number; bad: number }): Errors {
  const of = (told: number | null, real: number): number | null => (told === null ? null : told / real - 1);
  return {
    total: of(estimate.total, truth.total),
    bad: of(estimate.bad, truth.bad),
    share: estimate.share / (truth.bad / truth.total) - 1,
  };
}

const counted = (total: number, bad: number): Estimate => ({ total, bad, share: bad / total });

export function ledgerSays(
  { ledger, edges }: { ledger: Ledger; edges: number[] | null },
  from: number,
  to: number,
): Estimate {
  const counts = countsIn(ledger, from, to);
  const good = goodWithin(counts, edges, edges === null ? null : THRESHOLD) ?? Number.NaN;
  return counted(counts.total, counts.total - good);
}

/** Mean of the 5-minute ratios that a rule records each minute, as generated rules do; it knows no counts. */
export async function meanOfRatios(
  engine: Engine,
  { bad, total }: Queries,
  from: number,
  to: number,
): Promise<Estimate> {
  const values = await minutes(engine, `${bad("5m", "rate")} / ${total("5m", "rate")}`, from, to);
  return { total: null, bad: null, share: values.reduce((a, b) => a + b, 0) / values.length };
}

export async function sumOfMinutes(
  engine: Engine,
  { bad, total }: Queries,
  from: number,
  to: number,
): Promise<Estimate> {
  const sum = async (promql: string): Promise<number> =>
    (await minutes(engine, promql, from, to)).reduce((a, b) => a + b, 0);
  return counted(await sum(total("1m", "increase")), await sum(bad("1m", "increase")));
}

export async function oneIncrease(
  engine: Engine,
  { bad, total }: Queries,
  from: number,
  to: number,
): Promise<Estimate> {
  const at = async (promql: string): Promise<number> => (await minutes(engine, promql, to - 1, to))[0] ?? Number.NaN;
  const range = `${to - from}m`;
  return counted(await at(total(range, "increase")), await at(bad(range, "increase")));
}

/** One value for each minute in (from, to] that has one. */
async function minutes(engine: Engine, promql: string, from: number, to: number): Promise<number[]> {
  const [series] = await engine.range(promql, (from + 1) * 60, to * 60, 60);
  return (series?.values ?? []).map(([, value]) => value);
}

/**
 * The best that can be made of the raw samples, series by series: a fall is a restart at zero, a new series counts from zero
 * unless its process is older than what the engine has of it.
 */
export function oracle(targets: readonly Scraped[], from: number, to: number, kind: "ratio" | "latency"): Estimate {
  const sum = (values: (target: Scraped) => readonly number[]): number =>
    targets.reduce((all, target) => all + gained(target, values(target), from * 60, to * 60), 0);
  if (kind === "ratio")
    return counted(
      sum(({ requests }) => requests),
      sum(({ bad }) => bad),
    );
  const total = sum(({ buckets }) => buckets[EDGES.length] ?? []);
  return counted(total, total - sum(({ buckets }) => buckets[EDGES.indexOf(THRESHOLD)] ?? []));
}

function gained({ at, elder }: Scraped, values: readonly number[], from: number, to: number): number {
  let sum = 0;
  let last = elder ? Number.NaN : 0;
  for (const [i, value] of values.entries()) {
    const time = at[i] ?? Number.NaN;
    if (Number.isNaN(value) || time > to) continue;
    if (time > from && !Number.isNaN(last)) sum += value >= last ? value - last : value;
    last = value;
  }
  return sum;
}
