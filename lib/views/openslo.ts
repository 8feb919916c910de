import "server-only";
import { createHash } from "node:crypto";
import type { Reader } from "@/lib/auth/actor";
import { engineChoices } from "@/lib/engines";
import { DomainError } from "@/lib/errors";
import { readOpenSlo, type SloDefinition } from "@/lib/interop/openslo";
import { writeOpenSlo } from "@/lib/interop/write-openslo";
import { wrongThreshold } from "@/lib/slo/target-change";
import { targetInForce } from "@/lib/slo/target-history";
import { type Database, database } from "@/lib/store/database";
import { exclusionsOf } from "@/lib/store/exclusions";
import { type Slo, sloById } from "@/lib/store/slos";

/**
 * The OpenSLO document of an SLO with the target that is in force, or a proposed one, so that a change made in the app can go
 * back to a file. null where there is no such SLO.
 * @throws DomainError `bad-input` where the SLO cannot be held against the proposed threshold
 */
export function openSloOf(
  _reader: Reader,
  now: Date,
  id: string,
  proposed: Pick<SloDefinition, "target" | "decision"> | null = null,
): { document: string; etag: string } | null {
  const db = database();
  const slo = sloById(db, id);
  if (!slo) return null;
  const wrong = proposed && wrongThreshold(proposed.target.threshold, slo);
  if (wrong) throw new DomainError(wrong.code, wrong.message, wrong.wayOut, { details: wrong.details });
  const document = proposed ? writeOpenSlo({ ...definitionOf(db, slo, now), ...proposed }) : documentOf(db, slo, now);
  return { document, etag: etagOf(document) };
}

export const etagOf = (document: string): string =>
  `"${createHash("sha256").update(document).digest("hex").slice(0, 32)}"`;

/** What an SLO is defined as now; exclusions that have ended are history. */
export function definitionOf(db: Database, slo: Slo, now: Date): SloDefinition & { targetLocked: boolean } {
  const { objective, threshold, window, decisionPath, decisionId } = targetInForce(slo.targets, now.getTime());
  const { id, name, service, tier, team, description, runbook, sli, targetLocked } = slo;
  const held = slo.document === null ? undefined : readOpenSlo(slo.document).definitions[0]?.held;
  return {
    id,
    name,
    service,
    tier,
    team,
    description,
    runbook,
    sli,
    targetLocked,
    target: { objective, threshold, window },
    decision: decisionPath !== null && decisionId !== null ? { path: decisionPath, id: decisionId } : null,
    exclusions: exclusionsOf(db, id)
      .filter(({ endedAt }) => endedAt === null)
      .map(({ fromAt, toAt, rrule, timeZone, reason }) => ({ fromAt, toAt, rrule, timeZone, reason })),
    exclusionsLine: 0,
    ...(held ? { held } : {}),
  };
}

/** The document as its author wrote it, comments and all, as long as it says what holds. */
export function documentOf(db: Database, slo: Slo, now: Date): string {
  const text = writeOpenSlo(definitionOf(db, slo, now));
  const [written] = slo.document === null ? [] : readOpenSlo(slo.document, engineChoices()).definitions;
  return slo.document !== null && written && writeOpenSlo(written) === text ? slo.document : text;
}
