import type { Slice } from "./results";

/** Seconds in a row that must be well, so that one lucky second is no recovery. */
const IN_A_ROW = 3;

export type Limits = { latencyMs: number; hitRate: number };

/** A second without a figure says nothing, and is not taken for well. */
const isWell = ({ p95Ms, hitRate, errors }: Slice, limits: Limits): boolean =>
  errors === 0 && p95Ms !== null && p95Ms <= limits.latencyMs && hitRate !== null && hitRate >= limits.hitRate;

/**
 * Seconds from `from` until it is well again: after the first second that was not, the first of three in a row that are.
 * 0: it never was unwell. null: not within the run.
 */
export function recoverySeconds(slices: readonly Slice[], from: number, limits: Limits): number | null {
  const well = slices.slice(Math.floor(from)).map((slice) => isWell(slice, limits));
  const firstUnwell = well.indexOf(false);
  if (firstUnwell < 0) return well.length > 0 ? 0 : null;
  for (let second = firstUnwell + 1; second + IN_A_ROW <= well.length; second++)
    if (well.slice(second, second + IN_A_ROW).every(Boolean)) return second;
  return null;
}
