import "server-only";
import { desc, eq, max } from "drizzle-orm";
import * as schema from "@/db/schema";
import type { Database } from "./database";

/** Minutes (fromMinute, toMinute] that were counted again and had changed, because samples came late. */
export type Recount = {
  fromMinute: number;
  toMinute: number;
  /** Events; negative where some were taken away. */
  goodAdded: number;
  totalAdded: number;
  secondsAdded: number;
  /** ms */
  createdAt: number;
};

export function addRecount(db: Database, sliId: number, recount: Recount): void {
  db.insert(schema.recounts)
    .values({ sliId, ...recount })
    .run();
}

/** Differs after every recount that wrote rows of an SLI anew; 0 before the first. */
export const lastRecount = (db: Database, sliId: number): number =>
  db
    .select({ id: max(schema.recounts.id) })
    .from(schema.recounts)
    .where(eq(schema.recounts.sliId, sliId))
    .get()?.id ?? 0;

/** Newest first. */
export function recountsOf(db: Database, sliId: number, limit: number): Recount[] {
  return db
    .select()
    .from(schema.recounts)
    .where(eq(schema.recounts.sliId, sliId))
    .orderBy(desc(schema.recounts.id))
    .limit(limit)
    .all()
    .map(({ id: _, sliId: __, ...recount }) => recount);
}
