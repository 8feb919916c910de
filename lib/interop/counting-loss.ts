import type { SyntaxNode } from "@lezer/common";
import { matchersOf } from "@/lib/rules/counter-sum";
import { argumentsOf, childrenOf, expressionOf, functionOf, selectorNodes, withRange } from "@/lib/rules/promql-tree";

/** `groups`: what has a value of its own; `scales`: what its values are counts of. */
type Seen = { groups: string[]; scales: string[] };

/**
 * What is not kept of queries that are sums of counters when their events are counted: their groups, and how unlike rates
 * would compare. null where it is all there.
 */
export function lossOf(queries: readonly string[]): string | null {
  const { groups, scales } = all(
    queries.map((query) => {
      const text = withRange(query);
      return seenIn(expressionOf(text), text, false);
    }),
  );
  const told = [
    ...(groups.length > 0 ? [`has one budget for all ${groups.join(", ")} here`] : []),
    ...(scales.length > 1 ? [`mixes ${scales.join(" and ")}: events of the same time are counted`] : []),
  ];
  return told.length > 0 ? told.join("; ") : null;
}

const all = (seen: readonly Seen[]): Seen => ({
  groups: [...new Set(seen.flatMap(({ groups }) => groups))],
  scales: [...new Set(seen.flatMap(({ scales }) => scales))],
});

function seenIn(node: SyntaxNode, text: string, isSummed: boolean): Seen {
  if (node.name === "AggregateExpr") {
    const inner = all(argumentsOf(node).map((each) => seenIn(each, text, true)));
    return isSummed ? inner : { ...inner, groups: groupsOf(node, text) };
  }
  const name = functionOf(node);
  if (name !== "Rate" && name !== "Increase")
    return all((name === null ? childrenOf(node) : argumentsOf(node)).map((each) => seenIn(each, text, isSummed)));
  const range = argumentsOf(node)[0]?.getChild("DurationExpr");
  const scale =
    name === "Rate" ? "rate()" : `increase() over ${range ? text.slice(range.from, range.to).trim() : "it"}`;
  return { groups: isSummed ? [] : ["series"], scales: [scale] };
}

/** Labels that tell groups apart: neither a bucket's edge, nor one that every selector has with the same value. */
function groupsOf(node: SyntaxNode, text: string): string[] {
  const modifier = node.getChild("AggregateModifier");
  if (!modifier) return [];
  if (modifier.firstChild?.name === "Without") return ["groups"];
  const selectors = selectorNodes(node).map(({ from, to }) => matchersOf(text.slice(from, to)));
  const isFixed = (label: string): boolean =>
    selectors.every((matchers) => matchers.some(({ name, value }) => name === label && value !== null));
  return childrenOf(modifier.getChild("GroupingLabels"))
    .map(({ from, to }) => text.slice(from, to))
    .filter((label) => label !== "le" && !isFixed(label))
    .map((label) => `groups by ${label}`);
}
