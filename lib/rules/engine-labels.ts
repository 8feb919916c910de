import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import type { CounterSum, Sli } from "@/lib/slo/sli";
import { childrenOf, quoted, type Refusal, Unreadable, withRange } from "./promql-tree";

/** An engine that an SLO can name. `labels`: what each of its series carries, where what is asked holds others as well. */
export type NamedEngine = { name: string; labels: EngineLabels };
export type EngineLabels = Readonly<Record<string, string>>;

/**
 * The query with an engine's labels as matchers of every selector, so that one store that holds several clusters is several
 * engines. The same matcher is not written twice.
 * @throws Unreadable where it is not PromQL, or a selector asks of such a label for anything else
 */
export function withLabels(promql: string, labels: EngineLabels): string {
  if (Object.keys(labels).length === 0) return promql;
  let written = "";
  let from = 0;
  const insert = (at: number, text: string): void => {
    written += promql.slice(from, at) + text;
    from = at;
  };
  parser.parse(promql).iterate({
    enter: (node) => {
      if (node.type.isError) throw new Unreadable("is not PromQL", node.from);
      if (node.name !== "VectorSelector") return;
      const matchers = node.node.getChild("LabelMatchers");
      const known = childrenOf(matchers).map((matcher) => matcherIn(matcher, promql));
      const missing = Object.entries(labels).filter(([name, value]) => !isHeld(known, name, value));
      const text = missing.map(([name, value]) => `${name}="${quoted(value)}"`).join(",");
      if (!matchers) insert(node.to, `{${text}}`);
      else if (text !== "") insert(matchers.from + 1, known.length > 0 ? `${text},` : text);
    },
  });
  return written + promql.slice(from);
}

/** Why an engine's labels cannot be added to a query as it is written; null where they can, or it is read otherwise. */
export function labelConflict(query: string, labels: EngineLabels): Refusal | null {
  try {
    withLabels(withRange(query), labels);
    return null;
  } catch (error) {
    if (!(error instanceof Conflict)) return null;
    return { ok: false, message: error.message, at: error.at };
  }
}

class Conflict extends Unreadable {}

/** `value`: what it equals; null where it says anything else. */
type Held = { name: string; value: string | null; text: string; at: number };

function matcherIn(matcher: SyntaxNode, promql: string): Held {
  const textOf = ({ from, to }: SyntaxNode): string => promql.slice(from, to);
  const label = matcher.getChild("LabelName") ?? matcher.getChild("QuotedLabelName");
  const name = label ? textOf(label).replace(/^["'`](.*)["'`]$/s, "$1") : "";
  const literal = matcher.getChild("StringLiteral");
  const equals = matcher.getChild("MatchOp")?.firstChild?.name === "EqlSingle";
  return { name, value: equals && literal ? unquoted(textOf(literal)) : null, text: textOf(matcher), at: matcher.from };
}

/** null where it holds an escape that `quoted` does not write. */
function unquoted(literal: string): string | null {
  const inner = literal.slice(1, -1);
  if (literal.startsWith("`")) return inner;
  const escaped = [...inner.matchAll(/\\(.)/gs)].map(([, sign = ""]) => sign);
  return escaped.every((sign) => '\\"n'.includes(sign))
    ? inner.replace(/\\(.)/g, (_, sign: string) => (sign === "n" ? "\n" : sign))
    : null;
}

/** @throws Conflict where the label is asked for otherwise: all that the engine answers for would be left out, or some of it */
function isHeld(known: readonly Held[], name: string, value: string): boolean {
  const own = known.filter((each) => each.name === name);
  const other = own.find((each) => each.value !== value);
  if (!other) return own.length > 0;
  throw new Conflict(
    `asks for ${other.text}, but the engine answers for ${name}="${quoted(value)}" alone: leave it out, or name another engine`,
    other.at,
  );
}

/** The SLI with the labels in each of its queries, for whoever asks the store of several clusters without us. */
export function sliWithLabels(sli: Sli, labels: EngineLabels): Sli {
  if (Object.keys(labels).length === 0) return sli;
  const own = (promql: string): string => withLabels(promql, labels);
  const sum = (terms: CounterSum): CounterSum => terms.map((term) => ({ ...term, selector: own(term.selector) }));
  const asWritten = <Queries extends { part: string; total: string | null }>(queries: Queries): Queries => ({
    ...queries,
    part: own(withRange(queries.part)),
    total: queries.total === null ? null : own(withRange(queries.total)),
  });
  switch (sli.kind) {
    case "ratio":
      return { ...sli, part: sum(sli.part), total: sum(sli.total), queries: asWritten(sli.queries) };
    case "latency":
      return { ...sli, buckets: own(sli.buckets), total: sum(sli.total), queries: asWritten(sli.queries) };
    case "native":
      return { ...sli, histogram: own(sli.histogram), queries: asWritten(sli.queries) };
    case "gauge":
      return { ...sli, query: own(sli.query) };
    case "period":
      return { ...sli, part: own(sli.part), total: own(sli.total), queries: asWritten(sli.queries) };
    case "approximate":
      return {
        ...sli,
        part: { ...sli.part, promql: own(sli.part.promql) },
        total: sli.total && { ...sli.total, promql: own(sli.total.promql) },
        queries: asWritten(sli.queries),
      };
  }
}
