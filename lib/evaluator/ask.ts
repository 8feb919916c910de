import "server-only";
import { type Engine, EngineError, type RangeSeries } from "@/lib/gateways/prometheus";
import {
  type CountedSelector,
  increaseAcrossResets,
  increasePerMinute,
  joined,
  keyOf,
  newestSample,
  resetsPerMinute,
  samplesInTenMinutes,
  TAG,
  targetsUp,
} from "@/lib/rules/counting";
import type { Answers, SelectorAnswer } from "@/lib/rules/tally";

/** Longer chains of `or` cost the engine more than they save (measured: 10 beats 1 and 50). */
const SELECTORS_PER_REQUEST = 10;

/** Answers by selector key; `refused` says why the engine would not answer for one. */
export type Asked = { answers: Answers; refused: ReadonlyMap<string, string> };

/**
 * Asks what the selectors gained in each of the minutes [from, to].
 * @throws EngineError where the engine does not answer; a query that it refuses spoils only its own selector
 */
export async function ask(
  engine: Engine,
  selectors: readonly CountedSelector[],
  from: number,
  to: number,
): Promise<Asked> {
  const unique = [...new Map(selectors.map((selector) => [keyOf(selector), selector])).values()];
  const answers = new Map<string, SelectorAnswer>();
  const refused = new Map<string, string>();
  const askFor = async (some: CountedSelector[]): Promise<void> => {
    try {
      const series = await engine.range(requestFor(some), from * 60, to * 60, 60);
      for (const [i, selector] of some.entries()) {
        const answer = answerOf(series, i);
        await countResets(engine, selector, answer);
        answers.set(keyOf(selector), answer);
      }
    } catch (error) {
      if (!(error instanceof EngineError) || error.fault !== "rejected") throw error;
      if (some.length > 1) for (const selector of some) await askFor([selector]);
      else for (const selector of some) refused.set(keyOf(selector), error.message);
    }
  };
  for (let i = 0; i < unique.length; i += SELECTORS_PER_REQUEST)
    await askFor(unique.slice(i, i + SELECTORS_PER_REQUEST));
  return { answers, refused };
}

const requestFor = (selectors: readonly CountedSelector[]): string =>
  joined(
    selectors.flatMap((counted, i) => {
      const up = targetsUp(counted.selector);
      return [
        { key: `${i} gained`, promql: increasePerMinute(counted) },
        { key: `${i} resets`, promql: resetsPerMinute(counted.selector) },
        { key: `${i} newest`, promql: newestSample(counted.selector) },
        { key: `${i} samples`, promql: samplesInTenMinutes(counted.selector) },
        ...(up === null ? [] : [{ key: `${i} up`, promql: up }]),
      ];
    }),
  );

function answerOf(series: readonly RangeSeries[], i: number): SelectorAnswer & { resets: Map<number, number> } {
  const answer = { gained: new Map(), newest: new Map(), samples: new Map(), up: new Map(), resets: new Map() };
  for (const { labels, values } of series) {
    const [index, what] = (labels[TAG] ?? "").split(" ");
    if (index !== String(i)) continue;
    for (const [at, value] of values) {
      const minute = Math.round(at / 60);
      if (what === "gained") gain(answer, minute, labels, value);
      else if (what === "newest" || what === "samples" || what === "up" || what === "resets")
        answer[what].set(minute, value);
    }
  }
  return answer;
}

function gain(answer: SelectorAnswer, minute: number, labels: Record<string, string>, value: number): void {
  const perEdge = answer.gained.get(minute) ?? new Map<string, number>();
  answer.gained.set(minute, perEdge.set(labels.le ?? "", value));
}

/** Asks once more, and more closely, for the minutes in which a series fell. */
async function countResets(
  engine: Engine,
  selector: CountedSelector,
  answer: SelectorAnswer & { resets: Map<number, number> },
): Promise<void> {
  for (const [from, to] of runsOf([...answer.resets.keys()])) {
    const series = await engine.range(increaseAcrossResets(selector), from * 60, to * 60, 60);
    for (let minute = from; minute <= to; minute++) answer.gained.delete(minute);
    for (const { labels, values } of series)
      for (const [at, value] of values) gain(answer, Math.round(at / 60), labels, value);
  }
}

/** Ascending numbers as runs of neighbours, [first, last]. */
function runsOf(numbers: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const n of numbers.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && n === last[1] + 1) last[1] = n;
    else runs.push([n, n]);
  }
  return runs;
}

/** Why an SLI cannot be counted from these answers; null where it can. */
export function refusalOf(selectors: readonly CountedSelector[], refused: ReadonlyMap<string, string>): string | null {
  for (const selector of selectors) {
    const why = refused.get(keyOf(selector));
    if (why !== undefined) return why;
  }
  return null;
}
