import "server-only";
import { type Actor, mustBeSignedIn, mustEdit, mustReview } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { addAudit } from "@/lib/store/audit";
import { breachById } from "@/lib/store/breaches";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { closeFollowUp as close, followUpById } from "@/lib/store/follow-ups";
import { sloById } from "@/lib/store/slos";

/**
 * It is done, or will not be; the note says which.
 * @throws DomainError
 */
export function closeFollowUp(
  actor: Actor,
  id: number,
  note: string | null,
  now: Date,
): Promise<{ id: number; closedAt: string }> {
  mustBeSignedIn(actor);
  const db = database();
  return atomicallyWhenFree(db, () => {
    const found = Number.isSafeInteger(id) ? followUpById(db, id) : null;
    if (!found)
      throw new DomainError("not-found", `There is no follow-up ${id}.`, "GET /api/v1/follow-ups lists them.");
    const sloId = found.sloId ?? (found.breachId === null ? null : breachById(db, found.breachId)?.sloId);
    const slo = sloId ? sloById(db, sloId) : null;
    if (slo) mustEdit(actor, slo.service);
    else mustReview(actor);
    if (!close(db, id, actor.name, note || null, now)) {
      const { closedBy, closedAt } = found;
      const when = closedAt === null ? "" : ` on ${new Date(closedAt).toISOString()}`;
      throw new DomainError("conflict", `${closedBy ?? "Somebody"} closed it already${when}.`);
    }
    addAudit(
      db,
      actor,
      {
        action: "follow-up.closed",
        subjectKind: "follow-up",
        subjectId: String(id),
        summary: `${actor.name} closed a follow-up of ${found.owner} (${found.text})${note ? `: ${note}` : ""}`,
        detail: { note: note || null },
      },
      now,
    );
    return { id, closedAt: now.toISOString() };
  });
}
