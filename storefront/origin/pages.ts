import { type CachePolicy, EDGE_JITTER, jittered, NORMAL_POLICY } from "../cache-policy";
import type { Random } from "../random";
import { productsOf, ROUTE_SIZES, type Route } from "../shop";
import { batched } from "./batched";
import type { CacheAside } from "./cache-aside";
import type { Product, ProductDatabase } from "./database";
import { imageBytes } from "./image";
import type { ReadCause } from "./metrics";

export type Page = { type: string; cacheControl: string; body: Buffer };

export type Pages = ReturnType<typeof pages>;

/** What the origin answers on each route. */
export function pages(database: ProductDatabase, cache: CacheAside, random: Random, count: (cause: ReadCause) => void) {
  let policy: CachePolicy = NORMAL_POLICY;
  const handedOut = new Set<string>();

  function countedRead<T>(cause: ReadCause, read: () => Promise<T>): Promise<T> {
    count(cause);
    return read();
  }
  const missingProduct = batched((ids) => countedRead("cache-miss", () => database.products(ids)));
  const product = (id: number): Promise<Product> => cache.read(productKey(id), () => missingProduct(id));
  const category = (id: number) =>
    cache.read(categoryKey(id), () => countedRead("cache-miss", () => database.category(id)));
  const stock = (id: number) => countedRead("live", () => database.stock(id));

  /** A first copy gets any part of its lifetime: copies made while the edge is warmed must not all expire at once. */
  function cacheable(key: string, seconds: number): string {
    const share = handedOut.has(key) ? jittered(1, EDGE_JITTER, random) : random();
    handedOut.add(key);
    const lifetime = Math.max(1, Math.round(seconds * share));
    return `public, s-maxage=${lifetime}, stale-while-revalidate=${policy.grace}`;
  }

  const answers: Record<Route, (id: number) => Promise<Page>> = {
    // Stock is read live even on a cached product: a page must not sell what is gone.
    "/products/:id": async (id) => {
      const [cached, live] = await Promise.all([product(id), stock(id)]);
      return json({ ...cached, stock: live.pieces }, cacheable(productKey(id), policy.edge.product));
    },
    "/categories/:id": async (id) => {
      const [about, products] = await Promise.all([category(id), Promise.all(productsOf(id).map(product))]);
      const rows = products.map(({ id: productId, name, pricePence }) => ({ id: productId, name, pricePence }));
      return json({ ...about, products: rows }, cacheable(categoryKey(id), policy.edge.category));
    },
    "/images/:id": async (id) => ({
      type: "image/webp",
      cacheControl: cacheable(`image:${id}`, policy.edge.image),
      body: imageBytes(id),
    }),
    "/stock/:id": async (id) => json(await stock(id), "no-store"),
  };

  return {
    async answer(route: Route, id: number): Promise<Page | undefined> {
      return id >= 1 && id <= ROUTE_SIZES[route] ? answers[route](id) : undefined;
    },
    setPolicy(next: CachePolicy): void {
      policy = next;
    },
  };
}

export const productKey = (id: number): string => `product:${id}`;
export const categoryKey = (id: number): string => `category:${id}`;

function json(value: object, cacheControl: string): Page {
  return { type: "application/json", cacheControl, body: Buffer.from(JSON.stringify(value)) };
}
