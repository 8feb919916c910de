import { z } from "zod";
import { Cell } from "@/storefront/caching/cell";

const Figure = z.number().nullable();

/** null: it does not apply to the cell, or, of `recoverySeconds`, was not reached within the run. */
export const Figures = z.object({
  requests: z.number(),
  errors: z.number(),
  p50Ms: Figure,
  p95Ms: Figure,
  p99Ms: Figure,
  edgeHitRate: Figure,
  l1HitRate: Figure,
  sharedHitRate: Figure,
  cacheableHitRate: Figure,
  offloadRequests: Figure,
  offloadBytes: Figure,
  originPerSecond: Figure,
  databasePerSecond: Figure,
  staleReads: Figure,
  oldestStaleMs: Figure,
  lostWrites: Figure,
  acknowledgedWrites: Figure,
  recoverySeconds: Figure,
});
export type Figures = z.infer<typeof Figures>;
export type FigureName = keyof Figures;
export const FIGURE_NAMES = Object.keys(Figures.shape) as FigureName[];

/** One second of a cell. */
export const Slice = z.object({ p95Ms: Figure, hitRate: Figure, originPerSecond: Figure, errors: z.number() });
export type Slice = z.infer<typeof Slice>;

export const Row = Cell.extend({
  figures: Figures,
  /** Whether it came back within the run; null where nothing was to recover from. */
  recovered: z.boolean().nullable(),
  /** The second in which something was killed. */
  killedAtSeconds: z.number().nullable(),
  slices: z.array(Slice),
});
export type Row = z.infer<typeof Row>;

export const RUN_ID = /^c-\d{8}-\d{4}$/;

export const Run = z.object({
  run: z.string().regex(RUN_ID),
  at: z.iso.datetime(),
  machine: z.object({
    cpu: z.string(),
    cores: z.number(),
    memoryGiB: z.number(),
    node: z.string(),
    postgres: z.string(),
    redis: z.string(),
    memcached: z.string(),
    varnish: z.string(),
  }),
  parameters: z.record(z.string(), z.unknown()),
  rows: z.array(Row),
});
export type Run = z.infer<typeof Run>;

/** Named after its start, UTC. */
export function runIdOf(start: Date): string {
  const digits = start.toISOString().replace(/\D/g, "");
  return `c-${digits.slice(0, 8)}-${digits.slice(8, 12)}`;
}
