import "server-only";
import { and, desc, eq, gt, lt, ne, or } from "drizzle-orm";
import { sessions } from "@/db/people";
import type { Database } from "./database";

/** Triggers write to the audit log when one begins or ends. */
export type StoredSession = typeof sessions.$inferSelect;

export function sessionByToken(db: Database, token: string): StoredSession | null {
  return db.select().from(sessions).where(eq(sessions.token, token)).get() ?? null;
}

/** Those that still hold, the one used last first. */
export function sessionsOf(db: Database, personId: string, now: Date): StoredSession[] {
  return db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, personId), gt(sessions.expiresAt, now), eq(sessions.pending, false)))
    .orderBy(desc(sessions.updatedAt))
    .all();
}

export function touchSession(db: Database, id: string, now: Date): void {
  db.update(sessions).set({ updatedAt: now }).where(eq(sessions.id, id)).run();
}

/** Whether the person had it. */
export function endSession(db: Database, personId: string, id: string): boolean {
  return (
    db
      .delete(sessions)
      .where(and(eq(sessions.id, id), eq(sessions.userId, personId)))
      .run().changes > 0
  );
}

/** All of a person, or all but one. */
export function endSessionsOf(db: Database, personId: string, butId: string | null): number {
  const theirs = eq(sessions.userId, personId);
  return db
    .delete(sessions)
    .where(butId === null ? theirs : and(theirs, ne(sessions.id, butId)))
    .run().changes;
}

/** Those that have expired, or were not used since. */
export function endOldSessions(db: Database, now: Date, lastUsedBefore: Date): void {
  db.delete(sessions)
    .where(or(lt(sessions.expiresAt, now), lt(sessions.updatedAt, lastUsedBefore)))
    .run();
}
