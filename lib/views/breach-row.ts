import "server-only";
import { targetStatement } from "@/lib/format/target";
import type { BreachKind, BreachOrigin } from "@/lib/slo/breach-kind";
import { msOf } from "@/lib/slo/window";
import type { Breach } from "@/lib/store/breaches";
import type { Database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import type { Slo } from "@/lib/store/slos";
import type { AdrIndex } from "./adr-index";
import { coverageIn } from "./coverage";
import type { DecisionLink } from "./slo-row";

export type BreachRow = {
  id: number;
  slo: { id: string; name: string; service: string };
  kind: BreachKind;
  origin: BreachOrigin;
  openedAt: string;
  closedAt: string | null;
  closeReason: string | null;
  durationSeconds: number;
  /** Lowest attainment (0..1) of the judged window while open; for burns the highest burn rate. */
  worst: number | null;
  badEvents: number;
  totalEvents: number;
  /** Share of the window's whole budget that the episode spent, 0..1 and more. */
  budgetSpent: number | null;
  /** Observed share of the episode's minutes; null where they were counted by an earlier definition of the SLI. */
  coverage: number | null;
  targetVersion: number;
  targetStatement: string;
  decision: DecisionLink | null;
};

export function breachRow(db: Database, adrs: AdrIndex, breach: Breach, slo: Slo, now: Date): BreachRow {
  const target = slo.targets.find(({ version }) => version === breach.targetVersion) ?? slo.targets[0];
  const openedMs = msOf(breach.openedMinute);
  const closedMs = breach.closedMinute === null ? null : msOf(breach.closedMinute);
  return {
    id: breach.id,
    slo: { id: slo.id, name: slo.name, service: slo.service },
    kind: breach.kind,
    origin: breach.origin,
    openedAt: new Date(openedMs).toISOString(),
    closedAt: closedMs === null ? null : new Date(closedMs).toISOString(),
    closeReason: breach.closeReason,
    durationSeconds: Math.max(0, ((closedMs ?? now.getTime()) - openedMs) / 1000),
    worst: breach.worst,
    badEvents: breach.badEvents,
    totalEvents: breach.totalEvents,
    budgetSpent: breach.budgetSpent,
    coverage: coverageOf(db, breach, slo),
    targetVersion: breach.targetVersion,
    targetStatement: target ? targetStatement(target, slo.sli) : "",
    decision: adrs.link(breach.decisionPath, breach.decisionId),
  };
}

function coverageOf(db: Database, { openedMinute, closedMinute }: Breach, slo: Slo): number | null {
  const ledger = storedLedger(db, slo.sliId);
  const [first, last] = [ledger.first(), ledger.last()];
  if (!first || !last || openedMinute <= first.minute) return null;
  return coverageIn(ledger, openedMinute - 1, Math.max(openedMinute, closedMinute ?? last.minute));
}
