import "server-only";
import { type Actor, mustEdit } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { endExclusion as end, exclusionsOf } from "@/lib/store/exclusions";
import { mustBeActive } from "./editable-target";

/**
 * From now on no occurrence of it counts; what it left out until now stays left out.
 * @throws DomainError
 */
export function endExclusion(
  actor: Actor,
  sloId: string,
  id: number,
  reason: string,
  now: Date,
): Promise<{ id: number; endedAt: string }> {
  const db = database();
  return atomicallyWhenFree(db, () => {
    const slo = mustBeActive(db, sloId);
    mustEdit(actor, slo.service);
    const found = exclusionsOf(db, sloId).find((each) => each.id === id);
    if (!found)
      throw new DomainError(
        "not-found",
        `${slo.name} has no exclusion ${id}.`,
        `GET /api/v1/slos/${sloId}/exclusions lists them.`,
      );
    if (found.origin === "file")
      throw new DomainError(
        "conflict",
        `The exclusion is declared in ${found.author}.`,
        `Take it out of ${slo.source} and start again.`,
        { details: { declaredIn: found.author } },
      );
    if (!end(db, sloId, id, now.getTime())) throw new DomainError("conflict", `The exclusion ${id} has ended already.`);
    addAudit(
      db,
      actor,
      {
        action: "exclusion.ended",
        subjectKind: "exclusion",
        subjectId: String(id),
        summary: `${actor.name} ended an exclusion of ${slo.name} (${found.reason}): ${reason}`,
        detail: { slo: sloId, reason },
      },
      now,
    );
    return { id, endedAt: now.toISOString() };
  });
}
