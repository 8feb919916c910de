import "server-only";
import { type Actor, mustEdit } from "@/lib/auth/actor";
import { mustEditSomething } from "@/lib/auth/editor";
import { config } from "@/lib/config";
import { engineChoices } from "@/lib/engines";
import { DomainError } from "@/lib/errors";
import { adrCommit as commitOf } from "@/lib/gateways/adr-commit";
import { readDraft } from "@/lib/interop/slo-draft";
import { atomicallyWhenFree, type Database, database } from "@/lib/store/database";
import { sloById } from "@/lib/store/slos";
import { saveNewSlo } from "./new-slo";
import { mustBeAnswerable, mustExclude, readBody } from "./slo-body";

/**
 * Makes an SLO of what was typed: from the next tick on it is counted, and what the engine holds of the time before.
 * @throws DomainError `not-signed-in`, `not-allowed`, `bad-input`, `conflict`
 */
export async function makeSlo(
  actor: Actor,
  body: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<{ id: string; name: string; targetVersion: number }> {
  mustEditSomething(actor);
  const { definition, document, reason } = readBody(body, (draft) => readDraft(draft, engineChoices()));
  const { id, name, service, decision } = definition;
  mustEdit(actor, service);
  const db = database();
  mustBeFree(db, id);
  mustExclude(definition, now);
  await mustBeAnswerable(definition, now);
  const adrCommit = await commitOf(config().adrDirs, decision?.path ?? null);
  await atomicallyWhenFree(db, () => {
    mustBeFree(db, id);
    saveNewSlo(db, actor, { definition, document, reason, adrCommit }, now);
  });
  return { id, name, targetVersion: 1 };
}

/** @throws DomainError `conflict` */
function mustBeFree(db: Database, id: string): void {
  const other = sloById(db, id);
  if (!other) return;
  const issues = [{ field: "id", message: `is taken by ${other.name}` }];
  throw new DomainError(
    "conflict",
    `id: ${id} is taken by ${other.name}; of a retired one the ledger and the breaches stay under it.`,
    "Take another id.",
    { details: { issues } },
  );
}
