import "server-only";
import { DomainError } from "@/lib/errors";
import { trialEngine } from "@/lib/gateways/trial";
import type { SloDefinition } from "@/lib/interop/openslo";
import { type DraftIssue, DraftReason, type ReadDraft } from "@/lib/interop/slo-draft";
import { refusalOf as refusalOfExclusion } from "@/lib/slo/exclusion";
import { refusalOf } from "@/lib/views/dry-run";

type Body = Readonly<Record<string, unknown>>;

/**
 * The definition that a body holds, and why it is made.
 * @throws DomainError `bad-input` with every field that is wrong
 */
export function readBody(
  { reason, ...draft }: Body,
  read: (draft: Body) => ReadDraft,
): { definition: SloDefinition; document: string; reason: string } {
  const [said, found] = [DraftReason.safeParse(reason), read(draft)];
  const issues = [
    ...("issues" in found ? found.issues : []),
    ...(said.success ? [] : said.error.issues.map(({ message }) => ({ field: "reason", message }))),
  ];
  if ("issues" in found || !said.success) throw badInput(issues);
  return { ...found, reason: said.data };
}

/** @throws DomainError `bad-input` where the engine will never answer what would be asked of it */
export async function mustBeAnswerable({ sli }: SloDefinition, now: Date): Promise<void> {
  const refusal = await refusalOf(trialEngine, sli, now);
  if (refusal) throw badInput([refusal]);
}

/** @throws DomainError `bad-input` where one of them cannot be made now */
export function mustExclude({ exclusions }: SloDefinition, now: Date): void {
  const issues = exclusions.flatMap((exclusion, i): DraftIssue[] => {
    const message = refusalOfExclusion({ ...exclusion, endedAt: null }, now);
    return message === null ? [] : [{ field: `exclusions.${i}`, message }];
  });
  if (issues.length > 0) throw badInput(issues);
}

function badInput(issues: readonly DraftIssue[]): DomainError {
  const [first] = issues;
  const place =
    first?.line === undefined ? "" : ` (line ${first.line}${first.column ? `, column ${first.column}` : ""})`;
  const message = first ? `${first.field}${place}: ${first.message}` : "The body says nothing.";
  return new DomainError("bad-input", message, "Mend the fields that issues names.", { details: { issues } });
}
