import "server-only";
import { targetStatement } from "@/lib/format/target";
import { alertOfBreach, alertOfRevisit, type BreachOut, type RevisitOut } from "@/lib/slo/alert-out";
import type { AlertToSend } from "@/lib/slo/alert-round";
import { type Breach, openBreaches } from "@/lib/store/breaches";
import type { Database } from "@/lib/store/database";
import { sloById } from "@/lib/store/slos";
import type { AdrIndex } from "@/lib/views/adr-index";
import { revisitQueue } from "@/lib/views/revisit-queue";

/** Everything that calls for somebody now: the breaches that are open, and the revisits that are due. */
export const alertsWanted = (db: Database, adrs: AdrIndex, publicUrl: string | null, now: Date): AlertToSend[] => [
  ...openBreaches(db).flatMap((breach) => {
    const out = breachOut(db, adrs, breach);
    return out ? [alertOfBreach(out, publicUrl)] : [];
  }),
  ...dueRevisits(db, adrs, now).map((revisit) => alertOfRevisit(revisit, publicUrl)),
];

/** null where its SLO is gone. */
export function breachOut(db: Database, adrs: AdrIndex, breach: Breach): BreachOut | null {
  const slo = sloById(db, breach.sloId);
  const target = slo?.targets.find(({ version }) => version === breach.targetVersion);
  if (!slo || !target) return null;
  const { id, kind, openedMinute, decisionPath, decisionId } = breach;
  const link = adrs.link(decisionPath, decisionId);
  const statement = adrs.promised(decisionPath, decisionId, slo.id)?.statement ?? null;
  return {
    id,
    kind,
    openedMinute,
    slo,
    target: targetStatement(target, slo.sli),
    decision: link && { path: link.path, id: link.id, title: link.title, statement },
  };
}

/** Due today, overdue, or called for by a trigger. Drift and what is left over are for the meeting itself. */
export function dueRevisits(db: Database, adrs: AdrIndex, now: Date): RevisitOut[] {
  const today = now.toISOString().slice(0, 10);
  return revisitQueue(db, adrs, now, today).flatMap(({ decision: { path, id, title }, reasons, owner, calledSince }) =>
    calledSince === null
      ? []
      : [{ decision: { path, id, title, statement: null }, reasons, owner, since: Date.parse(calledSince) }],
  );
}
