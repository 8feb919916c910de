import { type Amount, CENT, dividedHalfUp, exactly, unknown } from "./money";

/** Up to so many units of the month (null: without end) each costs `micros`; null: no price is published. */
export type Tier = { upTo: number | null; micros: number | null };

/**
 * What a quantity costs where each part of it is charged by its own tier, so that nothing jumps at an edge. `quantity` is a
 * whole number of what is counted, `per` what one priced unit holds of it. The sum is exact, and rounded once, half up, to the
 * hundredth of the currency: lines of a bill add up as they are shown.
 */
export function tieredCost(tiers: readonly Tier[], quantity: number, per: number): Amount {
  let [left, below, sum] = [BigInt(quantity), 0n, 0n];
  for (const { upTo, micros } of tiers) {
    if (left === 0n) break;
    const edge = upTo === null ? null : BigInt(upTo) * BigInt(per);
    const part = edge === null || edge - below > left ? left : edge - below;
    if (part > 0n && micros === null)
      return unknown(`no price is published above ${Number(below) / per} units a month`);
    sum += part * BigInt(micros ?? 0);
    left -= part;
    below = edge ?? below;
  }
  return left > 0n
    ? unknown("the price list ends below this volume")
    : exactly(dividedHalfUp(sum, BigInt(per) * BigInt(CENT)) * BigInt(CENT));
}
