import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { targetStatement } from "@/lib/format/target";
import { type Budget, budgetOf } from "@/lib/slo/error-budget";
import { type Ledger, remembered } from "@/lib/slo/ledger";
import type { TargetVersion } from "@/lib/slo/target-history";
import { minuteAt, msOf } from "@/lib/slo/window";
import { type Breach, breachById, breachesOf } from "@/lib/store/breaches";
import { type Database, database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import type { Slo } from "@/lib/store/slos";
import { type AdrIndex, adrIndex } from "./adr-index";
import { type BreachRow, breachRow } from "./breach-row";
import { breachSentence, kindInWords } from "./breach-sentence";
import { snappedOutward } from "./coverage";
import type { QueryLink } from "./query-link";
import { ranked } from "./ranking";
import { type SeriesPoint, seriesOf } from "./series";
import { queriesOf } from "./slo";
import { type DecisionLink, type SloRow, sloRow } from "./slo-row";
import { standingOf } from "./standing";

export type BreachView = {
  now: string;
  row: BreachRow;
  slo: SloRow;
  runbook: string | null;
  /** Since when, how long, how bad, in words. */
  sentence: string;
  sinceOpening: { attainment: number | null; bad: number; allowed: number; total: number; coverage: number };
  /** The minutes around the breach, at most about 240 slices. */
  series: SeriesPoint[];
  seriesFrom: string;
  seriesTo: string;
  target: { version: number; objective: number; statement: string };
  /** The decision that was in force when it opened, as stored with the breach. */
  decision:
    | (DecisionLink & {
        /** The promised sentence. */
        statement: string | null;
        status: string | null;
        adrCommit: string | null;
        /** What has changed in the decision since, in words. */
        nowDiffers: string | null;
      })
    | null;
  timeline: {
    at: string;
    what: string;
    detail: string | null;
    kind: "opened" | "closed" | "target" | "other-breach";
  }[];
  queries: QueryLink[];
  previous: {
    label: "Yesterday" | "A week ago";
    from: string;
    to: string;
    attainment: number | null;
    total: number;
    coverage: number;
  }[];
};

const MOST_SLICES = 240;
/** What is shown before a breach opened, min; after it closed, half of that. */
const LEAD = 120;

/** null where there is no such breach. */
export async function breachView(_reader: Reader, now: Date, id: number): Promise<BreachView | null> {
  const db = database();
  const breach = breachById(db, id);
  const standing = breach && standingOf(db, breach.sloId);
  if (!breach || !standing) return null;
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
  const budget = budgetOf(
    ledger,
    slo.targets,
    slo.edges,
    breach.openedMinute,
    Math.max(until, breach.openedMinute + 1),
  );
  return {
    now: now.toISOString(),
    row,
    slo: sloRow(adrs, ranked(standing, now)),
    runbook: slo.runbook,
    sentence: breachSentence(row, sinceOpening(budget), now.toISOString()),
    sinceOpening: sinceOpening(budget),
    series: seriesOf(ledger, slo, from, to, step),
    seriesFrom: iso(from),
    seriesTo: iso(to),
    target: { version: target.version, objective: target.objective, statement: targetStatement(target, slo.sli) },
    decision: decisionThen(breach, target, slo, adrs),
    timeline: timelineOf(db, breach, slo, now),
    queries: queriesOf(slo, target.threshold, to, to - from),
    previous: previousOf(ledger, slo, breach.openedMinute, until),
  };
}

const iso = (minute: number): string => new Date(msOf(minute)).toISOString();

const sinceOpening = ({ attainment, spent, allowed, total, coverage }: Budget): BreachView["sinceOpening"] => ({
  attainment,
  bad: spent,
  allowed,
  total,
  coverage,
});

function decisionThen(breach: Breach, target: TargetVersion, slo: Slo, adrs: AdrIndex): BreachView["decision"] {
  const link = adrs.link(breach.decisionPath, breach.decisionId);
  if (!link) return null;
  const record = adrs.record(link.path);
  const decision = record?.decisions.find((each) => each.id === link.id);
  return {
    ...link,
    statement: adrs.promised(link.path, link.id, slo.id)?.statement ?? null,
    status: decision?.status ?? record?.status ?? null,
    adrCommit: breach.adrCommit,
    nowDiffers: adrs.drift(slo.id, target),
  };
}

function timelineOf(db: Database, breach: Breach, slo: Slo, now: Date): BreachView["timeline"] {
  const until = breach.closedMinute ?? minuteAt(now.getTime());
  const others = breachesOf(db, slo.id, breach.openedMinute - LEAD).filter(
    (other) => other.id !== breach.id && other.openedMinute <= until,
  );
  const targets = slo.targets.filter(
    ({ inForceFrom }) => minuteAt(inForceFrom) >= breach.openedMinute - LEAD && minuteAt(inForceFrom) <= until,
  );
  const entries: BreachView["timeline"] = [
    { at: iso(breach.openedMinute), what: "Breach opened", detail: kindInWords(breach.kind), kind: "opened" },
    ...(breach.closedMinute === null
      ? []
      : [{ at: iso(breach.closedMinute), what: "Breach closed", detail: breach.closeReason, kind: "closed" as const }]),
    ...others.map((other) => ({
      at: iso(other.openedMinute),
      what: `${kindInWords(other.kind)} opened`,
      detail: null,
      kind: "other-breach" as const,
    })),
    ...targets.map((target) => ({
      at: new Date(target.inForceFrom).toISOString(),
      what: `Target v${target.version}: ${targetStatement(target, slo.sli)}`,
      detail: target.reason,
      kind: "target" as const,
    })),
  ];
  return entries.sort((a, b) => (a.at < b.at ? -1 : 1));
}

const DAY = 1440;

/** The same minutes a day and a week before. */
function previousOf(ledger: Ledger, slo: Slo, opened: number, until: number): BreachView["previous"] {
  return (
    [
      ["Yesterday", DAY],
      ["A week ago", 7 * DAY],
    ] as const
  ).map(([label, shift]) => {
    const { from, to } = snappedOutward(ledger, opened - shift, Math.max(until, opened + 1) - shift);
    const { attainment, total, coverage } = budgetOf(ledger, slo.targets, slo.edges, from, to);
    return { label, from: iso(from), to: iso(to), attainment, total, coverage };
  });
}
