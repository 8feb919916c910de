import type { Price } from "./price-list";

/**
 * A price as it was stated once; `n` grows with every statement, `createdAt` is ms. Nothing that was stated is ever altered.
 */
export type PriceVersion = Price & { n: number; origin: "file" | "person"; withdrawn: boolean; createdAt: number };

/** `isEarlier`: the month lies before the first one that the list is said to hold in. */
export type PriceInForce = PriceVersion & { isEarlier: boolean };

/**
 * The prices that bill a month: of each id the one stated last among those that hold from that month or an earlier one, also
 * where an older one was stated for a month between. Months before the first list are billed by it, as there is no other, and
 * say so; whatever was added to it since bills none of them.
 */
export function pricesIn(versions: readonly PriceVersion[], month: string): PriceInForce[] {
  const ordered = versions.toSorted((a, b) => a.n - b.n);
  // A list is stated at one instant.
  const list = ordered.filter(({ createdAt }) => createdAt === ordered[0]?.createdAt);
  const first = list.map(({ from }) => from).sort()[0] ?? month;
  const ids = [...new Set(ordered.map(({ id }) => id))];
  return ids.flatMap((id): PriceInForce[] => {
    const holding = ordered.findLast((each) => each.id === id && each.from <= month);
    const earlier = month < first ? list.find((each) => each.id === id && each.from === first) : undefined;
    const version = holding ?? earlier;
    return version === undefined || version.withdrawn ? [] : [{ ...version, isEarlier: holding === undefined }];
  });
}
