import "server-only";
import { asc, desc, eq, getTableColumns, gt, gte, lt } from "drizzle-orm";
import { reviews } from "@/db/daily";
import type { Database } from "./database";

/** A finished review. `day` is ISO 8601, UTC; `…At` are ms. */
export type Review = Omit<typeof reviews.$inferSelect, "view">;

const { view: _, ...facts } = getTableColumns(reviews);

/** Returns its id. */
export const addReview = (db: Database, review: Omit<typeof reviews.$inferSelect, "id">): number =>
  db.insert(reviews).values(review).returning({ id: reviews.id }).get().id;

export const reviewById = (db: Database, id: number): Review | null =>
  db.select(facts).from(reviews).where(eq(reviews.id, id)).get() ?? null;

/** What the page showed when it was finished, as it was kept; null where there is no such review. */
export const keptView = (db: Database, id: number): unknown =>
  db.select({ view: reviews.view }).from(reviews).where(eq(reviews.id, id)).get()?.view ?? null;

export const lastReview = (db: Database): Review | null =>
  db.select(facts).from(reviews).orderBy(desc(reviews.id)).limit(1).get() ?? null;

/** Oldest first. */
export const reviewsOn = (db: Database, day: string): Review[] =>
  db.select(facts).from(reviews).where(eq(reviews.day, day)).orderBy(asc(reviews.id)).all();

/** Those of a day and later, oldest first. */
export const reviewsFrom = (db: Database, day: string): Review[] =>
  db.select(facts).from(reviews).where(gte(reviews.day, day)).orderBy(asc(reviews.id)).all();

/** The last day before one on which there was a review. */
export const reviewedBefore = (db: Database, day: string): string | null =>
  db.select({ day: reviews.day }).from(reviews).where(lt(reviews.day, day)).orderBy(desc(reviews.day)).limit(1).get()
    ?.day ?? null;

/** Newest first, below the id `before`. */
export const reviewPage = (db: Database, before: number | null, limit: number): Review[] =>
  db
    .select(facts)
    .from(reviews)
    .where(before === null ? undefined : lt(reviews.id, before))
    .orderBy(desc(reviews.id))
    .limit(limit)
    .all();

/** The first day after one on which there was a review. */
export const reviewedAfter = (db: Database, day: string): string | null =>
  db.select({ day: reviews.day }).from(reviews).where(gt(reviews.day, day)).orderBy(asc(reviews.day)).limit(1).get()
    ?.day ?? null;
