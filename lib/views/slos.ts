import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { msOf } from "@/lib/slo/window";
import { type Database, database } from "@/lib/store/database";
import { type AdrIndex, adrIndex } from "./adr-index";
import { findingsCount } from "./lint";
import { type Ranked, ranked, ranking } from "./ranking";
import { type SloFigures, type SloRow, sloFigures, sloRow } from "./slo-row";
import { readFigures, standings } from "./standing";

/** As much of a row as a long list draws, filters and groups by: there may be a thousand. */
export type SloListRow = Pick<
  SloRow,
  | "id"
  | "name"
  | "service"
  | "tier"
  | "kind"
  | "approximate"
  | "verdict"
  | "reason"
  | "finalTo"
  | "objective"
  | "window"
  | "targetStatement"
  | "attainment"
  | "coverage"
  | "exhaustedInSeconds"
  | "decision"
  | "sparkline"
> & {
  team: string | null;
  budget: { remaining: number | null };
  /** Since when the budget is gone; null unless a breach says so. */
  goneSince: string | null;
  /** Findings of the lint that ask for something. */
  findings: number;
  /** The target in force differs from what the record promises. */
  drift: boolean;
};

/** Sorted by verdict, then by time to exhaustion. */
export type SlosView = { now: string; rows: SloListRow[] };

export async function slosView(_reader: Reader, now: Date): Promise<SlosView> {
  const db = database();
  const adrs = await adrIndex();
  const all = ranking(db, now);
  readFigures(db, all);
  return { now: now.toISOString(), rows: all.map((each) => listRow(db, adrs, each, now)) };
}

function listRow(db: Database, adrs: AdrIndex, each: Ranked, now: Date): SloListRow {
  const { slo, target, open } = each;
  const row = sloRow(adrs, each);
  const gone = open.find(({ kind }) => kind === "budget-exhausted");
  return {
    id: row.id,
    name: row.name,
    service: row.service,
    team: slo.team,
    tier: row.tier,
    kind: row.kind,
    approximate: row.approximate,
    verdict: row.verdict,
    reason: row.reason,
    finalTo: row.finalTo,
    objective: row.objective,
    window: row.window,
    targetStatement: row.targetStatement,
    attainment: row.attainment,
    coverage: row.coverage,
    budget: { remaining: row.budget.remaining },
    exhaustedInSeconds: row.exhaustedInSeconds,
    goneSince: gone ? new Date(msOf(gone.openedMinute)).toISOString() : null,
    decision: row.decision,
    sparkline: row.sparkline,
    findings: findingsCount(db, slo, now),
    drift: adrs.drift(slo.id, target) !== null,
  };
}

/** `next`: the `after` of the next page, null on the last one. */
export type SlosPage = { items: SloFigures[]; next: string | null };

const PAGE = 100;
const LARGEST_PAGE = 1000;

/**
 * The SLOs by id, a page at a time: an order that does not change between two pages.
 * @throws DomainError `bad-input` for a limit that is none
 */
export async function slosPage(
  _reader: Reader,
  now: Date,
  { after, limit }: { after: string | null; limit: string | null },
): Promise<SlosPage> {
  const size = limit === null ? PAGE : Number(limit);
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_PAGE)
    throw new DomainError(
      "bad-input",
      `limit=${JSON.stringify(limit)} is no size of a page.`,
      `Give 1 to ${LARGEST_PAGE}.`,
    );
  const db = database();
  const adrs = await adrIndex();
  const from = [...standings(db).values()]
    .filter(({ slo }) => after === null || slo.id > after)
    .sort((a, b) => (a.slo.id < b.slo.id ? -1 : 1));
  const shown = from.slice(0, size);
  readFigures(db, shown);
  const items = shown.map((standing) => sloFigures(db, adrs, ranked(standing, now)));
  return { items, next: from.length > size ? (items.at(-1)?.id ?? null) : null };
}
