import { booked, type Held, isNothing, NOTHING_HELD, sumOf } from "@/lib/slo/held";
import { inSeconds } from "@/lib/slo/latency-unit";
import type { Tally } from "@/lib/slo/ledger";
import type { CountedSli, CounterSum, Sli, SliOf } from "@/lib/slo/sli";
import { type CountedSelector, keyOf, partsOf, selectorsOf, totalsOf } from "./counting";

/** What the engine said of one selector, by minute. `gained`: per `le` where counted per bucket, else under "". */
export type SelectorAnswer = {
  gained: Map<number, Map<string, number>>;
  /** Time of the newest sample, s. */
  newest: Map<number, number>;
  /** Samples within ten minutes. */
  samples: Map<number, number>;
  /** 0 where every target of the selector is down; no entry where the engine cannot tell. */
  up: Map<number, number>;
  /** Minutes in which one of its series is no number, or was none at the beginning. */
  odd: Set<number>;
  /** Minutes in which some of its series began, fell, or fell silent. */
  unsettled: Set<number>;
  /** Minutes in which some of its series fell, or began that the look-back did not hold before. */
  anew: Set<number>;
};
export type Answers = ReadonlyMap<string, SelectorAnswer>;

export const emptyAnswer = (): SelectorAnswer => ({
  gained: new Map(),
  newest: new Map(),
  samples: new Map(),
  up: new Map(),
  odd: new Set(),
  unsettled: new Set(),
  anew: new Set(),
});

/**
 * What a minute leaves to the next one. `gap`: it is unobserved. `carried`: minutes in a row that were carried up to it. `held`
 * waits for an observed minute; null where nothing does.
 */
export type Left = { gap: boolean; carried: number; held: Held | null };
export const SETTLED: Left = { gap: false, carried: 0, held: null };

/** Within as many minutes all that comes back after a gap has come: five scrapes a minute apart. */
export const LONGEST_RETURN_MINUTES = 5;

export function gain(answer: SelectorAnswer, minute: number, le: string, value: number): void {
  const perEdge = answer.gained.get(minute) ?? new Map<string, number>();
  answer.gained.set(minute, perEdge.set(le, value));
}

/** A minute is observed if its sample is younger than 60 s or than two scrape intervals (arithmetic.md 5). */
export const isFresh = (newestSeconds: number, samplesInTenMinutes: number, minute: number): boolean =>
  minute * 60 - newestSeconds <= Math.max(60, (2 * 600) / samplesInTenMinutes);

/** An `le` in s. */
const edgeOf =
  ({ unit }: SliOf<"latency">) =>
  (le: string): number =>
    inSeconds(Number(le), unit);

/** The finite bucket edges that the engine has, s, ascending; null where it has none. */
export function edgesIn(sli: Sli, answers: Answers): number[] | null {
  if (sli.kind !== "latency") return null;
  const edges = new Set<number>();
  for (const perEdge of answers.get(keyOf({ selector: sli.buckets, perBucket: true }))?.gained.values() ?? [])
    for (const edge of [...perEdge.keys()].map(edgeOf(sli))) if (Number.isFinite(edge)) edges.add(edge);
  return edges.size > 0 ? [...edges].sort((a, b) => a - b) : null;
}

/**
 * The edges that a histogram has now, where others were known and some of them are gone: from there on something else is
 * counted (arithmetic.md 9). null where nothing is gone.
 */
export function edgesReplaced(
  sli: Sli,
  edges: readonly number[] | null,
  answers: Answers,
  minute: number,
): number[] | null {
  if (sli.kind !== "latency" || !edges) return null;
  const gained = answers.get(keyOf({ selector: sli.buckets, perBucket: true }))?.gained.get(minute);
  const found = [...new Set([...(gained?.keys() ?? [])].map(edgeOf(sli)))]
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  return found.length > 0 && edges.some((edge) => !found.includes(edge)) ? found : null;
}

/**
 * The tallies of the minutes [from, to], and what they leave. A minute without the total's series is unobserved, and
 * so is one whose events are missing from the buckets (arithmetic.md 9), whose total is stale, or in which the targets of any
 * selector are down: what a dead exporter no longer says is not zero. It books nothing: what total or part gained in it is held,
 * and booked with what the other one brings when both are there again (ADR 0040). Where a counter is no number, nothing is
 * known. A part without series is zero else, because nothing of it has happened yet.
 *
 * What comes back after a gap may take more than a minute to come: as long as series are unsettled, it is carried, but for no more
 * than some minutes. Where series come and go all the time, nothing would be judged any more.
 */
export function talliesOf(
  sli: CountedSli,
  edges: readonly number[] | null,
  answers: Answers,
  from: number,
  to: number,
  before: Left,
): { tallies: Tally[]; left: Left } {
  const tallies: Tally[] = [];
  const unsettled = (minute: number): boolean => isSaid("unsettled", selectorsOf(sli), answers, minute);
  let { gap, carried } = before;
  let held = before.held ?? NOTHING_HELD;
  for (let minute = from; minute <= to; minute++) {
    const { gained, observed } = gainedIn(sli, edges, answers, minute, held.total);
    const isReturn = gap || (carried > 0 && carried < LONGEST_RETURN_MINUTES && unsettled(minute));
    const waiting = stillHeld(sli, answers, held, minute, gained);
    const { events, rest } = booked(gained, isReturn ? waiting : NOTHING_HELD);
    // One of the series may be back with nothing, and the others bring the gap a minute later.
    const isCarried = isReturn && observed && (events.total > 0 || unsettled(minute));
    tallies.push({ minute, ...(observed ? eventsIn(sli, events) : NO_EVENTS), carried: isCarried });
    carried = isCarried ? carried + 1 : 0;
    held = observed ? rest : sumOf(waiting, gained);
    gap = !observed;
  }
  return { tallies, left: { gap, carried, held: isNothing(held) ? null : held } };
}

