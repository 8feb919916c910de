import "server-only";
import { minuteAt } from "@/lib/slo/window";
import { type AuditActor, addAudit } from "@/lib/store/audit";
import { closeBreaches } from "@/lib/store/breaches";
import type { Database } from "@/lib/store/database";
import { retireSlo, type Slo } from "@/lib/store/slos";
import { closeProposals } from "./provision-target";

/** Retires an SLO with all that is open on it; what was counted stays. Call it within one transaction with the check. */
export function retireWhole(
  db: Database,
  by: AuditActor,
  slo: Pick<Slo, "id" | "name">,
  summary: string,
  now: Date,
): void {
  closeProposals(db, slo, by, "The SLO is retired.", now);
  retireSlo(db, slo.id, now);
  closeBreaches(db, slo.id, minuteAt(now.getTime()), "the SLO was retired");
  addAudit(db, by, { action: "slo.retired", subjectKind: "slo", subjectId: slo.id, summary }, now);
}
