import { inSeconds } from "@/lib/slo/latency-unit";
import type { Tally } from "@/lib/slo/ledger";
import type { CountedSli, CounterSum, Sli, SliOf } from "@/lib/slo/sli";
import { keyOf, selectorsOf } from "./counting";

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
};
export type Answers = ReadonlyMap<string, SelectorAnswer>;

export const emptyAnswer = (): SelectorAnswer => ({
  gained: new Map(),
  newest: new Map(),
  samples: new Map(),
  up: new Map(),
  odd: new Set(),
  unsettled: new Set(),
});

/** What the minute before the first one held. */
export type Before = { gap: boolean; carried: boolean };

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
 * The tallies of the minutes [from, to]. A minute without the total's series is unobserved and holds nothing, and so is one
 * whose events are missing from the buckets (arithmetic.md 9). One whose total is known but stale is unobserved too; what
 * was gained in it still counts, and so is one in which the targets of any selector are down: what a dead exporter no
 * longer says is not zero. Where a counter is no number, nothing is known. A part without series is zero else, because nothing of it has happened yet.
 *
 * What comes back after a gap may take more than a minute to come: as long as series are unsettled, it is carried.
 */
export function talliesOf(
  sli: CountedSli,
  edges: readonly number[] | null,
  answers: Answers,
  from: number,
  to: number,
  before: Before,
): Tally[] {
  const tallies: Tally[] = [];
  const selectors = selectorsOf(sli);
  let { gap, carried } = before;
  for (let minute = from; minute <= to; minute++) {
    const total = sumAt(sli.total, answers, minute);
    const part = sli.kind === "ratio" ? sumAt(sli.part, answers, minute).value : 0;
    const reachable = selectors.every((selector) => answers.get(keyOf(selector))?.up.get(minute) !== 0);
    const buckets = bucketsAt(sli, edges, answers, minute);
    const isNumber = selectors.every((selector) => !answers.get(keyOf(selector))?.odd.has(minute));
    const known = isNumber && total.seen && (sli.kind !== "latency" || buckets !== null || total.value === 0);
    const observed = known && total.fresh && reachable;
    const isReturn = gap || (carried && selectors.some((each) => answers.get(keyOf(each))?.unsettled.has(minute)));
    carried = isReturn && observed && total.value > 0;
    tallies.push({
      minute,
      total: known ? total.value : 0,
      good: known && sli.kind === "ratio" ? (sli.counts === "good" ? part : total.value - part) : 0,
      observedSeconds: observed ? 60 : 0,
      buckets: known ? buckets : null,
      carried,
    });
    gap = !observed;
  }
  return tallies;
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
    const newest = answer.newest.get(minute);
    fresh &&= newest !== undefined && isFresh(newest, answer.samples.get(minute) ?? 10, minute);
  }
  return { value, seen, fresh };
}

/** Counts per edge, however the exporters write it; null where one of the edges is missing. */
function bucketsAt(
  sli: CountedSli,
  edges: readonly number[] | null,
  answers: Answers,
  minute: number,
): number[] | null {
  if (sli.kind !== "latency" || !edges) return null;
  const gained = answers.get(keyOf({ selector: sli.buckets, perBucket: true }))?.gained.get(minute);
  if (!gained) return null;
  const byEdge = new Map<number, number>();
  for (const [edge, count] of [...gained].map(([le, count]) => [edgeOf(sli)(le), count] as const))
    byEdge.set(edge, (byEdge.get(edge) ?? 0) + count);
  const counts = edges.flatMap((edge) => byEdge.get(edge) ?? []);
  return counts.length === edges.length ? counts : null;
}
