import { z } from "zod";

/** A stretch of time with one rate of reads and of writes. */
export const Phase = z.object({ seconds: z.number().positive(), reads: z.number().positive(), writes: z.number() });
export type Phase = z.infer<typeof Phase>;

/** What the load generator is started with. */
export const LoadPlan = z.object({
  labels: z.record(z.string(), z.string()),
  edgePort: z.number(),
  seed: z.number(),
  phases: z.array(Phase).min(1),
  /** The share of reads that ask for the hot product, on top of its own popularity. */
  hotShare: z.number().min(0).max(1),
  protection: z.boolean(),
  /** Whether everything is asked for once before the first measured read. */
  warm: z.boolean(),
});
export type LoadPlan = z.infer<typeof LoadPlan>;

/** The rates at a moment after the start; null: the plan is over. */
export function phaseAt(phases: readonly Phase[], seconds: number): Phase | null {
  let end = 0;
  for (const phase of phases) {
    end += phase.seconds;
    if (seconds < end) return phase;
  }
  return null;
}

export const secondsOf = (phases: readonly Phase[]): number => phases.reduce((sum, { seconds }) => sum + seconds, 0);
