import { categoryKey, productKey } from "../catalogue";
import type { Product, ShopDatabase } from "../database";
import type { Parameters } from "../parameters";
import type { Reader } from "../reader";
import { categoryPage } from "./pages";

/** Fills the store before the first visitor with what is asked for most, many entries in one statement. */
export async function warmUp(reader: Reader, database: ShopDatabase, parameters: Parameters): Promise<void> {
  const { warmUpBatch } = parameters;
  const products = upTo(parameters.warmUpProducts);
  const categories = upTo(parameters.warmUpCategories);
  const batches = products
    .filter((id) => id % warmUpBatch === 1)
    .map((id) => products.slice(id - 1, id - 1 + warmUpBatch));
  // The pool of connections bounds how many of them are under way.
  const [known, pages] = await Promise.all([
    Promise.all(batches.map((ids) => database.products(ids))),
    Promise.all(categories.map(async (id) => categoryPage(id, await database.ofCategory(id)))),
  ]);
  await reader.fill([
    ...known.flat().map((product: Product) => [productKey(product.id), product] as const),
    ...pages.flatMap((page) => (page ? [[categoryKey(page.id), page] as const] : [])),
  ]);
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
