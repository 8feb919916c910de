import "server-only";
import type { Reader } from "@/lib/auth/actor";
import type { Verdict } from "@/lib/slo/verdict";
import { minuteAt, msOf } from "@/lib/slo/window";
import { breachesTouchedSince } from "@/lib/store/breaches";
import { database } from "@/lib/store/database";
import { adrIndex } from "./adr-index";
import { type BreachRow, breachRow } from "./breach-row";
import { type SloRow, sloRows } from "./slo-row";
import { slosById } from "./slos-by-id";

export type TodayView = {
  now: string;
  /** Every SLO stands in exactly one group; each group is sorted by time to exhaustion. */
  breached: SloRow[];
  atRisk: SloRow[];
  unknown: SloRow[];
  noTraffic: SloRow[];
  met: SloRow[];
  /** Mean over all SLOs, each over its own window. */
  coverage: number | null;
  /** What opened or closed within the last 24 h, newest first. */
  changes: { at: string; what: "opened" | "closed"; breach: BreachRow }[];
};

const DAY_MINUTES = 1440;

export async function todayView(_reader: Reader, now: Date): Promise<TodayView> {
  const db = database();
  const adrs = await adrIndex();
  const rows = sloRows(db, adrs, now);
  const of = (verdict: Verdict): SloRow[] => rows.filter((row) => row.verdict === verdict);
  const since = minuteAt(now.getTime()) - DAY_MINUTES;
  const sloOf = slosById(db);
  const changes = breachesTouchedSince(db, since).flatMap((breach): TodayView["changes"] => {
    const slo = sloOf(breach.sloId);
    if (!slo) return [];
    const row = breachRow(breach, slo, adrs, now);
    const at = (minute: number): string => new Date(msOf(minute)).toISOString();
    return [
      ...(breach.openedMinute >= since ? [{ at: at(breach.openedMinute), what: "opened" as const, breach: row }] : []),
      ...(breach.closedMinute !== null ? [{ at: at(breach.closedMinute), what: "closed" as const, breach: row }] : []),
    ];
  });
  return {
    now: now.toISOString(),
    breached: of("breached"),
    atRisk: of("at-risk"),
    unknown: of("unknown"),
    noTraffic: of("no-traffic"),
    met: of("met"),
    coverage: rows.length > 0 ? rows.reduce((sum, row) => sum + row.coverage, 0) / rows.length : null,
    changes: changes.sort((a, b) => (a.at < b.at ? 1 : -1)),
  };
}
