import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";

/** Why a query cannot be read as what it should be, with its place in it (0-based). */
export class Unreadable extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}
export type Refusal = { ok: false; message: string; at: number };

/** Where the range of `rate` and `increase` is ours to choose. */
export const RANGE = "5m";
/** What people write there, as a placeholder for it; of a subquery, before its step. */
const RANGE_PLACEHOLDER = /\[\s*(?:\$\w+|\$\{\w+\}|\{\{-?\s*\.\w+\s*-?\}\})\s*(?=[\]:])/g;
/** The parser takes seconds to recover from 100,000 signs that are none of PromQL. A share of two queries is one of them. */
const MOST_CHARACTERS = 20_500;
/** Deeper nesting is no query that anybody wrote. */
const MAX_DEPTH = 200;

/** The query with its placeholders filled in, at the same length, so that places are those of the query as written. */
export const withRange = (query: string, range = RANGE): string =>
  query.replace(RANGE_PLACEHOLDER, (found) => `[${range}`.padEnd(found.length));

/** Functions that look back over a range; every other takes what holds at an instant. */
const OVER_RANGE =
  /OverTime$|^(Rate|Irate|Increase|Delta|Idelta|Deriv|Changes|Resets|PredictLinear|DoubleExponentialSmoothing)$/;
const TAKES_VALUES = new Set(["FunctionCall", "AggregateExpr", "BinaryExpr"]);

/** As an engine reads it, for what somebody writes. @throws Unreadable where it is not PromQL, or a range stands where none is taken */
export function writtenExpressionOf(text: string): SyntaxNode {
  if (text.length > MOST_CHARACTERS)
    throw new Unreadable(`is longer than ${MOST_CHARACTERS} characters`, MOST_CHARACTERS);
  const root = expressionOf(text);
  let misuse: Unreadable | null = null;
  root.cursor().iterate((node) => {
    misuse ??= misuseOfRange(node.node, text);
  });
  if (misuse) throw misuse;
  return root;
}

/** @throws Unreadable where it is not PromQL */
export function expressionOf(text: string): SyntaxNode {
  const tree = parser.parse(text);
  let error = -1;
  let depth = 0;
  let tooDeep = -1;
  tree.iterate({
    enter: (node) => {
      if (node.type.isError && error < 0) error = node.from;
      depth += 1;
      if (depth > MAX_DEPTH && tooDeep < 0) tooDeep = node.from;
    },
    leave: () => {
      depth -= 1;
    },
  });
  if (tooDeep >= 0) throw new Unreadable("is nested too deeply", tooDeep);
  if (error >= 0) throw new Unreadable("is not PromQL", error);
  const root = tree.topNode.firstChild;
  if (!root) throw new Unreadable("is empty", 0);
  return root;
}

/** The parser takes a range anywhere, and an engine does not. */
function misuseOfRange(node: SyntaxNode, text: string): Unreadable | null {
  if (node.name === "MatrixSelector" && node.firstChild?.name !== "VectorSelector")
    return new Unreadable(
      "is not PromQL: a range stands behind a selector only, a subquery is written [5m:]",
      node.from,
    );
  if (!TAKES_VALUES.has(node.name)) return null;
  const values = node.name === "BinaryExpr" ? childrenOf(node) : argumentsOf(node);
  const ranges = values.filter(isRange);
  const looksBack = node.name === "FunctionCall" && OVER_RANGE.test(functionOf(node) ?? "");
  const [range] = ranges;
  if (!looksBack && range)
    return new Unreadable("is not PromQL: a range stands only where a function such as rate() takes it", range.from);
  if (!looksBack || ranges.length > 0) return null;
  const name = text.slice(node.from, node.getChild("FunctionIdentifier")?.to);
  return new Unreadable(`is not PromQL: ${name}() takes a range, such as ${name}(…[5m])`, node.from);
}

function isRange(node: SyntaxNode): boolean {
  let inner: SyntaxNode | null = node;
  while (inner && ["ParenExpr", "OffsetExpr", "StepInvariantExpr"].includes(inner.name))
    inner = childrenOf(inner)[0] ?? null;
  return inner?.name === "MatrixSelector" || inner?.name === "SubqueryExpr";
}

/** What `read` makes of it, or why it makes nothing. */
export function orRefusal<Answer>(read: () => Answer): Answer | Refusal {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, message: error.message, at: error.at };
    throw error;
  }
}

export const childrenOf = (node: SyntaxNode | null): SyntaxNode[] => {
  const found: SyntaxNode[] = [];
  for (let child = node?.firstChild; child; child = child.nextSibling)
    if (child.name !== "LineComment") found.push(child);
  return found;
};

/** A comment at its end would swallow the bracket. */
export const inBrackets = (promql: string): string => (promql.includes("#") ? `(${promql}\n)` : `(${promql})`);

/** What stands between quotation marks for a text. */
export const quoted = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

export const functionOf = (node: SyntaxNode): string | null =>
  node.getChild("FunctionIdentifier")?.firstChild?.name ?? null;

export const argumentsOf = (node: SyntaxNode): SyntaxNode[] => childrenOf(node.getChild("FunctionCallBody"));

/** Inside any number of brackets. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.name === "ParenExpr") {
    const [child] = childrenOf(inner);
    if (!child) break;
    inner = child;
  }
  return inner;
}

/** Every selector below a node, in order. */
export function selectorNodes(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  node.cursor().iterate((each) => {
    if (each.name === "VectorSelector") found.push(each.node);
  });
  return found;
}

const SECONDS: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };

/** A duration of PromQL, `1h30m` or `300`, s. */
export function durationSeconds(text: string): number | null {
  const plain = Number(text);
  if (text.trim() !== "" && Number.isFinite(plain)) return plain;
  const parts = [...text.matchAll(/(\d+)(ms|[smhdwy])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text.trim()) return null;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (SECONDS[unit ?? ""] ?? 0), 0);
}
