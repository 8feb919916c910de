import { z } from "zod";
import { Cell } from "@/storefront/caching/cell";
import { LoadSlice, Settled } from "@/storefront/caching/load/report";

/** null: it does not apply. `never`: a recovery that did not come, or a quantile that is a failed read. */
const Figure = z.union([z.number(), z.literal("never")]).nullable();
export type Figure = z.infer<typeof Figure>;

/** What a stretch of time had. */
export const PhaseFigures = z.object({
  requests: Figure,
  failed: Figure,
  failedShare: Figure,
  p50Ms: Figure,
  p95Ms: Figure,
  p99Ms: Figure,
  p95WithFailuresMs: Figure,
  writeP50Ms: Figure,
  writeP95Ms: Figure,
  writeP99Ms: Figure,
  edgeHitRate: Figure,
  edgeStaleShare: Figure,
  l1HitRate: Figure,
  sharedHitRate: Figure,
  cacheableHitRate: Figure,
  offloadRequests: Figure,
  offloadBytes: Figure,
  originPerSecond: Figure,
  originP95Ms: Figure,
  databasePerSecond: Figure,
  refreshes: Figure,
  staleReads: Figure,
  oldestStaleMs: Figure,
});
export type PhaseFigures = z.infer<typeof PhaseFigures>;
export type PhaseFigureName = keyof PhaseFigures;

/** What a cell had as a whole, over all of its runs. */
export const CellFigures = z.object({
  runs: Figure,
  lostWrites: Figure,
  acknowledgedWrites: Figure,
  recoverySeconds: Figure,
  recoveryShortest: Figure,
  recoveryLongest: Figure,
  warmSeconds: Figure,
});
export type CellFigures = z.infer<typeof CellFigures>;
export type CellFigureName = keyof CellFigures;

export type FigureName = PhaseFigureName | CellFigureName;
export const PHASE_FIGURES = Object.keys(PhaseFigures.shape) as PhaseFigureName[];
export const CELL_FIGURES = Object.keys(CellFigures.shape) as CellFigureName[];
export const FIGURE_NAMES: readonly FigureName[] = [...PHASE_FIGURES, ...CELL_FIGURES];
export const isOfPhase = (name: FigureName): name is PhaseFigureName => PHASE_FIGURES.some((one) => one === name);

/** One second of a cell. */
export const Slice = LoadSlice.extend({ originPerSecond: z.number().nullable() });
export type Slice = z.infer<typeof Slice>;

export const PhaseRow = z.object({ name: z.string(), seconds: z.number(), figures: PhaseFigures });
export type PhaseRow = z.infer<typeof PhaseRow>;

export const Row = Cell.extend({
  phases: z.array(PhaseRow).min(1),
  figures: CellFigures,
  /** Of each run, s. */
  recoveries: z.array(Figure),
  /** How the caches were filled beforehand; null: they were not, or by the cell before. */
  warm: Settled.nullable(),
  /** The second in which something was killed. */
  killedAtSeconds: z.number().nullable(),
  /** Of the first run. */
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
    /** Of the machine, over the last minute before the run: above none others were at work. */
    loadBefore: z.number(),
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
