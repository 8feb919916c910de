import "server-only";
import { type Actor, mustEdit } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import { targetStatement } from "@/lib/format/target";
import {
  beginning,
  type ChosenDecision,
  type DecidedTarget,
  decideChange,
  type Refusal,
  type Target,
  targetIn,
} from "@/lib/slo/target-change";
import { targetFields } from "@/lib/slo/target-difference";
import type { TargetDraft } from "@/lib/slo/target-draft";
import { targetEtag, targetEtagsIn } from "@/lib/slo/target-etag";
import { type TargetVersion, targetInForce } from "@/lib/slo/target-history";
import { type AuditActor, addAudit } from "@/lib/store/audit";
import type { Database } from "@/lib/store/database";
import { activeSloById, addTarget, type Slo } from "@/lib/store/slos";
import { type RecordedTarget, recordedTargets, type TargetState, targetState } from "@/lib/store/targets";

/** @throws DomainError `not-found` */
export function mustBeActive(db: Database, sloId: string): Slo {
  const slo = activeSloById(db, sloId);
  if (!slo) throw new DomainError("not-found", `There is no SLO "${sloId}".`, "GET /api/v1/slos lists them.");
  return slo;
}

/** @throws DomainError `not-found`, `not-signed-in`, `not-allowed` or `conflict` where its file locks the target */
export function mustBeEditable(db: Database, actor: Actor, sloId: string): Slo {
  const slo = mustBeActive(db, sloId);
  mustEdit(actor, slo.service);
  mustBeUnlocked(slo);
  return slo;
}

/** @throws DomainError `conflict` */
export function mustBeUnlocked({ name, source, targetLocked }: Slo): void {
  if (!targetLocked) return;
  throw new DomainError(
    "conflict",
    `The target of ${name} is locked by its file, ${source}.`,
    `Change it in ${source} and start again, or take plumbline.dev/target: locked out of it.`,
    { details: { lockedBy: source } },
  );
}

/** @throws DomainError `version-required` */
export function mustNameVersion(ifMatch: string | null): string {
  if (ifMatch !== null && targetEtagsIn(ifMatch).length > 0) return ifMatch;
  throw new DomainError(
    "version-required",
    "The request does not say which state of the target it changes.",
    "Send If-Match with the etag of GET /api/v1/slos/{id}/target.",
  );
}

/**
 * The state of the target, which is the one that `ifMatch` names. Call it within the transaction of the change.
 * @throws DomainError `stale` with the `difference` between what somebody wants and what is there
 */
export function mustBeCurrent(
  db: Database,
  slo: Slo,
  ifMatch: string,
  yours: Omit<TargetDraft, "asDrift"> | null,
  now: Date,
): TargetState {
  const state = targetState(db, slo.id);
  const named = targetEtagsIn(ifMatch);
  if (named.some((etag) => targetEtag(etag) === targetEtag(state))) return state;
  const known = Math.max(...named.map(({ versions }) => versions));
  // What yours would take the place of, which may not be what was added last.
  const from = beginning(yours?.effectiveFrom, Math.max(now.getTime(), state.heldFrom));
  const current = targetInForce(slo.targets, from);
  const recorded = recordedTargets(db, slo.id);
  const since = recorded.filter(({ version }) => version > known);
  const cancelled = since.length > 0 ? null : lastCancelled(recorded);
  const fields = yours ? targetFields(slo.sli, targetIn(yours), current) : [];
  const differs = fields.map(({ field, yours, current }) => `${field} ${yours}, there ${current}`).join("; ");
  throw new DomainError(
    "stale",
    `The target of ${slo.name} has changed meanwhile: ${changeInWords(slo, since.at(-1), cancelled)}. ${
      yours === null ? "" : differs ? `Yours differs: ${differs}.` : "It promises what yours does."
    }`.trim(),
    `Look at the difference, then save on top of it with If-Match: ${targetEtag(state)}.`,
    {
      details: {
        etag: targetEtag(state),
        difference: {
          yours: yours && { ...inDetail(targetIn(yours)), effectiveFrom: yours.effectiveFrom ?? null },
          current: versionInDetail(current),
          fields,
          since: since.map((version) => ({ ...versionInDetail(version), cancelled: version.cancelled !== null })),
          cancelled: cancelled?.cancelled && {
            version: cancelled.version,
            author: cancelled.cancelled.author,
            reason: cancelled.cancelled.reason,
          },
        },
      },
    },
  );
}

/** The version that was cancelled last; null where none was. */
const lastCancelled = (recorded: readonly RecordedTarget[]): RecordedTarget | null =>
  recorded
    .filter(({ cancelled }) => cancelled !== null)
    .toSorted((a, b) => (a.cancelled?.at ?? 0) - (b.cancelled?.at ?? 0))
    .at(-1) ?? null;

function changeInWords(slo: Slo, added: RecordedTarget | undefined, taken: RecordedTarget | null): string {
  const words = (version: RecordedTarget): string =>
    `version ${version.version} (${targetStatement(version, slo.sli)})`;
  if (added)
    return `${added.author} made ${words(added)}${added.cancelled ? `, which ${added.cancelled.author} cancelled` : ""}`;
  if (taken?.cancelled) return `${taken.cancelled.author} cancelled ${words(taken)}`;
  return "it never was in the state that If-Match names";
}

/** @throws DomainError that says why the change may not be made */
export function decided(draft: TargetDraft, slo: Slo, decision: ChosenDecision | null, now: number): Decided {
  const driftAllowed = config().loosening === "drift";
  const result = decideChange(draft, { ...slo, decision, driftAllowed, now });
  if ("refusal" in result) throw refused(result.refusal);
  return result;
}

type Decided = Exclude<ReturnType<typeof decideChange>, { refusal: Refusal }>;

export const refused = ({ code, message, wayOut, details }: Refusal): DomainError =>
  new DomainError(code, message, wayOut, { details });

/** Adds the version that was decided, and its audit row. Call it within one transaction with the check of the state. */
export function saveTarget(
  db: Database,
  by: AuditActor,
  slo: Slo,
  { state, target, before, adrCommit }: Saving,
  now: Date,
): SavedTarget {
  const version: TargetVersion = { ...target, version: state.versions + 1, adrCommit, author: by.name };
  addTarget(db, slo.id, version, now);
  addAudit(
    db,
    by,
    {
      action: "target.changed",
      subjectKind: "slo",
      subjectId: slo.id,
      summary: `${by.name} changed the target of ${slo.name} from ${targetStatement(before, slo.sli)} to ${targetStatement(version, slo.sli)} (version ${version.version}).`,
      detail: { before: versionInDetail(before), after: versionInDetail(version), drift: target.asDrift },
    },
    now,
  );
  return { ...versionInDetail(version), etag: targetEtag({ ...state, versions: version.version }) };
}

type Saving = { state: TargetState; target: DecidedTarget; before: TargetVersion; adrCommit: string | null };

/** A version as the API answers it. */
export type SavedTarget = ReturnType<typeof versionInDetail> & { etag: string };

const inDetail = ({ objective, threshold, window, decisionPath, decisionId }: Target) => ({
  objective,
  threshold,
  window,
  decision: decisionPath === null ? null : { path: decisionPath, id: decisionId },
});

export const versionInDetail = (version: TargetVersion) => ({
  version: version.version,
  ...inDetail(version),
  inForceFrom: new Date(version.inForceFrom).toISOString(),
  author: version.author,
  reason: version.reason,
  asDrift: version.asDrift,
  adrCommit: version.adrCommit,
});
