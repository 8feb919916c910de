import { inUnit } from "@/lib/slo/latency-unit";
import type { BoundOp, Sli, SliOf } from "@/lib/slo/sli";
import { newestSample, samplesInTenMinutes, targetsUp } from "./counting";
import { expressionOf, inBrackets, selectorNodes } from "./promql-tree";
import { undivided } from "./undivided";

export const OPERATOR: Record<BoundOp, string> = { lt: "<", lte: "<=", gt: ">", gte: ">=" };

/** NaN and infinite values are no measurements. */
const finite = (query: string): string => `(${inBrackets(query)} > -Inf < Inf)`;

/** What is asked of a gauge. */
export function gaugeQueries({ query, op }: SliOf<"gauge">) {
  const series = finite(query);
  return {
    series: `count(${series})`,
    meeting: (bound: number): string => `count(${series} ${OPERATOR[op]} ${bound})`,
    /** The value that is furthest from meeting a bound. */
    worst: op === "lt" || op === "lte" ? `max(${series})` : `min(${series})`,
    fresh: freshnessOf(query),
  };
}

/** Long enough for two samples a minute apart, which a rate takes. */
const NATIVE_RANGE = "2m";

/** What is asked of a native histogram: `total` is per second, `share` is what lies within a bound, s. */
export function nativeQueries({ histogram, unit }: SliOf<"native">) {
  const rate = `sum(rate(${histogram}[${NATIVE_RANGE}]))`;
  return {
    total: `histogram_count(${rate})`,
    share: (bound: number): string => `histogram_fraction(0, ${inUnit(bound, unit)}, ${rate})`,
    fresh: freshnessOf(histogram),
    up: [targetsUp(histogram)].flatMap((query) => query ?? []),
  };
}

/** How recent the samples of a selector are: time of the newest, s, and how many there are within ten minutes. */
export type Freshness = { newest: string; samples: string };

const freshnessOf = (promql: string): Freshness[] =>
  selectorsIn(promql).map((selector) => ({ newest: newestSample(selector), samples: samplesInTenMinutes(selector) }));

/** What is asked of an SLI whose expressions are evaluated as they stand. */
export type ValueQueries = {
  part: string;
  /** Tells a part without series from one that is no number. */
  partSeries: string;
  /** null for a bare ratio. */
  total: string | null;
  /** Of every selector of the total, or of the ratio where there is none. */
  fresh: Freshness[];
  /** 0 where every target of a selector is down. */
  up: string[];
};

export function expressionQueries(sli: SliOf<"period" | "approximate">): ValueQueries {
  const [part, total] =
    sli.kind === "period" ? [sli.part, sli.total] : [sli.part.promql, sli.total === null ? null : sli.total.promql];
  const selectors = total === null ? [] : [...selectorsIn(part), ...selectorsIn(total)];
  return {
    part: `${total === null ? "avg" : "sum"}${inBrackets(part)}`,
    partSeries: `count${inBrackets(undivided(part))}`,
    total: total === null ? null : `sum${inBrackets(total)}`,
    // A period's sum is as fresh as its period, which its range says already.
    fresh: sli.kind === "period" ? [] : freshnessOf(total ?? part),
    // A ratio may be one of `up` itself.
    up: [...new Set(selectors.flatMap((selector) => targetsUp(selector) ?? []))],
  };
}

/**
 * What is asked at the end of every minute, each a PromQL expression that gives at most one sample without labels; nothing
 * for what is counted from counters. `bounds`: thresholds of the target versions in question, in a gauge's own unit, or s.
 */
export function valueQueriesOf(sli: Sli, bounds: readonly number[]): string[] {
  switch (sli.kind) {
    case "gauge": {
      const { series, meeting, worst, fresh } = gaugeQueries(sli);
      return [series, worst, ...[...new Set(bounds)].map(meeting), ...fresh.flatMap(freshnessQueries)];
    }
    case "native": {
      const { total, share, fresh, up } = nativeQueries(sli);
      return [total, ...[...new Set(bounds)].map(share), ...fresh.flatMap(freshnessQueries), ...up];
    }
    case "period":
    case "approximate": {
      const { part, partSeries, total, fresh, up } = expressionQueries(sli);
      const asked = [part, total, ...(sli.counts === "bad" ? [partSeries] : [])].flatMap((query) => query ?? []);
      return [...asked, ...fresh.flatMap(freshnessQueries), ...up];
    }
    case "ratio":
    case "latency":
      return [];
  }
}

const freshnessQueries = ({ newest, samples }: Freshness): string[] => [newest, samples];

/** Every selector of an expression, once, as it is written. */
export const selectorsIn = (promql: string): string[] => [
  ...new Set(selectorNodes(expressionOf(promql)).map(({ from, to }) => promql.slice(from, to))),
];
