import "server-only";
import { type Actor, mustBeSignedIn, mustEdit, mustReview } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import type { FollowUpDraft } from "@/lib/slo/review-draft";
import { daysBetween } from "@/lib/slo/review-item";
import { addAudit } from "@/lib/store/audit";
import { breachById } from "@/lib/store/breaches";
import { atomicallyWhenFree, type Database, database } from "@/lib/store/database";
import { addFollowUp, type FollowUp, openFollowUpLike } from "@/lib/store/follow-ups";
import { type Slo, sloById } from "@/lib/store/slos";
import { type AdrIndex, adrIndex } from "@/lib/views/adr-index";

type About = Pick<FollowUp, "origin" | "sloId" | "breachId" | "decisionPath" | "decisionId">;

/**
 * Notes what somebody is to do by a day, for an SLO, a breach or a decision. Where just that is open already, by the same
 * person, it is answered again: a retry adds nothing.
 * @throws DomainError
 */
export async function makeFollowUp(actor: Actor, draft: FollowUpDraft, now: Date): Promise<{ id: number }> {
  mustBeSignedIn(actor);
  const adrs = await adrIndex();
  const db = database();
  return atomicallyWhenFree(db, () => {
    const { about, name } = aboutOf(db, adrs, actor, draft);
    mustBeDueLater(draft.dueDay, now);
    const { text, owner, dueDay } = draft;
    const authorId = actor.id ?? "";
    const wanted = { ...about, text, owner, dueDay, authorId };
    const same = openFollowUpLike(db, wanted);
    if (same) return { id: same.id };
    const id = addFollowUp(db, { ...wanted, author: actor.name, createdAt: now.getTime() });
    addAudit(
      db,
      actor,
      {
        action: "follow-up.made",
        subjectKind: "follow-up",
        subjectId: String(id),
        summary: `${actor.name} noted for ${owner} by ${dueDay}, on ${name}: ${text}`,
        detail: { ...about, text, owner, dueDay },
      },
      now,
    );
    return { id };
  });
}

function aboutOf(db: Database, adrs: AdrIndex, actor: Actor, draft: FollowUpDraft): { about: About; name: string } {
  const nothing = { sloId: null, breachId: null, decisionPath: null, decisionId: null };
  if (draft.decision) {
    mustReview(actor);
    const { path, id } = draft.decision;
    const found = adrs.link(path, id);
    if (!found || found.missing)
      throw new DomainError("not-found", `No record holds ${path}#${id}.`, "GET /api/v1/decisions lists them.");
    return { about: { ...nothing, origin: "revisit", decisionPath: path, decisionId: id }, name: found.title };
  }
  const breachId = draft.breachId ?? null;
  const breach = breachId === null ? null : breachById(db, breachId);
  if (breachId !== null && !breach)
    throw new DomainError("not-found", `There is no breach ${breachId}.`, "GET /api/v1/breaches lists them.");
  const slo = mustFind(db, breach?.sloId ?? draft.sloId ?? "");
  mustEdit(actor, slo.service);
  const about = { ...nothing, origin: breach ? ("breach" as const) : ("review" as const), sloId: slo.id, breachId };
  const decision = breach ? { decisionPath: breach.decisionPath, decisionId: breach.decisionId } : {};
  return { about: { ...about, ...decision }, name: slo.name };
}

/** A retired one still has its breaches. */
function mustFind(db: Database, sloId: string): Slo {
  const slo = sloById(db, sloId);
  if (!slo) throw new DomainError("not-found", `There is no SLO "${sloId}".`, "GET /api/v1/slos lists them.");
  return slo;
}

const MOST_AHEAD_DAYS = 730;

/** @throws DomainError `bad-input` for a day that has passed, or is too far ahead */
export function mustBeDueLater(dueDay: string, now: Date): void {
  const days = daysBetween(now.toISOString().slice(0, 10), dueDay);
  if (days >= 0 && days <= MOST_AHEAD_DAYS) return;
  const message = days < 0 ? "has passed" : `is more than ${MOST_AHEAD_DAYS} days ahead`;
  throw new DomainError("bad-input", `${dueDay} ${message}.`, null, {
    details: { issues: [{ field: "dueDay", message }] },
  });
}
