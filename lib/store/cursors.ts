import "server-only";
import { eq } from "drizzle-orm";
import * as schema from "@/db/schema";
import type { BreachState } from "@/lib/slo/breach";
import type { Database } from "./database";

/** How far an SLI is counted. Minutes name their end. */
export type Cursor = {
  sliId: number;
  /** The last minute counted going up. */
  liveMinute: number;
  firstLiveMinute: number;
  /** The lowest minute counted. */
  backfilledTo: number;
  /** Where the engine's history begins; null until it was asked. */
  backfillFloor: number | null;
  /** The breaches of the backfilled minutes are written. */
  replayed: boolean;
  /** Why the last tick did not count this SLI. */
  error: string | null;
  breachState: BreachState;
};

const asCursor = (row: typeof schema.cursors.$inferSelect): Cursor => ({
  ...row,
  breachState: (row.breachState as BreachState | null) ?? {},
});

export function cursorOf(db: Database, sliId: number): Cursor | null {
  const row = db.select().from(schema.cursors).where(eq(schema.cursors.sliId, sliId)).get();
  return row ? asCursor(row) : null;
}

/** Of every SLI, by its id. */
export function cursors(db: Database): Map<number, Cursor> {
  return new Map(
    db
      .select()
      .from(schema.cursors)
      .all()
      .map((row) => [row.sliId, asCursor(row)]),
  );
}

export function saveCursor(db: Database, cursor: Cursor): void {
  db.insert(schema.cursors).values(cursor).onConflictDoUpdate({ target: schema.cursors.sliId, set: cursor }).run();
}

/** Says why an SLI was not counted, without moving its cursor. */
export function saveCursorError(db: Database, sliId: number, error: string | null): void {
  db.update(schema.cursors).set({ error }).where(eq(schema.cursors.sliId, sliId)).run();
}
