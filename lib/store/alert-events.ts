import "server-only";
import { and, asc, eq, gt, isNotNull, lt, lte, max, sql } from "drizzle-orm";
import { alertEvents, alertTargets } from "@/db/alerts";
import { alertTargetOf, WEBHOOK } from "./alert-targets";
import type { Database } from "./database";

export type AlertEvent = typeof alertEvents.$inferSelect;

const newestEvent = (db: Database): number =>
  db
    .select({ n: max(alertEvents.id) })
    .from(alertEvents)
    .get()?.n ?? 0;

/** A webhook that is new is told of what happens from now on. */
export function beginWebhook(db: Database, now: number): void {
  if (alertTargetOf(db, WEBHOOK)?.lastEventId != null) return;
  const lastEventId = newestEvent(db);
  const fresh = {
    target: WEBHOOK,
    kind: WEBHOOK,
    triedAt: now,
    takenAt: null,
    failingSince: null,
    failures: 0,
    error: null,
  };
  db.insert(alertTargets)
    .values({ ...fresh, lastEventId })
    .onConflictDoUpdate({ target: alertTargets.target, set: { lastEventId } })
    .run();
}

/** While there is no webhook: one that is set again later is new. Revisits stay, as their keys say that they have been told. */
export function forgetWebhook(db: Database): void {
  db.delete(alertTargets).where(eq(alertTargets.target, WEBHOOK)).run();
  db.delete(alertEvents).where(isNotNull(alertEvents.breachId)).run();
}

const KEPT_MS = 30 * 86_400_000;

/** Those of breaches that it took, or that were given up, a month ago. */
export function dropOldEvents(db: Database, lastEventId: number, now: number): void {
  const { id, createdAt, breachId } = alertEvents;
  db.delete(alertEvents)
    .where(and(lte(id, lastEventId), lt(createdAt, now - KEPT_MS), isNotNull(breachId)))
    .run();
}

/** What the webhook has not taken yet, in order. */
export const eventsAfter = (db: Database, lastEventId: number, limit: number): AlertEvent[] =>
  db.select().from(alertEvents).where(gt(alertEvents.id, lastEventId)).orderBy(asc(alertEvents.id)).limit(limit).all();

/** How many it has not taken. */
export const eventsWaiting = (db: Database, lastEventId: number): number =>
  db.select({ n: sql<number>`count(*)` }).from(alertEvents).where(gt(alertEvents.id, lastEventId)).get()?.n ?? 0;

/** The same key again adds nothing. */
export function addAlertEvent(db: Database, event: Omit<AlertEvent, "id">): void {
  db.insert(alertEvents).values(event).onConflictDoNothing().run();
}

/** The webhook took it, or refuses it for good. */
export function passEvent(db: Database, id: number, isGivenUp: boolean): void {
  db.update(alertTargets)
    .set({ lastEventId: id, ...(isGivenUp ? { givenUp: sql`${alertTargets.givenUp} + 1` } : {}) })
    .where(eq(alertTargets.target, WEBHOOK))
    .run();
}
