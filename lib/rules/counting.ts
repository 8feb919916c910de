import type { CountedSli, CounterSum } from "@/lib/slo/sli";
import { matchersOf, withMatcher } from "./counter-sum";

/** One series of counts to ask for: a selector, summed to one number or kept per bucket. */
export type CountedSelector = { selector: string; perBucket: boolean };

/** Look-back for a series' last known value, s; longer after a longer gap (arithmetic.md 2). */
export const LOOKBACK_SECONDS = 3600;
/** A series that was silent for so long is away, s: five scrapes a minute apart. */
const STEADY_SECONDS = 300;
/** The minute without the instant at which it begins, which is the last of the minute before. */
const MINUTE = "59s999ms";
/** A new series that holds no more events than this beside known siblings counts from zero, however quiet they are. */
const FEW = 10;
/** Label that tells the parts of one joined request from each other. */
export const TAG = "plumbline";

export const keyOf = ({ selector, perBucket }: CountedSelector): string => `${perBucket ? "le " : ""}${selector}`;

const sumsOf = (sum: CounterSum): CountedSelector[] => sum.map(({ selector }) => ({ selector, perBucket: false }));

/** The counters of an SLI's good or bad events. */
export const partsOf = (sli: CountedSli): CountedSelector[] =>
  sli.kind === "ratio" ? sumsOf(sli.part) : [{ selector: sli.buckets, perBucket: true }];

export const totalsOf = (sli: CountedSli): CountedSelector[] => sumsOf(sli.total);

/** The counters of an SLI. */
export const selectorsOf = (sli: CountedSli): CountedSelector[] => [...partsOf(sli), ...totalsOf(sli)];

/** A new series counts from zero up to this many events, where its target says that it is new. */
const FIRST = 1000;
const SIBLINGS = "5m";
/** What was away for hours and comes back is not new: its last value is known. */
const AWAY_SECONDS = 21_600;

const at = (selector: string, lookback: number) => ({
  now: `last_over_time(${selector}[${lookback}s])`,
  before: `last_over_time(${selector}[${lookback}s] offset 1m)`,
});

const by = (operation: string, labels: readonly (string | null)[], promql: string): string => {
  const kept = labels.filter((label) => label !== null);
  return kept.length > 0 ? `${operation} by (${kept.join(", ")}) (${promql})` : `${operation}(${promql})`;
};

const summed = (gained: string, perBucket: boolean): string => by("sum", [perBucket ? "le" : null], gained);

/** A histogram's buckets begin and fall together; the last one stands for all. */
export const standIn = ({ selector, perBucket }: CountedSelector): string =>
  perBucket ? withMatcher(selector, 'le="+Inf"') : selector;

/**
 * What a counter gained in the minute, for the usual minute in which nothing happens to its series. `quiet` is the number of
 * series of the last minutes and of their falls. Where it equals the number of those with a sample in this minute, and of
 * those with one in the minute before, they are the same ones and none fell: what all of them together stand at, less what
 * they stood at a minute earlier, is what they gained. Of a histogram, `buckets` tells of a bucket that comes or goes alone.
 * Much cheaper than `increasePerMinute`, and for every value of `label` at once.
 */
export function steadyIncrease(counted: CountedSelector, label: string | null): Record<string, string> {
  const { stood, ...now } = inMinute(counted, label, "");
  const { stood: stoodBefore, ...before } = inMinute(counted, label, " offset 1m");
  const counts = Object.entries(before).map(([what, promql]) => [`${what}Before`, promql]);
  return { gained: `${stood} - ${stoodBefore}`, ...now, ...Object.fromEntries(counts), quiet: quiet(counted, label) };
}

/** The same for minutes in a row, each of which says what the next one began with. The first one only begins. */
export const steadySums = (counted: CountedSelector, label: string | null): Record<string, string> => ({
  ...inMinute(counted, label, ""),
  quiet: quiet(counted, label),
});

function inMinute(counted: CountedSelector, label: string | null, offset: string) {
  const minuteOf = (selector: string): string => `${selector}[${MINUTE}]${offset}`;
  const last = `last_over_time(${minuteOf(counted.selector)})`;
  return {
    stood: by("sum", [counted.perBucket ? "le" : null, label], last),
    // No number where one of the samples is none: a fall beside it would not show.
    series: by("sum", [label], `0 * sum_over_time(${minuteOf(standIn(counted))}) + 1`),
    ...(counted.perBucket ? { buckets: by("count", [label], last) } : {}),
  };
}

const quiet = (counted: CountedSelector, label: string | null): string =>
  by("sum", [label], `resets(${standIn(counted)}[${STEADY_SECONDS}s]) + 1`);

/**
 * Series that the look-back did not hold at the beginning of the minute, where they may be counted from zero: if they began with
 * at most ten times the largest increase of their siblings, or small and their target says that they are new: it was scraped
 * before without them, or its process has just begun, and no other series of it has just ended. Otherwise they only set a
 * baseline: a whole counter, first seen, is not this minute's (arithmetic.md 2).
 */
