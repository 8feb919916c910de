import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { z } from "zod";
import { DATABASE_READ, drawSeconds } from "../latency";
import type { Random } from "../random";
import { seeded } from "../random";
import { CATEGORIES, categoryOf, PRODUCTS, SEED } from "../shop";

const Product = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string(),
  pricePence: z.number(),
  categoryId: z.number(),
});
const Category = z.object({ id: z.number(), name: z.string() });
const Stock = z.object({ productId: z.number(), pieces: z.number() });
export type Product = z.infer<typeof Product>;
export type Category = z.infer<typeof Category>;
export type Stock = z.infer<typeof Stock>;

export type ProductDatabase = ReturnType<typeof openDatabase>;

/** SQLite holds the rows; an added wait gives each read the latency of a database server. */
export function openDatabase(file: string, random: Random) {
  const sqlite = new Database(file);
  sqlite.pragma("journal_mode = WAL");
  seedIfEmpty(sqlite);
  const product = sqlite.prepare(
    "SELECT id, name, description, price_pence AS pricePence, category_id AS categoryId FROM products WHERE id = ?",
  );
  const category = sqlite.prepare("SELECT id, name FROM categories WHERE id = ?");
  const stock = sqlite.prepare("SELECT id AS productId, stock AS pieces FROM products WHERE id = ?");
  let slowness = 1;
  const wait = () => sleep(drawSeconds(DATABASE_READ, random) * slowness * 1000);

  return {
    setSlowness(factor: number) {
      slowness = factor;
    },
    /** One read, however many products. */
    async products(ids: number[]): Promise<Product[]> {
      await wait();
      return ids.map((id) => Product.parse(product.get(id)));
    },
    async category(id: number): Promise<Category> {
      await wait();
      return Category.parse(category.get(id));
    },
    async stock(id: number): Promise<Stock> {
      await wait();
      return Stock.parse(stock.get(id));
    },
    /** The whole catalogue at once, without the added wait: for warming the caches. */
    everything(): { products: Product[]; categories: Category[] } {
      return {
        products: Array.from({ length: PRODUCTS }, (_, index) => Product.parse(product.get(index + 1))),
        categories: Array.from({ length: CATEGORIES }, (_, index) => Category.parse(category.get(index + 1))),
      };
    },
    close: () => sqlite.close(),
  };
}

function seedIfEmpty(sqlite: Database.Database): void {
  sqlite.exec(`
    CREATE TABLE IF NOT EXISTS categories (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS products (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, price_pence INTEGER NOT NULL,
      category_id INTEGER NOT NULL REFERENCES categories (id), stock INTEGER NOT NULL) STRICT;
  `);
  const random = seeded(SEED);
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? "";
  const addCategory = sqlite.prepare("INSERT OR IGNORE INTO categories VALUES (?, ?)");
  const addProduct = sqlite.prepare("INSERT OR IGNORE INTO products VALUES (?, ?, ?, ?, ?, ?)");
  sqlite.transaction(() => {
    for (let id = 1; id <= CATEGORIES; id++) addCategory.run(id, `${pick(MATERIALS)} ${pick(THINGS)}s`);
    for (let id = 1; id <= PRODUCTS; id++) {
      const description = Array.from({ length: 60 }, () => pick(WORDS)).join(" ");
      const price = 250 + Math.floor(random() * 20_000);
      const stock = Math.floor(random() * 80);
      addProduct.run(id, `${pick(MATERIALS)} ${pick(THINGS)} ${id}`, description, price, categoryOf(id), stock);
    }
  })();
}

const MATERIALS = ["Oak", "Wool", "Brass", "Linen", "Slate", "Cork", "Steel", "Clay"];
const THINGS = ["chair", "lamp", "blanket", "kettle", "shelf", "bowl", "clock", "basket", "mirror"];
const WORDS = "made by hand in small lots from plain parts that last and can be repaired at home with few tools".split(
  " ",
);
