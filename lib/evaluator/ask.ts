import "server-only";
import { type Engine, EngineError } from "@/lib/gateways/prometheus";
import { type CountedSelector, joined, keyOf, steadyIncrease, TAG } from "@/lib/rules/counting";
import { type Family, familiesOf } from "@/lib/rules/family";
import { type Answers, emptyAnswer, gain, type SelectorAnswer } from "@/lib/rules/tally";
import { askAboutTargets, askExactly, type Progress } from "./ask-exactly";
import { chunksOf, inParallel } from "./in-parallel";

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
 * their series. What is too much for one answer is asked in halves.
 * @throws EngineError where the engine does not answer; a query that it refuses spoils only its own selector
 */
export async function ask(engine: Engine, question: Question): Promise<Asked> {
  try {
    return await askWhole(engine, question);
  } catch (error) {
    if (!(error instanceof EngineError) || error.fault !== "too-much") throw error;
    const halves = halvesOf(question);
    if (halves === null) return refusedWhole(question, error.message);
    const [first, second] = halves;
    return together(await ask(engine, first), await ask(engine, second));
  }
}

async function askWhole(engine: Engine, question: Question): Promise<Asked> {
  const { from, to } = question;
  const selectors = [...new Map(question.selectors.map((selector) => [keyOf(selector), selector])).values()];
  const progress = new Map<string, Progress>();
  const refused = new Map<string, string>();
  const seriesSeen = new Map<string, number>();
  const families = familiesOf(selectors);
  await inParallel(batchesOf(families), (batch) => askSteadily(batch));
  await askExactly(engine, question, progress, refused);
  await askAboutTargets(engine, progress);
  const values = await askValues(engine, question, refused);
  return { answers: new Map([...progress].map(([key, { answer }]) => [key, answer])), values, refused, seriesSeen };

  async function askSteadily(batch: readonly Family[]): Promise<void> {
    try {
      const expressions = batch.flatMap((family, i) =>
        Object.entries(steadyIncrease(family, family.label)).map(([what, promql]) => ({ key: `${i} ${what}`, promql })),
      );
      read(batch, await engine.range(joined(expressions), from * 60, to * 60, 60));
    } catch (error) {
      if (!(error instanceof EngineError) || error.fault !== "rejected") throw error;
      const [only] = batch;
      if (batch.length > 1) for (const family of batch) await askSteadily([family]);
      else if (only && only.members.size > 1)
        for (const member of only.members.values())
          await askSteadily([{ ...member, label: null, members: new Map([["", member]]) }]);
      else for (const member of only?.members.values() ?? []) refused.set(keyOf(member), error.message);
    }
  }

  function read(batch: readonly Family[], series: Awaited<ReturnType<Engine["range"]>>): void {
    const counts = new Map<string, { series: Map<number, number>; quiet: Map<number, number> }>();
    for (const { members } of batch)
      for (const member of members.values()) {
        progress.set(keyOf(member), { selector: member, answer: emptyAnswer(), special: [], absent: [] });
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
      seriesSeen.set(key, series.get(to) ?? 0);
      for (let minute = from; minute <= to; minute++) {
        if (!series.has(minute)) absent.push(minute);
        // A sum that is no number is left out of the answer.
        else if (series.get(minute) !== quiet.get(minute) || !answer.gained.has(minute)) special.push(minute);
        // A quiet minute has a sample of every series.
        else answer.newest.set(minute, minute * 60);
      }
      for (const minute of special) answer.gained.delete(minute);
    }
  }
}

/** Families fill a request of their own. */
function batchesOf(families: readonly Family[]): Family[][] {
  const alone = families.filter(({ members }) => members.size === 1);
  return [
    ...families.filter(({ members }) => members.size > 1).map((family) => [family]),
    ...chunksOf(alone, SELECTORS_PER_REQUEST),
  ];
}

/** Queries that give one number a minute; a minute without a finite one is left out. */
async function askValues(engine: Engine, question: Question, refused: Map<string, string>): Promise<Asked["values"]> {
  const values = new Map<string, Map<number, number>>();
  const askFor = async (some: readonly string[]): Promise<void> => {
    try {
      const expressions = some.map((promql, i) => ({ key: String(i), promql }));
      const series = await engine.range(joined(expressions), question.from * 60, question.to * 60, 60);
      for (const promql of some) values.set(promql, new Map());
      for (const each of series)
        for (const [at, value] of each.values)
          values.get(some[Number(each.labels[TAG])] ?? "")?.set(Math.round(at / 60), value);
    } catch (error) {
      if (!(error instanceof EngineError) || error.fault !== "rejected") throw error;
      if (some.length > 1) for (const promql of some) await askFor([promql]);
      else for (const promql of some) refused.set(promql, error.message);
    }
  };
  await inParallel(chunksOf([...new Set(question.values)], VALUES_PER_REQUEST), askFor);
  return values;
}

/** Half the minutes, or half of what is asked of a single one; null where there is nothing to part. */
function halvesOf(question: Question): [Question, Question] | null {
  const { selectors, values, from, to } = question;
  const middle = (from + to) >> 1;
  if (to > from)
    return [
      { ...question, to: middle },
      { ...question, from: middle + 1 },
    ];
  if (selectors.length + values.length < 2) return null;
  const [s, v] = [Math.ceil(selectors.length / 2), Math.floor(values.length / 2)];
  return [
    { ...question, selectors: selectors.slice(0, s), values: values.slice(0, v) },
    { ...question, selectors: selectors.slice(s), values: values.slice(v) },
  ];
}

const refusedWhole = ({ selectors, values }: Question, message: string): Asked => ({
  answers: new Map(),
  values: new Map(),
  refused: new Map([...selectors.map(keyOf), ...values].map((key) => [key, message])),
  seriesSeen: new Map(),
});

function together(first: Asked, second: Asked): Asked {
  const answers = new Map<string, SelectorAnswer>(first.answers);
  for (const [key, answer] of second.answers) {
    const earlier = answers.get(key);
    if (earlier)
      for (const what of ["newest", "samples", "up"] as const)
        for (const [minute, value] of earlier[what]) answer[what].set(minute, value);
    for (const [minute, gained] of earlier?.gained ?? []) answer.gained.set(minute, gained);
    for (const minute of earlier?.odd ?? []) answer.odd.add(minute);
    answers.set(key, answer);
  }
  const values = new Map(first.values);
  for (const [key, byMinute] of second.values) values.set(key, new Map([...(values.get(key) ?? []), ...byMinute]));
  return {
    answers,
    values,
    refused: new Map([...first.refused, ...second.refused]),
    seriesSeen: new Map([...first.seriesSeen, ...second.seriesSeen]),
  };
}

/** Why an SLI cannot be counted from these answers; null where it can. */
export function refusalOf(keys: readonly string[], refused: ReadonlyMap<string, string>): string | null {
  for (const key of keys) {
    const why = refused.get(key);
    if (why !== undefined) return why;
  }
  return null;
}
