import "server-only";
import { endorsementOf } from "@/lib/adr/endorsement";
import type { Actor } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { targetStatement } from "@/lib/format/target";
import { loosenedIn, loosenedInWords } from "@/lib/slo/target-change";
import { targetEtag } from "@/lib/slo/target-etag";
import { neighboursOf, targetInForce } from "@/lib/slo/target-history";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import type { Slo } from "@/lib/store/slos";
import { cancelTarget as cancel, recordedTargets } from "@/lib/store/targets";
import { type AdrIndex, adrIndex } from "@/lib/views/adr-index";
import { mustBeCurrent, mustBeEditable, mustNameVersion, versionInDetail } from "./editable-target";

/**
 * Takes a version back that does not hold yet. One that holds stays in the history: what undoes it is a new version.
 * @throws DomainError
 */
export async function cancelTarget(
  actor: Actor,
  sloId: string,
  version: number,
  ifMatch: string | null,
  reason: string,
  now: Date,
): Promise<{ version: number; etag: string }> {
  const db = database();
  mustBeEditable(db, actor, sloId);
  const named = mustNameVersion(ifMatch);
  const adrs = await adrIndex();
  return atomicallyWhenFree(db, () => {
    const slo = mustBeEditable(db, actor, sloId);
    const found = recordedTargets(db, sloId).find((each) => each.version === version);
    if (!found)
      throw new DomainError(
        "not-found",
        `${slo.name} has no target version ${version}.`,
        `GET /api/v1/slos/${sloId}/target lists them.`,
      );
    const state = mustBeCurrent(db, slo, named, null, now);
    if (found.cancelled)
      throw new DomainError("conflict", `Version ${version} was cancelled by ${found.cancelled.author} already.`);
    // The first version is assumed for the time before it, so it holds in any case.
    const holds = found.inForceFrom <= now.getTime() || targetInForce(slo.targets, now.getTime()).version === version;
    if (holds)
      throw new DomainError(
        "conflict",
        `Version ${version} holds already, or did: it stays in the history.`,
        "Undo it by a new version with the older terms: PUT the target.",
      );
    mustNotLoosenWithout(slo, version, adrs);
    cancel(db, sloId, version, { author: actor.name, reason }, now);
    addAudit(
      db,
      actor,
      {
        action: "target.cancelled",
        subjectKind: "slo",
        subjectId: sloId,
        summary: `${actor.name} cancelled version ${version} of the target of ${slo.name} (${targetStatement(found, slo.sli)}) before it held.`,
        detail: { cancelled: versionInDetail(found), reason },
      },
      now,
    );
    return { version, etag: targetEtag({ ...state, cancelled: state.cancelled + 1 }) };
  });
}

/**
 * What a later version was judged against is gone with this one: it may promise less than what it follows then.
 * @throws DomainError `conflict`
 */
function mustNotLoosenWithout(slo: Slo, version: number, adrs: AdrIndex): void {
  const neighbours = neighboursOf(slo.targets, version);
  if (!neighbours) return;
  const { before, after } = neighbours;
  if (after.asDrift || loosenedIn(slo.sli, before, after).length === 0) return;
  const record = after.decisionPath === null ? null : adrs.record(after.decisionPath);
  const endorsement = endorsementOf(record, after, slo.id);
  if (endorsement?.objection === null) return;
  throw new DomainError(
    "conflict",
    `Without version ${version}, version ${after.version} would loosen the ${loosenedInWords(slo.sli, before, after)}, and ${endorsement?.objection ?? "no decision says so"}.`,
    `Cancel version ${after.version} first, then this one.`,
  );
}
