import { categoryKey, categoryOf, productKey } from "../catalogue";
import type { Pattern, PatternSite } from "./pattern";

/** The database first, then everything that shows the product is forgotten; its next reader loads it. */
export function cacheAside({ reader, database, categories, announce }: PatternSite): Pattern {
  return {
    async write(change) {
      await database.write([change]);
      const tags = [productKey(change.product), categoryKey(categoryOf(change.product, categories))];
      await reader.forget(tags);
      await announce(tags);
    },
    stop: async () => undefined,
  };
}
