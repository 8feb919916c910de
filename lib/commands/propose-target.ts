import "server-only";
import { type Actor, mustBeSignedIn } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { targetStatement } from "@/lib/format/target";
import { decideChange } from "@/lib/slo/target-change";
import type { TargetDraft } from "@/lib/slo/target-draft";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { addProposal, openProposalsOf } from "@/lib/store/proposals";
import { targetState } from "@/lib/store/targets";
import { chosenDecision } from "./chosen-decision";
import { mustBeActive, mustBeUnlocked, refused } from "./editable-target";

/** Of one SLO: more than anybody reads through are no wishes. */
const MOST_OPEN = 20;

/**
 * Keeps a target that somebody wishes for until an editor decides. Whether it may loosen is decided then.
 * @throws DomainError
 */
export async function proposeTarget(
  actor: Actor,
  sloId: string,
  draft: TargetDraft,
  now: Date,
): Promise<{ id: number; state: "open" }> {
  mustBeSignedIn(actor);
  const db = database();
  mustBeUnlocked(mustBeActive(db, sloId));
  const { decision } = await chosenDecision(draft, sloId);
  return atomicallyWhenFree(db, () => {
    const slo = mustBeActive(db, sloId);
    mustBeUnlocked(slo);
    const at = now.getTime();
    const decided = decideChange({ ...draft, asDrift: true }, { ...slo, decision, driftAllowed: true, now: at });
    if ("refusal" in decided) throw refused(decided.refusal);
    if (openProposalsOf(db, sloId).length >= MOST_OPEN)
      throw new DomainError(
        "conflict",
        `${MOST_OPEN} proposals for ${slo.name} wait already.`,
        "Let an editor decide on some of them, or withdraw one of yours.",
      );
    const { target, before } = decided;
    const { objective, threshold, window, decisionPath, decisionId, reason, inForceFrom } = target;
    const id = addProposal(db, {
      ...{ objective, threshold, window, decisionPath, decisionId, reason, sloId },
      origin: "person",
      inForceFrom: inForceFrom > at ? inForceFrom : null,
      baseVersion: targetState(db, sloId).versions,
      author: actor.name,
      authorId: actor.id,
      createdAt: at,
    });
    addAudit(
      db,
      actor,
      {
        action: "proposal.made",
        subjectKind: "proposal",
        subjectId: String(id),
        summary: `${actor.name} proposes ${targetStatement(target, slo.sli)} instead of ${targetStatement(before, slo.sli)} for ${slo.name}.`,
        detail: { slo: sloId, objective, threshold, window, decisionPath, decisionId, reason },
      },
      now,
    );
    return { id, state: "open" };
  });
}
