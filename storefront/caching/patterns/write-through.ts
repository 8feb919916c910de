import { categoryKey, categoryOf, productKey } from "../catalogue";
import type { Pattern, PatternSite } from "./pattern";

/** Database and cache are written together. What is derived from the product is forgotten, as nobody has it at hand. */
export function writeThrough({ reader, database, categories, known, announce }: PatternSite): Pattern {
  return {
    async write(change) {
      const [product] = await Promise.all([known(change.product), database.write([change])]);
      const key = productKey(change.product);
      const category = categoryKey(categoryOf(change.product, categories));
      const { pricePence, version } = change;
      if (product && product.version < version) await reader.put(key, { ...product, pricePence, version });
      else await reader.forget([key]);
      await reader.forget([category]);
      await announce([key, category]);
    },
    stop: async () => undefined,
  };
}
