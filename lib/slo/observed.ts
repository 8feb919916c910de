/** Share of a window that has to be observed before it may be judged (arithmetic.md 15). */
export const ENOUGH_OBSERVED = 0.6;

export const isObserved = (observedSeconds: number, minutes: number): boolean =>
  observedSeconds >= ENOUGH_OBSERVED * minutes * 60;
