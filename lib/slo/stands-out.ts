/** Events: bad ones among all. Counts may be fractions. */
export type Counts = { bad: number; total: number };

/** Below it a value carries hardly more than its share, however sure that is. */
export const LEAST_LIFT = 1.15;

/** n·KL(share ‖ expected): by Chernoff's bound the chance that so much of n falls where `expected` of it should is below exp(−this). */
export function surprise(n: number, share: number, expected: number): number {
  const part = (p: number, q: number): number => (p <= 0 ? 0 : p * Math.log(p / q));
  if (share <= expected) return 0;
  return expected <= 0 ? Number.POSITIVE_INFINITY : n * (part(share, expected) + part(1 - share, 1 - expected));
}

/** Log-likelihood that two rates gain over one, of bad among all: of a cell, and of the rest. */
export function evidenceOf(cell: Counts, bad: number, total: number): number {
  const likelihood = (events: number, of: number): number => {
    const rate = of > 0 ? Math.min(1, Math.max(0, events / of)) : 0;
    return (rate > 0 ? events * Math.log(rate) : 0) + (rate < 1 ? (of - events) * Math.log(1 - rate) : 0);
  };
  if (cell.bad * total <= bad * cell.total) return 0;
  return Math.max(
    0,
    likelihood(cell.bad, cell.total) + likelihood(bad - cell.bad, total - cell.total) - likelihood(bad, total),
  );
}
