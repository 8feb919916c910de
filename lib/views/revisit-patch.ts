import "server-only";
import { dayAfter, isAlive } from "@/lib/adr/due";
import { withDue, withStatus } from "@/lib/adr/front-matter-edit";
import { isSettled } from "@/lib/adr/outcome";
import { successorDraft } from "@/lib/adr/successor";
import { patchOf } from "@/lib/adr/unified-diff";
import type { Reader } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import { readAdrSource } from "@/lib/gateways/adr-folder";
import { parseQuarter } from "@/lib/slo/quarter";
import { database } from "@/lib/store/database";
import { type FrozenOutcome, outcomeById } from "@/lib/store/revisits";
import { adrIndex } from "./adr-index";
import type { DecisionEvidence } from "./revisit-evidence";
import { evidenceLines } from "./revisit-markdown";
import { dueInPatch } from "./revisit-outcome";

export type Download = { name: string; text: string };

/**
 * What brings the records up to an outcome, as a patch that `git apply` takes: nothing is written here, because a record is
 * changed by a commit. `part` `draft`: only the record that follows, as a file.
 * @throws DomainError `not-found`, `conflict` where a record cannot be changed so that it is read as it is meant
 */
export async function revisitPatch(
  _reader: Reader,
  quarter: string,
  n: string,
  part: "patch" | "draft",
): Promise<Download> {
  const outcome = /^[1-9]\d{0,8}$/.test(n) ? outcomeById(database(), Number(n)) : null;
  if (!outcome || outcome.quarter !== quarter)
    throw new DomainError("not-found", `There is no outcome ${n} in ${quarter}.`, null);
  const adrs = await adrIndex();
  const record = adrs.record(outcome.path);
  const source = record && (await readAdrSource(config().adrDirs, outcome.path));
  if (!record || source === null)
    throw new DomainError("not-found", `There is no record ${outcome.path} any more.`, "Look for it in git.");
  const draft =
    outcome.outcome === "supersede" ? successorDraft(record, outcome.decisionId, successorOf(outcome)) : null;
  if (part === "draft") {
    if (draft === null) throw new DomainError("not-found", "Nothing follows this decision.", null);
    return { name: (outcome.successorPath ?? "").split("/").at(-1) ?? "draft.md", text: draft };
  }
  const others = record.decisions.filter((each) => each.id !== outcome.decisionId && isAlive(record, each));
  const successor = outcome.successorPath === null ? null : `${outcome.successorPath}#d1`;
  const after = isSettled(outcome.outcome)
    ? withStatus(outcome.path, source, outcome.decisionId, {
        status: successor === null ? "retired" : `superseded by ${successor}`,
        successor,
        wholeRecord: others.length === 0,
      })
    : withDue(outcome.path, source, dueInPatch(database(), record) ?? outcome.nextDue ?? "");
  if (after === null)
    throw new DomainError(
      "conflict",
      `The front matter of ${outcome.path} cannot be changed by itself so that it is read as it is meant.`,
      "Change it by hand.",
    );
  if (after === source && draft === null)
    throw new DomainError(
      "conflict",
      `${outcome.path} says the earliest date of its decisions already: there is nothing to change.`,
      null,
    );
  const text =
    patchOf(outcome.path, source, after) +
    (draft === null || outcome.successorPath === null ? "" : patchOf(outcome.successorPath, null, draft));
  return { name: `${quarter}-${outcome.decisionId}-${outcome.outcome}.patch`, text };
}

function successorOf(outcome: FrozenOutcome): Parameters<typeof successorDraft>[2] {
  const day = new Date(outcome.createdAt).toISOString().slice(0, 10);
  const evidence = outcome.evidence as DecisionEvidence;
  return {
    path: outcome.successorPath ?? "",
    title: outcome.successorTitle ?? "",
    day,
    reason: outcome.reason,
    names: outcome.names,
    quarter: parseQuarter(outcome.quarter)?.label ?? outcome.quarter,
    due: dayAfter(day, evidence.every ?? "P3M"),
    evidence: evidenceLines(evidence),
  };
}
