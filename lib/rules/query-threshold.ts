import type { SyntaxNode } from "@lezer/common";
import { inUnit, type LatencyUnit } from "@/lib/slo/latency-unit";
import { argumentsOf, expressionOf, functionOf, orRefusal, withRange } from "./promql-tree";

/**
 * The query with another threshold (s) where it names one, in the unit of its edges: in the `le` of its bucket, or at the end
 * of its `histogram_fraction`. Everything else stays as it was written. null where it names none, or several.
 */
export function queryWithThreshold(query: string, threshold: number, unit?: LatencyUnit): string | null {
  const edge = inUnit(threshold, unit);
  const found = orRefusal(() => {
    const text = withRange(query);
    const places: Place[] = [];
    expressionOf(text)
      .cursor()
      .iterate(({ node }) => {
        const matcher = edgeMatcher(node, text);
        const end = functionOf(node) === "HistogramFraction" ? argumentsOf(node)[1] : undefined;
        if (matcher) places.push({ ...matcher, text: `le="${edge}"` });
        if (end) {
          const [from, to] = [end.from, end.to];
          places.push({ from, to, text: String(edge), names: Number(text.slice(from, to)) });
        }
      });
    const [place, more] = places;
    if (!place || more) return null;
    return place.names === edge ? query : query.slice(0, place.from) + place.text + query.slice(place.to);
  });
  return typeof found === "string" ? found : null;
}

/** Where a threshold stands, what takes its place, and what it names now. */
type Place = { from: number; to: number; text: string; names: number };

/** A matcher that picks a bucket by its edge, and not the one of all events. */
function edgeMatcher(node: SyntaxNode, text: string): Omit<Place, "text"> | null {
  if (!node.name.endsWith("LabelMatcher") || !node.firstChild) return null;
  const literal = node.getChild("StringLiteral");
  const operator = node.getChild("MatchOp")?.firstChild?.name;
  const picks = operator === "EqlSingle" || operator === "EqlRegex";
  if (!literal || !picks || text.slice(node.firstChild.from, node.firstChild.to) !== "le") return null;
  const names = Number(text.slice(literal.from + 1, literal.to - 1) || Number.NaN);
  return Number.isFinite(names) ? { from: node.from, to: node.to, names } : null;
}
