import "server-only";
import { type Actor, mustReview } from "@/lib/auth/actor";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, type Database, database } from "@/lib/store/database";
import { addedTo, addSeen, finishRevisit as finish, outcomesOf, type Revisit } from "@/lib/store/revisits";
import { adrIndex } from "@/lib/views/adr-index";
import { type DecisionEvidence, decisionEvidence } from "@/lib/views/revisit-evidence";
import { mustBeHeld, mustBeQuarter } from "./held-revisit";

/**
 * Ends the meeting: from then on it is read only, and what has no outcome comes again. What was seen of it is kept, so that the
 * report stays as it is.
 * @throws DomainError
 */
export async function finishRevisit(actor: Actor, id: string, now: Date): Promise<{ finishedAt: string }> {
  mustReview(actor);
  const quarter = mustBeQuarter(id);
  const db = database();
  const adrs = await adrIndex();
  const held = mustBeHeld(db, quarter);
  const seen: { path: string; id: string; evidence: DecisionEvidence }[] = [];
  for (const decision of undecidedIn(db, held)) {
    const evidence = await decisionEvidence(db, adrs, decision, quarter, held.cutOffMinute, now);
    if (evidence) seen.push({ ...decision, evidence });
  }
  return atomicallyWhenFree(db, () => {
    const undecided = undecidedIn(db, mustBeHeld(db, quarter));
    for (const { path, id: decisionId, evidence } of seen)
      if (undecided.some((each) => each.path === path && each.id === decisionId))
        addSeen(db, {
          quarter: quarter.id,
          path,
          decisionId,
          evidence,
          author: actor.name,
          authorId: actor.id ?? "",
          createdAt: now.getTime(),
        });
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

function undecidedIn(db: Database, { quarter, agenda }: Revisit): { path: string; id: string }[] {
  const outcomes = outcomesOf(db, quarter);
  return [...agenda.map(({ path, id }) => ({ path, id })), ...addedTo(db, quarter)].filter(({ path, id }) =>
    outcomes.every((each) => each.path !== path || each.decisionId !== id),
  );
}
