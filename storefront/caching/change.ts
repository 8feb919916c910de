import { z } from "zod";

/** A new price. Versions grow with each write of the whole shop, so that the newest of two is known anywhere. */
export const Change = z.object({
  product: z.number().int().positive(),
  version: z.number().int().positive(),
  pricePence: z.number().int().nonnegative(),
});
export type Change = z.infer<typeof Change>;

/** What one statement has to write: of several changes to a product only the newest counts. */
export function newestOfEach(changes: readonly Change[]): Change[] {
  const newest = new Map<number, Change>();
  for (const change of changes) {
    const known = newest.get(change.product);
    if (known === undefined || known.version < change.version) newest.set(change.product, change);
  }
  // In one order everywhere: two batches that lock the same rows then cannot wait for each other.
  return [...newest.values()].toSorted((a, b) => a.product - b.product);
}
