import "server-only";
import { type Actor, mustBeSignedIn, mustEdit } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { addAudit } from "@/lib/store/audit";
import { cursorOf, type Progress, saveBackfillCancelled } from "@/lib/store/cursors";
import { atomicallyWhenFree, type Database, database } from "@/lib/store/database";
import { activeSloById, type Slo } from "@/lib/store/slos";
import { backfillOf } from "@/lib/views/backfill";

/**
 * What is not counted yet of an SLO's history stays so; past breaches are looked for in what was counted.
 * @throws DomainError
 */
export function cancelBackfill(actor: Actor, id: string, now: Date): Promise<{ countedFrom: string | null }> {
  const db = database();
  return atomicallyWhenFree(db, () => {
    const { slo, cursor } = mustBeCounted(db, actor, id);
    const { state, countedFrom, lookingForBreaches } = backfillOf(cursor, now);
    if (state === "cancelled")
      throw new DomainError("conflict", `Counting the history of ${slo.name} was cancelled already.`);
    if (state === "done" || lookingForBreaches)
      throw new DomainError("conflict", `The history of ${slo.name} is counted: there is nothing to cancel.`);
    saveBackfillCancelled(db, slo.sliId, actor.name, now);
    addAudit(
      db,
      actor,
      {
        action: "backfill.cancelled",
        subjectKind: "slo",
        subjectId: id,
        summary: `${actor.name} cancelled counting the history of ${slo.name}.`,
        detail: { countedFrom },
      },
      now,
    );
    return { countedFrom };
  });
}

/** @throws DomainError `not-signed-in`, `not-allowed`, `not-found`, `conflict` where nothing is counted of it */
export function mustBeCounted(db: Database, actor: Actor, id: string): { slo: Slo; cursor: Progress } {
  mustBeSignedIn(actor);
  const slo = activeSloById(db, id);
  if (!slo) throw new DomainError("not-found", `There is no SLO "${id}".`, "GET /api/v1/slos lists them.");
  mustEdit(actor, slo.service);
  const cursor = cursorOf(db, slo.sliId);
  if (!cursor) throw new DomainError("conflict", `Nothing is counted of ${slo.name} yet.`, "Try again in a minute.");
  return { slo, cursor };
}
