import type { AdrRecord } from "./record";
import type { AdrTrigger } from "./trigger-terms";

/** A trigger names a decision, or a target and so its decision, or nothing: the whole record, null. */
export function triggeredDecision(record: AdrRecord, { decision, target }: AdrTrigger): string | null {
  if (typeof decision === "string") return decision;
  return record.targets.find(({ id }) => id === target)?.decision ?? null;
}

/** It names this decision, or the whole record. */
export function concerns(record: AdrRecord, trigger: AdrTrigger, decisionId: string): boolean {
  const named = triggeredDecision(record, trigger);
  return named === null || named === decisionId;
}
