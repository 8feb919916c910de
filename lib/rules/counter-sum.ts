import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import type { CounterSum } from "@/lib/slo/sli";
import {
  argumentsOf,
  childrenOf,
  expressionOf,
  functionOf,
  orRefusal,
  type Refusal,
  Unreadable,
  withRange,
} from "./promql-tree";

/** A query, read as a signed sum of counter selectors; or what in it cannot be counted, with its place (0-based). */
export type ReadQuery = { ok: true; sum: CounterSum } | Refusal;

/**
 * Reads what people write: bare counters (OpenSLO `counter: true`), `rate` and `increase` of them, `sum` with any
 * grouping (the groups are one budget), their sums and differences, `clamp_min(…, 0)` and `… or vector(0)`.
 */
export const readCounterSum = (query: string): ReadQuery =>
  orRefusal(() => ({ ok: true, sum: termsOf(expressionOf(withRange(query)), 1, query) }));

function termsOf(node: SyntaxNode, sign: 1 | -1, text: string): CounterSum {
  switch (node.name) {
    case "VectorSelector":
      return [{ sign, selector: text.slice(node.from, node.to) }];
    case "ParenExpr":
      return termsOf(only(childrenOf(node), node, text), sign, text);
    case "AggregateExpr": {
      const operation = node.getChild("AggregateOp")?.firstChild?.name;
      if (operation !== "Sum") throw new Unreadable("only sum() adds counts up", node.from);
      return termsOf(only(argumentsOf(node), node, text), sign, text);
    }
    case "FunctionCall":
      return termsOfCall(node, argumentsOf(node), sign, text);
    case "BinaryExpr":
      return termsOfBinary(node, sign, text);
    default:
      throw new Unreadable(`${text.slice(node.from, node.to)} cannot be counted`, node.from);
  }
}

function termsOfCall(node: SyntaxNode, args: SyntaxNode[], sign: 1 | -1, text: string): CounterSum {
  const name = functionOf(node);
  const [first, second] = args;
  if ((name === "Rate" || name === "Increase") && first?.name === "MatrixSelector") {
    const selector = first.getChild("VectorSelector");
    if (selector) return termsOf(selector, sign, text);
  }
  // A difference that dips below zero for a moment is put right by the next minute; a window is clamped where it is shown.
  if (name === "ClampMin" && first && second && Number(text.slice(second.from, second.to)) === 0)
    return termsOf(first, sign, text);
  throw new Unreadable(`${text.slice(node.from, node.to)} cannot be counted`, node.from);
}

function termsOfBinary(node: SyntaxNode, sign: 1 | -1, text: string): CounterSum {
  const [left, operator, right, matched] = childrenOf(node);
  if (!left || !operator || !right) throw new Unreadable("cannot be counted", node.from);
  if (operator.name === "Add") return [...termsOf(left, sign, text), ...termsOf(right, sign, text)];
  if (operator.name === "Sub") return [...termsOf(left, sign, text), ...termsOf(right, sign === 1 ? -1 : 1, text)];
  // `or on() vector(0)` has its matching between them.
  const zero = matched ?? right;
  if (operator.name === "Or" && text.slice(zero.from, zero.to).replace(/\s/g, "") === "vector(0)")
    return termsOf(left, sign, text);
  throw new Unreadable(
    `${text.slice(operator.from, operator.to)} cannot be counted: only + and - add counts up`,
    operator.from,
  );
}

function only(nodes: SyntaxNode[], parent: SyntaxNode, text: string): SyntaxNode {
  const [node, more] = nodes;
  if (!node || more) throw new Unreadable(`${text.slice(parent.from, parent.to)} cannot be counted`, parent.from);
  return node;
}

/** A label matcher as it is written; `value` is what it equals, where it says so in a plain string. */
export type Matcher = { name: string; text: string; value: string | null };

/** The label matchers of a selector. */
export function matchersOf(selector: string): Matcher[] {
  const matchers = parser.parse(selector).topNode.getChild("VectorSelector")?.getChild("LabelMatchers") ?? null;
  return childrenOf(matchers).map((matcher) => {
    const literal = matcher.getChild("StringLiteral");
    const quoted = literal ? selector.slice(literal.from + 1, literal.to - 1) : "\\";
    const equals = matcher.getChild("MatchOp")?.firstChild?.name === "EqlSingle";
    return {
      name: matcher.firstChild ? selector.slice(matcher.firstChild.from, matcher.firstChild.to) : "",
      text: selector.slice(matcher.from, matcher.to),
      value: equals && !quoted.includes("\\") ? quoted : null,
    };
  });
}

/** The selector with one matcher more. */
export function withMatcher(selector: string, matcher: string): string {
  const brace = selector.indexOf("{");
  const metric = (brace < 0 ? selector : selector.slice(0, brace)).trim();
  return `${metric}{${[...matchersOf(selector).map(({ text }) => text), matcher].join(",")}}`;
}

/** The selector without its `le`, and the edge that the `le` named, in its own unit; null where it has none. */
export function splitBucket(selector: string): { buckets: string; edge: number } | null {
  const tree = parser.parse(selector);
  const matchers = tree.topNode.getChild("VectorSelector")?.getChild("LabelMatchers");
  if (!matchers) return null;
  const kept: string[] = [];
  let edge: number | null = null;
  for (const matcher of childrenOf(matchers)) {
    const text = selector.slice(matcher.from, matcher.to);
    const name = matcher.firstChild ? selector.slice(matcher.firstChild.from, matcher.firstChild.to) : "";
    const value = matcher.getChild("StringLiteral");
    const operator = matcher.getChild("MatchOp")?.firstChild?.name;
    const le = value && name === "le" ? selector.slice(value.from + 1, value.to - 1) : "";
    if (le !== "" && (operator === "EqlSingle" || operator === "EqlRegex")) edge = Number(le);
    else kept.push(text);
  }
  if (edge === null || !Number.isFinite(edge)) return null;
  const metric = selector.slice(0, matchers.from);
  return { buckets: kept.length > 0 ? `${metric}{${kept.join(",")}}` : metric, edge };
}
