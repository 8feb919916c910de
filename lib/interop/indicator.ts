import * as z from "zod";
import { readCounterSum, splitBucket } from "@/lib/rules/counter-sum";
import { readEventRate } from "@/lib/rules/event-rate";
import { bareQuantile, readGaugeValue } from "@/lib/rules/gauge-value";
import { readNativeLatency } from "@/lib/rules/native-histogram";
import { readPeriodSum } from "@/lib/rules/period-sum";
import type { Refusal } from "@/lib/rules/promql-tree";
import { inSeconds, type LatencyUnit } from "@/lib/slo/latency-unit";
import { BoundOp, type Sli, type Timing } from "@/lib/slo/sli";
import { PERIOD_ANNOTATION } from "./annotations";
import type { Issue } from "./issue";

const text = z.string().trim().min(1);
const Source = z.object({
  metricSource: z.object({
    type: text.optional(),
    metricSourceRef: text.nullish().transform((ref) => ref ?? undefined),
    spec: z.object({ query: text }),
  }),
});

/** OpenSLO's `indicator.spec`. */
export const IndicatorSpec = z.object({
  ratioMetric: z
    .object({
      counter: z.boolean().optional(),
      good: Source.optional(),
      bad: Source.optional(),
      total: Source.optional(),
      raw: Source.optional(),
      rawType: z.enum(["success", "failure"], { error: "is not success or failure" }).optional(),
    })
    .optional(),
  thresholdMetric: Source.optional(),
});
export type IndicatorSpec = z.infer<typeof IndicatorSpec>;
type RatioMetric = NonNullable<IndicatorSpec["ratioMetric"]>;

/** What an objective says of the bound of a `thresholdMetric`; a ratio's is not looked at. */
export const Bound = z.object({ op: z.unknown().optional(), value: z.unknown().optional() });
type Bound = z.infer<typeof Bound>;

const BASE = ["spec", "indicator", "spec"];
const RATIO = [...BASE, "ratioMetric"];
const OBJECTIVE = ["spec", "objectives", 0];
const queryOf = (source: z.infer<typeof Source>): string => source.metricSource.spec.query;

type Indicator = { sli: Sli; threshold: number | null };
/** What the document says beside the queries: how the samples come, and what a histogram's edges are in. */
type Beside = { timing: Timing | undefined; unit: LatencyUnit | undefined };

/** What the document counts; null where that cannot be told, with the reasons among the issues. */
export function indicatorOf(
  { ratioMetric, thresholdMetric }: IndicatorSpec,
  bound: Bound,
  beside: Beside,
  issues: Issue[],
): Indicator | null {
  const read = reader(issues);
  const { timing } = beside;
  if (ratioMetric && !thresholdMetric) return ratioOf(ratioMetric, beside, read, issues);
  if (thresholdMetric && !ratioMetric) return gaugeOf(queryOf(thresholdMetric), bound, timing, read, issues);
  issues.push({ path: BASE, message: "does not hold exactly one of ratioMetric and thresholdMetric" });
  return null;
}

/** Gives what was read, or puts the refusal where the query stands. */
const reader =
  (issues: Issue[]) =>
  <Found>(path: readonly PropertyKey[], found: ({ ok: true } & Found) | Refusal): Found | null => {
    if (found.ok) return found;
    issues.push({
      path: [...path, "metricSource", "spec", "query"],
      message: `${found.message} (column ${found.at + 1} of the query)`,
      at: found.at,
    });
    return null;
  };
type Reader = ReturnType<typeof reader>;

function gaugeOf(
  query: string,
  bound: Bound,
  timing: Timing | undefined,
  read: Reader,
  issues: Issue[],
): Indicator | null {
  const path = [...BASE, "thresholdMetric"];
  const op = BoundOp.safeParse(bound.op);
  const value = z.number().safeParse(bound.value);
  if (!op.success) issues.push({ path: [...OBJECTIVE, "op"], message: "is not one of lt, lte, gt and gte" });
  if (!value.success)
    issues.push({ path: [...OBJECTIVE, "value"], message: "is not the number that op compares with" });
  const found = read(path, readGaugeValue(query));
  if (!found || !op.success || !value.success) return null;
  const quantile = bareQuantile(found.promql);
  if (!quantile)
    return { sli: { kind: "gauge", op: op.data, query: found.promql, ...timed(timing) }, threshold: value.data };
  const share = Number(quantile.quantile);
  const events = Number.isFinite(share)
    ? `${Number((share * 100).toPrecision(12))} % of requests`
    : "a share of requests";
  read(path, {
    ok: false,
    message:
      `is a quantile, of which no budget can be counted: "at most x" is "${events} within x", so write a ratioMetric ` +
      'whose good counter is the bucket that ends there, …_bucket{le="x"}, and whose total is …_count',
    at: quantile.at,
  });
  return null;
}

