import "server-only";
import type { ActionDraft } from "@/lib/adr/outcome-draft";
import { type Actor, mustReview } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { closeFollowUp, followUpById } from "@/lib/store/follow-ups";
import { addEntry } from "@/lib/store/revisits";
import { mustBeHeld, mustBeQuarter } from "./held-revisit";

/** Closes an action of an earlier revisit, or keeps it open on purpose. @throws DomainError */
export function settleAction(
  actor: Actor,
  id: string,
  followUpId: number,
  { what, note }: ActionDraft,
  now: Date,
): Promise<{ id: number; state: "open" | "closed" }> {
  mustReview(actor);
  const quarter = mustBeQuarter(id);
  const db = database();
  return atomicallyWhenFree(db, () => {
    mustBeHeld(db, quarter);
    const action = followUpById(db, followUpId);
    if (action?.origin !== "revisit")
      throw new DomainError("not-found", `There is no action ${followUpId} of a revisit.`, null);
    if (action.closedAt !== null || (what === "closed" && !closeFollowUp(db, followUpId, actor.name, note, now)))
      throw new DomainError("conflict", `The action is closed; ${action.closedBy ?? "somebody"} closed it.`, null);
    addEntry(db, {
      quarter: quarter.id,
      what: what === "closed" ? "action-closed" : "action-kept",
      path: action.decisionPath,
      decisionId: action.decisionId,
      followUpId,
      text: note,
      author: actor.name,
      authorId: actor.id ?? "",
      createdAt: now.getTime(),
    });
    addAudit(
      db,
      actor,
      {
        action: what === "closed" ? "follow-up.closed" : "revisit.noted",
        subjectKind: "follow-up",
        subjectId: String(followUpId),
        summary: `${actor.name} ${what === "closed" ? "closed" : "keeps"} “${action.text}” at the revisit of ${quarter.label}: ${note}`,
        detail: { revisit: quarter.id, what, note },
      },
      now,
    );
    return { id: followUpId, state: what === "closed" ? "closed" : "open" };
  });
}
