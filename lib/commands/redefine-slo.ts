import "server-only";
import { type Actor, mustEdit } from "@/lib/auth/actor";
import { engineChoices } from "@/lib/engines";
import { DomainError } from "@/lib/errors";
import { readRedefinition } from "@/lib/interop/slo-draft";
import { entityTagsIn } from "@/lib/slo/entity-tags";
import { minuteAt } from "@/lib/slo/window";
import { addAudit } from "@/lib/store/audit";
import { closeBreaches } from "@/lib/store/breaches";
import { atomicallyWhenFree, type Database, database } from "@/lib/store/database";
import { type Slo, saveSli, saveSlo, sloById } from "@/lib/store/slos";
import { definitionOf, documentOf, etagOf } from "@/lib/views/openslo";
import { mustBeOwned } from "./retire-slo";
import { mustBeAnswerable, readBody } from "./slo-body";

/**
 * Changes what an SLO that was made in the app counts, and how it is called. A changed query begins a new count and closes
 * what was open by the old one; what is promised stays.
 * @throws DomainError `not-signed-in`, `not-allowed`, `not-found`, `conflict`, `version-required`, `stale`, `bad-input`
 */
export async function redefineSlo(
  actor: Actor,
  id: string,
  ifMatch: string | null,
  body: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<{ id: string; etag: string; newCount: boolean }> {
  const db = database();
  const before = mustBeOwned(db, actor, id);
  const seen = entityTagsIn(ifMatch);
  if (seen.length === 0)
    throw new DomainError(
      "version-required",
      "If-Match names no state, so a change that somebody else made meanwhile would be lost.",
      "Send the ETag of GET /api/v1/slos/:id/openslo.",
    );
  mustBeCurrent(db, before, seen, now);
  const { definition, document, reason } = readBody(body, (draft) =>
    readRedefinition(draft, definitionOf(db, before, now), engineChoices()),
  );
  mustEdit(actor, definition.service);
  await mustBeAnswerable(definition, now);
  const newCount = await atomicallyWhenFree(db, () => {
    const slo = mustBeOwned(db, actor, id);
    const was = mustBeCurrent(db, slo, seen, now);
    const { name, service, tier, team, description, runbook, sli } = definition;
    saveSlo(db, { id, name, service, tier, team, description, runbook, source: slo.source, document }, now);
    const replaced = saveSli(db, id, sli, now);
    if (replaced) closeBreaches(db, id, minuteAt(now.getTime()), "the SLI's definition changed");
    const summary = `Changed the definition of ${name}${replaced ? ": it is counted anew" : ""}.`;
    const detail = { reason, before: was, after: document };
    addAudit(db, actor, { action: "slo.changed", subjectKind: "slo", subjectId: id, summary, detail }, now);
    return replaced;
  });
  const changed = sloById(db, id);
  return { id, etag: changed ? etagOf(documentOf(db, changed, now)) : "", newCount };
}

/** Answers the document that is in force. @throws DomainError `stale` */
function mustBeCurrent(db: Database, slo: Slo, seen: readonly string[], now: Date): string {
  const document = documentOf(db, slo, now);
  if (seen.some((tag) => `"${tag}"` === etagOf(document))) return document;
  throw new DomainError(
    "stale",
    `${slo.name} was changed since it was read.`,
    "Read it again, and make the change on top of what holds now.",
    { details: { document, etag: etagOf(document) } },
  );
}
