import "server-only";
import { endorsementOf } from "@/lib/adr/endorsement";
import { config } from "@/lib/config";
import { adrFile } from "@/lib/gateways/adr-folder";
import { lastCommit } from "@/lib/gateways/git";
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
  return { decision: judged, adrCommit: judged?.found ? await commitOf(decision.path) : null };
}

/** The commit that last changed a record; null where git does not know it. */
async function commitOf(adrPath: string): Promise<string | null> {
  const file = await adrFile(config().adrDirs, adrPath);
  return file === null ? null : ((await lastCommit(file))?.sha ?? null);
}
