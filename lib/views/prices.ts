import "server-only";
import { ITEMS, type Item, type Unit } from "@/lib/costs/items";
import { termsText } from "@/lib/costs/price-draft";
import { pricesIn } from "@/lib/costs/price-history";
import type { Sureness } from "@/lib/costs/price-list";
import type { Tier } from "@/lib/costs/tiers";
import type { Database } from "@/lib/store/database";
import { allPrices, type StatedPrice } from "@/lib/store/prices";

/** What a price was said to be once. Days and months are ISO 8601, times ISO 8601 UTC. */
export type PriceStatement = {
  n: number;
  from: string;
  tiers: Tier[];
  currency: string;
  why: string | null;
  source: string;
  read: string;
  published: string | null;
  sureness: Sureness;
  note: string | null;
  origin: "file" | "person";
  author: string;
  reason: string;
  at: string;
  withdrawn: boolean;
};

export type PriceRow = {
  id: string;
  provider: string;
  item: Item;
  words: string;
  title: string;
  unit: Unit;
  /** What bills the running month; null: it bills from a later one on. */
  now: PriceStatement | null;
  /** What was stated last, where it bills from a later month on. */
  later: PriceStatement | null;
  /** The newest of its file, where an edit in the app went on top of it and differs. */
  file: PriceStatement | null;
  /** Every statement, newest first. */
  history: PriceStatement[];
};

/** Every price that bills a month or a later one, by provider in the order of the list. */
export function priceRows(db: Database, month: string): PriceRow[] {
  const all = allPrices(db);
  const inForce = new Map(pricesIn(all, month).map(({ id, n }) => [id, n]));
  return [...new Set(all.map(({ id }) => id))].flatMap((id): PriceRow[] => {
    const own = all.filter((each) => each.id === id);
    const now = own.find((each) => each.n === inForce.get(id)) ?? null;
    const last = own.at(-1);
    if (!last || (now === null && last.withdrawn)) return [];
    const file = own.findLast(({ origin }) => origin === "file");
    const { provider, item, title, unit } = now ?? last;
    return [
      {
        ...{ id, provider, item, title, unit, words: ITEMS[item].words },
        now: now && statement(now),
        later: last.n === now?.n ? null : statement(last),
        file: file && last.origin === "person" && termsText(file) !== termsText(last) ? statement(file) : null,
        history: own.map(statement).reverse(),
      },
    ];
  });
}

const statement = (price: StatedPrice): PriceStatement => {
  const { n, from, tiers, currency, why, source, read, published, sureness, note, origin, author, reason } = price;
  const { withdrawn, createdAt } = price;
  const said = { tiers, currency, why, source, read, published, sureness, note: note ?? null };
  return { n, from, ...said, origin, author, reason, withdrawn, at: new Date(createdAt).toISOString() };
};
