import "server-only";
import { desc, eq } from "drizzle-orm";
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
