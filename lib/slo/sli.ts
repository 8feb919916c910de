import * as z from "zod";
import { LATENCY_UNITS } from "./latency-unit";

/**
 * A counted quantity: a signed sum of counter selectors. `hits + misses` is two terms, `served - fetched` has a sign of -1.
 */
export const CounterSum = z
  .array(z.object({ sign: z.union([z.literal(1), z.literal(-1)]), selector: z.string() }))
  .min(1);
export type CounterSum = z.infer<typeof CounterSum>;

/** How the engine's samples come: how late, and how many seconds one of them stands for. */
export const Timing = z.object({
  /** A minute is final this long after its end, s. */
  delaySeconds: z.number().int().min(0).max(86_400).optional(),
  periodSeconds: z.number().int().min(60).max(3600).multipleOf(60).optional(),
});
export type Timing = z.infer<typeof Timing>;
/** What every kind of SLI says beside what it counts. */
const beside = {
  timing: Timing.optional(),
  /** The name of the engine that is asked; left out, the default one. */
  engine: z.string().optional(),
};

/** What meets the bound of a gauge; equality meets `lte` and `gte`. */
export const BoundOp = z.enum(["lt", "lte", "gt", "gte"]);
export type BoundOp = z.infer<typeof BoundOp>;

const counts = z.enum(["good", "bad"]);
/** Left out: s. */
const unit = z.enum(LATENCY_UNITS).exclude(["s"]).optional();
const queries = z.object({ part: z.string(), total: z.string() });
/** An expression whose value at the end of a minute, times `perMinute`, is what that minute held. */
const Evaluated = z.object({ promql: z.string(), perMinute: z.number() });

/** What is counted. Queries are kept as they were written, beside what they were read as. */
export const Sli = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("ratio"),
    /** Which of the two is counted; the other is total minus this. */
    counts,
    part: CounterSum,
    total: CounterSum,
    queries,
    ...beside,
  }),
  z.object({
    kind: z.literal("latency"),
    /** The classic histogram's bucket selector without its `le`. */
    buckets: z.string(),
    unit,
    total: CounterSum,
    queries,
    ...beside,
  }),
  /** A native histogram, whose buckets are not stored: the events within the threshold are interpolated by the engine. */
  z.object({ kind: z.literal("native"), histogram: z.string(), unit, queries, ...beside }),
  /** Each series is one slice a minute, good where its value meets the bound: the target's threshold, in the query's own unit. */
  z.object({ kind: z.literal("gauge"), op: BoundOp, query: z.string(), ...beside }),
  /** Gauges that hold the sum of one period; the expressions give that of the period that ends at the evaluation time. */
  z.object({
    kind: z.literal("period"),
    counts,
    part: z.string(),
    total: z.string(),
    queries,
    ...beside,
    timing: Timing.required({ periodSeconds: true }),
  }),
  /** Evaluated as written, because it is no sum of counters. Without a total it is a bare ratio: each minute weighs the same. */
  z.object({
    kind: z.literal("approximate"),
    counts,
    part: Evaluated,
    total: Evaluated.nullable(),
    queries: z.object({ part: z.string(), total: z.string().nullable() }),
    ...beside,
  }),
]);
export type Sli = z.infer<typeof Sli>;

export type SliOf<Kind extends Sli["kind"]> = Extract<Sli, { kind: Kind }>;
export type CountedSli = SliOf<"ratio" | "latency">;

/** Whether it is counted from counters, series by series; the others are evaluated as they stand. */
export const isCounted = (sli: Sli): sli is CountedSli => sli.kind === "ratio" || sli.kind === "latency";

/** Whether its figures are no exact counts. */
export const isApproximate = (sli: Sli): boolean => sli.kind === "approximate" || sli.kind === "native";

/** The engine of PROMETHEUS_URL, or the entry of ENGINES_FILE that is called so. */
export const DEFAULT_ENGINE = "default";

export const engineOf = ({ engine }: Pick<Sli, "engine">): string => engine ?? DEFAULT_ENGINE;

export type SliKind = "ratio" | "latency" | "gauge";

/** The kind as people and the API know it. */
export const publicKind = ({ kind }: Sli): SliKind =>
  kind === "native" ? "latency" : kind === "latency" || kind === "gauge" ? kind : "ratio";

/** Minutes that one sample stands for: only the last of them is observed. */
export const periodMinutes = ({ timing }: Sli): number => (timing?.periodSeconds ?? 60) / 60;
