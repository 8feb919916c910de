import "server-only";
import { asc, eq, isNull, or } from "drizzle-orm";
import { savedViews } from "@/db/daily";
import type { Database } from "./database";

/** `personId`: whose it is; null: everybody's. `createdAt` is ms. */
export type SavedView = typeof savedViews.$inferSelect;

/** What somebody sees: what is shared, and what is theirs; null: what is shared. In the order in which they were made. */
export const savedViewsFor = (db: Database, personId: string | null): SavedView[] =>
  db
    .select()
    .from(savedViews)
    .where(
      personId === null
        ? isNull(savedViews.personId)
        : or(isNull(savedViews.personId), eq(savedViews.personId, personId)),
    )
    .orderBy(asc(savedViews.id))
    .all();

export const savedViewById = (db: Database, id: number): SavedView | null =>
  db.select().from(savedViews).where(eq(savedViews.id, id)).get() ?? null;

/** Returns its id. */
export const addSavedView = (db: Database, view: Omit<SavedView, "id">): number =>
  db.insert(savedViews).values(view).returning({ id: savedViews.id }).get().id;

export const removeSavedView = (db: Database, id: number): void => {
  db.delete(savedViews).where(eq(savedViews.id, id)).run();
};
