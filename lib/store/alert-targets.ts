import "server-only";
import { eq } from "drizzle-orm";
import { alertTargets } from "@/db/alerts";
import type { Database } from "./database";

/** How somebody takes what they are sent. `…At` and `failingSince` are ms. */
export type AlertTarget = typeof alertTargets.$inferSelect;

/** The name of the one webhook. */
export const WEBHOOK = "webhook";

export const alertTargetOf = (db: Database, target: string): AlertTarget | null =>
  db.select().from(alertTargets).where(eq(alertTargets.target, target)).get() ?? null;

export function saveTaken(db: Database, target: string, kind: "alertmanager" | "webhook", at: number): void {
  const set = { triedAt: at, takenAt: at, failingSince: null, failures: 0, error: null, givenUp: 0 };
  db.insert(alertTargets)
    .values({ target, kind, ...set, lastEventId: null })
    .onConflictDoUpdate({ target: alertTargets.target, set })
    .run();
}

export function saveNotTaken(
  db: Database,
  target: string,
  kind: "alertmanager" | "webhook",
  error: string,
  at: number,
): void {
  const known = alertTargetOf(db, target);
  const failing = { failingSince: known?.failingSince ?? at, failures: (known?.failures ?? 0) + 1, error };
  db.insert(alertTargets)
    .values({ target, kind, triedAt: at, takenAt: null, ...failing, lastEventId: null })
    .onConflictDoUpdate({ target: alertTargets.target, set: { triedAt: at, ...failing } })
    .run();
}

/** It answered, so that it does not fail; what was sent last it refused for good, which `givenUp` counts until it takes one. */
export function saveRefused(db: Database, target: string, why: string, at: number): void {
  const known = alertTargetOf(db, target);
  const n = known?.givenUp ?? 0;
  const since = known?.takenAt == null ? "and has never taken one" : "since it last took one";
  const error = `it refused ${n === 1 ? "one event" : `${n} events`} ${since}, the last: ${why}`;
  db.update(alertTargets)
    .set({ triedAt: at, failingSince: null, failures: 0, error })
    .where(eq(alertTargets.target, target))
    .run();
}
