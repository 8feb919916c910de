import { matchersOf, readCounterSum, splitBucket } from "@/lib/rules/counter-sum";
import { ratesOf, readEventRate } from "@/lib/rules/event-rate";
import { readGaugeValue } from "@/lib/rules/gauge-value";
import { readNativeLatency } from "@/lib/rules/native-histogram";
import { childrenOf, expressionOf, orRefusal, unwrapped, withRange } from "@/lib/rules/promql-tree";
import type { CounterSum } from "@/lib/slo/sli";
import { lossOf } from "./counting-loss";
import type { Loose } from "./translation";

type Counts = "good" | "bad";
export type Queries = { part: string; total: string };

/** OpenSLO's `ratioMetric` for two queries, and how far from exact it is; null where it is counted event by event. */
export type ReadRatio = { metric: Loose; approximated: string | null; latency: boolean };

export const metricOf = (query: string): Loose => ({ metricSource: { type: "Prometheus", spec: { query } } });

/**
 * How two queries are counted best: event by event, as rates as they are written, or else, as the tools that took them meant,
 * as a share of each minute. What is left stays as it is, and its reader says why it cannot be counted.
 */
export function ratioOf(counts: Counts, queries: Queries): ReadRatio {
  const metric = { counter: true, [counts]: metricOf(queries.part), total: metricOf(queries.total) };
  const exact = { metric, approximated: null, latency: false };
  const [part, total] = [readCounterSum(queries.part), readCounterSum(queries.total)];
  if (part.ok && total.ok) return { ...exact, approximated: lossOf([queries.part, queries.total]) };
  if (counts === "good" && readNativeLatency(queries.part, queries.total)) return { ...exact, latency: true };
  if (readEventRate(queries.part).ok && readEventRate(queries.total).ok)
    return { ...exact, approximated: "is no sum of counters: its rate is evaluated as written, once a minute" };
  const share = shareOf(counts, queries, "5m");
  if (!readGaugeValue(share).ok) return exact;
  return {
    metric: { rawType: "success", raw: metricOf(share) },
    approximated:
      "holds no rate of events: the share of all its series is evaluated once a minute, and every minute weighs the same",
    latency: false,
  };
}

/**
 * As Sloth has it, where only bad events are counted: all but what lies in one bucket is a latency. Where good events can be
 * written as well, a pair is counted as it is written, so that its ledger goes on.
 */
export function ratioOrLatencyOf(counts: Counts, queries: Queries): ReadRatio {
  const [part, total] = [readCounterSum(queries.part), readCounterSum(queries.total)];
  const bucket = counts === "bad" && part.ok && total.ok ? bucketLeft(part.sum, total.sum) : null;
  if (bucket === null) return ratioOf(counts, queries);
  const metric = { counter: true, good: metricOf(bucket), total: metricOf(queries.total) };
  return { metric, approximated: lossOf([queries.part, queries.total]), latency: true };
}

/** A ratio that is one query: its two sides, where each can be counted; null where it stays a bare ratio. */
export function sidesOf(query: string, type: Counts): { counts: Counts; queries: Queries } | null {
  const found = orRefusal(() => {
    const root = unwrapped(expressionOf(withRange(query)));
    const [left, operator, right] = childrenOf(root);
    if (!left || !operator || !right) return null;
    if (operator.name === "Sub" && query.slice(left.from, left.to).trim() === "1") {
      const rest = unwrapped(right);
      const [inner, sign, total] = childrenOf(rest);
      return inner && sign?.name === "Div" && total ? { counts: other(type), part: inner, total } : null;
    }
    return operator.name === "Div" ? { counts: type, part: left, total: right } : null;
  });
  if (!found || "ok" in found) return null;
  const textOf = ({ from, to }: { from: number; to: number }): string => query.slice(from, to);
  const queries = { part: textOf(found.part), total: textOf(found.total) };
  return readCounterSum(queries.part).ok && readCounterSum(queries.total).ok ? { counts: found.counts, queries } : null;
}

const other = (counts: Counts): Counts => (counts === "good" ? "bad" : "good");

/** Whether it looks back over a range, as a rate does; what a gauge holds is written bare. */
export function looksBack(query: string): boolean {
  const found = orRefusal(() => {
    let ranges = 0;
    expressionOf(withRange(query))
      .cursor()
      .iterate(({ name }) => {
        if (name === "MatrixSelector" || name === "SubqueryExpr") ranges += 1;
      });
    return { ranges };
  });
  return "ranges" in found && found.ranges > 0;
}

/** The good share of a range, as one query; without a bad or good event yet, it is none of them. */
export function shareOf(counts: Counts, { part, total }: Queries, range: string): string {
  const share = `(${rateOf(part, range)} or vector(0)) / ${rateOf(total, range)}`;
  return counts === "good" ? share : `1 - ${share}`;
}

function rateOf(query: string, range: string): string {
  const counted = readCounterSum(query);
  if (!counted.ok) return `sum(${withRange(query, range).trim()})`;
  const rates = ratesOf(counted.sum, range);
  return counted.sum.length > 1 ? `(${rates})` : rates;
}

/** All but what lies in one bucket is bad: the bucket's selector. null where it is anything else. */
function bucketLeft(bad: CounterSum, total: CounterSum): string | null {
  const rest = bad.map((term) => ({ ...term, key: keyOf(term.selector) }));
  for (const { sign, selector } of total) {
    const at = rest.findIndex((term) => term.sign === sign && term.key === keyOf(selector));
    if (at < 0) return null;
    rest.splice(at, 1);
  }
  const [bucket, more] = rest;
  return bucket && !more && bucket.sign === -1 && splitBucket(bucket.selector) ? bucket.selector : null;
}

/** Selectors that differ in the order of their matchers alone are one. */
const keyOf = (selector: string): string =>
  `${selector.split("{")[0]?.trim()}{${matchersOf(selector)
    .map(({ text }) => text.replace(/\s/g, ""))
    .sort()
    .join(",")}}`;
