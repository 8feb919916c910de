import "server-only";
import { OUTCOME_WORDS } from "@/lib/adr/outcome";
import type { OutcomeDraft } from "@/lib/adr/outcome-draft";
import { successorPath } from "@/lib/adr/successor";
import { type Actor, mustReview } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { day } from "@/lib/format/time";
import { entityTagsIn } from "@/lib/slo/entity-tags";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, type Database, database } from "@/lib/store/database";
import { addFollowUp } from "@/lib/store/follow-ups";
import { addOutcome, outcomesOf, type RevisitOutcome, successorPaths } from "@/lib/store/revisits";
import { adrIndex } from "@/lib/views/adr-index";
import { outcomeTag } from "@/lib/views/outcome-tag";
import { decisionEvidence } from "@/lib/views/revisit-evidence";
import { mustBeHeld, mustBeOnAgenda, mustBeQuarter } from "./held-revisit";

/** A next date farther off is a slip of the pen. */
const LATEST_YEARS = 5;

/**
 * Records what a meeting decided of a decision, with what it saw and, where there is one, the action as a follow-up. On top of an
 * earlier outcome it takes its place; both are kept. `ifMatch` names the outcome that was there, or that there was none.
 * @throws DomainError `stale` where somebody else has recorded one meanwhile
 */
export async function decideRevisit(
  actor: Actor,
  id: string,
  ifMatch: string | null,
  draft: OutcomeDraft,
  now: Date,
): Promise<{ id: number; etag: string; followUp: number | null }> {
  mustReview(actor);
  const quarter = mustBeQuarter(id);
  const tags = entityTagsIn(ifMatch);
  if (tags.length === 0)
    throw new DomainError(
      "version-required",
      "The request does not say which outcome it goes on top of.",
      "Send If-Match with the etag of the decision in GET /api/v1/revisits/{quarter}?d=….",
    );
  mustBeDays(draft, now);
  const db = database();
  const { decision } = draft;
  const adrs = await adrIndex();
  const cutOff = mustBeHeld(db, quarter).cutOffMinute;
  const evidence = await decisionEvidence(db, adrs, decision, quarter, cutOff, now);
  if (!evidence)
    throw new DomainError(
      "not-found",
      `There is no decision ${decision.path}#${decision.id} any more.`,
      "Mend the record, or finish without an outcome for it.",
    );
  return atomicallyWhenFree(db, () => {
    const revisit = mustBeHeld(db, quarter);
    mustBeOnAgenda(db, revisit, decision);
    const before = newestHere(db, quarter.id, decision);
    if (!tags.includes(outcomeTag(before)))
      throw new DomainError(
        "stale",
        before
          ? `${before.author} has recorded “${OUTCOME_WORDS[before.outcome]}” meanwhile: ${before.reason}`
          : "The outcome that this one goes on top of is not there.",
        "Look at what is there; what is typed here is kept.",
        { details: { etag: `"${outcomeTag(before)}"` } },
      );
    const address = `${decision.path}#${decision.id}`;
    const followUpId = draft.action
      ? addFollowUp(db, {
          origin: "revisit",
          sloId: null,
          breachId: null,
          decisionPath: decision.path,
          decisionId: decision.id,
          ...draft.action,
          author: actor.name,
          authorId: actor.id ?? "",
          createdAt: now.getTime(),
        })
      : null;
    const taken = [...adrs.records, ...successorPaths(db).map(numbered)];
    const outcome = addOutcome(db, {
      quarter: quarter.id,
      path: decision.path,
      decisionId: decision.id,
      outcome: draft.outcome,
      reason: draft.reason,
      names: draft.names,
      nextDue: draft.nextDue,
      fileDue: evidence.fileDue,
      successorTitle: draft.title,
      successorPath: draft.title === null ? null : successorPath(taken, decision.path, draft.title),
      followUpId,
      evidence,
      corrects: before?.id ?? null,
      author: actor.name,
      authorId: actor.id ?? "",
      createdAt: now.getTime(),
    });
    const next = draft.nextDue === null ? "" : ` Next on ${day(draft.nextDue)}.`;
    addAudit(
      db,
      actor,
      {
        action: "revisit.decided",
        subjectKind: "decision",
        subjectId: address,
        summary: `${actor.name} recorded “${OUTCOME_WORDS[draft.outcome]}” of ${address} at the revisit of ${quarter.label}: ${draft.reason}${next}`,
        detail: { ...draft, revisit: quarter.id, entry: outcome, corrects: before?.id ?? null, followUp: followUpId },
      },
      now,
    );
    if (followUpId !== null)
      addAudit(
        db,
        actor,
        {
          action: "follow-up.made",
          subjectKind: "follow-up",
          subjectId: String(followUpId),
          summary: `${actor.name} asks ${draft.action?.owner} to “${draft.action?.text}” by ${day(draft.action?.dueDay ?? "")}.`,
          detail: { revisit: quarter.id, decision: address, ...draft.action },
        },
        now,
      );
    return { id: outcome, etag: `"o${outcome}"`, followUp: followUpId };
  });
}

const numbered = (path: string): { path: string; number: string | null } => ({
  path,
  number: /(\d+)-[^/]*$/.exec(path)?.[1] ?? null,
});

const newestHere = (db: Database, quarter: string, { path, id }: { path: string; id: string }): RevisitOutcome | null =>
  outcomesOf(db, quarter).findLast((each) => each.path === path && each.decisionId === id) ?? null;

/** @throws DomainError `bad-input` */
function mustBeDays({ nextDue, action }: OutcomeDraft, now: Date): void {
  const today = now.toISOString().slice(0, 10);
  const latest = `${now.getUTCFullYear() + LATEST_YEARS}${today.slice(4)}`;
  const wrong = (field: string, message: string): never => {
    throw new DomainError("bad-input", `${field}: ${message}`, null, { details: { issues: [{ field, message }] } });
  };
  if (nextDue !== null && nextDue <= today) wrong("nextDue", "is not to come");
  if (nextDue !== null && nextDue > latest) wrong("nextDue", `is more than ${LATEST_YEARS} years off`);
  if (action && action.dueDay < today) wrong("action.dueDay", "is past");
}
