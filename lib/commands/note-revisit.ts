import "server-only";
import type { AgendaDraft, NoteDraft } from "@/lib/adr/outcome-draft";
import { type Actor, mustReview } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { addEntry, entriesOf } from "@/lib/store/revisits";
import { adrIndex } from "@/lib/views/adr-index";
import { mustBeHeld, mustBeOnAgenda, mustBeQuarter } from "./held-revisit";

/** Keeps what was said, of one decision or of the meeting. @throws DomainError */
export function noteRevisit(
  actor: Actor,
  id: string,
  { decision, text }: NoteDraft,
  now: Date,
): Promise<{ id: number }> {
  mustReview(actor);
  const quarter = mustBeQuarter(id);
  const db = database();
  return atomicallyWhenFree(db, () => {
    const revisit = mustBeHeld(db, quarter);
    if (decision) mustBeOnAgenda(db, revisit, decision);
    return { id: add(db, actor, quarter.id, "note", decision, text, now) };
  });
}

/** Puts a decision on the agenda that did not call for it by itself. @throws DomainError */
export async function addToAgenda(
  actor: Actor,
  id: string,
  { decision, reason }: AgendaDraft,
  now: Date,
): Promise<{ id: number }> {
  mustReview(actor);
  const quarter = mustBeQuarter(id);
  const db = database();
  const link = (await adrIndex()).link(decision.path, decision.id);
  if (!link || link.missing)
    throw new DomainError("bad-input", `decision: there is no decision ${decision.path}#${decision.id}`, null, {
      details: { issues: [{ field: "decision", message: "is in no record" }] },
    });
  return atomicallyWhenFree(db, () => {
    const { agenda } = mustBeHeld(db, quarter);
    const isThere =
      agenda.some(({ path, id: on }) => path === decision.path && on === decision.id) ||
      entriesOf(db, quarter.id).some(
        ({ what, path, decisionId }) => what === "added" && path === decision.path && decisionId === decision.id,
      );
    if (isThere) throw new DomainError("conflict", `${link.title} is on the agenda already.`, null);
    return { id: add(db, actor, quarter.id, "added", decision, reason, now) };
  });
}

function add(
  db: ReturnType<typeof database>,
  actor: Actor,
  quarter: string,
  what: "note" | "added",
  decision: { path: string; id: string } | null,
  text: string,
  now: Date,
): number {
  const entry = addEntry(db, {
    quarter,
    what,
    path: decision?.path ?? null,
    decisionId: decision?.id ?? null,
    followUpId: null,
    text,
    author: actor.name,
    authorId: actor.id ?? "",
    createdAt: now.getTime(),
  });
  const about = decision ? `${decision.path}#${decision.id}` : "the meeting";
  const summary =
    what === "note"
      ? `${actor.name} noted at the revisit of ${quarter}, of ${about}: ${text}`
      : `${actor.name} put ${about} on the agenda of ${quarter}: ${text}`;
  addAudit(
    db,
    actor,
    { action: "revisit.noted", subjectKind: "revisit", subjectId: quarter, summary, detail: { what, decision, text } },
    now,
  );
  return entry;
}
