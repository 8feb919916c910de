import { type Counts, LEAST_LIFT } from "./stands-out";

/** Fewer bad events say not how bad it was. */
const FEWEST_THEN = 5;
/** Less is hardly a fault of its own: what is always worse follows the hour of the day as well. */
const LEAST_GROWTH = 1.5;
/** Standard errors by which a growth has to differ from none. */
const SURE = 3;

/**
 * Whether what stands out now did so earlier as well: it was worse than the rest then, and has not clearly grown by more
 * than the rest since. null: its earlier bad events are too few to tell.
 */
export function wasAsBad(now: Counts, restNow: Counts, then: Counts, restThen: Counts): boolean | null {
  if (then.bad < FEWEST_THEN || then.total <= 0 || restThen.total <= 0) return null;
  if (rate(then) < LEAST_LIFT * rate(restThen)) return false;
  const growth = Math.log(rate(now) / rate(then)) - Math.log(rate(restNow) / rate(restThen));
  const error = Math.sqrt([now, then, restNow, restThen].reduce((sum, { bad }) => sum + 1 / (bad + 0.5), 0));
  return growth < Math.log(LEAST_GROWTH) || growth < SURE * error;
}

/** Half an event more than were seen: nothing is ruled out by having been seen nowhere. */
const rate = ({ bad, total }: Counts): number => (bad + 0.5) / (total + 1);
