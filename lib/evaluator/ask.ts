import "server-only";
import type { Engine } from "@/lib/gateways/prometheus";
import { type CountedSelector, joined, keyOf, steadyIncrease, TAG } from "@/lib/rules/counting";
import { type Family, familiesOf, halvesOf } from "@/lib/rules/family";
import { type Answers, emptyAnswer, gain } from "@/lib/rules/tally";
import { askAboutTargets, askExactly, type Progress } from "./ask-exactly";
import { divided, type Span } from "./divide";
import { CONNECTIONS, chunksOf, inParallel } from "./in-parallel";

/** Longer chains of `or` cost the engine more than they save. Three expressions each. */
const SELECTORS_PER_REQUEST = 5;
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
  const families = familiesOf(selectors);
  for (const selector of selectors)
    progress.set(keyOf(selector), { selector, answer: emptyAnswer(), special: [], absent: [] });
  const batches = batchesOf(families);
  // A single SLI's long history is asked for in several pieces at a time.
  const pieces =
    batches.length < CONNECTIONS ? piecesOf(from, to, Math.floor(CONNECTIONS / batches.length)) : [{ from, to }];
  await inParallel(
    batches.flatMap((batch) => pieces.map((piece) => ({ batch, piece }))),
    ({ batch, piece }) =>
      divided(batch, piece, {
        work: askSteadily,
        partsOf: halvesOf,
        refuse: ({ members }, message) => {
          for (const member of members.values()) refused.set(keyOf(member), message);
        },
      }),
  );
  for (const key of refused.keys()) progress.delete(key);
  for (const { special, absent, answer } of progress.values()) {
    for (const minutes of [special, absent]) minutes.sort((a, b) => a - b);
    answer.unsettled = new Set(special);
  }
  await askExactly(engine, question, progress, refused);
  await askAboutTargets(engine, progress);
  const values = await askValues(engine, question, refused);
  return { answers: new Map([...progress].map(([key, { answer }]) => [key, answer])), values, refused, seriesSeen };

  async function askSteadily(batch: readonly Family[], span: Span): Promise<void> {
    const expressions = batch.flatMap((family, i) =>
      Object.entries(steadyIncrease(family, family.label)).map(([what, promql]) => ({ key: `${i} ${what}`, promql })),
    );
    read(batch, span, await engine.range(joined(expressions), span.from * 60, span.to * 60, 60));
  }

  function read(batch: readonly Family[], piece: Span, series: Awaited<ReturnType<Engine["range"]>>): void {
    const counts = new Map<string, { series: Map<number, number>; quiet: Map<number, number> }>();
    for (const { members } of batch)
      for (const member of members.values()) {
        counts.set(keyOf(member), { series: new Map(), quiet: new Map() });
      }
    for (const { labels, values } of series) {
      const [index, what] = (labels[TAG] ?? "").split(" ");
      const family = batch[Number(index)];
      const member = family?.members.get(family.label === null ? "" : (labels[family.label] ?? ""));
      if (!member) continue;
      const key = keyOf(member);
      for (const [at, value] of values) {
        const minute = Math.round(at / 60);
        if (what === "gained") gain((progress.get(key) as Progress).answer, minute, labels.le ?? "", value);
        else if (what === "series" || what === "quiet") counts.get(key)?.[what].set(minute, value);
      }
    }
    for (const [key, { series, quiet }] of counts) {
      const { answer, special, absent } = progress.get(key) as Progress;
      if (piece.to === to) seriesSeen.set(key, series.get(to) ?? 0);
      for (let minute = piece.from; minute <= piece.to; minute++) {
        if (!series.has(minute) && !answer.gained.has(minute)) absent.push(minute);
        // A quiet minute has a sample of every series; a sum that is no number is left out of the answer.
        else if (series.has(minute) && series.get(minute) === quiet.get(minute) && answer.gained.has(minute))
          answer.newest.set(minute, minute * 60);
        else {
          special.push(minute);
          answer.gained.delete(minute);
        }
      }
    }
  }
}

/** Minutes, below which it is not worth a request of its own. */
const SHORTEST_PIECE = 180;

function piecesOf(from: number, to: number, most: number): Span[] {
  const size = Math.max(SHORTEST_PIECE, Math.ceil((to - from + 1) / Math.max(1, most)));
  const pieces: Span[] = [];
  for (let begin = from; begin <= to; begin += size) pieces.push({ from: begin, to: Math.min(to, begin + size - 1) });
  return pieces;
}

/** Families fill a request of their own. */
function batchesOf(families: readonly Family[]): Family[][] {
  const alone = families.filter(({ members }) => members.size === 1);
  return [
    ...families.filter(({ members }) => members.size > 1).map((family) => [family]),
    ...chunksOf(alone, Math.min(SELECTORS_PER_REQUEST, Math.ceil(alone.length / CONNECTIONS) || 1)),
  ];
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
  await inParallel(chunksOf([...new Set(question.values)], VALUES_PER_REQUEST), (some) =>
    divided(some, question, { work, refuse }),
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
