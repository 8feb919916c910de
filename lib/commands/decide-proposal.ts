import "server-only";
import { type Actor, mustBeSignedIn, mustEdit } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { targetStatement } from "@/lib/format/target";
import type { TargetDraft } from "@/lib/slo/target-draft";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, type Database, database } from "@/lib/store/database";
import { closeProposal, type Proposal, proposalById } from "@/lib/store/proposals";
import type { Slo } from "@/lib/store/slos";
import { chosenDecision } from "./chosen-decision";
import {
  decided,
  mustBeActive,
  mustBeCurrent,
  mustBeEditable,
  mustNameVersion,
  type SavedTarget,
  saveTarget,
} from "./editable-target";

/**
 * Makes a proposal the next target version, by the name of who accepts it. It is judged as if they had typed it.
 * @throws DomainError
 */
export async function acceptProposal(
  actor: Actor,
  id: number,
  ifMatch: string | null,
  { asDrift }: { asDrift: boolean },
  now: Date,
): Promise<SavedTarget & { proposal: number }> {
  const db = database();
  const { sloId } = mustBeKnown(db, actor, id);
  mustBeEditable(db, actor, sloId);
  const named = mustNameVersion(ifMatch);
  const draft = { ...draftOf(mustBeOpen(db, actor, id), now), asDrift };
  const { decision, adrCommit } = await chosenDecision(draft, sloId);
  return atomicallyWhenFree(db, () => {
    const slo = mustBeEditable(db, actor, sloId);
    const proposal = mustBeOpen(db, actor, id);
    const state = mustBeCurrent(db, slo, named, draft, now);
    const { target, before } = decided(draft, slo, decision, Math.max(now.getTime(), state.heldFrom));
    const saved = saveTarget(db, actor, slo, { state, target, before, adrCommit }, now);
    const words = `${actor.name} accepted the proposal of ${proposal.author}: it is version ${saved.version} of the target of ${slo.name}.`;
    close(db, actor, slo, proposal, { state: "accepted", reason: null, words, version: saved.version }, now);
    return { ...saved, proposal: id };
  });
}

/** @throws DomainError */
export function declineProposal(actor: Actor, id: number, reason: string, now: Date): Promise<Closed> {
  const db = database();
  return atomicallyWhenFree(db, () => {
    const slo = mustBeActive(db, mustBeKnown(db, actor, id).sloId);
    mustEdit(actor, slo.service);
    const proposal = mustBeOpen(db, actor, id);
    const words = `${actor.name} declined the proposal of ${proposal.author} for ${slo.name}: ${reason}`;
    return close(db, actor, slo, proposal, { state: "declined", reason, words }, now);
  });
}

/** @throws DomainError */
export function withdrawProposal(actor: Actor, id: number, now: Date): Promise<Closed> {
  const db = database();
  return atomicallyWhenFree(db, () => {
    const { authorId, author, sloId } = mustBeKnown(db, actor, id);
    if (authorId === null || authorId !== actor.id)
      throw new DomainError(
        "not-allowed",
        `The proposal is not yours but that of ${author}.`,
        "Ask them, or let an editor decline it.",
      );
    const slo = mustBeActive(db, sloId);
    const proposal = mustBeOpen(db, actor, id);
    const words = `${actor.name} withdrew a proposal for ${slo.name}.`;
    return close(db, actor, slo, proposal, { state: "withdrawn", reason: null, words }, now);
  });
}

type Closed = { id: number; state: "accepted" | "declined" | "withdrawn" };

function mustBeKnown(db: Database, actor: Actor, id: number): Proposal {
  mustBeSignedIn(actor);
  const proposal = proposalById(db, id);
  if (!proposal)
    throw new DomainError("not-found", `There is no proposal ${id}.`, "GET /api/v1/proposals lists those that wait.");
  return proposal;
}

function mustBeOpen(db: Database, actor: Actor, id: number): Proposal {
  const proposal = mustBeKnown(db, actor, id);
  if (proposal.state !== "open")
    throw new DomainError("conflict", `The proposal was ${proposal.state} by ${proposal.decidedBy} already.`);
  return proposal;
}

/** As who accepts it would type it. A date that has passed is now. */
function draftOf(proposal: Proposal, now: Date): Omit<TargetDraft, "asDrift"> {
  const { objective, threshold, window, decisionPath, decisionId, inForceFrom, reason, author } = proposal;
  return {
    objective,
    threshold,
    window,
    decision: decisionPath === null || decisionId === null ? null : { path: decisionPath, id: decisionId },
    effectiveFrom: inForceFrom !== null && inForceFrom > now.getTime() ? new Date(inForceFrom).toISOString() : null,
    reason: `${reason} (proposed by ${author})`,
  };
}

type Closing = { state: Closed["state"]; reason: string | null; words: string; version?: number };

function close(
  db: Database,
  actor: Actor,
  slo: Slo,
  proposal: Proposal,
  { state, reason, words, version }: Closing,
  now: Date,
): Closed {
  const { id, author, baseVersion } = proposal;
  closeProposal(db, id, { state, by: actor.name, reason }, now);
  addAudit(
    db,
    actor,
    {
      action: `proposal.${state}`,
      subjectKind: "proposal",
      subjectId: String(id),
      summary: words,
      detail: {
        slo: slo.id,
        proposed: targetStatement(proposal, slo.sli),
        by: author,
        baseVersion,
        ...(reason === null ? {} : { reason }),
        ...(version === undefined ? {} : { version }),
      },
    },
    now,
  );
  return { id, state };
}
