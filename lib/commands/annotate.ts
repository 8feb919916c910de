import "server-only";
import { type Actor, mustBeSignedIn, mustEdit } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { dayAndTime } from "@/lib/format/time";
import { mayEditAll } from "@/lib/rights";
import { type AnnotationDraft, differencesFrom, timeRefused } from "@/lib/slo/annotation-draft";
import { addAnnotation, annotationByKey } from "@/lib/store/annotations";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, type Database, database } from "@/lib/store/database";
import { activeSloById, servicesInUse } from "@/lib/store/slos";

/**
 * Draws something that happened on the charts of its service. The same key again answers the one that is there, so that a
 * pipeline may retry.
 * @throws DomainError `not-signed-in`, `not-allowed`, `bad-input`, `conflict`
 */
export function annotate(actor: Actor, draft: AnnotationDraft, now: Date): Promise<{ id: number; isNew: boolean }> {
  const db = database();
  return atomicallyWhenFree(db, () => {
    const { service, sloId } = placeOf(db, actor, draft);
    const refused = timeRefused(draft, now);
    if (refused) throw wrong(refused.field, refused.message);
    const placed = { ...draft, service, sloId };
    const there = draft.key === null ? null : annotationByKey(db, draft.key);
    if (there) return { id: mustBeTheSame(placed, there), isNew: false };
    const fromAt = draft.fromAt ?? now.getTime();
    const id = addAnnotation(db, {
      ...placed,
      fromAt,
      generated: false,
      author: actor.name,
      authorId: actor.id,
      createdAt: now.getTime(),
    });
    addAudit(
      db,
      actor,
      {
        action: "annotation.made",
        subjectKind: "annotation",
        subjectId: String(id),
        summary: `${actor.name} annotated ${sloId ?? service ?? "every service"} at ${dayAndTime(fromAt)}: ${draft.title}`,
        detail: { ...placed, fromAt },
      },
      now,
    );
    return { id, isNew: true };
  });
}

/** Rights come first: whoever may not annotate a service does not hear whether there is one. */
function placeOf(db: Database, actor: Actor, draft: AnnotationDraft): { service: string | null; sloId: string | null } {
  mustBeSignedIn(actor);
  const slo = draft.sloId === null ? null : activeSloById(db, draft.sloId);
  const service = draft.service ?? slo?.service ?? null;
  if (draft.sloId !== null && !slo && draft.service === null) throw wrong("slo", `names no SLO: "${draft.sloId}"`);
  if (service === null) mustEditAll(actor);
  else mustEdit(actor, service);
  if (draft.sloId !== null && !slo) throw wrong("slo", `names no SLO: "${draft.sloId}"`);
  if (slo && slo.service !== service)
    throw wrong("service", `is not that of ${slo.id}, which belongs to ${slo.service}`);
  if (service !== null && !slo && !servicesInUse(db).includes(service))
    throw wrong("service", `is that of no SLO: "${service}"`);
  return { service, sloId: slo?.id ?? null };
}

/** @throws DomainError `not-allowed` */
export function mustEditAll(actor: Actor): void {
  if (!mayEditAll(actor))
    throw new DomainError(
      "not-allowed",
      `${actor.name} may not annotate every service.`,
      "Name a service, or ask an admin to be made an editor of all of them.",
    );
}

function mustBeTheSame(draft: AnnotationDraft, there: NonNullable<ReturnType<typeof annotationByKey>>): number {
  if (there.removedAt !== null)
    throw new DomainError("conflict", `The annotation with the key "${there.key}" was removed.`, "Send another key.", {
      details: { id: there.id },
    });
  const differs = differencesFrom(draft, there);
  if (differs.length > 0)
    throw new DomainError(
      "conflict",
      `There is another annotation with the key "${there.key}": ${differs.join(", ")} differ.`,
      "Send what was sent before, or another key.",
      { details: { id: there.id, differs } },
    );
  return there.id;
}

const wrong = (field: string, message: string): DomainError =>
  new DomainError("bad-input", `${field}: ${message}`, null, { details: { issues: [{ field, message }] } });
