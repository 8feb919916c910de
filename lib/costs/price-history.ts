import type { Price } from "./price-list";

/** A price as it was stated once; `n` grows with every statement. Nothing that was stated is ever altered. */
export type PriceVersion = Price & { n: number; origin: "file" | "person"; withdrawn: boolean };

/** `isEarlier`: the month lies before the first one that the price is said to hold in. */
export type PriceInForce = PriceVersion & { isEarlier: boolean };

/**
 * The prices that bill a month: of each id the one stated last among those that hold from that month or an earlier one, also
 * where an older one was stated for a month between. Months before the first are billed by it, as there is no other, and say so.
 */
export function pricesIn(versions: readonly PriceVersion[], month: string): PriceInForce[] {
  const ids = [...new Set(versions.map(({ id }) => id))];
  return ids.flatMap((id): PriceInForce[] => {
    const own = versions.filter((each) => each.id === id).sort((a, b) => a.n - b.n);
    const holding = own.findLast(({ from }) => from <= month);
    const first = own.reduce((least, { from }) => (from < least ? from : least), own[0]?.from ?? month);
    // Of those stated for the same first month, the newest: a correction of the first list.
    const version = holding ?? own.findLast(({ from }) => from === first);
    return version === undefined || version.withdrawn ? [] : [{ ...version, isEarlier: holding === undefined }];
  });
}
