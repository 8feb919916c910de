import "server-only";
import type { Engine, RangeSeries } from "@/lib/gateways/prometheus";
import {
  births,
  type CountedSelector,
  falls,
  increaseInSteps,
  increasePerMinute,
  joined,
  keyOf,
  LOOKBACK_SECONDS,
  newestSample,
  notNumbers,
  samplesInTenMinutes,
  standIn,
  TAG,
  targetsUp,
} from "@/lib/rules/counting";
import { emptyAnswer, gain, type SelectorAnswer } from "@/lib/rules/tally";
import { divided, type Span } from "./divide";
import { chunksOf, inParallel } from "./in-parallel";

/** What is known of one selector's minutes so far. */
export type Progress = {
  selector: CountedSelector;
  answer: SelectorAnswer;
  /** Minutes in which a series began, fell or fell silent. */
  special: number[];
  /** Minutes without any series. */
  absent: number[];
};

/** Some twenty look-ups for each of them. */
const SELECTORS_PER_REQUEST = 5;
const TARGETS_PER_REQUEST = 20;
/** Special minutes this near to each other are asked for at once. */
const NEAR_MINUTES = 10;
const LONGEST_RUN = 60;

/**
 * Asks for the special minutes again, in which series are looked at one by one: whether they are new, fell, or are back after
 * a gap. The answers take the place of what is known of these minutes.
 */
export async function askExactly(
  engine: Engine,
  asked: { from: number; gapBefore?: ReadonlyMap<string, number> },
  progress: Map<string, Progress>,
  refused: Map<string, string>,
): Promise<void> {
  const runs = runsOf(
    [...progress.values()].flatMap(({ special }) => special),
    NEAR_MINUTES,
  );
  const batches = runs.flatMap((run) => {
    // One that was silent for long must not make the others look back as far.
    const byLookback = new Map<number, Progress[]>();
    for (const [key, each] of progress) {
      if (!someIn(run, each.special)) continue;
      const lookback = lookbackFor(each, run, asked.from, asked.gapBefore?.get(key) ?? 0);
      byLookback.set(lookback, [...(byLookback.get(lookback) ?? []), each]);
    }
    return [...byLookback].flatMap(([lookback, some]) =>
      chunksOf(some, SELECTORS_PER_REQUEST).map((batch) => ({ run, lookback, batch })),
    );
  });
  await inParallel(batches, ({ run: [from, to], lookback, batch }) =>
    divided(
      batch,
      { from, to },
      {
        work: (some, span) => askFor(some, span, lookback),
        refuse: ({ selector }, message) => void refused.set(keyOf(selector), message),
      },
    ),
  );
  for (const key of refused.keys()) progress.delete(key);

  async function askFor(batch: readonly Progress[], { from, to }: Span, lookback: number): Promise<void> {
    const request = joined(batch.flatMap(({ selector }, i) => expressionsOf(selector, lookback, i)));
    const series = await engine.range(request, from * 60, to * 60, 60);
    const answers = batch.map((_, i) => answerOf(series, i));
    await countInSteps(engine, batch, answers, lookback);
    for (const [i, each] of batch.entries())
      for (const minute of each.special)
        if (isIn([from, to], minute)) replace(each.answer, answers[i] as Exact, minute);
  }
}

/** Minutes [first, last]. */
type Run = [number, number];
const isIn = ([first, last]: Run, minute: number): boolean => minute >= first && minute <= last;

const someIn = (run: Run, minutes: Iterable<number>): boolean => [...minutes].some((minute) => isIn(run, minute));

/** To before the gap that lies in front of the special minutes of a run, in whole hours (arithmetic.md 2). */
function lookbackFor({ special, absent }: Progress, run: Run, from: number, gapBefore: number): number {
  const first = special.find((minute) => isIn(run, minute)) ?? run[0];
  const silent = new Set(absent);
  let gap = 0;
  while (silent.has(first - 1 - gap)) gap++;
  if (first - gap <= from) gap += gapBefore;
  return Math.max(1, Math.ceil((gap + 60) / 60)) * LOOKBACK_SECONDS;
}

const expressionsOf = (selector: CountedSelector, lookback: number, i: number) => {
  const up = targetsUp(selector.selector);
  return [
    { key: `${i} gained`, promql: increasePerMinute(selector, lookback) },
    { key: `${i} changed`, promql: falls(selector.selector, lookback) },
    { key: `${i} born`, promql: births(selector.selector, lookback) },
    { key: `${i} odd`, promql: notNumbers(selector.selector, lookback) },
    { key: `${i} newest`, promql: newestSample(standIn(selector)) },
    { key: `${i} samples`, promql: samplesInTenMinutes(standIn(selector)) },
    ...(up === null ? [] : [{ key: `${i} up`, promql: up }]),
  ];
};

