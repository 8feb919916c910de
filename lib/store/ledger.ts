import "server-only";
import { and, asc, desc, eq, gt, gte, lt, lte, sql } from "drizzle-orm";
import * as schema from "@/db/schema";
import { add, type Counts, type Ledger, type LedgerRow, ledgerOf, NOTHING, subtract } from "@/lib/slo/ledger";
import type { Database } from "./database";

const asRow = ({ sliId: _, buckets, ...row }: typeof schema.ledger.$inferSelect): LedgerRow => ({
  ...row,
  buckets: buckets as number[] | null,
});

/** A ledger whose look-ups read one row each. */
export function storedLedger(db: Database, sliId: number): Ledger {
  const ofSli = eq(schema.ledger.sliId, sliId);
  const edge = (order: typeof asc): LedgerRow | null => {
    const row = db.select().from(schema.ledger).where(ofSli).orderBy(order(schema.ledger.minute)).limit(1).get();
    return row ? asRow(row) : null;
  };
  const before = db
    .select()
    .from(schema.ledger)
    .where(and(ofSli, lte(schema.ledger.minute, sql.placeholder("minute"))))
    .orderBy(desc(schema.ledger.minute))
    .limit(1)
    .prepare();
  const at = (minute: number): LedgerRow | null => {
    const row = before.get({ minute });
    return row ? asRow(row) : edge(asc);
  };
  return {
    at,
    first: () => edge(asc),
    last: () => edge(desc),
    carried(from, to) {
      const rows = db
        .select()
        .from(schema.ledger)
        .where(
          and(ofSli, eq(schema.ledger.carried, true), gt(schema.ledger.minute, from), lte(schema.ledger.minute, to)),
        )
        .all();
      return rows.map(asRow).reduce<Counts>((sum, row) => add(sum, subtract(row, at(row.minute - 1) ?? row)), NOTHING);
    },
  };
}

/** The rows of (from - 1, to] in memory, for work that looks at every minute. */
export function loadedLedger(db: Database, sliId: number, from: number, to: number): Ledger {
  return ledgerOf(
    db
      .select()
      .from(schema.ledger)
      .where(and(eq(schema.ledger.sliId, sliId), gte(schema.ledger.minute, from), lte(schema.ledger.minute, to)))
      .orderBy(asc(schema.ledger.minute))
      .all()
      .map(asRow),
  );
}

/** @throws on a minute that is there already: nothing is counted twice. */
export function appendRows(db: Database, sliId: number, rows: readonly LedgerRow[]): void {
  for (const row of rows)
    db.insert(schema.ledger)
      .values({ sliId, ...row })
      .run();
}

/** Takes away the rows below a minute: only ever those that hold nothing, to make room for older history. */
export function dropRowsBelow(db: Database, sliId: number, minute: number): void {
  db.delete(schema.ledger)
    .where(and(eq(schema.ledger.sliId, sliId), lt(schema.ledger.minute, minute)))
    .run();
}
