import "server-only";
import { type Actor, mustBeSignedIn, mustReview } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { removeSavedView, savedViewById } from "@/lib/store/saved-views";

/**
 * Removes a view of one's own, or as an editor one that everybody sees.
 * @throws DomainError `not-found` also for a view of somebody else
 */
export async function removeView(actor: Actor, id: number, now: Date): Promise<{ id: number }> {
  mustBeSignedIn(actor);
  const db = database();
  return atomicallyWhenFree(db, () => {
    const view = Number.isSafeInteger(id) ? savedViewById(db, id) : null;
    const own = actor.kind === "person" && view?.personId === actor.id;
    if (!view || (view.personId !== null && !own))
      throw new DomainError("not-found", `There is no saved view ${id}.`, "GET /api/v1/views lists them.");
    if (view.personId === null) mustReview(actor);
    removeSavedView(db, id);
    if (view.personId === null)
      addAudit(
        db,
        actor,
        {
          action: "view.removed",
          subjectKind: "view",
          subjectId: String(id),
          summary: `${actor.name} removed the view ${view.name} that everybody saw.`,
          detail: { name: view.name, query: view.query },
        },
        now,
      );
    return { id };
  });
}
