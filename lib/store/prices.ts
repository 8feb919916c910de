import "server-only";
import { asc } from "drizzle-orm";
import * as z from "zod";
import { unitPrices } from "@/db/costs";
import { ITEM_NAMES, UNIT_NAMES } from "@/lib/costs/items";
import type { PriceVersion } from "@/lib/costs/price-history";
import { SURENESSES } from "@/lib/costs/price-list";
import type { Database } from "./database";

/** Who stated it, and why. */
export type StatedPrice = PriceVersion & {
  author: string;
  authorId: string | null;
  reason: string;
};

const Stored = z.object({
  item: z.enum(ITEM_NAMES),
  unit: z.enum(UNIT_NAMES),
  tiers: z.array(z.object({ upTo: z.number().nullable(), micros: z.number().nullable() })),
  sureness: z.enum(SURENESSES),
  origin: z.enum(["file", "person"]),
});

/** Every statement of every price, oldest first. */
export const allPrices = (db: Database): StatedPrice[] =>
  db.select().from(unitPrices).orderBy(asc(unitPrices.n)).all().map(asPrice);

function asPrice(row: typeof unitPrices.$inferSelect): StatedPrice {
  const { priceId: id, readDay: read, publishedDay: published, fromMonth: from, ...rest } = row;
  return { ...rest, ...Stored.parse(row), id, read, published, from };
}

/** Returns its number. */
export function addPrice(db: Database, price: Omit<StatedPrice, "n">): number {
  const { id: priceId, read: readDay, published: publishedDay, from: fromMonth, ...rest } = price;
  return db
    .insert(unitPrices)
    .values({ ...rest, priceId, readDay, publishedDay, fromMonth })
    .returning({ n: unitPrices.n })
    .get().n;
}
