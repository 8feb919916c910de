import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { delayOf } from "@/lib/engines";
import { mayEdit } from "@/lib/rights";
import { attainmentQuery, p95Query, totalQuery } from "@/lib/rules/shown-query";
import type { BreachKind } from "@/lib/slo/breach-kind";
import { excludedSpans } from "@/lib/slo/exclusion";
import { remembered } from "@/lib/slo/ledger";
import { fileDrift } from "@/lib/slo/target-difference";
import { targetAt, targetInForce } from "@/lib/slo/target-history";
import { minuteAt, msOf } from "@/lib/slo/window";
import { breachesOf } from "@/lib/store/breaches";
import { cursorOf } from "@/lib/store/cursors";
import { type Database, database } from "@/lib/store/database";
import { exclusionsOf } from "@/lib/store/exclusions";
import { storedLedger } from "@/lib/store/ledger";
import type { Slo } from "@/lib/store/slos";
import { adrIndex } from "./adr-index";
import { type AlertMark, alertMark, alertsOf } from "./alerts";
import { type AnnotationRow, annotationsOf, mayRemove } from "./annotations";
import { type Backfill, backfillOf } from "./backfill";
import { type BreachRow, breachRow } from "./breach-row";
import { type BudgetSeries, budgetSeries } from "./budget-chart";
import { type BudgetMethod, budgetMethod } from "./budget-method";
import { budgetSentence } from "./budget-sentence";
import { type Corrected, correctedOf } from "./corrected";
import { coverageIn } from "./coverage";
import { type ExclusionsView, exclusionsView } from "./exclusions";
import { type HowCounted, howCounted } from "./how-counted";
import { type Finding, findingsOf } from "./lint";
import { type QueryLink, queryLink } from "./query-link";
import { ranked } from "./ranking";
import type { SeriesPoint } from "./series";
import { type PreviousRange, type ShownRange, type ShownTerms, shownRange } from "./shown-range";
import { type SloFigures, sloFigures } from "./slo-row";
import { readFigures, standingOf } from "./standing";
import { type TargetHistory, targetHistory } from "./target-history";
import { type TargetRow, targetRows } from "./target-row";

export type { BudgetSeries } from "./budget-chart";
export type { QueryLink } from "./query-link";
export type { SeriesPoint } from "./series";
export type { PreviousRange, ShownRange, ShownTerms } from "./shown-range";
export type { TargetMoment } from "./target-history";

export type SloView = {
  now: string;
  row: SloFigures;
  description: string | null;
  runbook: string | null;
  /** Over the SLO's window, and of that share of it; latency SLIs only. */
  p95Seconds: number | null;
  range: ShownRange;
  series: SeriesPoint[];
  /** null where it was not asked for. */
  previous: PreviousRange | null;
  budgetSeries: BudgetSeries;
  /** What happened in the range, oldest first. */
  annotations: (AnnotationRow & { mayRemove: boolean })[];
  mayAnnotate: boolean;
  /** What Alertmanager told of others' alerts in the range, oldest first. */
  alerts: AlertMark[];
  /** What of the range the corrected figures leave out, oldest first. */
  excluded: { from: string; to: string; reason: string }[];
  /** Newest first. */
  targets: TargetRow[];
  /** Every version, newest first, cancelled ones too. */
  history: TargetHistory;
  exclusions: ExclusionsView["items"];
  /** The promised sentence, as the ADR's front matter words it. */
  decisionStatement: string | null;
  decisionStatus: string | null;
  /** What the record says of itself; null where it says nothing. */
  record: { date: string | null; confidence: string | null; owner: string | null; reviewDue: string | null } | null;
  drift: string | null;
  /** Where the target in force differs from what its file says, in words. */
  fileDrift: string | null;
  /** Newest first, at most 200 of those that touch the range. */
  breaches: BreachRow[];
  burn: {
    longLabel: string;
    shortLabel: string;
    long: number | null;
    longCoverage: number;
    short: number | null;
    shortCoverage: number;
    factor: number;
    kind: BreachKind;
    firing: boolean;
  }[];
  /** "4,120 of 9,800 allowed slow requests spent; at this rate gone in 6 d 4 h." */
  budgetSentence: string;
  queries: QueryLink[];
  /** null where nothing was counted yet. */
  budgetMethod: BudgetMethod | null;
  backfill: Backfill;
  /** Whether the reader may cancel the backfill, and let it go on. */
  mayCancelBackfill: boolean;
  counted: HowCounted;
  corrected: Corrected | null;
  /** What is doubtful about it, gravest first. */
  lint: Finding[];
};