function newborn(selector: string, lookback: number): string {
  const { now, before } = at(selector, lookback);
  const everBefore = at(selector, Math.max(lookback, AWAY_SECONDS)).before;
  const first = `(min_over_time(${selector}[${MINUTE}]) unless ${everBefore})`;
  // Siblings may have come back from a gap a little earlier.
  const siblings = `max((${now} - last_over_time(${selector}[${lookback}s] offset ${SIBLINGS})) >= 0)`;
  const targets = targetMatchers(selector);
  const scrapedBefore = `max_over_time(up${targets}[${lookback}s] offset 1m) == 1`;
  // Where another series of the target has just ended, it may be that one under a new name.
  const ended = `(${before} unless last_over_time(${selector}[${MINUTE}]))`;
  const justBegun = `process_start_time_seconds${targets} > time() - ${lookback}`;
  return [
    `(${first} <= on () group_left () clamp_min(10 * ${siblings}, ${FEW}))`,
    `((${first} and on (job, instance) ((${scrapedBefore}) or (${justBegun})) unless on (job, instance) ${ended}) <= ${FIRST})`,
  ].join(" or ");
}

/**
 * What series gained while they were away for longer than the look-back, up to their first sample in the minute: others of the
 * selector went on, so that nobody saw a gap. One that fell has begun anew (arithmetic.md 2).
 */
function cameBack(selector: string, lookback: number): string {
  const first = `min_over_time(${selector}[${MINUTE}])`;
  const last = at(selector, AWAY_SECONDS).before;
  return `(((${first} - ${last}) >= 0 or (${first} and ${last}) + 0) unless ${at(selector, lookback).before})`;
}

/**
 * What a counter gained in the minute that ends at the evaluation time, summed over its series.
 *
 * Telescoping: a series' last value up to the end of the minute minus its last value up to the beginning, so adjacent
 * minutes share an edge. `last_over_time` looks through staleness, so what a pod counted before it went is kept. A series
 * that fell counts with its present value and one that began with nothing: `increaseInSteps` says what such a minute held.
 */
export function increasePerMinute({ selector, perBucket }: CountedSelector, lookback = LOOKBACK_SECONDS): string {
  const { now, before } = at(selector, lookback);
  return summed(`(${now} - ${before}) >= 0 or (${now} and ${before})`, perBucket);
}

/** How many series fell within the minute. */
export const falls = (selector: string, lookback = LOOKBACK_SECONDS): string => {
  const { before } = at(selector, lookback);
  return `count((min_over_time(${selector}[1m]) < ${before}) or resets(${selector}[1m]) > 0)`;
};

/** How many series began in the minute. */
export const births = (selector: string, lookback = LOOKBACK_SECONDS): string => {
  const { now, before } = at(selector, lookback);
  return `count(${now} unless ${before})`;
};

/**
 * How many series are no number, now or at the beginning of the minute: only a number is 0 when multiplied by 0. What
 * VictoriaMetrics makes of 0 times infinity is no sample, so infinity is asked for by its name as well.
 */
export const notNumbers = (selector: string, lookback = LOOKBACK_SECONDS): string => {
  const { now, before } = at(selector, lookback);
  return `count(0 * ${now} != 0 or 0 * ${before} != 0 or abs(${now}) == Inf or abs(${before}) == Inf)`;
};

/**
 * The same as `increasePerMinute` in steps of five seconds, each of which counts a fall as a new beginning at zero. A counter
 * that was reset and has passed its old value within the minute shows its fall only so, and one that sets its baseline what it
 * gained after it. For the few minutes with falls and births, because it asks the engine for twelve times as much; `born`
 * says whether there is a birth among them.
 */
export function increaseInSteps({ selector, perBucket }: CountedSelector, lookback: number, born: boolean): string {
  const { now } = at(selector, lookback);
  const before = `last_over_time(${selector}[${lookback}s] offset 5s)`;
  // `+ 0` drops the metric's name, as the subtraction does: with and without it, one series would be two.
  const steps = (first: string): string => `sum_over_time(((${now} - ${before}) >= 0 or (${first}) + 0)[59s:5s])`;
  const known = steps(`${now} and ${before}`);
  if (!born) return summed(known, perBucket);
  const fromZero = `(${steps(now)} and (${newborn(selector, lookback)}))`;
  if (lookback >= AWAY_SECONDS) return summed(`${fromZero} or ${known}`, perBucket);
  const back = cameBack(selector, lookback);
  return summed(`${fromZero} or (${known} + ${back}) or ${back} or ${known}`, perBucket);
}

/**
 * Whether the targets of a selector are scraped: 1, or 0 where all are down; no answer where the engine keeps no `up` for
 * them. Only what the selector says of job and instance is known of its targets.
 */
export function targetsUp(selector: string): string | null {
  const matchers = targetMatchers(selector);
  return matchers === "" ? null : `max(up${matchers})`;
}

/** What a selector says of its targets; empty where it says nothing. */
function targetMatchers(selector: string): string {
  const matchers = matchersOf(selector).filter(({ name }) => name === "job" || name === "instance");
  return matchers.length > 0 ? `{${matchers.map(({ text }) => text).join(",")}}` : "";
}

/** Time of the newest sample, s. */
export const newestSample = (selector: string): string => `max(timestamp(${selector}))`;

/** Samples of the most frequently scraped series within ten minutes, from which the scrape interval follows. */
export const samplesInTenMinutes = (selector: string): string => `max(count_over_time(${selector}[10m]))`;

/** Several expressions in one request; each answer carries its key in TAG. */
export function joined(expressions: readonly { key: string; promql: string }[]): string {
  return expressions.map(({ key, promql }) => `label_replace(${promql}, "${TAG}", "${key}", "", "")`).join(" or ");
}
