import "server-only";
import { type Actor, mustBeSignedIn, mustEdit } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import type { BreachTold } from "@/lib/slo/breach-told";
import { CAUSES } from "@/lib/slo/cause";
import { addAudit } from "@/lib/store/audit";
import { addBreachEntry, type BreachEntry, entriesOfBreach } from "@/lib/store/breach-entries";
import type { Breach } from "@/lib/store/breaches";
import { atomicallyWhenFree, type Database, database } from "@/lib/store/database";
import { addFollowUp, openFollowUpLike } from "@/lib/store/follow-ups";
import type { Slo } from "@/lib/store/slos";
import { mustBeBreach } from "./ask-contribution";

/**
 * Acknowledges a breach, adds a note, or says its cause, with who does what until when. Whoever is signed in may be on call;
 * a cause is an editor's to say. Of two causes the newer one holds, and both stay. A retry adds nothing.
 * @throws DomainError
 */
export function tellBreach(
  actor: Actor,
  breachId: number,
  told: BreachTold,
  now: Date,
): Promise<{ id: number; followUp: number | null }> {
  mustBeSignedIn(actor);
  const db = database();
  return atomicallyWhenFree(db, () => {
    const { breach, slo } = mustBeBreach(db, breachId);
    if (told.what === "cause") mustEdit(actor, slo.service);
    const by = { author: actor.name, authorId: actor.id ?? actor.name, createdAt: now.getTime() };
    const known = knownEntry(entriesOfBreach(db, breachId), told, by.authorId);
    const id =
      known?.id ??
      addBreachEntry(db, { breachId, what: told.what, cause: causeOf(told), text: told.text ?? null, ...by });
    if (!known) {
      const summary = `${actor.name} ${saidOf(told)} B-${breachId} of ${slo.name}${told.text ? `: ${told.text}` : ""}`;
      addAudit(
        db,
        actor,
        { action: "breach.told", subjectKind: "breach", subjectId: String(breachId), summary, detail: told },
        now,
      );
    }
    const followUp = told.what === "cause" && told.followUp ? followUpOf(db, actor, breach, slo, told, now) : null;
    return { id, followUp };
  });
}

const causeOf = (told: BreachTold): BreachEntry["cause"] => (told.what === "cause" ? told.cause : null);

/** What was said already, so that saying it again adds nothing. */
function knownEntry(entries: readonly BreachEntry[], told: BreachTold, authorId: string): BreachEntry | undefined {
  const own = entries.filter((entry) => entry.authorId === authorId);
  // Once is enough: a key that is pressed twice says nothing new.
  if (told.what === "acknowledged") return own.find(({ what }) => what === "acknowledged");
  const last = own.at(-1);
  if (last?.what !== told.what || last.cause !== causeOf(told) || last.text !== told.text) return undefined;
  // Where another cause was given since, who says it again makes it hold again.
  return told.what === "note" || entries.findLast(({ what }) => what === "cause") === last ? last : undefined;
}

function saidOf(told: BreachTold): string {
  if (told.what === "acknowledged") return "acknowledges";
  return told.what === "note" ? "notes on" : `gives the cause “${CAUSES[told.cause]}” for`;
}

function followUpOf(
  db: Database,
  actor: Actor,
  breach: Breach,
  slo: Slo,
  { text, followUp }: Extract<BreachTold, { what: "cause" }>,
  now: Date,
): number | null {
  if (!followUp) return null;
  if (followUp.due < now.toISOString().slice(0, 10)) {
    const message = "is over already";
    throw new DomainError("bad-input", `followUp.due: ${message}`, null, {
      details: { issues: [{ field: "followUp.due", message }] },
    });
  }
  const todo = followUp.text ?? text;
  const wanted = {
    origin: "breach" as const,
    sloId: slo.id,
    breachId: breach.id,
    decisionPath: breach.decisionPath,
    decisionId: breach.decisionId,
    text: todo,
    owner: followUp.owner,
    dueDay: followUp.due,
    authorId: actor.id ?? actor.name,
  };
  const same = openFollowUpLike(db, wanted);
  if (same) return same.id;
  const id = addFollowUp(db, { ...wanted, author: actor.name, createdAt: now.getTime() });
  const summary = `${actor.name} gives ${followUp.owner} a follow-up of B-${breach.id} of ${slo.name}, due ${followUp.due}: ${todo}`;
  addAudit(
    db,
    actor,
    {
      action: "follow-up.made",
      subjectKind: "follow-up",
      subjectId: String(id),
      summary,
      detail: { breach: breach.id, ...followUp },
    },
    now,
  );
  return id;
}
