import "server-only";
import { type Actor, mustBeSignedIn, mustReview } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import type { SavedViewDraft } from "@/lib/slo/saved-view-draft";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { addSavedView, savedViewsFor } from "@/lib/store/saved-views";

/** Of one person, and of everybody's. */
const MOST = 50;

/**
 * Keeps a view of the list under a name: for oneself, or as an editor for everybody.
 * @throws DomainError
 */
export async function saveView(
  actor: Actor,
  { name, query, shared }: SavedViewDraft,
  now: Date,
): Promise<{ id: number }> {
  mustBeSignedIn(actor);
  if (shared) mustReview(actor);
  else if (actor.kind !== "person")
    throw new DomainError("not-allowed", "A token has no views of its own.", "Share the view, or sign in and save it.");
  const personId = shared ? null : actor.id;
  const db = database();
  return atomicallyWhenFree(db, () => {
    const same = savedViewsFor(db, personId).filter((view) => view.personId === personId);
    if (same.length >= MOST)
      throw new DomainError(
        "conflict",
        `There are ${MOST} ${shared ? "shared views" : "views of yours"} already.`,
        "Remove one first.",
      );
    if (same.some((view) => view.name.toLowerCase() === name.toLowerCase())) {
      const message = `${name} is the name of another view`;
      const details = { issues: [{ field: "name", message }] };
      throw new DomainError("conflict", `${message}.`, "Give it another name, or remove that one first.", { details });
    }
    const id = addSavedView(db, { name, query, personId, author: actor.name, createdAt: now.getTime() });
    if (shared)
      addAudit(
        db,
        actor,
        {
          action: "view.saved",
          subjectKind: "view",
          subjectId: String(id),
          summary: `${actor.name} saved the view ${name} for everybody.`,
          detail: { name, query },
        },
        now,
      );
    return { id };
  });
}
