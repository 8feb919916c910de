import "server-only";
import { EngineError } from "@/lib/gateways/prometheus";
import { joined, TAG } from "@/lib/rules/counting";
import { inBrackets } from "@/lib/rules/promql-tree";
import { divided, type Span } from "./divide";
import { chunksOf } from "./in-parallel";
import type { World } from "./world";

/** For each query the minutes in which it returned anything, or why it is not known. */
export type Conditions = ReadonlyMap<string, { held: ReadonlySet<number> } | { why: string }>;

/** Conditions that the engine is asked for in one minute. */
const MOST_QUERIES = 50;
const QUERIES_PER_REQUEST = 10;

/**
 * Asks in which minutes of a span queries of ADRs returned anything, as an alerting rule does. An engine that is silent, or
 * refuses one, leaves it unknown: it has not said that nothing is there.
 */
export async function askConditions(
  { engine }: Pick<World, "engine">,
  queries: readonly string[],
  span: Span,
): Promise<Conditions> {
  const different = [...new Set(queries)];
  const asked = different.slice(0, MOST_QUERIES);
  const found = new Map<string, { held: Set<number> } | { why: string }>();
  for (const query of different.slice(MOST_QUERIES))
    found.set(query, { why: `more than ${MOST_QUERIES} conditions are not asked for` });
  const work = async (some: readonly string[], { from, to }: Span): Promise<void> => {
    const expressions = some.map((query, i) => ({ key: String(i), promql: `count(${inBrackets(query)})` }));
    const series = await engine.range(joined(expressions), from * 60, to * 60, 60);
    for (const query of some) if (!found.has(query)) found.set(query, { held: new Set() });
    for (const { labels, values } of series) {
      const known = found.get(some[Number(labels[TAG])] ?? "");
      if (known && "held" in known) for (const [at] of values) known.held.add(Math.round(at / 60));
    }
  };
  try {
    for (const some of chunksOf(asked, QUERIES_PER_REQUEST))
      await divided(some, span, { work, refuse: (query, message) => void found.set(query, { why: message }) });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    for (const query of asked) if (!found.has(query)) found.set(query, { why: error.message });
  }
  return found;
}
