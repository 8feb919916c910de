import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { targetStatement } from "@/lib/format/target";
import { mayEdit } from "@/lib/rights";
import type { BreachKind } from "@/lib/slo/breach-kind";
import type { Cause } from "@/lib/slo/cause";
import { type Budget, budgetOf } from "@/lib/slo/error-budget";
import { remembered } from "@/lib/slo/ledger";
import { publicKind } from "@/lib/slo/sli";
import { minuteAt, msOf } from "@/lib/slo/window";
import { type BreachEntry, entriesOfBreach } from "@/lib/store/breach-entries";
import { breachById, openBreaches } from "@/lib/store/breaches";
import { type Database, database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import { sloById } from "@/lib/store/slos";
import { adrIndex } from "./adr-index";
import { alertsOf } from "./alerts";
import { type BreachRow, breachRow } from "./breach-row";
import { breachSentence } from "./breach-sentence";
import { changesBefore, timelineOf } from "./breach-timeline";
import { type ContributionView, contributionFor } from "./contribution";
import { type DecisionThen, decisionThen } from "./decision-then";
import { exploreLink, type QueryLink } from "./query-link";
import { ranked } from "./ranking";
import { type SameHoursView, sameHoursOf } from "./same-hours";
import { type SeriesPoint, seriesOf } from "./series";
import { type SilenceView, silencesOfBreach } from "./silences";
import { queriesOf } from "./slo";
import { type SloRow, sloRow } from "./slo-row";
import { readFigures, standingOf } from "./standing";
import type { TimelineEvent } from "./timeline-event";

export type BreachView = {
  now: string;
  row: BreachRow;
  slo: SloRow;
  runbook: string | null;
  /** Since when, how long, how bad, in words. */
  sentence: string;
  /** The deploy or event after which it opened shortly; null where there was none. */
  changeBefore: { title: string; minutes: number; at: string } | null;
  sinceOpening: { attainment: number | null; bad: number; allowed: number; total: number; coverage: number };
  /** The minutes around the breach, at most about 240 slices. */
  series: SeriesPoint[];
  seriesFrom: string;
  seriesTo: string;
  target: { version: number; objective: number; statement: string };
  decision: DecisionThen | null;
  timeline: TimelineEvent[];
  /** What of it Alertmanager tells nobody for a while. */
  silences: SilenceView[];
  sameHours: SameHoursView;
  contribution: ContributionView;
  /** Who acknowledged it, first of all; null where nobody has. */
  acknowledged: { by: string; at: string } | null;
  /** The cause that holds. */
  cause: { cause: Cause; text: string | null; author: string; at: string } | null;
  /** What whoever reads may say of it. */
  may: { note: boolean; cause: boolean };
  queries: QueryLink[];
  /** The attainment in Grafana's Explore; null where no Grafana is configured. */
  explore: string | null;
  /** Of the minutes that both of them show. */
  queriesFrom: string;
  queriesTo: string;
  /** Open ones of other SLOs, newest first. */
  others: { id: number; name: string; kind: BreachKind; openedAt: string }[];
};

const MOST_SLICES = 240;
/** What is shown before a breach opened, min; after it closed, half of that. */
const LEAD = 120;

/** null where there is no such breach. */
export async function breachView(reader: Reader, now: Date, id: number): Promise<BreachView | null> {
  const db = database();
  const breach = breachById(db, id);
  const standing = breach && standingOf(db, breach.sloId);
  if (!breach || !standing) return null;
  readFigures(db, [standing]);
  const { slo } = standing;
  const target = slo.targets.find(({ version }) => version === breach.targetVersion) ?? slo.targets[0];
  if (!target) return null;
  const adrs = await adrIndex();
  const ledger = remembered(storedLedger(db, slo.sliId));
  const last = ledger.last()?.minute ?? minuteAt(now.getTime());
  const until = Math.min(breach.closedMinute ?? last, last);
  const lead =
    breach.kind === "objective-missed" ? LEAD : Math.max(LEAD, Math.round((until - breach.openedMinute) / 2));
  const step = Math.max(1, Math.ceil((until + lead / 2 - (breach.openedMinute - lead)) / MOST_SLICES));
  const to = Math.min(last, until + Math.round(lead / 2));
  const from = to - Math.ceil((to - (breach.openedMinute - lead)) / step) * step;
  const row = breachRow(db, adrs, breach, slo, now);
  const opened = breach.openedMinute;
  // The minute in which it opened is a bad one already.
  const since = opened - 1;
  const budget = budgetOf(ledger, slo.targets, slo.edges, since, Math.max(until, opened));
  const [change = null] = changesBefore(db, [{ openedMinute: opened, slo }]);
  const entries = entriesOfBreach(db, id);
  const queries = queriesOf(slo, target.threshold, to, to - from);
  return {
    now: now.toISOString(),
    row,
    slo: sloRow(adrs, ranked(standing, now)),
    runbook: slo.runbook,
    sentence: breachSentence(row, sinceOpening(budget), target, publicKind(slo.sli), now.toISOString()),
    changeBefore: change && {
      title: change.title,
      minutes: Math.floor((msOf(opened) - change.fromAt) / 60_000),
      at: isoOf(change.fromAt),
    },
    sinceOpening: sinceOpening(budget),
    series: seriesOf(ledger, slo, from, to, step),
    seriesFrom: iso(from),
    seriesTo: iso(to),
    target: { version: target.version, objective: target.objective, statement: targetStatement(target, slo.sli) },
    decision: await decisionThen(breach, target, slo, adrs, now),
    timeline: timelineOf(db, breach, slo, now),
    silences: breach.closedMinute === null ? silencesOfBreach(db, id, firingAround(db, slo, now), now) : [],
    sameHours: sameHoursOf(ledger, slo, since, Math.max(until, opened), now),
    contribution: contributionFor(db, reader, breach, slo, now),
    acknowledged: acknowledgedIn(entries),
    cause: causeIn(entries),
    may: { note: reader.kind !== "anonymous", cause: reader.kind !== "anonymous" && mayEdit(reader, slo.service) },
    queries,
    explore: queries[0] ? exploreLink(slo.sli, queries[0].promql, from, to) : null,
    queriesFrom: iso(from),
    queriesTo: iso(to),
    others: othersThan(db, slo.id),
  };
}

const iso = (minute: number): string => new Date(msOf(minute)).toISOString();
const isoOf = (ms: number): string => new Date(ms).toISOString();

const sinceOpening = ({ attainment, spent, allowed, total, coverage }: Budget): BreachView["sinceOpening"] => ({
  attainment,
  bad: spent,
  allowed,
  total,
  coverage,
});

function acknowledgedIn(entries: readonly BreachEntry[]): BreachView["acknowledged"] {
  const first = entries.find(({ what }) => what === "acknowledged");
  return first ? { by: first.author, at: isoOf(first.createdAt) } : null;
}

function causeIn(entries: readonly BreachEntry[]): BreachView["cause"] {
  const newest = entries.findLast(({ cause }) => cause !== null);
  if (!newest?.cause) return null;
  return { cause: newest.cause, text: newest.text, author: newest.author, at: isoOf(newest.createdAt) };
}

/** The alerts of others that fire now, by fingerprint. */
const firingAround = (db: Database, slo: { id: string; service: string }, now: Date): string[] =>
  alertsOf(db, slo, now.getTime(), now.getTime()).map(({ fingerprint }) => fingerprint);

const MOST_OTHERS = 5;

const othersThan = (db: Database, sloId: string): BreachView["others"] =>
  openBreaches(db)
    .filter((other) => other.sloId !== sloId)
    .slice(0, MOST_OTHERS)
    .flatMap(({ id, sloId: other, kind, openedMinute }) => {
      const name = sloById(db, other)?.name;
      return name === undefined ? [] : [{ id, name, kind, openedAt: iso(openedMinute) }];
    });
