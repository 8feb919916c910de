import "server-only";
import type { Engine } from "@/lib/gateways/prometheus";
import { type CountedSelector, joined, keyOf, TAG } from "@/lib/rules/counting";
import { familiesOf } from "@/lib/rules/family";
import { type Answers, emptyAnswer } from "@/lib/rules/tally";
import { askAboutTargets, askExactly, type Progress } from "./ask-exactly";
import { askSteadily } from "./ask-steadily";
import { divided, inPieces, type Span } from "./divide";
import { chunksOf } from "./in-parallel";

const VALUES_PER_REQUEST = 10;

/** Answers by selector key or query; `refused` says why the engine would not answer for one. */
export type Asked = {
  answers: Answers;
  /** By the query, then by minute. */
  values: ReadonlyMap<string, ReadonlyMap<number, number>>;
  refused: ReadonlyMap<string, string>;
  /** Series of a selector in the last of the minutes, by its key. */
  seriesSeen: ReadonlyMap<string, number>;
};

export type Question = {
  selectors: readonly CountedSelector[];
  /** Queries that give one number a minute. */
  values: readonly string[];
  /** Minutes [from, to]. */
  from: number;
  to: number;
  /** Minutes before `from` in which a selector was not observed, by its key; none where it is left out. */
  gapBefore?: ReadonlyMap<string, number>;
};

/**
 * Asks what the selectors gained in each of the minutes: all of them cheaply, and once more exactly where something happened to
 * their series. What is too much for one answer is asked in parts.
 * @throws EngineError where the engine does not answer; a query that it refuses spoils only its own selector
 */
export async function ask(engine: Engine, question: Question): Promise<Asked> {
  const { from, to } = question;
  const selectors = [...new Map(question.selectors.map((selector) => [keyOf(selector), selector])).values()];
  const progress = new Map<string, Progress>();
  const refused = new Map<string, string>();
  const seriesSeen = new Map<string, number>();
  for (const selector of selectors)
    progress.set(keyOf(selector), { selector, answer: emptyAnswer(), special: [], absent: [] });
  await askSteadily(engine, { from, to }, familiesOf(selectors), {
    read(selector, span, minutes) {
      const { answer, special, absent } = progress.get(keyOf(selector)) as Progress;
      minutes.forEach(({ seen, gained }, i) => {
        const minute = span.from + i;
        if (minute === to) seriesSeen.set(keyOf(selector), seen);
        if (seen === 0) absent.push(minute);
        else if (gained === null) special.push(minute);
        else {
          answer.gained.set(minute, gained);
          answer.newest.set(minute, minute * 60);
        }
      });
    },
    refuse: (selector, message) => void refused.set(keyOf(selector), message),
  });
  for (const key of refused.keys()) progress.delete(key);
  for (const { special, absent, answer } of progress.values()) {
    for (const minutes of [special, absent]) minutes.sort((a, b) => a - b);
    answer.unsettled = new Set(special);
  }
  await askExactly(engine, question, progress, refused);
  await askAboutTargets(engine, progress);
  const values = await askValues(engine, question, refused);
  return { answers: new Map([...progress].map(([key, { answer }]) => [key, answer])), values, refused, seriesSeen };
}

/** Queries that give one number a minute; a minute without a finite one is left out. */
async function askValues(engine: Engine, question: Question, refused: Map<string, string>): Promise<Asked["values"]> {
  const values = new Map<string, Map<number, number>>();
  const work = async (some: readonly string[], { from, to }: Span): Promise<void> => {
    const expressions = some.map((promql, i) => ({ key: String(i), promql }));
    const series = await engine.range(joined(expressions), from * 60, to * 60, 60);
    for (const promql of some) if (!values.has(promql)) values.set(promql, new Map());
    for (const each of series)
      for (const [at, value] of each.values)
        values.get(some[Number(each.labels[TAG])] ?? "")?.set(Math.round(at / 60), value);
  };
  const refuse = (promql: string, message: string): void => void refused.set(promql, message);
  await inPieces(chunksOf([...new Set(question.values)], VALUES_PER_REQUEST), question, (some, piece) =>
    divided(some, piece, { work, refuse }),
  );
  return values;
}

/** Why an SLI cannot be counted from these answers; null where it can. */
export function refusalOf(keys: readonly string[], refused: ReadonlyMap<string, string>): string | null {
  for (const key of keys) {
    const why = refused.get(key);
    if (why !== undefined) return why;
  }
  return null;
}
