import "server-only";
import { EngineError, type Limits } from "@/lib/gateways/prometheus";
import { joined, TAG } from "@/lib/rules/counting";
import { inBrackets } from "@/lib/rules/promql-tree";
import { divided, type Span } from "./divide";
import { chunksOf } from "./in-parallel";
import type { World } from "./world";

/** A query of an ADR. */
export type Condition = {
  query: string;
  /** The first minute that is not known of it. */
  from: number;
  /** It had no answer the last time: it is asked alone, after the others, so that it costs them nothing. */
  isDoubtful: boolean;
};

/** For each query the minutes in which it returned anything, or why it is not known. */
export type Conditions = ReadonlyMap<string, { held: ReadonlySet<number> } | { why: string }>;

/** A condition that takes longer is no question to ask every minute. */
export const CONDITION_LIMITS = { timeoutMs: 5_000, maxBytes: 4 * 1024 * 1024 } satisfies Limits;
/** All of one minute's together. */
export const ALL_CONDITIONS_MS = 10_000;

/** Conditions that the engine is asked for in one minute. */
const MOST_QUERIES = 50;
const QUERIES_PER_REQUEST = 10;

/**
 * Asks in which minutes up to `to` queries of ADRs returned anything, as an alerting rule does. An engine that is silent, or
 * refuses one, leaves it unknown: it has not said that nothing is there. `givenUp`: when the rest is left unknown too.
 */
export async function askConditions(
  { engine }: Pick<World, "engine">,
  conditions: readonly Condition[],
  to: number,
  givenUp: AbortSignal,
): Promise<Conditions> {
  const different = merged(conditions);
  const asked = different.slice(0, MOST_QUERIES);
  const found = new Map<string, { held: Set<number> } | { why: string }>();
  for (const { query } of different.slice(MOST_QUERIES))
    found.set(query, { why: `more than ${MOST_QUERIES} conditions are not asked for` });
  const work = async (some: readonly string[], span: Span): Promise<void> => {
    if (givenUp.aborted) throw new EngineError("unreachable", IN_TIME);
    const expressions = some.map((query, i) => ({ key: String(i), promql: `count(${inBrackets(query)})` }));
    const series = await engine.range(joined(expressions), span.from * 60, span.to * 60, 60);
    for (const query of some) if (!found.has(query)) found.set(query, { held: new Set() });
    for (const { labels, values } of series) {
      const known = found.get(some[Number(labels[TAG])] ?? "");
      if (known && "held" in known) for (const [at] of values) known.held.add(Math.round(at / 60));
    }
  };
  const open = new Set(asked.map(({ query }) => query));
  try {
    for (const { queries, from } of questionsOf(asked, to)) {
      await divided(
        queries,
        { from, to },
        { work, refuse: (query, message) => void found.set(query, { why: message }) },
      );
      for (const query of queries) open.delete(query);
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // Also of what was answered for some of its minutes: the others are no minutes in which it did not hold.
    for (const query of open) found.set(query, { why: givenUp.aborted ? IN_TIME : error.message });
  }
  return found;
}

const IN_TIME = "it was not asked in time";

/** Each query once, from the earliest minute that is asked of it. */
function merged(conditions: readonly Condition[]): Condition[] {
  const different = new Map<string, Condition>();
  for (const each of conditions) {
    const { from, isDoubtful } = different.get(each.query) ?? each;
    const both = { from: Math.min(from, each.from), isDoubtful: isDoubtful || each.isDoubtful };
    different.set(each.query, { query: each.query, ...both });
  }
  return [...different.values()];
}

/**
 * Together what is asked for the same minutes, the fewest first; then one by one what is doubtful, beginning with another one
 * in every minute, so that none waits for good behind those that take all the time.
 */
function questionsOf(asked: readonly Condition[], to: number): { queries: string[]; from: number }[] {
  const sure = asked.filter(({ isDoubtful }) => !isDoubtful);
  const begins = [...new Set(sure.map(({ from }) => from))].sort((a, b) => b - a);
  const together = begins.flatMap((from) =>
    chunksOf(
      sure.filter((each) => each.from === from).map(({ query }) => query),
      QUERIES_PER_REQUEST,
    ).map((queries) => ({ queries, from })),
  );
  const alone = asked.flatMap(({ query, from, isDoubtful }) => (isDoubtful ? [{ queries: [query], from }] : []));
  const first = alone.length === 0 ? 0 : to % alone.length;
  return [...together, ...alone.slice(first), ...alone.slice(0, first)];
}
