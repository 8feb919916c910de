import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { attainmentQuery, p95Query, totalQuery } from "@/lib/rules/shown-query";
import type { BreachKind } from "@/lib/slo/breach-kind";
import { budgetOf } from "@/lib/slo/error-budget";
import { type Ledger, remembered } from "@/lib/slo/ledger";
import { fileDrift } from "@/lib/slo/target-difference";
import { targetAt, targetInForce } from "@/lib/slo/target-history";
import { minuteAt, msOf, parseWindow, spanOf } from "@/lib/slo/window";
import { breachesOf } from "@/lib/store/breaches";
import { cursorOf } from "@/lib/store/cursors";
import { database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import type { Slo } from "@/lib/store/slos";
import { adrIndex } from "./adr-index";
import { type Backfill, backfillOf } from "./backfill";
import { type BreachRow, breachRow } from "./breach-row";
import { type BudgetMethod, budgetMethod } from "./budget-method";
import { budgetSentence } from "./budget-sentence";
import { type Corrected, correctedOf } from "./corrected";
import { coverageIn } from "./coverage";
import { type ExclusionsView, exclusionsView } from "./exclusions";
import { type HowCounted, howCounted } from "./how-counted";
import { type Finding, findingsOf } from "./lint";
import { type QueryLink, queryLink } from "./query-link";
import { ranked } from "./ranking";
import { type SeriesPoint, seriesOf } from "./series";
import { type SloFigures, sloFigures } from "./slo-row";
import { readFigures, standingOf } from "./standing";
import { type TargetHistory, targetHistory } from "./target-history";
import { type TargetRow, targetRows } from "./target-row";

export type { QueryLink } from "./query-link";
export type { SeriesPoint } from "./series";
export type { TargetMoment } from "./target-history";

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
  row: SloFigures;
  description: string | null;
  runbook: string | null;
  /** Over the SLO's window, and of that share of it; latency SLIs only. */
  p95Seconds: number | null;
  range: { name: RangeName; from: string; to: string; stepSeconds: number };
  series: SeriesPoint[];
  /** `coverage`: observed share of the window that ended then. */
  budgetSeries: { t: number; remaining: number | null; coverage: number }[];
  /** Newest first. */
  targets: TargetRow[];
  /** Every version, newest first, cancelled ones too. */
  history: TargetHistory;
  exclusions: ExclusionsView["items"];
  /** The promised sentence, as the ADR's front matter words it. */
  decisionStatement: string | null;
  decisionStatus: string | null;
  drift: string | null;
  /** Where the target in force differs from what its file says, in words. */
  fileDrift: string | null;
  /** Newest first, at most 50. */
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
  counted: HowCounted;
  corrected: Corrected | null;
  /** What is doubtful about it, gravest first. */
  lint: Finding[];
};

/** null where there is no such SLO. An unknown range is the default one. */
export async function sloView(reader: Reader, now: Date, id: string, range: string): Promise<SloView | null> {
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
  const name: RangeName = range in RANGES ? (range as RangeName) : DEFAULT_RANGE;
  const { minutes, step } = RANGES[name];
  const to = ledger.last()?.minute ?? minuteAt(now.getTime());
  const from = to - minutes;
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
    range: { name, from: iso(from), to: iso(to), stepSeconds: step * 60 },
    series: seriesOf(ledger, slo, from, to, step),
    budgetSeries: budgetSeries(ledger, slo, from, to, step),
    targets: targetRows(slo, adrs, now),
    history: targetHistory(reader, adrs, slo, now),
    exclusions: exclusionsView(reader, now, id)?.items ?? [],
    decisionStatement: promised?.statement ?? null,
    decisionStatus: decision?.status ?? record?.status ?? null,
    drift: adrs.drift(id, target),
    fileDrift: fileDrift(slo.sli, slo.fileTarget, targetInForce(slo.targets, now.getTime())),
    breaches: breachesOf(db, id, from, 50).map((breach) => breachRow(db, adrs, breach, slo, now)),
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
    queries: queriesOf(slo, target.threshold, to, minutes),
    budgetMethod: method,
    backfill: backfillOf(cursor),
    counted: howCounted(db, ledger, slo, method ? Date.parse(method.from) : now.getTime()),
    corrected: correctedOf(db, id, assessed),
    lint: findingsOf(ledger, slo, now),
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
    const budget = end <= first ? null : budgetOf(ledger, slo.targets, slo.edges, spanOf(window, end).from, end);
    points.push({ t: msOf(end), remaining: budget?.remaining ?? null, coverage: budget?.coverage ?? 0 });
  }
  return points;
}

export function queriesOf(slo: Slo, threshold: number | null, endMinute: number, minutes: number): QueryLink[] {
  const p95 = p95Query(slo.sli);
  return [
    queryLink("Attainment", attainmentQuery(slo.sli, threshold), endMinute, minutes),
    queryLink("Traffic", totalQuery(slo.sli), endMinute, minutes),
    ...(p95 ? [queryLink("p95", p95, endMinute, minutes)] : []),
  ];
}
