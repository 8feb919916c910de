import "server-only";
import { type Engine, EngineError, type RangeSeries } from "@/lib/gateways/prometheus";
import {
  type CountedSelector,
  fallsAndBirths,
  increaseInSteps,
  increasePerMinute,
  joined,
  keyOf,
  LOOKBACK_SECONDS,
  newestSample,
  notNumbers,
  samplesInTenMinutes,
  TAG,
  targetsUp,
} from "@/lib/rules/counting";
import { emptyAnswer, gain, type SelectorAnswer } from "@/lib/rules/tally";
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
const NEAR_MINUTES = 5;

type Span = { from: number; to: number; lookback: number };

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
  const bySpan = new Map<string, { span: Span; some: Progress[] }>();
  for (const [key, each] of progress)
    for (const span of spansOf(each, asked.from, asked.gapBefore?.get(key) ?? 0)) {
      const name = `${span.from} ${span.to} ${span.lookback}`;
      const together = bySpan.get(name) ?? { span, some: [] };
      bySpan.set(name, together);
      together.some.push(each);
    }
  const batches = [...bySpan.values()].flatMap(({ span, some }) =>
    chunksOf(some, SELECTORS_PER_REQUEST).map((batch) => ({ span, batch })),
  );
  await inParallel(batches, ({ span, batch }) => askFor(span, batch));

  async function askFor(span: Span, batch: readonly Progress[]): Promise<void> {
    try {
      const request = joined(batch.flatMap(({ selector }, i) => expressionsOf(selector, span.lookback, i)));
      const series = await engine.range(request, span.from * 60, span.to * 60, 60);
      for (const [i, each] of batch.entries()) {
        const { exact, changed } = answerOf(series, i);
        await countInSteps(engine, each.selector, span.lookback, exact, changed);
        for (const minute of each.special)
          if (minute >= span.from && minute <= span.to) replace(each.answer, exact, minute);
      }
    } catch (error) {
      if (!(error instanceof EngineError) || error.fault !== "rejected") throw error;
      if (batch.length > 1) for (const each of batch) await askFor(span, [each]);
      else
        for (const { selector } of batch) {
          refused.set(keyOf(selector), error.message);
          progress.delete(keyOf(selector));
        }
    }
  }
}

/** The special minutes as spans, with a look-back to before the gap that lies in front of them (arithmetic.md 2). */
function spansOf({ special, absent }: Progress, from: number, gapBefore: number): Span[] {
  const silent = new Set(absent);
  return runsOf(special).map(([first, last]) => {
    let gap = 0;
    while (silent.has(first - 1 - gap)) gap++;
    if (first - gap <= from) gap += gapBefore;
    // Whole hours, so that SLIs after one gap are asked for together.
    return { from: first, to: last, lookback: Math.max(1, Math.ceil((gap + 60) / 60)) * LOOKBACK_SECONDS };
  });
}

const expressionsOf = (selector: CountedSelector, lookback: number, i: number) => {
  const up = targetsUp(selector.selector);
  return [
    { key: `${i} gained`, promql: increasePerMinute(selector, lookback) },
    { key: `${i} changed`, promql: fallsAndBirths(selector.selector, lookback) },
    { key: `${i} odd`, promql: notNumbers(selector.selector, lookback) },
    { key: `${i} newest`, promql: newestSample(selector.selector) },
    { key: `${i} samples`, promql: samplesInTenMinutes(selector.selector) },
    ...(up === null ? [] : [{ key: `${i} up`, promql: up }]),
  ];
};

function answerOf(series: readonly RangeSeries[], i: number): { exact: SelectorAnswer; changed: number[] } {
  const exact = emptyAnswer();
  const changed: number[] = [];
  for (const { labels, values } of series) {
    const [index, what] = (labels[TAG] ?? "").split(" ");
    if (index !== String(i)) continue;
    for (const [at, value] of values) {
      const minute = Math.round(at / 60);
      if (what === "gained") gain(exact, minute, labels.le ?? "", value);
      else if (what === "changed") changed.push(minute);
      else if (what === "odd") exact.odd.add(minute);
      else if (what === "newest" || what === "samples" || what === "up") exact[what].set(minute, value);
    }
  }
  return { exact, changed };
}

function replace(answer: SelectorAnswer, exact: SelectorAnswer, minute: number): void {
  for (const what of ["newest", "samples", "up"] as const) {
    const value = exact[what].get(minute);
    if (value === undefined) answer[what].delete(minute);
    else answer[what].set(minute, value);
  }
  if (exact.odd.has(minute)) answer.odd.add(minute);
  const gained = exact.gained.get(minute);
  if (gained === undefined) answer.gained.delete(minute);
  else answer.gained.set(minute, gained);
}

/** Asks once more, and more closely, for the minutes in which a series fell or began. */
async function countInSteps(
  engine: Engine,
  selector: CountedSelector,
  lookback: number,
  exact: SelectorAnswer,
  changed: readonly number[],
): Promise<void> {
  const minutes = new Set(changed);
  for (const [from, to] of runsOf(changed)) {
    const series = await engine.range(increaseInSteps(selector, lookback), from * 60, to * 60, 60);
    for (const minute of minutes) if (minute >= from && minute <= to) exact.gained.delete(minute);
    for (const { labels, values } of series)
      for (const [at, value] of values)
        if (minutes.has(Math.round(at / 60))) gain(exact, Math.round(at / 60), labels.le ?? "", value);
  }
}

/** Says of the minutes without series whether the targets that should have had them were down. */
export async function askAboutTargets(engine: Engine, progress: ReadonlyMap<string, Progress>): Promise<void> {
  const byQuery = new Map<string, Progress[]>();
  for (const each of progress.values()) {
    const up = each.absent.length > 0 ? targetsUp(each.selector.selector) : null;
    if (up !== null) byQuery.set(up, [...(byQuery.get(up) ?? []), each]);
  }
  await inParallel(chunksOf([...byQuery], TARGETS_PER_REQUEST), async (batch) => {
    const absent = batch.flatMap(([, some]) => some.flatMap((each) => [each.absent[0], each.absent.at(-1)]));
    const minutes = absent.filter((minute) => minute !== undefined);
    const request = joined(batch.map(([promql], i) => ({ key: String(i), promql })));
    const series = await engine.range(request, Math.min(...minutes) * 60, Math.max(...minutes) * 60, 60);
    for (const { labels, values } of series) {
      const up = new Map(values.map(([at, value]) => [Math.round(at / 60), value]));
      for (const { answer, absent: silent } of batch[Number(labels[TAG])]?.[1] ?? [])
        for (const minute of silent) if (up.has(minute)) answer.up.set(minute, up.get(minute) as number);
    }
  });
}

/** Ascending numbers as runs of near neighbours, [first, last]. */
function runsOf(numbers: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const n of numbers.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && n - last[1] <= NEAR_MINUTES) last[1] = n;
    else runs.push([n, n]);
  }
  return runs;
}
