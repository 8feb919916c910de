import "server-only";
import { type Engine, EngineError, type RangeSeries } from "@/lib/gateways/prometheus";
import {
  type CountedSelector,
  increasePerMinute,
  joined,
  keyOf,
  newestSample,
  samplesInTenMinutes,
  TAG,
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
      some.forEach((selector, i) => {
        answers.set(keyOf(selector), answerOf(series, i));
      });
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
    selectors.flatMap((counted, i) => [
      { key: `${i} gained`, promql: increasePerMinute(counted) },
      { key: `${i} newest`, promql: newestSample(counted.selector) },
      { key: `${i} samples`, promql: samplesInTenMinutes(counted.selector) },
    ]),
  );

function answerOf(series: readonly RangeSeries[], i: number): SelectorAnswer {
  const answer: SelectorAnswer = { gained: new Map(), newest: new Map(), samples: new Map() };
  for (const { labels, values } of series) {
    for (const [at, value] of values) {
      const minute = Math.round(at / 60);
      if (labels[TAG] === `${i} newest`) answer.newest.set(minute, value);
      else if (labels[TAG] === `${i} samples`) answer.samples.set(minute, value);
      else if (labels[TAG] === `${i} gained`) {
        const perEdge = answer.gained.get(minute) ?? new Map<string, number>();
        perEdge.set(labels.le ?? "", value);
        answer.gained.set(minute, perEdge);
      }
    }
  }
  return answer;
}

/** Why an SLI cannot be counted from these answers; null where it can. */
export function refusalOf(selectors: readonly CountedSelector[], refused: ReadonlyMap<string, string>): string | null {
  for (const selector of selectors) {
    const why = refused.get(keyOf(selector));
    if (why !== undefined) return why;
  }
  return null;
}
