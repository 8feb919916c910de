import "server-only";
import { type Actor, mustEdit } from "@/lib/auth/actor";
import { mustEditSomething } from "@/lib/auth/editor";
import { engineChoices } from "@/lib/engines";
import { DomainError } from "@/lib/errors";
import { type PacksDraft, readPackSlo } from "@/lib/interop/pack-draft";
import type { DraftIssue } from "@/lib/interop/slo-draft";
import { database } from "@/lib/store/database";
import { sloById } from "@/lib/store/slos";
import { importSlos } from "./import-slos";

/**
 * Makes SLOs of ready-made ones: each is written as a document, and all are imported or none.
 * @throws DomainError `not-signed-in`, `not-allowed`, `bad-input`, `conflict`, `unavailable`
 */
export async function makeFromPacks(
  actor: Actor,
  { slos, decision, reason }: PacksDraft,
  now: Date,
): Promise<{ made: string[] }> {
  mustEditSomething(actor);
  const issues: DraftIssue[] = [];
  const files = slos.flatMap((slo, i) => {
    const read = readPackSlo(slo, decision, engineChoices());
    if ("issues" in read) {
      issues.push(...read.issues.map((issue) => ({ ...issue, field: `slos.${i}.${issue.field}` })));
      return [];
    }
    mustEdit(actor, read.definition.service);
    return [{ name: `${read.definition.id}.yaml`, text: read.document }];
  });
  if (issues.length > 0) throw refused("bad-input", issues, "Mend what issues names.");
  mustBeFree(slos);
  const { made } = await importSlos(actor, { files, reason: reason ?? "Made from ready-made SLOs." }, now);
  return { made };
}

function mustBeFree(slos: PacksDraft["slos"]): void {
  const db = database();
  const issues = slos.flatMap(({ id }, i): DraftIssue[] => {
    const field = `slos.${i}.id`;
    if (slos.findIndex((each) => each.id === id) < i) return [{ field, message: `${id} is named twice` }];
    const other = sloById(db, id);
    return other ? [{ field, message: `${id} is taken by ${other.name}` }] : [];
  });
  if (issues.length > 0) throw refused("conflict", issues, "Take another id, or leave it out.");
}

function refused(code: "bad-input" | "conflict", issues: DraftIssue[], wayOut: string): DomainError {
  const [first] = issues;
  return new DomainError(code, `Nothing was made. ${first?.field}: ${first?.message}.`, wayOut, {
    details: { issues },
  });
}
