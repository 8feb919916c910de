import type { CounterSum, Sli } from "@/lib/slo/sli";

/** One series of counts to ask for: a selector, summed to one number or kept per bucket. */
export type CountedSelector = { selector: string; perBucket: boolean };

/** Look-back for a series' last known value, s. */
export const LOOKBACK_SECONDS = 3600;
/** A new series that holds no more events than this beside known siblings counts from zero, however quiet they are. */
const FEW = 10;
/** Label that tells the parts of one joined request from each other. */
export const TAG = "plumbline";

export const keyOf = ({ selector, perBucket }: CountedSelector): string => `${perBucket ? "le " : ""}${selector}`;

const sumsOf = (sum: CounterSum): CountedSelector[] => sum.map(({ selector }) => ({ selector, perBucket: false }));

/** Everything that has to be counted for an SLI. */
export function selectorsOf(sli: Sli): CountedSelector[] {
  const total = sumsOf(sli.total);
  return sli.kind === "ratio"
    ? [...sumsOf(sli.part), ...total]
    : [{ selector: sli.buckets, perBucket: true }, ...total];
}

/**
 * What a counter gained in the minute that ends at the evaluation time, summed over its series.
 *
 * Telescoping: a series' last value up to the end of the minute minus its last value up to the beginning, so adjacent
 * minutes share an edge. `last_over_time` looks through staleness, so what a pod counted before it went is kept. A drop is
 * a reset: what was gained before it, as far as it was seen, and the value since. A series new in the look-back counts from
 * zero where its target was scraped before without it, or where it is plausible beside its siblings (at most ten times
 * the largest increase); otherwise it only sets a baseline (arithmetic.md 2).
 */
export function increasePerMinute({ selector, perBucket }: CountedSelector): string {
  const now = `last_over_time(${selector}[${LOOKBACK_SECONDS}s])`;
  const before = `last_over_time(${selector}[${LOOKBACK_SECONDS}s] offset 1m)`;
  const known = `(max_over_time(up[${LOOKBACK_SECONDS}s] offset 1m) == 1)`;
  const siblings = `on () group_left () clamp_min(10 * max((${now} - ${before}) >= 0), ${FEW})`;
  const gained = [
    `(${now} - ${before}) >= 0`,
    `(${now} + (max_over_time(${selector}[1m]) - ${before} >= 0))`,
    `(${now} and ${before})`,
    `((${now} unless ${before}) and on (job, instance) ${known})`,
    `((${now} unless ${before}) <= ${siblings})`,
  ].join(" or ");
  return perBucket ? `sum by (le) (${gained})` : `sum(${gained})`;
}

/** Time of the newest sample, s. */
export const newestSample = (selector: string): string => `max(timestamp(${selector}))`;

/** Samples of the most frequently scraped series within ten minutes, from which the scrape interval follows. */
export const samplesInTenMinutes = (selector: string): string => `max(count_over_time(${selector}[10m]))`;

/** Several expressions in one request; each answer carries its key in TAG. */
export function joined(expressions: readonly { key: string; promql: string }[]): string {
  return expressions.map(({ key, promql }) => `label_replace(${promql}, "${TAG}", "${key}", "", "")`).join(" or ");
}
