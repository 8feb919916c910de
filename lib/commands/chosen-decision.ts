import "server-only";
import { endorsementOf } from "@/lib/adr/endorsement";
import { config } from "@/lib/config";
import { adrCommit } from "@/lib/gateways/adr-commit";
import { type ChosenDecision, targetIn } from "@/lib/slo/target-change";
import type { TargetDraft } from "@/lib/slo/target-draft";
import { adrIndex } from "@/lib/views/adr-index";

/** What the records and git know of the decision that a draft names. */
export async function chosenDecision(
  draft: Pick<TargetDraft, "objective" | "threshold" | "window" | "decision">,
  sloId: string,
): Promise<{ decision: ChosenDecision | null; adrCommit: string | null }> {
  const { decision } = draft;
  if (decision === null) return { decision: null, adrCommit: null };
  const record = (await adrIndex()).record(decision.path);
  const judged = endorsementOf(record, targetIn(draft), sloId);
  return { decision: judged, adrCommit: judged?.found ? await adrCommit(config().adrDirs, decision.path) : null };
}
