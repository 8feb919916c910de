import { z } from "zod";
import { LoadPlan } from "./plan";

/** One second of the run, as the visitors saw it; counts, so that seconds add up. */
export const LoadSlice = z.object({
  sent: z.number(),
  /** Reads and writes that were answered, or have failed. */
  done: z.number(),
  failed: z.number(),
  reads: z.number(),
  /** Reads that took longer than the limit, or failed. */
  slow: z.number(),
  cacheable: z.number(),
  hits: z.number(),
  /** Of the reads that were answered. */
  p95Ms: z.number().nullable(),
});
export type LoadSlice = z.infer<typeof LoadSlice>;

const Latencies = z.object({
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
});

/** What visitors saw in a stretch of time. Latencies are of what was answered; failures stand apart. */
export const Account = z.object({
  seconds: z.number(),
  requests: z.number(),
  failed: z.number(),
  reads: z.number(),
  failedReads: z.number(),
  readLatency: Latencies,
  /** The 95th percentile with each failure as slower than any answer: null where that is a failure, or without reads. */
  p95WithFailuresMs: z.number().nullable(),
  writes: z.number(),
  failedWrites: z.number(),
  writeLatency: Latencies,
  cacheable: z.number(),
  /** Cacheable reads that a level answered before the database, or, of what has no row in it, before the origin. */
  hits: z.number(),
  edgeHits: z.number(),
  /** Of these, with a copy past its lifetime, while the edge fetched a new one. */
  edgeStaleHits: z.number(),
  /** Bodies of what was answered. */
  bytes: z.number(),
  staleReads: z.number(),
  oldestStaleMs: z.number().nullable(),
});
export type Account = z.infer<typeof Account>;

/** What the load generator has seen, in the end. */
export const LoadReport = z.object({
  phases: z.array(Account),
  slices: z.array(LoadSlice),
  /** Acknowledged writes: product and version. */
  acknowledged: z.array(z.tuple([z.number(), z.number()])),
});
export type LoadReport = z.infer<typeof LoadReport>;

/** How warming ended: after how long, whether the hits were steady by then, and how many there were in the last window. */
export const Settled = z.object({ seconds: z.number(), isSteady: z.boolean(), hitRate: z.number().nullable() });
export type Settled = z.infer<typeof Settled>;

/** What it tells the bench while it runs. */
export const LoadMessage = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("settled"), settled: Settled }),
  z.object({ kind: z.literal("began"), phase: z.number() }),
  z.object({ kind: z.literal("metrics"), metrics: z.array(z.unknown()) }),
  z.object({ kind: z.literal("report"), report: LoadReport }),
]);
export type LoadMessage = z.infer<typeof LoadMessage>;

/** What the bench tells it: to visit until the caches are warm (`fast`: quickly at first), or to measure. */
export const LoadOrder = z.discriminatedUnion("order", [
  z.object({ order: z.literal("settle"), fast: z.boolean(), hotShare: z.number() }),
  z.object({ order: z.literal("measure"), plan: LoadPlan }),
]);
export type LoadOrder = z.infer<typeof LoadOrder>;
