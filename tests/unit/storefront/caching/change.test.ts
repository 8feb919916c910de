import fc from "fast-check";
import { expect, test } from "vitest";
import { type Change, newestOfEach } from "@/storefront/caching/change";

const change = fc.record({
  product: fc.integer({ min: 1, max: 5 }),
  version: fc.integer({ min: 1, max: 50 }),
  pricePence: fc.nat(),
});

test("a batch writes each product once, with its newest version, in the order of the products", () => {
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      const batch = newestOfEach(changes);
      const products = [...new Set(changes.map(({ product }) => product))].toSorted((a, b) => a - b);
      expect(batch.map(({ product }) => product)).toEqual(products);
      for (const { product, version } of batch) {
        const versions = changes.filter((one) => one.product === product).map((one) => one.version);
        expect(version).toBe(Math.max(...versions));
      }
    }),
  );
});

test("a batch of batches is the batch of all: a flush that is repeated changes nothing", () => {
  const versionsOf = (changes: Change[]) => newestOfEach(changes).map(({ product, version }) => [product, version]);
  fc.assert(
    fc.property(fc.array(change), fc.array(change), (a, b) => {
      expect(versionsOf([...newestOfEach(a), ...newestOfEach(b)])).toEqual(versionsOf([...a, ...b]));
    }),
  );
});
