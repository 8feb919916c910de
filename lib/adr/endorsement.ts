import { driftBetween } from "./drift";
import type { AdrRecord } from "./record";

type Chosen = {
  objective: number;
  threshold: number | null;
  window: string;
  decisionPath: string | null;
  decisionId: string | null;
};

/**
 * Whether the decision that a target names is there, and why it does not promise this target, as the end of a sentence: null
 * where it does and is accepted. null as a whole where the target names none.
 */
export function endorsementOf(
  record: AdrRecord | null,
  target: Chosen,
  sloId: string,
): { found: boolean; objection: string | null } | null {
  const { decisionPath: path, decisionId: id } = target;
  if (path === null || id === null) return null;
  const address = `${path}#${id}`;
  const decision = record?.decisions.find((each) => each.id === id);
  if (!record || !decision) return { found: false, objection: `there is no decision ${address}` };
  const status = decision.status ?? record.status;
  if (status !== "accepted") return { found: true, objection: `${address} is ${status}, not accepted` };
  const promised = record.targets.find((each) => each.slo === sloId && each.decision === id);
  if (!promised) return { found: true, objection: `${address} promises nothing for ${sloId}` };
  const drift = driftBetween(promised, target);
  return { found: true, objection: drift && `${address} promises something else: ${drift.replace(/[.]$/, "")}` };
}
