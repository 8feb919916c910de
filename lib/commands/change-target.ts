import "server-only";
import type { Actor } from "@/lib/auth/actor";
import type { TargetDraft } from "@/lib/slo/target-draft";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { chosenDecision } from "./chosen-decision";
import {
  decided,
  mustBeCurrent,
  mustBeEditable,
  mustNameVersion,
  type SavedTarget,
  saveTarget,
} from "./editable-target";

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
    const state = mustBeCurrent(db, slo, named, draft, now);
    const { target, before } = decided(draft, slo, decision, Math.max(now.getTime(), state.heldFrom));
    return saveTarget(db, actor, slo, { state, target, before, adrCommit }, now);
  });
}
