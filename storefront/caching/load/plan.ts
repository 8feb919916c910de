import { z } from "zod";
import { Cell } from "../cell";

/** A stretch of time with one rate of reads and of writes a second. */
export const Phase = z.object({
  name: z.string(),
  seconds: z.number().positive(),
  reads: z.number().positive(),
  writes: z.number(),
  /** Which products are written: what is written after a kill must not cover up what it lost. */
  writesTo: z.enum(["all", "odd", "even"]).default("all"),
});
export type Phase = z.infer<typeof Phase>;

/** What the load generator is started with. */
export const LoadSettings = z.object({ cell: Cell, edgePort: z.number(), seed: z.number() });

/** What it is to measure. */
export const LoadPlan = z.object({
  cell: Cell,
  phases: z.array(Phase).min(1),
  /** The share of reads that ask for the hot product, on top of its own popularity. */
  hotShare: z.number().min(0).max(1),
  /** From which second on it is to be well again; the plan then ends early. null: it lasts as long as its phases. */
  untilWellFrom: z.number().nullable(),
});
export type LoadPlan = z.infer<typeof LoadPlan>;

/** Which phase a moment after the start is in; undefined: the plan is over. */
export function phaseAt(phases: readonly Phase[], seconds: number): number | undefined {
  let end = 0;
  for (const [index, phase] of phases.entries()) {
    end += phase.seconds;
    if (seconds < end) return index;
  }
  return undefined;
}

export const secondsOf = (phases: readonly Phase[]): number => phases.reduce((sum, { seconds }) => sum + seconds, 0);
