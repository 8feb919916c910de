import { jittered } from "../../cache-policy";
import { imageBytes } from "../../origin/image";
import type { Random } from "../../random";
import { categoryKey, productKey, type Route } from "../catalogue";
import type { Product, ShopDatabase } from "../database";
import { HOT_PRODUCT, type Parameters } from "../parameters";
import type { Level, Reader } from "../reader";

export type Page = { status: number; headers: Record<string, string>; body: Buffer; level: Level | "none" };

export type PagesSite = {
  reader: Reader;
  database: ShopDatabase;
  parameters: Parameters;
  protection: boolean;
  hotProduct: boolean;
  random: Random;
};

/** What the origin answers to readers, with lifetimes and tags for the edge. */
export function pages({ reader, database, parameters, protection, hotProduct, random }: PagesSite) {
  const { jitter, edgeStaleMs, negativeMs, edgeMs, edgeImageMs } = parameters;
  const isHot = (id: number): boolean => hotProduct && id === HOT_PRODUCT.id;

  const product = (id: number) =>
    reader.read(productKey(id), () => database.product(id, isHot(id) ? HOT_PRODUCT.slowness : 1));
  const category = (id: number) =>
    reader.read(categoryKey(id), async () => categoryPage(id, await database.ofCategory(id)));

  /** While a run is warmed up, pages get any part of their lifetime: the edge then holds copies of every age. */
  function lifetime(ms: number, isWarming: boolean): string {
    const varied = isWarming ? ms * random() : protection ? jittered(ms, jitter, random) : ms;
    const grace = protection ? `, stale-while-revalidate=${edgeStaleMs / 1000}` : "";
    return `public, s-maxage=${Math.max(1, Math.round(varied / 1000))}${grace}`;
  }

  function json(value: object | null, level: Level, tag: string, ms: number, isWarming: boolean): Page {
    const control = lifetime(value === null ? negativeMs : ms, isWarming);
    return {
      status: value === null ? 404 : 200,
      headers: { "content-type": "application/json", "cache-control": control, xkey: tag },
      body: Buffer.from(JSON.stringify(value ?? { missing: true })),
      level,
    };
  }

  const answers: Record<Route, (id: number, isWarming: boolean) => Promise<Page>> = {
    async product(id, isWarming) {
      const { value, level } = await product(id);
      return json(value, level, productKey(id), isHot(id) ? HOT_PRODUCT.lifetimeMs : edgeMs, isWarming);
    },
    async category(id, isWarming) {
      const { value, level } = await category(id);
      const of = value === null ? [] : (value as { products: Product[] }).products.map((one) => productKey(one.id));
      return json(value, level, [categoryKey(id), ...of].join(" "), edgeMs, isWarming);
    },
    image: async (id, isWarming) => ({
      status: 200,
      headers: {
        "content-type": "image/webp",
        "cache-control": lifetime(edgeImageMs, isWarming),
        xkey: `image:${id}`,
      },
      body: imageBytes(id),
      level: "none",
    }),
    async stock(id) {
      const pieces = await database.stock(id);
      return {
        status: pieces === null ? 404 : 200,
        headers: { "content-type": "application/json", "cache-control": "no-store" },
        body: Buffer.from(JSON.stringify({ product: id, pieces })),
        level: "none",
      };
    },
  };

  return {
    answer: (route: Route, id: number, isWarming: boolean): Promise<Page> => answers[route](id, isWarming),
    known: async (id: number): Promise<Product | null> => (await product(id)).value as Product | null,
  };
}
export type Pages = ReturnType<typeof pages>;

/** What a category's page shows of its products; null without any. */
export function categoryPage(id: number, products: readonly Product[]) {
  const shown = products.map(({ id: of, name, pricePence, version }) => ({ id: of, name, pricePence, version }));
  return products.length > 0 ? { id, products: shown } : null;
}
