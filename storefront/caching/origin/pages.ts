import { jittered } from "../../cache-policy";
import { imageBytes } from "../../origin/image";
import type { Random } from "../../random";
import { categoryKey, productKey, type Route } from "../catalogue";
import type { Product, ShopDatabase } from "../database";
import { HOT_PRODUCT, type Parameters } from "../parameters";
import type { Level, Reader } from "../reader";
import type { Situation } from "./situation";

export type Page = { status: number; headers: Record<string, string>; body: Buffer; level: Level | "none" };

export type PagesSite = {
  reader: Reader;
  database: ShopDatabase;
  parameters: Parameters;
  protection: boolean;
  /** Times the lifetimes at the edge. */
  longer: number;
  situation: Readonly<Situation>;
  random: Random;
};

/** What the origin answers to readers, with lifetimes and tags for the edge. */
export function pages({ reader, database, parameters, protection, longer, situation, random }: PagesSite) {
  const { jitter, edgeStaleMs, negativeMs, edgeMs, edgeCategoryMs, edgeImageMs } = parameters;
  const isHot = (id: number): boolean => situation.hotProduct && id === HOT_PRODUCT.id;

  const product = (id: number) =>
    reader.read(productKey(id), () => database.product(id, isHot(id) ? HOT_PRODUCT.slowness : 1));
  const category = (id: number) =>
    reader.read(categoryKey(id), async () => categoryPage(id, await database.ofCategory(id)));

  /** For the edge alone, in headers of their own, as a second here is a minute. A browser keeps nothing. */
  function lifetime(ms: number): Record<string, string> {
    const varied = protection ? jittered(ms, jitter, random) : ms;
    const grace = protection ? edgeStaleMs : 0;
    return {
      "cache-control": "max-age=0",
      "x-edge-lifetime": `${(varied / 1000).toFixed(3)}s`,
      "x-edge-grace": `${(grace / 1000).toFixed(3)}s`,
    };
  }

  function json(value: object | null, level: Level, tag: string, ms: number): Page {
    return {
      status: value === null ? 404 : 200,
      headers: {
        "content-type": "application/json",
        ...lifetime(value === null ? negativeMs : ms * longer),
        xkey: tag,
      },
      body: Buffer.from(JSON.stringify(value ?? { missing: true })),
      level,
    };
  }

  const answers: Record<Route, (id: number) => Promise<Page>> = {
    async product(id) {
      const { value, level } = await product(id);
      return json(value, level, productKey(id), isHot(id) ? HOT_PRODUCT.lifetimeMs : edgeMs);
    },
    async category(id) {
      const { value, level } = await category(id);
      const of = value === null ? [] : (value as { products: Product[] }).products.map((one) => productKey(one.id));
      return json(value, level, [categoryKey(id), ...of].join(" "), edgeCategoryMs);
    },
    image: async (id) => ({
      status: 200,
      headers: { "content-type": "image/webp", ...lifetime(edgeImageMs * longer), xkey: `image:${id}` },
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
    answer: (route: Route, id: number): Promise<Page> => answers[route](id),
    known: async (id: number): Promise<Product | null> => (await product(id)).value as Product | null,
  };
}
export type Pages = ReturnType<typeof pages>;

/** What a category's page shows of its products; null without any. */
export function categoryPage(id: number, products: readonly Product[]) {
  const shown = products.map(({ id: of, name, pricePence, version }) => ({ id: of, name, pricePence, version }));
  return products.length > 0 ? { id, products: shown } : null;
}
