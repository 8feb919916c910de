import type { SyntaxNode } from "@lezer/common";
import { expressionOf } from "./promql-tree";

/** Filters: what they leave over depends on the value. */
const COMPARISONS = new Set(["Eql", "Neq", "Lss", "Lte", "Gtr", "Gte"]);

/**
 * The expression with its divisions made multiplications. It has series wherever both sides of them have, also where nothing
 * is divided by nothing: Prometheus answers NaN there, VictoriaMetrics nothing at all, as if there were no series.
 * As it is where values are filtered, because there it would have others.
 */
export function undivided(promql: string): string {
  const divisions: SyntaxNode[] = [];
  let filters = false;
  expressionOf(promql)
    .cursor()
    .iterate(({ node }) => {
      if (node.name !== "BinaryExpr") return;
      const operator = node.firstChild?.nextSibling;
      if (operator?.name === "Div" || operator?.name === "Mod") divisions.push(operator);
      filters ||= COMPARISONS.has(operator?.name ?? "") && !node.getChild("BoolModifier")?.getChild("Bool");
    });
  if (filters) return promql;
  return divisions.reduceRight((text, { from, to }) => `${text.slice(0, from)}*${text.slice(to)}`, promql);
}
