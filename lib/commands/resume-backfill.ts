import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { addAudit } from "@/lib/store/audit";
import { saveBackfillResumed } from "@/lib/store/cursors";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { mustBeCounted } from "./cancel-backfill";

/**
 * Goes on with a history that was cancelled, from where it was left.
 * @throws DomainError
 */
export function resumeBackfill(actor: Actor, id: string, now: Date): Promise<{ id: string }> {
  const db = database();
  return atomicallyWhenFree(db, () => {
    const { slo, cursor } = mustBeCounted(db, actor, id);
    if (cursor.backfillCancelledAt === null)
      throw new DomainError("conflict", `Counting the history of ${slo.name} was not cancelled.`);
    saveBackfillResumed(db, slo.sliId);
    addAudit(
      db,
      actor,
      {
        action: "backfill.resumed",
        subjectKind: "slo",
        subjectId: id,
        summary: `${actor.name} let the history of ${slo.name} be counted on.`,
        detail: { cancelledBy: cursor.backfillCancelledBy },
      },
      now,
    );
    return { id };
  });
}