/** `changed`: minutes in which a series fell or began; `born`: those in which one began. */
type Exact = { answer: SelectorAnswer; changed: Set<number>; born: Set<number> };

function answerOf(series: readonly RangeSeries[], i: number): Exact {
  const answer = emptyAnswer();
  const changed = new Set<number>();
  const born = new Set<number>();
  for (const { labels, values } of series) {
    const [index, what] = (labels[TAG] ?? "").split(" ");
    if (index !== String(i)) continue;
    for (const [at, value] of values) {
      const minute = Math.round(at / 60);
      if (what === "gained") gain(answer, minute, labels.le ?? "", value);
      else if (what === "changed") changed.add(minute);
      else if (what === "born") born.add(minute);
      else if (what === "odd") answer.odd.add(minute);
      else if (what === "newest" || what === "samples" || what === "up") answer[what].set(minute, value);
    }
  }
  return { answer, changed: new Set([...changed, ...born]), born };
}

function replace(answer: SelectorAnswer, { answer: exact, changed }: Exact, minute: number): void {
  for (const what of ["newest", "samples", "up"] as const) {
    const value = exact[what].get(minute);
    if (value === undefined) answer[what].delete(minute);
    else answer[what].set(minute, value);
  }
  if (exact.odd.has(minute)) answer.odd.add(minute);
  if (changed.has(minute)) answer.anew.add(minute);
  const gained = exact.gained.get(minute);
  if (gained === undefined) answer.gained.delete(minute);
  else answer.gained.set(minute, gained);
}

/** Asks once more, and more closely, for the minutes in which a series fell or began. */
async function countInSteps(
  engine: Engine,
  batch: readonly Progress[],
  answers: readonly Exact[],
  lookback: number,
): Promise<void> {
  for (const run of runsOf(
    answers.flatMap(({ changed }) => [...changed]),
    1,
  )) {
    const concerned = answers.flatMap(({ changed }, i) => (someIn(run, changed) ? [i] : []));
    const request = joined(
      concerned.map((i) => ({
        key: String(i),
        promql: increaseInSteps((batch[i] as Progress).selector, lookback, someIn(run, (answers[i] as Exact).born)),
      })),
    );
    const series = await engine.range(request, run[0] * 60, run[1] * 60, 60);
    for (const i of concerned) {
      const { answer, changed } = answers[i] as Exact;
      for (const minute of changed) if (isIn(run, minute)) answer.gained.delete(minute);
    }
    for (const { labels, values } of series) {
      const { answer, changed } = answers[Number(labels[TAG])] as Exact;
      for (const [at, value] of values)
        if (changed.has(Math.round(at / 60))) gain(answer, Math.round(at / 60), labels.le ?? "", value);
    }
  }
}

/** Says of the minutes without series whether the targets that should have had them were down. */
export async function askAboutTargets(engine: Engine, progress: ReadonlyMap<string, Progress>): Promise<void> {
  const byQuery = new Map<string, Progress[]>();
  for (const each of progress.values()) {
    const up = each.absent.length > 0 ? targetsUp(each.selector.selector) : null;
    if (up !== null) byQuery.set(up, [...(byQuery.get(up) ?? []), each]);
  }
  const work = async (batch: readonly [string, Progress[]][]): Promise<void> => {
    const absent = batch.flatMap(([, some]) => some.flatMap((each) => [each.absent[0], each.absent.at(-1)]));
    const minutes = absent.filter((minute) => minute !== undefined);
    const request = joined(batch.map(([promql], i) => ({ key: String(i), promql })));
    const series = await engine.range(request, Math.min(...minutes) * 60, Math.max(...minutes) * 60, 60);
    for (const { labels, values } of series) {
      const up = new Map(values.map(([at, value]) => [Math.round(at / 60), value]));
      for (const { answer, absent: silent } of batch[Number(labels[TAG])]?.[1] ?? [])
        for (const minute of silent) if (up.has(minute)) answer.up.set(minute, up.get(minute) as number);
    }
  };
  // An engine that will not say it has no `up`.
  const how = { work, refuse: () => {} };
  await inParallel(chunksOf([...byQuery], TARGETS_PER_REQUEST), (batch) => divided(batch, { from: 0, to: 0 }, how));
}

/** Numbers as ascending runs of neighbours that are at most `near` apart. */
function runsOf(numbers: readonly number[], near: number): Run[] {
  const runs: Run[] = [];
  for (const n of [...new Set(numbers)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && n - last[1] <= near && n - last[0] < LONGEST_RUN) last[1] = n;
    else runs.push([n, n]);
  }
  return runs;
}
