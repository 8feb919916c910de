import "server-only";
import { type Actor, mustReview } from "@/lib/auth/actor";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { finishRevisit as finish, outcomesOf } from "@/lib/store/revisits";
import { mustBeHeld, mustBeQuarter } from "./held-revisit";

/** Ends the meeting: from then on it is read only, and what has no outcome comes again. @throws DomainError */
export function finishRevisit(actor: Actor, id: string, now: Date): Promise<{ finishedAt: string }> {
  mustReview(actor);
  const quarter = mustBeQuarter(id);
  const db = database();
  return atomicallyWhenFree(db, () => {
    mustBeHeld(db, quarter);
    finish(db, quarter.id, actor.name, now);
    const decided = new Set(outcomesOf(db, quarter.id).map(({ path, decisionId }) => `${path}#${decisionId}`)).size;
    addAudit(
      db,
      actor,
      {
        action: "revisit.finished",
        subjectKind: "revisit",
        subjectId: quarter.id,
        summary: `${actor.name} finished the revisit of ${quarter.label}; ${decided} decided.`,
        detail: { decided },
      },
      now,
    );
    return { finishedAt: now.toISOString() };
  });
}
