import {
  argumentsOf,
  expressionOf,
  functionOf,
  orRefusal,
  type Refusal,
  selectorNodes,
  Unreadable,
  unwrapped,
  withRange,
  writtenExpressionOf,
} from "./promql-tree";

/** Reads an expression that has a value at an instant: `promql` is what the engine is asked, with a range for each placeholder. */
export function readGaugeValue(query: string): { ok: true; promql: string } | Refusal {
  return orRefusal(() => {
    const promql = withRange(query);
    const root = writtenExpressionOf(promql);
    if (root.name === "MatrixSelector" || root.name === "SubqueryExpr")
      throw new Unreadable("is a range of values: put it into a function, such as max_over_time(…)", root.from);
    if (selectorNodes(root).length === 0) throw new Unreadable("asks for no series", root.from);
    return { ok: true, promql };
  });
}

/** The quantile of a bare `histogram_quantile(0.95, …)` as it is written, with its place; null where it is something else. */
export function bareQuantile(query: string): { quantile: string; at: number } | null {
  const root = unwrapped(expressionOf(query));
  if (functionOf(root) !== "HistogramQuantile") return null;
  const [quantile] = argumentsOf(root);
  return { quantile: quantile ? query.slice(quantile.from, quantile.to) : "", at: root.from };
}