const united = (unit: LatencyUnit | undefined): { unit?: "ms" | "us" } => (unit && unit !== "s" ? { unit } : {});
const timed = (timing: Timing | undefined): { timing?: Timing } => (timing ? { timing } : {});

function ratioOf(metric: RatioMetric, { timing, unit }: Beside, read: Reader, issues: Issue[]): Indicator | null {
  const wrong = (field: string[], message: string): null => {
    issues.push({ path: [...RATIO, ...field], message });
    return null;
  };
  if (metric.raw) {
    if (metric.good || metric.bad || metric.total) return wrong(["raw"], "does not go with good, bad or total");
    return metric.rawType
      ? rawOf(queryOf(metric.raw), metric.rawType, timing, read)
      : wrong(["raw"], "says nothing of rawType: success or failure");
  }
  const counts = metric.good ? "good" : "bad";
  const source = metric.good ?? metric.bad;
  if (!source || (metric.good && metric.bad)) return wrong([], "does not hold exactly one of good and bad");
  if (!metric.total) return wrong(["total"], "is missing");
  const queries = { part: queryOf(source), total: queryOf(metric.total) };
  if (metric.counter === false) {
    if (timing?.periodSeconds !== undefined)
      return periodOf(counts, queries, { ...timing, periodSeconds: timing.periodSeconds }, read);
    return wrong(
      ["counter"],
      `is false, but nothing says which time a gauge's sum stands for: add the annotation ${PERIOD_ANNOTATION}, ` +
        "such as 5m, or write true for counters, bare or in rate()",
    );
  }
  const [part, total] = [readCounterSum(queries.part), readCounterSum(queries.total)];
  const native = counts === "good" ? readNativeLatency(queries.part, queries.total) : null;
  if (native)
    return {
      sli: { kind: "native", histogram: native.histogram, ...united(unit), queries, ...timed(timing) },
      threshold: inSeconds(native.threshold, unit),
    };
  if (!part.ok || !total.ok) return approximateOf(counts, queries, timing, read);
  const bucket = part.sum.length === 1 && part.sum[0] ? splitBucket(part.sum[0].selector) : null;
  const totals = { total: total.sum, queries, ...timed(timing) };
  // A good counter that names an `le` has its other buckets counted too, so that p95 and other thresholds can be told.
  return bucket && counts === "good"
    ? {
        sli: { kind: "latency", buckets: bucket.buckets, ...united(unit), ...totals },
        threshold: inSeconds(bucket.edge, unit),
      }
    : { sli: { kind: "ratio", counts, part: part.sum, ...totals }, threshold: null };
}

type Counts = "good" | "bad";
type Queries = { part: string; total: string };

function rawOf(query: string, type: "success" | "failure", timing: Timing | undefined, read: Reader): Indicator | null {
  const found = read([...RATIO, "raw"], readGaugeValue(query));
  if (!found) return null;
  const sli: Sli = {
    kind: "approximate",
    counts: type === "success" ? "good" : "bad",
    part: { promql: found.promql, perMinute: 1 },
    total: null,
    queries: { part: query, total: null },
    ...timed(timing),
  };
  return { sli, threshold: null };
}

function periodOf(
  counts: Counts,
  queries: Queries,
  timing: Timing & { periodSeconds: number },
  read: Reader,
): Indicator | null {
  const part = read([...RATIO, counts], readPeriodSum(queries.part, timing.periodSeconds));
  const total = read([...RATIO, "total"], readPeriodSum(queries.total, timing.periodSeconds));
  if (!part || !total) return null;
  return {
    sli: { kind: "period", counts, part: part.promql, total: total.promql, queries, timing },
    threshold: null,
  };
}

function approximateOf(counts: Counts, queries: Queries, timing: Timing | undefined, read: Reader): Indicator | null {
  const part = read([...RATIO, counts], readEventRate(queries.part));
  const total = read([...RATIO, "total"], readEventRate(queries.total));
  if (!part || !total) return null;
  const only = ({ promql, perMinute }: { promql: string; perMinute: number }) => ({ promql, perMinute });
  const sli: Sli = {
    kind: "approximate",
    counts,
    part: only(part),
    total: only(total),
    queries,
    ...timed(timing),
  };
  return { sli, threshold: null };
}
