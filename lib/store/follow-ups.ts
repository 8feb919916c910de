import "server-only";
import { and, asc, desc, eq, isNotNull, isNull } from "drizzle-orm";
import { followUps } from "@/db/daily";
import type { Database } from "./database";

export const FOLLOW_UP_ORIGINS = ["review", "breach", "revisit"] as const;

/** Something that somebody has to do by a day. `…At` are ms, `dueDay` is ISO 8601. */
export type FollowUp = Omit<typeof followUps.$inferSelect, "origin"> & { origin: (typeof FOLLOW_UP_ORIGINS)[number] };

type New = Omit<FollowUp, "id" | "closedAt" | "closedBy" | "closedNote">;

const asFollowUp = (row: typeof followUps.$inferSelect): FollowUp => ({
  ...row,
  origin: FOLLOW_UP_ORIGINS.find((origin) => origin === row.origin) ?? "review",
});

/** Returns its id. */
export const addFollowUp = (db: Database, followUp: New): number =>
  db.insert(followUps).values(followUp).returning({ id: followUps.id }).get().id;

export function followUpById(db: Database, id: number): FollowUp | null {
  const row = db.select().from(followUps).where(eq(followUps.id, id)).get();
  return row ? asFollowUp(row) : null;
}

/** Soonest due first. */
export const openFollowUps = (db: Database): FollowUp[] =>
  db
    .select()
    .from(followUps)
    .where(isNull(followUps.closedAt))
    .orderBy(asc(followUps.dueDay), asc(followUps.id))
    .all()
    .map(asFollowUp);

/** The open one that says just the same, so that a retry finds what it made. */
export const openFollowUpLike = (db: Database, wanted: Partial<FollowUp>): FollowUp | undefined =>
  openFollowUps(db).find((each) =>
    Object.entries(wanted).every(([field, value]) => each[field as keyof FollowUp] === value),
  );

/** Newest first. */
export const closedFollowUps = (db: Database, most: number): FollowUp[] =>
  db
    .select()
    .from(followUps)
    .where(isNotNull(followUps.closedAt))
    .orderBy(desc(followUps.closedAt), desc(followUps.id))
    .limit(most)
    .all()
    .map(asFollowUp);

/** Oldest first, closed ones too. */
export const followUpsOfBreach = (db: Database, breachId: number): FollowUp[] =>
  db.select().from(followUps).where(eq(followUps.breachId, breachId)).orderBy(asc(followUps.id)).all().map(asFollowUp);

/** Oldest first, closed ones too. */
export const followUpsOfDecision = (db: Database, path: string, id: string): FollowUp[] =>
  db
    .select()
    .from(followUps)
    .where(and(eq(followUps.decisionPath, path), eq(followUps.decisionId, id)))
    .orderBy(asc(followUps.id))
    .all()
    .map(asFollowUp);

/** Returns false where it is closed already. */
export function closeFollowUp(db: Database, id: number, by: string, note: string | null, now: Date): boolean {
  const { changes } = db
    .update(followUps)
    .set({ closedAt: now.getTime(), closedBy: by, closedNote: note })
    .where(and(eq(followUps.id, id), isNull(followUps.closedAt)))
    .run();
  return changes > 0;
}
