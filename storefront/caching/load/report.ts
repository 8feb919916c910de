import { z } from "zod";

/** One second of the run, as the visitors saw it. `hitRate`: of cacheable reads; null where there were none. */
export const LoadSlice = z.object({
  requests: z.number(),
  errors: z.number(),
  p95Ms: z.number().nullable(),
  hitRate: z.number().nullable(),
});

/** What the load generator has seen, in the end. */
export const LoadReport = z.object({
  requests: z.number(),
  reads: z.number(),
  errors: z.number(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  cacheable: z.number(),
  edgeHits: z.number(),
  /** Cacheable reads that no level answered but the database, or that only the origin could draw. */
  misses: z.number(),
  bytes: z.number(),
  staleReads: z.number(),
  oldestStaleMs: z.number().nullable(),
  slices: z.array(LoadSlice),
  /** Acknowledged writes: product and version. */
  acknowledged: z.array(z.tuple([z.number(), z.number()])),
});
export type LoadReport = z.infer<typeof LoadReport>;

/** What it tells the bench while it runs. */
export const LoadMessage = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("warm") }),
  z.object({ kind: z.literal("metrics"), metrics: z.array(z.unknown()) }),
  z.object({ kind: z.literal("report"), report: LoadReport }),
]);
export type LoadMessage = z.infer<typeof LoadMessage>;
/** What the bench tells it: to warm the edge, and then that the measured part begins. */
export const LoadOrder = z.object({ order: z.enum(["warm", "go"]) });
