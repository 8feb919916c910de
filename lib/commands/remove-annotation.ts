import "server-only";
import { type Actor, mustBeSignedIn, mustEdit } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { dayAndTime } from "@/lib/format/time";
import { annotationById, removeAnnotation as remove } from "@/lib/store/annotations";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { mustEditAll } from "./annotate";

/**
 * Takes an annotation off the charts; that it was there stays in the log. Its author may, and every editor of its service.
 * @throws DomainError `not-signed-in`, `not-allowed`, `not-found`, `conflict`
 */
export function removeAnnotation(actor: Actor, id: number, now: Date): Promise<{ id: number; removedAt: string }> {
  const db = database();
  return atomicallyWhenFree(db, () => {
    mustBeSignedIn(actor);
    const found = Number.isSafeInteger(id) ? annotationById(db, id) : null;
    if (!found)
      throw new DomainError("not-found", `There is no annotation ${id}.`, "GET /api/v1/annotations lists them.");
    if (found.authorId !== actor.id) {
      if (found.service === null) mustEditAll(actor);
      else mustEdit(actor, found.service);
    }
    if (!remove(db, id, actor.name, now))
      throw new DomainError("conflict", `The annotation ${id} was removed already.`);
    addAudit(
      db,
      actor,
      {
        action: "annotation.removed",
        subjectKind: "annotation",
        subjectId: String(id),
        summary: `${actor.name} removed the annotation of ${dayAndTime(found.fromAt)}: ${found.title}`,
        detail: found,
      },
      now,
    );
    return { id, removedAt: now.toISOString() };
  });
}
