import { categoryKey, productKey } from "../catalogue";
import type { Product, ShopDatabase } from "../database";
import type { Parameters } from "../parameters";
import type { Reader } from "../reader";
import { categoryPage } from "./pages";

export type Warm = "everything" | "popular" | "nothing";

/**
 * Fills the caches before the first visitor. `popular` is what a shop can do after a cold start: the entries that are asked for
 * most, many in one statement. `everything`, at every age, is the state that a long run leaves, and stands for it.
 */
export async function warmUp(warm: Warm, reader: Reader, database: ShopDatabase, parameters: Parameters) {
  if (warm === "nothing") return;
  const { warmUpBatch } = parameters;
  const isWhole = warm === "everything";
  const products = upTo(isWhole ? parameters.products : parameters.warmUpProducts);
  const categories = upTo(isWhole ? parameters.categories : parameters.warmUpCategories);
  const batches = products
    .filter((id) => id % warmUpBatch === 1)
    .map((id) => products.slice(id - 1, id - 1 + warmUpBatch));
  // The pool of connections bounds how many of them are under way.
  const [known, pages] = await Promise.all([
    Promise.all(batches.map((ids) => database.products(ids))),
    Promise.all(categories.map(async (id) => categoryPage(id, await database.ofCategory(id)))),
  ]);
  await reader.fill(
    [
      ...known.flat().map((product: Product) => [productKey(product.id), product] as const),
      ...pages.flatMap((page) => (page ? [[categoryKey(page.id), page] as const] : [])),
    ],
    isWhole,
  );
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
