import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import { type ChosenDecision, decideChange } from "@/lib/slo/target-change";
import type { TargetDraft } from "@/lib/slo/target-draft";
import type { TargetVersion } from "@/lib/slo/target-history";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import type { Slo } from "@/lib/store/slos";
import { chosenDecision } from "./chosen-decision";
import { mustBeCurrent, mustBeEditable, mustNameVersion, type SavedTarget, saveTarget } from "./editable-target";

/**
 * Adds a target version on top of the state that `ifMatch` names; what held before stays as it was.
 * @throws DomainError
 */
export async function changeTarget(
  actor: Actor,
  sloId: string,
  ifMatch: string | null,
  draft: TargetDraft,
  now: Date,
): Promise<SavedTarget> {
  const db = database();
  mustBeEditable(db, actor, sloId);
  const named = mustNameVersion(ifMatch);
  const { decision, adrCommit } = await chosenDecision(draft, sloId);
  return atomicallyWhenFree(db, () => {
    const slo = mustBeEditable(db, actor, sloId);
    const state = mustBeCurrent(db, slo, named, draft);
    const { target, before } = decided(draft, slo, decision, Math.max(now.getTime(), state.heldFrom));
    return saveTarget(db, actor, slo, { state, target, before, adrCommit }, now);
  });
}

/** @throws DomainError that says why the change may not be made */
export function decided(draft: TargetDraft, slo: Slo, decision: ChosenDecision | null, now: number): Decided {
  const driftAllowed = config().loosening === "drift";
  const result = decideChange(draft, { ...slo, decision, driftAllowed, now });
  if (!("refusal" in result)) return result;
  const { code, message, wayOut, details } = result.refusal;
  throw new DomainError(code, message, wayOut, { details });
}

type Decided = Exclude<ReturnType<typeof decideChange>, { refusal: unknown }> & { before: TargetVersion };