const NO_EVENTS = { total: 0, good: 0, observedSeconds: 0, buckets: null };

const eventsIn = (sli: CountedSli, { total, part, buckets }: Held) => ({
  total,
  good: sli.kind === "ratio" ? (sli.counts === "good" ? part : total - part) : 0,
  observedSeconds: 60,
  buckets,
});

const isSaid = (
  what: "odd" | "unsettled" | "anew",
  selectors: readonly CountedSelector[],
  answers: Answers,
  minute: number,
): boolean => selectors.some((selector) => answers.get(keyOf(selector))?.[what].has(minute));

/**
 * What total and part gained in a minute: nothing that is known where one of them is no number, or an edge is not there.
 * `totalHeld`: events that wait for their buckets; a minute without events is no reason to book them without.
 */
function gainedIn(
  sli: CountedSli,
  edges: readonly number[] | null,
  answers: Answers,
  minute: number,
  totalHeld: number,
): { gained: Held; observed: boolean } {
  const selectors = selectorsOf(sli);
  if (isSaid("odd", selectors, answers, minute)) return { gained: NOTHING_HELD, observed: false };
  const total = sumAt(sli.total, answers, minute);
  const part = sli.kind === "ratio" ? sumAt(sli.part, answers, minute).value : 0;
  const buckets = bucketsAt(sli, edges, answers, minute);
  if (buckets === "incomplete" && total.value !== 0) return { gained: NOTHING_HELD, observed: false };
  const reachable = selectors.every((selector) => answers.get(keyOf(selector))?.up.get(minute) !== 0);
  const hasBuckets = buckets !== null && haveSamples(sli, answers, minute);
  const needsBuckets = sli.kind === "latency" && (total.value !== 0 || totalHeld !== 0);
  return {
    gained: { total: total.value, part, buckets: buckets === "incomplete" ? null : buckets },
    observed: total.seen && total.fresh && reachable && (hasBuckets || !needsBuckets),
  };
}

/**
 * What is held goes on being held, unless its counterpart will not come: a counter that is no number leaves out what it gained
 * before, and one that begins anew what it had when it was not there. Of several series others may bring theirs, so that the
 * total is let go only as far as the part has less.
 */
function stillHeld(sli: CountedSli, answers: Answers, held: Held, minute: number, gained: Held): Held {
  if (isNothing(held)) return held;
  if (isSaid("odd", totalsOf(sli), answers, minute)) return NOTHING_HELD;
  if (isSaid("odd", partsOf(sli), answers, minute)) return { ...held, total: 0 };
  if (!isSaid("anew", partsOf(sli), answers, minute)) return held;
  const brought =
    sli.kind === "ratio"
      ? held.part + gained.part
      : (held.buckets?.at(-1) ?? 0) + (gained.buckets === null ? 0 : eventsInBuckets(sli, answers, minute));
  return { ...held, total: Math.min(held.total, Math.max(0, brought - gained.total)) };
}

/** Events of any duration. */
function eventsInBuckets(sli: SliOf<"latency">, answers: Answers, minute: number): number {
  const gained = answers.get(keyOf({ selector: sli.buckets, perBucket: true }))?.gained.get(minute) ?? [];
  return [...gained].reduce((sum, [le, count]) => sum + (Number.isFinite(edgeOf(sli)(le)) ? 0 : count), 0);
}

/** Buckets that miss one scrape would leave a minute's events without their durations: they need a sample of the minute itself. */
const haveSamples = (sli: CountedSli, answers: Answers, minute: number): boolean =>
  partsOf(sli).every((selector) => (answers.get(keyOf(selector))?.newest.get(minute) ?? 0) > (minute - 1) * 60);

function hasFreshSample(answer: SelectorAnswer | undefined, minute: number): boolean {
  const newest = answer?.newest.get(minute);
  return newest !== undefined && isFresh(newest, answer?.samples.get(minute) ?? 10, minute);
}

function sumAt(sum: CounterSum, answers: Answers, minute: number): { value: number; seen: boolean; fresh: boolean } {
  let value = 0;
  let seen = false;
  let fresh = true;
  for (const { sign, selector } of sum) {
    const answer = answers.get(keyOf({ selector, perBucket: false }));
    const gained = answer?.gained.get(minute)?.get("");
    if (!answer || gained === undefined) continue;
    value += sign * gained;
    seen = true;
    fresh &&= hasFreshSample(answer, minute);
  }
  return { value, seen, fresh };
}

/** Counts per edge, however the exporters write it; null where there are none, `incomplete` where one of the edges is missing. */
function bucketsAt(
  sli: CountedSli,
  edges: readonly number[] | null,
  answers: Answers,
  minute: number,
): number[] | "incomplete" | null {
  if (sli.kind !== "latency") return null;
  const gained = answers.get(keyOf({ selector: sli.buckets, perBucket: true }))?.gained.get(minute);
  if (!gained) return null;
  const byEdge = new Map<number, number>();
  for (const [edge, count] of [...gained].map(([le, count]) => [edgeOf(sli)(le), count] as const))
    byEdge.set(edge, (byEdge.get(edge) ?? 0) + count);
  const counts = edges?.flatMap((edge) => byEdge.get(edge) ?? []);
  return counts && counts.length === edges?.length ? counts : "incomplete";
}
