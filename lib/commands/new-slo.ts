import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { targetStatement } from "@/lib/format/target";
import type { SloDefinition } from "@/lib/interop/openslo";
import { addAudit } from "@/lib/store/audit";
import type { Database } from "@/lib/store/database";
import { addExclusion } from "@/lib/store/exclusions";
import { addTarget, IN_APP, saveSli, saveSlo } from "@/lib/store/slos";

/** An SLO that somebody makes in the app: what it is read as, and the document that says so. */
export type NewSlo = { definition: SloDefinition; document: string; reason: string; adrCommit: string | null };

/** Writes it with its first target and its audit entry. Call it within a transaction, after its id was found free. */
export function saveNewSlo(
  db: Database,
  actor: Actor,
  { definition, document, reason, adrCommit }: NewSlo,
  now: Date,
): void {
  const { id, name, service, tier, team, description, runbook, sli, target, decision, exclusions } = definition;
  saveSlo(db, { id, name, service, tier, team, description, runbook, source: IN_APP, document }, now);
  saveSli(db, id, sli, now);
  const promise = {
    version: 1,
    ...target,
    inForceFrom: now.getTime(),
    decisionPath: decision?.path ?? null,
    decisionId: decision?.id ?? null,
    adrCommit,
    asDrift: false,
    author: actor.name,
    reason,
  };
  addTarget(db, id, promise, now);
  for (const exclusion of exclusions)
    addExclusion(db, { ...exclusion, sloId: id, origin: "person", author: actor.name, createdAt: now.getTime() });
  const summary = `Made ${name}: ${targetStatement(target, sli)} over ${target.window}.`;
  addAudit(
    db,
    actor,
    { action: "slo.made", subjectKind: "slo", subjectId: id, summary, detail: { reason, document, adrCommit } },
    now,
  );
}
