import pg from "pg";
import { z } from "zod";
import { drawSeconds, type Lognormal } from "../latency";
import { type Random, seeded } from "../random";
import { categoryOf } from "./catalogue";
import { type Change, newestOfEach } from "./change";

const Product = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string(),
  pricePence: z.number(),
  version: z.number(),
  categoryId: z.number(),
});
export type Product = z.infer<typeof Product>;

const COLUMNS = `id, name, description, price_pence AS "pricePence", version, category_id AS "categoryId"`;

export type ShopDatabase = ReturnType<typeof connectDatabase>;

/** The shop's tables in PostgreSQL. Each statement also sleeps in the server, on its connection. */
export function connectDatabase(
  socketDir: string,
  service: Lognormal,
  connections: number,
  random: Random,
  count: (kind: "read" | "write") => void,
) {
  const pool = poolOf(socketDir, connections);
  const sleepFor = (slowness = 1): number => drawSeconds(service, random) * slowness;

  async function productsWhere(condition: string, value: unknown, slowness?: number): Promise<Product[]> {
    count("read");
    const { rows } = await pool.query(
      `WITH waited AS MATERIALIZED (SELECT pg_sleep($1))
       SELECT p.* FROM waited LEFT JOIN (SELECT ${COLUMNS} FROM products WHERE ${condition}) p ON true
       WHERE p.id IS NOT NULL ORDER BY p.id`,
      [sleepFor(slowness), value],
    );
    return z.array(Product).parse(rows);
  }

  return {
    product: async (id: number, slowness?: number): Promise<Product | null> =>
      (await productsWhere("id = $2", id, slowness))[0] ?? null,
    products: (ids: readonly number[]): Promise<Product[]> => productsWhere("id = ANY($2)", ids),
    ofCategory: (id: number): Promise<Product[]> => productsWhere("category_id = $2", id),
    async stock(id: number): Promise<number | null> {
      count("read");
      const { rows } = await pool.query(
        "WITH waited AS MATERIALIZED (SELECT pg_sleep($1)) SELECT (SELECT stock FROM products WHERE id = $2) FROM waited",
        [sleepFor(), id],
      );
      return z.array(z.object({ stock: z.number().nullable() })).parse(rows)[0]?.stock ?? null;
    },
    /** One statement, however many changes; an older version never replaces a newer one. */
    async write(changes: readonly Change[]): Promise<void> {
      const newest = newestOfEach(changes);
      if (newest.length === 0) return;
      count("write");
      await pool.query(
        `WITH waited AS MATERIALIZED (SELECT pg_sleep($1)),
           change AS (SELECT * FROM unnest($2::int[], $3::int[], $4::int[]) AS c (id, price, version), waited)
         UPDATE products SET price_pence = change.price, version = change.version
         FROM change WHERE products.id = change.id AND products.version < change.version`,
        [
          sleepFor(),
          newest.map(({ product }) => product),
          newest.map(({ pricePence }) => pricePence),
          newest.map(({ version }) => version),
        ],
      );
    },
    close: () => pool.end(),
  };
}

function poolOf(socketDir: string, max: number): pg.Pool {
  const pool = new pg.Pool({ host: socketDir, user: "postgres", database: "postgres", max });
  pool.on("error", (error) => console.error(`PostgreSQL: ${error.message}`));
  return pool;
}

/** Makes the tables anew, as every run starts. */
export async function resetDatabase(socketDir: string, products: number, categories: number): Promise<void> {
  const random = seeded(products);
  const rows = Array.from({ length: products }, (_, index) => index + 1);
  const pool = poolOf(socketDir, 1);
  try {
    await pool.query(`
      DROP TABLE IF EXISTS products;
      CREATE TABLE products (
        id integer PRIMARY KEY, name text NOT NULL, description text NOT NULL, price_pence integer NOT NULL,
        category_id integer NOT NULL, stock integer NOT NULL, version integer NOT NULL DEFAULT 0);
      CREATE INDEX ON products (category_id);`);
    await pool.query(
      `INSERT INTO products SELECT *, 0 FROM unnest($1::int[], $2::text[], $3::text[], $4::int[], $5::int[], $6::int[])`,
      [
        rows,
        rows.map((id) => `Product ${id}`),
        rows.map(() => "Made by hand in small lots from plain parts that last and can be repaired. ".repeat(12)),
        rows.map(() => 250 + Math.floor(random() * 20_000)),
        rows.map((id) => categoryOf(id, categories)),
        rows.map(() => Math.floor(random() * 80)),
      ],
    );
  } finally {
    await pool.end();
  }
}

/** The version of each product that the database holds. */
export async function versionsIn(socketDir: string): Promise<Map<number, number>> {
  const pool = poolOf(socketDir, 1);
  try {
    const { rows } = await pool.query("SELECT id, version FROM products");
    return new Map(
      z
        .array(z.object({ id: z.number(), version: z.number() }))
        .parse(rows)
        .map(({ id, version }) => [id, version]),
    );
  } finally {
    await pool.end();
  }
}
