import "server-only";
import { type Actor, mustEdit } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { dayAndTime } from "@/lib/format/time";
import { refusalOf } from "@/lib/slo/exclusion";
import type { ExclusionDraft } from "@/lib/slo/exclusion-draft";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { addExclusion, exclusionsOf } from "@/lib/store/exclusions";
import { mustBeActive } from "./editable-target";

/** Of one SLO that have not ended. */
const MOST = 100;

/**
 * Leaves a time out of the corrected figures; the raw ones stay beside them (arithmetic.md 21).
 * @throws DomainError
 */
export function exclude(actor: Actor, sloId: string, draft: ExclusionDraft, now: Date): Promise<{ id: number }> {
  const db = database();
  return atomicallyWhenFree(db, () => {
    const slo = mustBeActive(db, sloId);
    mustEdit(actor, slo.service);
    const refusal = refusalOf({ ...draft, endedAt: null }, now);
    if (refusal !== null) {
      const field = /time zone/.test(refusal) ? "timeZone" : /begin/i.test(refusal) ? "from" : "rrule";
      throw new DomainError("bad-input", refusal, null, { details: { issues: [{ field, message: refusal }] } });
    }
    if (exclusionsOf(db, sloId).filter(({ endedAt }) => endedAt === null).length >= MOST)
      throw new DomainError("conflict", `${slo.name} has ${MOST} exclusions already.`, "End some of them first.");
    const id = addExclusion(db, { ...draft, sloId, origin: "person", author: actor.name, createdAt: now.getTime() });
    const span = `${dayAndTime(draft.fromAt)} to ${dayAndTime(draft.toAt)}${draft.rrule === null ? "" : `, by ${draft.rrule}`}`;
    addAudit(
      db,
      actor,
      {
        action: "exclusion.made",
        subjectKind: "exclusion",
        subjectId: String(id),
        summary: `${actor.name} excludes ${span} from ${slo.name}: ${draft.reason}`,
        detail: { slo: sloId, ...draft },
      },
      now,
    );
    return { id };
  });
}
