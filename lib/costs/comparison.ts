import { type Bill, billOf, spendOf } from "./bill";
import { type Amount, difference } from "./money";
import type { Setup } from "./plan";
import type { Price } from "./price-list";
import { type Situation, type Volumes, withCaches, withEdgeOnly, withoutCaches } from "./usage";

export type Comparison = {
  bills: Record<Situation, Bill>;
  /** What the caches save, net of what they cost; negative where they cost more. */
  benefit: Amount;
  /** What the caches cost. */
  spend: Amount;
  /** Saved for each unit spent, net; null where one of them is not known, or nothing is spent. */
  roi: number | null;
  /** The benefit is owed to the edge first, and to the cache behind it for what the edge lets through: together it is all. */
  byDecision: { layer: "edge" | "cache"; decision: string; benefit: Amount }[];
};

/** The same visitors billed four ways. `promised`: what would have come through had every target just been met. */
export function compare(
  setup: Setup,
  prices: readonly Price[],
  phases: readonly Volumes[],
  promised: readonly Volumes[],
): Comparison {
  const bills = {
    without: billOf(setup, prices, withoutCaches(phases)),
    "edge-only": billOf(setup, prices, withEdgeOnly(phases)),
    with: billOf(setup, prices, withCaches(phases)),
    promised: billOf(setup, prices, withCaches(promised)),
  };
  const benefit = difference(bills.without.total, bills.with.total);
  const spend = spendOf(bills.with);
  return {
    bills,
    benefit,
    spend,
    roi: ratio(benefit, spend),
    byDecision: [
      {
        layer: "edge",
        decision: setup.edge.decision,
        benefit: difference(bills.without.total, bills["edge-only"].total),
      },
      {
        layer: "cache",
        decision: setup.cache.decision,
        benefit: difference(bills["edge-only"].total, bills.with.total),
      },
    ],
  };
}

export const ratio = (part: Amount, whole: Amount): number | null =>
  part.known && whole.known && whole.micros > 0 ? part.micros / whole.micros : null;
