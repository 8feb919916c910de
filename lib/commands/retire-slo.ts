import "server-only";
import { type Actor, mustBeSignedIn, mustEdit } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { atomicallyWhenFree, type Database, database } from "@/lib/store/database";
import { activeSloById, IN_APP, type Slo } from "@/lib/store/slos";
import { retireWhole } from "./retired-slo";

/**
 * Retires an SLO that was made in the app: it is counted no more, its ledger and its breaches stay.
 * @throws DomainError `not-signed-in`, `not-allowed`, `not-found`, `conflict`, `unavailable`
 */
export function retireSlo(actor: Actor, id: string, now: Date): Promise<{ id: string; retiredAt: string }> {
  const db = database();
  return atomicallyWhenFree(db, () => {
    const slo = mustBeOwned(db, actor, id);
    retireWhole(db, actor, slo, `Retired ${slo.name}; what was counted stays.`, now);
    return { id, retiredAt: now.toISOString() };
  });
}

/**
 * The SLO, where it was made in the app and the actor may change it.
 * @throws DomainError `not-signed-in`, `not-allowed`, `not-found`, `conflict` where a file owns it
 */
export function mustBeOwned(db: Database, actor: Actor, id: string): Slo {
  mustBeSignedIn(actor);
  const slo = activeSloById(db, id);
  if (!slo) throw new DomainError("not-found", `There is no SLO "${id}".`, "GET /api/v1/slos lists them.");
  mustEdit(actor, slo.service);
  if (slo.source !== IN_APP)
    throw new DomainError(
      "conflict",
      `${slo.name} is defined in ${slo.source}.`,
      "Change that file and start again, or take it out of SLO_DIR.",
    );
  return slo;
}
