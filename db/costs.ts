import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

// What things cost, and what is billed. Both only ever grow: a month that has passed is billed by what held in it.
// `…At` columns are epoch milliseconds, days and months are ISO 8601 (2026-11-26, 2026-11).

/** A unit price as a file or somebody stated it. */
export const unitPrices = sqliteTable(
  "unit_prices",
  {
    n: integer("n").primaryKey({ autoIncrement: true }),
    priceId: text("price_id").notNull(),
    provider: text("provider").notNull(),
    item: text("item").notNull(),
    unit: text("unit").notNull(),
    title: text("title").notNull(),
    currency: text("currency").notNull(),
    /** `[{upTo, micros}]`: millionths of the currency for a unit; null where no price is published. */
    tiers: text("tiers", { mode: "json" }).notNull(),
    /** Why a tier is unknown; null where all are known. */
    why: text("why"),
    /** An address, "assumption" or "not found". */
    source: text("source").notNull(),
    readDay: text("read_day").notNull(),
    publishedDay: text("published_day"),
    /** `high`, `medium` or `low`. */
    sureness: text("sureness").notNull(),
    note: text("note"),
    /** The first month that it bills. */
    fromMonth: text("from_month").notNull(),
    /** Its file does not state it any more: it bills no month from `fromMonth` on. */
    withdrawn: integer("withdrawn", { mode: "boolean" }).notNull().default(false),
    /** `file` or `person`. */
    origin: text("origin").notNull(),
    author: text("author").notNull(),
    /** null for a file's. */
    authorId: text("author_id"),
    reason: text("reason").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("unit_prices_by_price").on(table.priceId, table.n)],
);

/** The plan of what is billed and which SLO measures which volume, as its file stated it. */
export const costPlans = sqliteTable("cost_plans", {
  n: integer("n").primaryKey({ autoIncrement: true }),
  source: text("source").notNull(),
  /** The plan, read, as JSON; null where its file was taken away. */
  plan: text("plan", { mode: "json" }),
  /** The first month that it bills. */
  fromMonth: text("from_month").notNull(),
  createdAt: integer("created_at").notNull(),
});
