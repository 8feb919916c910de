import "server-only";
import { NotTaken } from "@/lib/gateways/alertmanager";
import { log } from "@/lib/log";
import { pauseAfter } from "@/lib/slo/alert-round";
import { alertTargetOf, saveNotTaken, saveRefused, saveTaken } from "@/lib/store/alert-targets";
import type { Database } from "@/lib/store/database";
import { alertsSent, alertTargetFailing } from "@/lib/telemetry";

/** It failed a short while ago. */
export function isResting(db: Database, target: string, now: Date): boolean {
  const known = alertTargetOf(db, target);
  if (known === null) return false;
  // A clock that was set back must not silence it until that time comes again.
  const ago = now.getTime() - known.triedAt;
  return ago >= 0 && ago < pauseAfter(known.failures);
}

export function taken(db: Database, target: string, kind: "alertmanager" | "webhook", now: Date): void {
  const before = alertTargetOf(db, target);
  if (before?.failingSince != null)
    log.info({ since: new Date(before.failingSince).toISOString() }, `${target} takes alerts again.`);
  saveTaken(db, target, kind, now.getTime());
  alertTargetFailing.set({ target }, 0);
}

/** It answered, but will never take what it was sent; what comes next may fare better. */
export function refusedOne(db: Database, target: string, why: string, now: Date): void {
  saveRefused(db, target, why, now.getTime());
  alertsSent.inc({ kind: "webhook", outcome: "given_up" });
  alertTargetFailing.set({ target }, 1);
}

/** @throws what is no answer of theirs, but a fault of ours */
export function notTaken(
  db: Database,
  target: string,
  kind: "alertmanager" | "webhook",
  error: unknown,
  now: Date,
): void {
  if (!(error instanceof NotTaken)) throw error;
  if (alertTargetOf(db, target)?.failingSince == null)
    log.warn(`${target} does not take alerts (${error.message}); they are sent again until it does.`);
  saveNotTaken(db, target, kind, error.message, now.getTime());
  alertsSent.inc({ kind, outcome: "failed" });
  alertTargetFailing.set({ target }, 1);
}
