import "server-only";
import type { Engine } from "@/lib/gateways/prometheus";
import { ratesOf } from "@/lib/rules/event-rate";
import { RANGE } from "@/lib/rules/promql-tree";
import { attainmentQuery, bucketOf, totalQuery } from "@/lib/rules/shown-query";
import type { Sli } from "@/lib/slo/sli";

/** The share of good events over the last hours, as the engine tells it now; the ledger will count it anew. */
export type Preview = {
  from: string;
  to: string;
  stepSeconds: number;
  /** t: ms; v: null where nothing was there to be counted. */
  points: { t: number; v: number | null }[];
  attainment: number | null;
  /** Events of all slices, good ones and all; null where the kind has no events. */
  good: number | null;
  total: number | null;
  /** Slices with a total. */
  observed: number;
};

const HOURS = 6;
const STEP_SECONDS = 300;

/** @throws EngineError */
export async function previewOf(engine: Engine, sli: Sli, threshold: number | null, now: Date): Promise<Preview> {
  const to = Math.floor(now.getTime() / 60_000) * 60;
  const from = to - HOURS * 3600;
  const slices = Array.from({ length: (to - from) / STEP_SECONDS }, (_, i) => from + (i + 1) * STEP_SECONDS);
  const ask = async (promql: string): Promise<Map<number, number>> => {
    const [series] = await engine.range(promql, from + STEP_SECONDS, to, STEP_SECONDS);
    return new Map(series?.values ?? []);
  };
  const [total, share] = await Promise.all([ask(totalQuery(sli)), sharesOf(ask, sli, threshold, slices)]);
  let [good, all, observed] = [0, 0, 0];
  const points = slices.map((at) => {
    const weight = total.get(at);
    const v = weight === undefined || weight <= 0 ? null : share(at, weight);
    if (weight !== undefined) observed += 1;
    if (v !== null && weight !== undefined) {
      good += v * weight;
      all += weight;
    }
    return { t: at * 1000, v };
  });
  const events = sli.kind === "ratio" || sli.kind === "latency" || sli.kind === "native";
  return {
    from: new Date(from * 1000).toISOString(),
    to: new Date(to * 1000).toISOString(),
    stepSeconds: STEP_SECONDS,
    points,
    attainment: all > 0 ? good / all : null,
    good: events ? good * STEP_SECONDS : null,
    total: events ? all * STEP_SECONDS : null,
    observed,
  };
}

type Ask = (promql: string) => Promise<Map<number, number>>;

/** The share of good events of a slice. Where no part was ever counted, there is no series of it: that is none, not unknown. */
async function sharesOf(
  ask: Ask,
  sli: Sli,
  threshold: number | null,
  slices: readonly number[],
): Promise<(at: number, total: number) => number | null> {
  if (sli.kind === "ratio" || sli.kind === "latency") {
    const terms = sli.kind === "ratio" ? sli.part : [{ sign: 1 as const, selector: bucketOf(sli, threshold) }];
    // Term by term: a sum without one of its terms would be empty as a whole.
    const counted = await Promise.all(
      terms.map(async ({ sign, selector }) => ({ sign, values: await ask(ratesOf([{ sign: 1, selector }], RANGE)) })),
    );
    // A bucket without any series is a threshold that no bucket has.
    if (sli.kind === "latency" && counted.every(({ values }) => values.size === 0)) return () => null;
    const part = new Map(
      slices.map((at) => [at, counted.reduce((sum, { sign, values }) => sum + sign * (values.get(at) ?? 0), 0)]),
    );
    const isBad = sli.kind === "ratio" && sli.counts === "bad";
    return (at, total) => {
      const share = (part.get(at) ?? 0) / total;
      return clamped(isBad ? 1 - share : share);
    };
  }
  const shares = await ask(attainmentQuery(sli, threshold));
  return (at) => {
    const share = shares.get(at);
    return share === undefined ? null : clamped(share);
  };
}

const clamped = (share: number): number => Math.min(1, Math.max(0, share));
