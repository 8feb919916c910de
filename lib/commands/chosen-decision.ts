import "server-only";
import { driftBetween } from "@/lib/adr/drift";
import { config } from "@/lib/config";
import { adrFile } from "@/lib/gateways/adr-folder";
import { lastCommit } from "@/lib/gateways/git";
import { type ChosenDecision, type Target, targetIn } from "@/lib/slo/target-change";
import type { TargetDraft } from "@/lib/slo/target-draft";
import { type AdrIndex, adrIndex } from "@/lib/views/adr-index";

/** What the records and git know of the decision that a draft names. */
export async function chosenDecision(
  draft: Pick<TargetDraft, "objective" | "threshold" | "window" | "decision">,
  sloId: string,
): Promise<{ decision: ChosenDecision | null; adrCommit: string | null }> {
  const { decision } = draft;
  if (decision === null) return { decision: null, adrCommit: null };
  const judged = decisionOn(await adrIndex(), targetIn(draft), sloId);
  return { decision: judged, adrCommit: judged?.found ? await commitOf(decision.path) : null };
}

/** Whether the decision that a target names is there and promises it; null where it names none. */
export function decisionOn(adrs: AdrIndex, target: Target, sloId: string): ChosenDecision | null {
  const { decisionPath: path, decisionId: id } = target;
  if (path === null || id === null) return null;
  const record = adrs.record(path);
  const decision = record?.decisions.find((each) => each.id === id);
  const address = `${path}#${id}`;
  if (!record || !decision) return { found: false, objection: `there is no decision ${address}` };
  const status = decision.status ?? record.status;
  if (status !== "accepted") return { found: true, objection: `${address} is ${status}, not accepted` };
  const promised = adrs.promised(path, id, sloId);
  if (!promised) return { found: true, objection: `${address} promises nothing for ${sloId}` };
  const drift = driftBetween(promised, target);
  return { found: true, objection: drift && `${address} promises something else: ${drift.replace(/[.]$/, "")}` };
}

/** The commit that last changed a record; null where git does not know it. */
async function commitOf(adrPath: string): Promise<string | null> {
  const file = await adrFile(config().adrDirs, adrPath);
  return file === null ? null : ((await lastCommit(file))?.sha ?? null);
}
