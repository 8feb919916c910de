import "server-only";
import type { Reader } from "@/lib/auth/actor";
import type { Verdict } from "@/lib/slo/verdict";
import { minuteAt, msOf } from "@/lib/slo/window";
import { type Breach, breachesTouchedSince } from "@/lib/store/breaches";
import { type Database, database } from "@/lib/store/database";
import { adrIndex } from "./adr-index";
import { type BreachRow, breachRow } from "./breach-row";
import { type ProposalView, waitingFor } from "./proposals";
import { type Ranked, ranking } from "./ranking";
import { type SloRow, sloRow } from "./slo-row";
import { slosById } from "./slos-by-id";

/** As many of a group as a review can take in, the neediest first, and how many there are. */
export type ReviewGroup = { rows: SloRow[]; total: number };

export type TodayView = {
  now: string;
  /** Every SLO is counted in exactly one group; each is sorted by time to exhaustion, and what is met by what is left. */
  breached: ReviewGroup;
  atRisk: ReviewGroup;
  unknown: ReviewGroup;
  noTraffic: ReviewGroup;
  met: ReviewGroup;
  /** End of the last minute that is counted for everything that could be asked. */
  finalTo: string | null;
  /** Mean over all SLOs, each over its own window. */
  coverage: number | null;
  /** What opened or closed within the last 24 h, newest first, and how much that was. */
  changes: { at: string; what: "opened" | "closed"; breach: BreachRow }[];
  changesTotal: number;
  /** Proposed targets that wait for an editor, newest first, and how many. */
  waiting: { items: ProposalView[]; total: number };
};

const DAY_MINUTES = 1440;
/** Beyond so many rows the page of all SLOs is the better place. */
const MOST_NEEDY = 25;
const MOST_IDLE = 10;
const MOST_MET = 24;
const MOST_CHANGES = 12;

export async function todayView(reader: Reader, now: Date): Promise<TodayView> {
  const db = database();
  const adrs = await adrIndex();
  const all = ranking(db, now);
  const of = (verdict: Verdict): Ranked[] => all.filter((each) => each.verdict === verdict);
  const group = (members: readonly Ranked[], most: number): ReviewGroup => ({
    rows: members.slice(0, most).map((each) => sloRow(adrs, each)),
    total: members.length,
  });
  const left = ({ assessed }: Ranked): number => assessed?.window.remaining ?? 1;
  const sloOf = slosById(db);
  const changes = changesOf(db, minuteAt(now.getTime()) - DAY_MINUTES);
  return {
    now: now.toISOString(),
    breached: group(of("breached"), MOST_NEEDY),
    atRisk: group(of("at-risk"), MOST_NEEDY),
    unknown: group(of("unknown"), MOST_NEEDY),
    noTraffic: group(of("no-traffic"), MOST_IDLE),
    met: withoutSparklines(
      group(
        of("met").sort((a, b) => left(a) - left(b)),
        MOST_MET,
      ),
    ),
    finalTo: finalTo(all),
    coverage:
      all.length > 0 ? all.reduce((sum, each) => sum + (each.assessed?.window.coverage ?? 0), 0) / all.length : null,
    changes: changes.slice(0, MOST_CHANGES).flatMap(({ minute, what, breach }) => {
      const slo = sloOf(breach.sloId);
      return slo
        ? [{ at: new Date(msOf(minute)).toISOString(), what, breach: breachRow(db, adrs, breach, slo, now) }]
        : [];
    }),
    changesTotal: changes.length,
    waiting: waitingFor(db, adrs, reader, now),
  };
}

/** What needs nobody is listed in one line each. */
const withoutSparklines = ({ rows, total }: ReviewGroup): ReviewGroup => ({
  rows: rows.map((row) => ({ ...row, sparkline: [] })),
  total,
});

function finalTo(all: readonly Ranked[]): string | null {
  const minutes = all.flatMap(({ verdict, assessed }) => (assessed && verdict !== "unknown" ? [assessed.minute] : []));
  return minutes.length > 0 ? new Date(msOf(minutes.reduce((a, b) => Math.min(a, b)))).toISOString() : null;
}

type Change = { minute: number; what: "opened" | "closed"; breach: Breach };

const changesOf = (db: Database, since: number): Change[] =>
  breachesTouchedSince(db, since)
    .flatMap((breach): Change[] => [
      ...(breach.openedMinute >= since ? [{ minute: breach.openedMinute, what: "opened" as const, breach }] : []),
      ...(breach.closedMinute !== null ? [{ minute: breach.closedMinute, what: "closed" as const, breach }] : []),
    ])
    .sort((a, b) => b.minute - a.minute);
