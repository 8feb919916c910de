import type { SyntaxNode } from "@lezer/common";
import { readCounterSum } from "./counter-sum";
import { argumentsOf, childrenOf, expressionOf, functionOf, orRefusal, unwrapped, withRange } from "./promql-tree";

/** A latency of a native histogram: its selector, and the threshold of a good event, in its own unit. */
export type NativeLatency = { histogram: string; threshold: number };

/**
 * Reads how the fast share of a native histogram is counted in PromQL: a total of `histogram_count(sum(rate(h[…])))`, and a
 * good part of `histogram_fraction(0, 0.2, sum(rate(h[…]))) * histogram_count(sum(rate(h[…])))`, in either order. null
 * where the queries are anything else.
 */
export function readNativeLatency(part: string, total: string): NativeLatency | null {
  const read = orRefusal(() => {
    const counted = histogramIn("HistogramCount", rootOf(total));
    const [left, operator, right] = childrenOf(rootOf(part).node);
    if (!counted || operator?.name !== "Mul" || !left || !right) return null;
    const text = withRange(part);
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const fraction = { node: unwrapped(one), text };
      const threshold = thresholdOf(fraction);
      const histograms = [
        histogramIn("HistogramFraction", fraction),
        histogramIn("HistogramCount", { node: unwrapped(other), text }),
      ];
      if (threshold !== null && histograms.every((each) => each === counted)) return { histogram: counted, threshold };
    }
    return null;
  });
  return read && "ok" in read ? null : read;
}

type Read = { node: SyntaxNode; text: string };

function rootOf(query: string): Read {
  const text = withRange(query);
  return { node: unwrapped(expressionOf(text)), text };
}

/** The selector whose rate the function is of. */
function histogramIn(name: string, { node, text }: Read): string | null {
  const rate = functionOf(node) === name ? argumentsOf(node).at(-1) : undefined;
  const sum = rate ? readCounterSum(text.slice(rate.from, rate.to)) : null;
  return sum?.ok && sum.sum.length === 1 && sum.sum[0]?.sign === 1 ? sum.sum[0].selector : null;
}

/** The upper end of a fraction that begins at zero. */
function thresholdOf({ node, text }: Read): number | null {
  if (functionOf(node) !== "HistogramFraction") return null;
  const [from = Number.NaN, to = Number.NaN] = argumentsOf(node).map((each) => Number(text.slice(each.from, each.to)));
  return from === 0 && to > 0 && Number.isFinite(to) ? to : null;
}
