import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { targetStatement } from "@/lib/format/target";
import { attainmentQuery, p95Query, totalQuery } from "@/lib/rules/shown-query";
import type { BreachKind } from "@/lib/slo/breach-kind";
import { budgetOf } from "@/lib/slo/error-budget";
import { type Ledger, remembered } from "@/lib/slo/ledger";
import { targetAt } from "@/lib/slo/target-history";
import { minuteAt, minutesIn, msOf, parseWindow } from "@/lib/slo/window";
import { assessments } from "@/lib/store/assessments";
import { breachesOf, openBreaches } from "@/lib/store/breaches";
import { cursorOf } from "@/lib/store/cursors";
import { database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import { type Slo, sloById } from "@/lib/store/slos";
import { type AdrIndex, adrIndex } from "./adr-index";
import { type BreachRow, breachRow } from "./breach-row";
import { budgetSentence } from "./budget-sentence";
import { type QueryLink, queryLink } from "./query-link";
import { type SeriesPoint, seriesOf } from "./series";
import { type DecisionLink, type SloRow, sloRow } from "./slo-row";

export type { QueryLink } from "./query-link";
export type { SeriesPoint } from "./series";

export type TargetRow = {
  version: number;
  objective: number;
  threshold: number | null;
  window: string;
  statement: string;
  inForceFrom: string;
  author: string;
  reason: string;
  decision: DecisionLink | null;
};

/** Minutes shown, and minutes per slice, so that every range has about 300 slices. */
const RANGES = {
  "24h": { minutes: 1440, step: 5 },
  "7d": { minutes: 7 * 1440, step: 30 },
  "28d": { minutes: 28 * 1440, step: 120 },
  "90d": { minutes: 90 * 1440, step: 360 },
} as const;
export type RangeName = keyof typeof RANGES;
const DEFAULT_RANGE: RangeName = "28d";

export type SloView = {
  now: string;
  row: SloRow;
  description: string | null;
  runbook: string | null;
  /** Over the SLO's window; latency SLIs only. */
  p95Seconds: number | null;
  range: { name: RangeName; from: string; to: string; stepSeconds: number };
  series: SeriesPoint[];
  budgetSeries: { t: number; remaining: number | null }[];
  /** Newest first. */
  targets: TargetRow[];
  /** The promised sentence, as the ADR's front matter words it. */
  decisionStatement: string | null;
  decisionStatus: string | null;
  drift: string | null;
  /** Newest first, at most 50. */
  breaches: BreachRow[];
  burn: {
    longLabel: string;
    shortLabel: string;
    long: number | null;
    short: number | null;
    factor: number;
    kind: BreachKind;
    firing: boolean;
  }[];
  /** "4,120 of 9,800 allowed slow requests spent; at this rate gone in 6 d 4 h." */
  budgetSentence: string;
  queries: QueryLink[];
  /** null: the engine's history is counted. */
  backfill: { countedFrom: string | null; daysToGo: number | null } | null;
  /** The file that defines this SLO. */
  source: string;
};

/** null where there is no such SLO. An unknown range is the default one. */
export async function sloView(_reader: Reader, now: Date, id: string, range: string): Promise<SloView | null> {
  const db = database();
  const slo = sloById(db, id);
  if (!slo) return null;
  const adrs = await adrIndex();
  const assessed = assessments(db).get(id) ?? null;
  const open = openBreaches(db, id);
  const row = sloRow(db, adrs, slo, assessed, open, now);
  const ledger = remembered(storedLedger(db, slo.sliId));
  const name: RangeName = range in RANGES ? (range as RangeName) : DEFAULT_RANGE;
  const { minutes, step } = RANGES[name];
  const to = ledger.last()?.minute ?? minuteAt(now.getTime());
  const from = to - minutes;
  const target = targetAt(slo.targets, to);
  const promised = adrs.promised(target.decisionPath, target.decisionId, id);
  const record = target.decisionPath === null ? null : adrs.record(target.decisionPath);
  const decision = record?.decisions.find((each) => each.id === target.decisionId);
  return {
    now: now.toISOString(),
    row,
    description: slo.description,
    runbook: slo.runbook,
    p95Seconds: assessed?.window.p95Seconds ?? null,
    range: { name, from: iso(from), to: iso(to), stepSeconds: step * 60 },
    series: seriesOf(ledger, slo, from, to, step),
    budgetSeries: budgetSeries(ledger, slo, from, to, step),
    targets: targetRows(slo, adrs),
    decisionStatement: promised?.statement ?? null,
    decisionStatus: decision?.status ?? record?.status ?? null,
    drift: adrs.drift(id, target),
    breaches: breachesOf(db, id, from, 50).map((breach) => breachRow(breach, slo, adrs, now)),
    burn: (assessed?.burn ?? []).map(({ longMinutes, shortMinutes, factor, kind, long, short }) => ({
      longLabel: span(longMinutes),
      shortLabel: span(shortMinutes),
      long,
      short,
      factor,
      kind: kind as BreachKind,
      firing: (long ?? 0) > factor && (short ?? 0) > factor,
    })),
    budgetSentence: budgetSentence(row),
    queries: queriesOf(slo, target.threshold, to, minutes),
    backfill: backfillOf(slo, now),
    source: slo.source,
  };
}

const iso = (minute: number): string => new Date(msOf(minute)).toISOString();

const span = (minutes: number): string =>
  minutes % 1440 === 0 ? `${minutes / 1440} d` : minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;

/** The budget as it stood at the end of each slice, over the window that ended then. */
function budgetSeries(ledger: Ledger, slo: Slo, from: number, to: number, step: number): SloView["budgetSeries"] {
  const first = ledger.first()?.minute ?? to;
  const points: SloView["budgetSeries"] = [];
  for (let end = from + step; end <= to; end += step) {
    const window = parseWindow(targetAt(slo.targets, end).window) ?? { days: 28 };
    const budget = end <= first ? null : budgetOf(ledger, slo.targets, slo.edges, end - minutesIn(window), end);
    points.push({ t: msOf(end), remaining: budget?.remaining ?? null });
  }
  return points;
}

const targetRows = (slo: Slo, adrs: AdrIndex): TargetRow[] =>
  slo.targets
    .map((target) => ({
      version: target.version,
      objective: target.objective,
      threshold: target.threshold,
      window: target.window,
      statement: targetStatement(target),
      inForceFrom: new Date(target.inForceFrom).toISOString(),
      author: target.author,
      reason: target.reason,
      decision: adrs.link(target.decisionPath, target.decisionId),
    }))
    .reverse();

export function queriesOf(slo: Slo, threshold: number | null, endMinute: number, minutes: number): QueryLink[] {
  const p95 = p95Query(slo.sli);
  return [
    queryLink("Attainment", attainmentQuery(slo.sli, threshold), endMinute, minutes),
    queryLink("Traffic", totalQuery(slo.sli), endMinute, minutes),
    ...(p95 ? [queryLink("p95", p95, endMinute, minutes)] : []),
  ];
}

function backfillOf(slo: Slo, now: Date): SloView["backfill"] {
  const cursor = cursorOf(database(), slo.sliId);
  if (!cursor || cursor.replayed) return null;
  const { backfilledTo, backfillFloor } = cursor;
  return {
    countedFrom: backfilledTo < minuteAt(now.getTime()) ? iso(backfilledTo) : null,
    daysToGo: backfillFloor === null ? null : (backfilledTo - backfillFloor) / 1440,
  };
}