/** null where there is no such SLO. Where a range cannot be shown, the default one is, and says why. */
export async function sloView(reader: Reader, now: Date, id: string, terms: ShownTerms): Promise<SloView | null> {
  const db = database();
  const standing = standingOf(db, id);
  if (!standing) return null;
  const { slo } = standing;
  const cursor = cursorOf(db, slo.sliId);
  readFigures(db, [standing]);
  const { assessed = null } = standing.figures;
  const adrs = await adrIndex();
  const row = sloFigures(db, adrs, ranked(standing, now));
  const ledger = remembered(storedLedger(db, slo.sliId));
  const shown = shownRange(ledger, slo, terms, now, delayOf({ engine: slo.sli.engine }));
  const to = ledger.last()?.minute ?? minuteAt(now.getTime());
  const { from } = shown.minutes;
  const until = shown.range.isLive ? now.getTime() : msOf(shown.minutes.to);
  const target = targetAt(slo.targets, to);
  const promised = adrs.promised(target.decisionPath, target.decisionId, id);
  const record = target.decisionPath === null ? null : adrs.record(target.decisionPath);
  const decision = record?.decisions.find((each) => each.id === target.decisionId);
  const method = budgetMethod(ledger, slo, assessed);
  return {
    now: now.toISOString(),
    row,
    description: slo.description,
    runbook: slo.runbook,
    p95Seconds: assessed?.window.p95Seconds ?? null,
    range: shown.range,
    series: shown.series,
    previous: shown.previous,
    budgetSeries: budgetSeries(ledger, slo, shown.minutes, shown.range.isLive),
    annotations: annotationsOf(db, slo, msOf(from), until).map((row) => ({
      ...row,
      mayRemove: mayRemove(reader, row),
    })),
    alerts: alertsOf(db, slo, msOf(from), until).map(alertMark),
    mayAnnotate: mayEdit(reader, slo.service),
    excluded: excludedIn(db, id, shown.minutes),
    targets: targetRows(slo, adrs, now),
    history: targetHistory(reader, adrs, slo, now),
    exclusions: exclusionsView(reader, now, id)?.items ?? [],
    decisionStatement: promised?.statement ?? null,
    decisionStatus: decision?.status ?? record?.status ?? null,
    record: record && {
      date: record.date,
      confidence: record.confidence,
      owner: record.review?.owner ?? null,
      reviewDue: record.review?.due ?? null,
    },
    drift: adrs.drift(id, target),
    fileDrift: fileDrift(slo.sli, slo.fileTarget, targetInForce(slo.targets, now.getTime())),
    breaches: breachesOf(db, id, from).map((breach) => breachRow(db, adrs, breach, slo, now)),
    burn: (assessed?.burn ?? []).map(({ longMinutes, shortMinutes, factor, kind, long, short }) => ({
      longLabel: span(longMinutes),
      shortLabel: span(shortMinutes),
      long,
      longCoverage: coverageIn(ledger, to - longMinutes, to),
      short,
      shortCoverage: coverageIn(ledger, to - shortMinutes, to),
      factor,
      kind: kind as BreachKind,
      firing: (long ?? 0) > factor && (short ?? 0) > factor,
    })),
    budgetSentence: budgetSentence(row),
    queries: queriesOf(slo, target.threshold, shown.minutes.to, shown.minutes.to - from),
    budgetMethod: method,
    backfill: backfillOf(cursor, now),
    mayCancelBackfill: mayEdit(reader, slo.service),
    counted: howCounted(db, ledger, slo, method ? Date.parse(method.from) : now.getTime()),
    corrected: correctedOf(db, id, assessed),
    lint: findingsOf(ledger, slo, now),
  };
}

const iso = (minute: number): string => new Date(msOf(minute)).toISOString();

const span = (minutes: number): string =>
  minutes % 1440 === 0 ? `${minutes / 1440} d` : minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;

/** Each exclusion's own reason, where the arithmetic needs their sum only. */
function excludedIn(db: Database, sloId: string, { from, to }: { from: number; to: number }): SloView["excluded"] {
  return exclusionsOf(db, sloId)
    .flatMap((exclusion) =>
      excludedSpans([exclusion], from, to).map((span) => ({
        from: iso(span.from),
        to: iso(span.to),
        reason: exclusion.reason,
      })),
    )
    .sort((a, b) => a.from.localeCompare(b.from))
    .slice(-MOST_BANDS);
}

/** More of them would hide the chart. */
const MOST_BANDS = 200;

export function queriesOf(slo: Slo, threshold: number | null, endMinute: number, minutes: number): QueryLink[] {
  const p95 = p95Query(slo.sli);
  return [
    queryLink(slo.sli, "Attainment", attainmentQuery(slo.sli, threshold), endMinute, minutes),
    queryLink(slo.sli, "Traffic", totalQuery(slo.sli), endMinute, minutes),
    ...(p95 ? [queryLink(slo.sli, "p95", p95, endMinute, minutes)] : []),
  ];
}
