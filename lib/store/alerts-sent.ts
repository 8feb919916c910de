import "server-only";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { alertsSent } from "@/db/alerts";
import { breaches } from "@/db/schema";
import type { AlertToSend } from "@/lib/slo/alert-round";
import { msOf } from "@/lib/slo/window";
import type { Database } from "./database";

/** What an Alertmanager was told. `…At` are ms. */
export type SentAlert = AlertToSend & { id: number; target: string; takenAt: number; endTakenAt: number | null };

const asSent = (row: typeof alertsSent.$inferSelect): SentAlert => ({
  ...row,
  labels: row.labels as SentAlert["labels"],
  annotations: row.annotations as SentAlert["annotations"],
});

/** What fires there as far as it was told. */
export const firingAt = (db: Database, target: string): SentAlert[] =>
  db
    .select()
    .from(alertsSent)
    .where(and(eq(alertsSent.target, target), isNull(alertsSent.endTakenAt)))
    .all()
    .map(asSent);

/** What Alertmanagers were told of a breach, in order. */
export const sentForBreach = (db: Database, breachId: number): SentAlert[] =>
  db.select().from(alertsSent).where(eq(alertsSent.breachId, breachId)).orderBy(asc(alertsSent.id)).all().map(asSent);

/** They were taken: those that end are over there, the others fire. */
export function saveSent(
  db: Database,
  target: string,
  taken: readonly (AlertToSend & { isEnd: boolean })[],
  at: number,
): void {
  const ended = taken.filter(({ isEnd }) => isEnd);
  for (const { subject, startsAt } of ended)
    db.update(alertsSent)
      .set({ endTakenAt: at })
      .where(and(eq(alertsSent.target, target), eq(alertsSent.subject, subject), eq(alertsSent.startsAt, startsAt)))
      .run();
  const known = new Set(firingAt(db, target).map(({ subject }) => subject));
  for (const { subject, breachId, startsAt, labels, annotations, isEnd } of taken) {
    if (isEnd || known.has(subject)) continue;
    const alert = { target, subject, breachId, startsAt, labels, annotations, takenAt: at, endTakenAt: null };
    db.insert(alertsSent)
      .values(alert)
      .onConflictDoUpdate({
        target: [alertsSent.target, alertsSent.subject, alertsSent.startsAt],
        // It begins anew, and is known by the labels that it has now.
        set: { labels, annotations, endTakenAt: null },
      })
      .run();
  }
}

/** The ends of breaches by id, ms; only of those that have one. */
export function endsOfBreaches(db: Database, ids: readonly number[]): Map<number, number> {
  const { id, closedMinute } = breaches;
  const rows = db
    .select({ id, closedMinute })
    .from(breaches)
    .where(inArray(id, [...ids]))
    .all();
  return new Map(rows.flatMap((row) => (row.closedMinute === null ? [] : [[row.id, msOf(row.closedMinute)] as const])));
}
