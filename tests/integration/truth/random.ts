/** Repeatable random numbers (mulberry32) and the few draws that the generated week is made of. */
export type Random = {
  /** [0, 1). */
  unit(): number;
  /** [from, to). */
  between(from: number, to: number): number;
  /** [from, to), short spans as likely as long ones on a logarithmic scale. */
  logBetween(from: number, to: number): number;
  chance(probability: number): boolean;
  /** A whole number whose mean is `mean`. */
  around(mean: number): number;
};

export function randomOf(seed: number): Random {
  let state = seed;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const between = (from: number, to: number): number => from + unit() * (to - from);
  return {
    unit,
    between,
    logBetween: (from, to) => from * (to / from) ** unit(),
    chance: (probability) => unit() < probability,
    around: (mean) => Math.floor(mean * between(0.7, 1.3) + unit()),
  };
}
