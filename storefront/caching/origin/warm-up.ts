import { categoryKey, categoryOf, productKey } from "../catalogue";
import type { Product, ShopDatabase } from "../database";
import type { Parameters } from "../parameters";
import type { Reader } from "../reader";

export type Warm = "everything" | "popular" | "nothing";

/**
 * Fills the caches before the first visitor. `popular` is what a shop can do after a cold start: the entries that are asked for
 * most, many in one statement. `everything`, at every age, is the state that a long run leaves, and stands for it.
 */
export async function warmUp(warm: Warm, reader: Reader, database: ShopDatabase, parameters: Parameters) {
  if (warm === "nothing") return;
  const { products, categories, warmUpKeys, warmUpBatch } = parameters;
  const known: Product[] = [];
  const most = warm === "everything" ? products : warmUpKeys;
  for (let first = 1; first <= most; first += warmUpBatch) {
    const ids = Array.from({ length: Math.min(warmUpBatch, most - first + 1) }, (_, index) => first + index);
    known.push(...(await database.products(ids)));
  }
  const ofCategory = (id: number) => known.filter((product) => categoryOf(product.id, categories) === id);
  const entries: [string, object][] = known.map((product) => [productKey(product.id), product]);
  // A category's page is whole only when all of its products are known.
  if (warm === "everything")
    for (let id = 1; id <= categories; id++) {
      const shown = ofCategory(id).map(({ id: of, name, pricePence, version }) => ({
        id: of,
        name,
        pricePence,
        version,
      }));
      entries.push([categoryKey(id), { id, products: shown }]);
    }
  await reader.fill(entries, warm === "everything");
}
