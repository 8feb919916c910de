import "server-only";
import { createHash } from "node:crypto";
import { and, asc, count, desc, eq, isNull, max, ne } from "drizzle-orm";
import * as z from "zod";
import { audit, people, sessions } from "@/db/people";
import { type Rights, ROLES } from "@/lib/rights";
import type { AuditAction } from "./audit";
import type { Database } from "./database";

/** What is kept of rights, as `role` and `services` columns. */
const StoredRights = z.object({ role: z.enum(ROLES), services: z.array(z.string()).nullable() });

export const rightsIn = ({ role, services }: { role: string; services: unknown }): Rights =>
  StoredRights.parse({ role, services: services ?? null });

export type Person = Rights & { id: string; name: string; email: string; disabledAt: number | null };

export function personById(db: Database, id: string): Person | null {
  const row = db.select().from(people).where(eq(people.id, id)).get();
  return row ? personIn(row) : null;
}

const personIn = (row: typeof people.$inferSelect): Person => ({
  ...rightsIn(row),
  id: row.id,
  name: row.name,
  email: row.email,
  disabledAt: row.disabledAt,
});

/** What somebody who changes a person has seen of them: another one was given since where it differs. */
export const versionOf = ({ role, services, disabledAt }: Person): string =>
  createHash("sha256")
    .update(JSON.stringify([role, services, disabledAt]))
    .digest("hex")
    .slice(0, 16);

/** `lastSeenAt`: ms; of a session that is kept, or when the last one began. */
export type ListedPerson = Person & { secondFactor: boolean; lastSeenAt: number | null };

/** By name. */
export function allPeople(db: Database): ListedPerson[] {
  const seen = new Map(
    db
      .select({ id: sessions.userId, at: max(sessions.updatedAt) })
      .from(sessions)
      .where(eq(sessions.pending, false))
      .groupBy(sessions.userId)
      .all()
      .map(({ id, at }) => [id, at?.getTime() ?? null]),
  );
  return db
    .select()
    .from(people)
    .orderBy(asc(people.name), asc(people.email))
    .all()
    .map((row) => ({
      ...personIn(row),
      secondFactor: row.twoFactorEnabled === true,
      lastSeenAt: seen.get(row.id) ?? lastSignIn(db, row.id),
    }));
}

/** A session is gone once it ended; the audit log still knows when it began. */
function lastSignIn(db: Database, personId: string): number | null {
  const began = and(
    eq(audit.subjectKind, "person"),
    eq(audit.subjectId, personId),
    eq(audit.action, "session.began" satisfies AuditAction),
  );
  return db.select({ at: audit.at }).from(audit).where(began).orderBy(desc(audit.id)).limit(1).get()?.at ?? null;
}

/** Admins that are not disabled, besides one. */
export function countOtherAdmins(db: Database, id: string): number {
  const others = and(eq(people.role, "admin"), isNull(people.disabledAt), ne(people.id, id));
  return db.select({ n: count() }).from(people).where(others).get()?.n ?? 0;
}

export function saveRights(db: Database, id: string, { role, services }: Rights, now: Date): void {
  db.update(people).set({ role, services, updatedAt: now }).where(eq(people.id, id)).run();
}

/** From `disabledAt` on nobody signs in as them; null: they may again. */
export function saveDisabled(db: Database, id: string, disabledAt: number | null, now: Date): void {
  db.update(people).set({ disabledAt, updatedAt: now }).where(eq(people.id, id)).run();
}
