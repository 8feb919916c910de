import "server-only";
import { LRUCache } from "lru-cache";
import { endorsementOf } from "@/lib/adr/endorsement";
import type { AdrRecord } from "@/lib/adr/record";
import { mustReadUnhurried, type Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { latency } from "@/lib/format/latency";
import { BREACH_KINDS, type BreachKind } from "@/lib/slo/breach-kind";
import { type LedgerColumns, ledgerOver } from "@/lib/slo/ledger-columns";
import { periodMinutes, publicKind } from "@/lib/slo/sli";
import { beginning, loosenedIn, wrongThreshold } from "@/lib/slo/target-change";
import type { TargetTerms, TrialDraft } from "@/lib/slo/target-draft";
import { type TargetVersion, targetAt, targetInForce } from "@/lib/slo/target-history";
import type { Verdict } from "@/lib/slo/verdict";
import {
  alwaysHeld,
  type Change,
  heldAgainst,
  type Judged,
  judgeTarget,
  minutesInBreach,
  pairsOf,
  resolutionOf,
  type Side,
  WHAT_IF_DAYS,
} from "@/lib/slo/what-if";
import { minutesIn, msOf, parseWindow } from "@/lib/slo/window";
import { gistOf } from "@/lib/store/assessments";
import { type Database, database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import { loadedColumns, minutesPastBound } from "@/lib/store/ledger-columns";
import { lastRecount } from "@/lib/store/recounts";
import { type Slo, sloById } from "@/lib/store/slos";
import { adrIndex } from "./adr-index";
import { type Finding, findingsWith } from "./lint";
import { verdictNow } from "./ranking";
import { type TriedPoint, triedPoints } from "./tried-points";

export type { TriedPoint } from "./tried-points";

/** One of the two targets, over the period and now. Shares 0..1, null without traffic. */
export type TriedTarget = {
  good: number;
  bad: number;
  attainment: number | null;
  /** Of its own window, as it ends now. */
  budgetLeft: number | null;
  window: string;
  breaches: number;
  minutesInBreach: number;
  byKind: Record<BreachKind, { breaches: number; minutes: number }>;
  verdict: Verdict;
};

export type TriedBreach = {
  kind: BreachKind;
  openedAt: string;
  inForce: TriedSide | null;
  proposed: TriedSide | null;
  change: Change;
};
/** `episodes`: how many breaches of the other side it stands against; they are one line. */
type TriedSide = { minutes: number; episodes: number; open: boolean };

/** The same past, judged by the target in force and by a proposed one. From the ledger alone. */
export type WhatIfView = {
  now: string;
  kind: "ratio" | "latency" | "gauge";
  proposal: TargetTerms;
  /** What the server took for it, ms. */
  milliseconds: number;
  /** null where nothing is counted yet. */
  tried: {
    from: string;
    to: string;
    /** Whole days asked for; the ledger may reach less far. */
    daysAsked: number;
    /** Events. */
    total: number;
    /** Observed share of the period. */
    coverage: number;
    /** Oldest first: from when on its minutes are kept how far apart. */
    resolution: { from: string; everyMinutes: number }[];
    inForce: TriedTarget;
    proposed: TriedTarget;
    /** Oldest first. */
    breaches: TriedBreach[];
    points: TriedPoint[];
    /** What the judgement is of, where that is not plain; null where it is. */
    note: string | null;
  } | null;
  /** Why it cannot be tried; null where it was. */
  untried: string | null;
  /** In what it promises less than the target that it would take the place of. */
  loosens: ("objective" | "threshold")[];
  /** Of every decision, why it does not promise the proposed target; null where it does and is accepted. */
  objections: { path: string; id: string; objection: string | null }[];
  /** Of the proposed target, gravest first. */
  lint: Finding[];
};

const POINTS = 360;

/**
 * null where there is no such SLO. It is the costliest of all reads, so it counts itself, whichever door somebody came by.
 * @throws DomainError `bad-input` that names the field, `too-many-requests`
 */
export async function whatIfView(
  reader: Reader,
  now: Date,
  id: string,
  { effectiveFrom, ...terms }: TrialDraft,
): Promise<WhatIfView | null> {
  await mustReadUnhurried(reader);
  const { records } = await adrIndex();
  const began = performance.now();
  const db = database();
  const slo = sloById(db, id);
  if (!slo) return null;
  const wrong = wrongThreshold(terms.threshold, slo);
  if (wrong) throw new DomainError(wrong.code, wrong.message, wrong.wayOut, { details: wrong.details });
  const proposal = alwaysHeld(terms);
  const history = historyOf(db, slo, terms);
  const ledger = history && ledgerOver(history.columns);
  const untried = untriedBecause(slo, proposal, history);
  const tried = history && untried === null ? triedOn(db, slo, proposal, history, now) : null;
  return {
    now: now.toISOString(),
    kind: publicKind(slo.sli),
    proposal: terms,
    tried,
    untried,
    loosens: loosenedIn(slo.sli, targetInForce(slo.targets, beginning(effectiveFrom, now.getTime())), proposal),
    objections: objectionsTo(records, proposal, id),
    lint: ledger ? findingsWith(ledger, slo, proposal, now) : [],
    milliseconds: Math.round((performance.now() - began) * 10) / 10,
  };
}

/** Every decision that promises something for the SLO, and why it does not promise this. */
const objectionsTo = (records: readonly AdrRecord[], proposal: TargetVersion, id: string): WhatIfView["objections"] =>
  records.flatMap((record) =>
    record.decisions.map((decision) => {
      const named = { ...proposal, decisionPath: record.path, decisionId: decision.id };
      return { path: record.path, id: decision.id, objection: endorsementOf(record, named, id)?.objection ?? null };
    }),
  );

/** The rows that both are judged by, and what the target in force makes of them: the same for every proposal. */
type History = { columns: LedgerColumns; from: number; to: number; inForce: Judged };

/** Every usual window, so that trying another one reads nothing anew. */
const USUAL_REACH_MINUTES = 93 * 1440;

/** Somebody who types asks several times between two minutes. */
const known = new LRUCache<string, History>({ max: 8 });

function historyOf(db: Database, slo: Slo, { window }: TargetTerms): History | null {
  const stored = storedLedger(db, slo.sliId);
  const [first, last] = [stored.first()?.minute, stored.last()?.minute];
  if (first === undefined || last === undefined || first === last) return null;
  const to = last;
  const from = Math.max(to - WHAT_IF_DAYS * 1440, first);
  const windows = [window, ...slo.targets.map((target) => target.window)].map((text) => parseWindow(text));
  const reach = Math.max(...windows.map((each) => (each ? minutesIn(each) : 0)), USUAL_REACH_MINUTES);
  const targets = slo.targets.map(({ version }) => version).join();
  // Late samples write rows anew at the minutes where they were.
  const key = [slo.sliId, to, first, reach, targets, lastRecount(db, slo.sliId)].join(" ");
  const found = known.get(key);
  if (found) return found;
  const columns = loadedColumns(db, slo.sliId, from - reach, to, slo.edges?.length ?? 0);
  const inForce = judgeTarget(columns, slo.targets, slo.edges, from, to, periodMinutes(slo.sli));
  const history = { columns, from, to, inForce };
  known.set(key, history);
  return history;
}

function untriedBecause(slo: Slo, { threshold }: TargetVersion, history: History | null): string | null {
  if (!history) return "Nothing is counted yet, so there is nothing to judge by.";
  if (slo.sli.kind === "latency" && !slo.edges)
    return "No bucket of the histogram was seen yet, so no threshold can be judged.";
  const was = targetAt(slo.targets, history.to).threshold;
  if (slo.sli.kind === "native" && threshold !== was)
    return `A native histogram keeps no buckets: what lay within another threshold than ${latency(was ?? 0)} is not known. It is counted from when the change holds.`;
  return null;
}

function triedOn(
  db: Database,
  slo: Slo,
  proposal: TargetVersion,
  { columns, from, to, inForce }: History,
  now: Date,
): WhatIfView["tried"] {
  const { held, note } = proposedColumns(db, slo, proposal, columns, from);
  const proposed = judgeTarget(held, [proposal], slo.edges, from, to, periodMinutes(slo.sli));
  const side = (found: Side | null): TriedSide | null =>
    found && { minutes: found.minutes, episodes: found.episodes, open: found.open };
  return {
    from: iso(from),
    to: iso(to),
    daysAsked: WHAT_IF_DAYS,
    total: inForce.period.total,
    coverage: inForce.period.coverage,
    resolution: resolutionOf(columns, from).map((step) => ({ ...step, from: iso(step.from) })),
    inForce: triedTarget(slo, targetAt(slo.targets, to), inForce, to, now),
    proposed: triedTarget(slo, proposal, proposed, to, now),
    breaches: pairsOf(inForce.episodes, proposed.episodes, to).map((pair) => ({
      kind: pair.kind,
      openedAt: iso((pair.inForce ?? pair.proposed)?.openedMinute ?? from),
      inForce: side(pair.inForce),
      proposed: side(pair.proposed),
      change: pair.change,
    })),
    points: triedPoints(
      { ledger: ledgerOver(columns), targets: slo.targets },
      { ledger: ledgerOver(held), targets: [proposal] },
      slo.edges,
      { from, to, step: Math.max(1, Math.ceil((to - from) / POINTS)) },
    ),
    note,
  };
}

/** A gauge's minutes are held against the proposed bound; anything else keeps what any threshold needs. */
function proposedColumns(
  db: Database,
  { sli, sliId, targets }: Slo,
  { threshold }: TargetVersion,
  columns: LedgerColumns,
  from: number,
): { held: LedgerColumns; note: string | null } {
  if (sli.kind !== "gauge" || threshold === null) return { held: columns, note: null };
  if (targets.every((target) => target.threshold === threshold)) return { held: columns, note: null };
  const past = minutesPastBound(db, sliId, sli.op, threshold);
  if (!past) return { held: columns, note: "No value of the gauge is kept yet: the bound in force judges both." };
  const words = ["Proposed minutes are held against the bound by the worst series of each."];
  if (past.since > from) words.push("Values are kept for 92 days; minutes before them stay as they were judged.");
  return { held: heldAgainst(columns, past.minutes, past.since), note: words.join(" ") };
}

function triedTarget(slo: Slo, target: TargetVersion, judged: Judged, to: number, now: Date): TriedTarget {
  const { period, episodes, open } = judged;
  const byKind = Object.fromEntries(
    BREACH_KINDS.map((kind) => {
      const own = episodes.filter((episode) => episode.kind === kind);
      return [kind, { breaches: own.length, minutes: minutesInBreach(own, to) }];
    }),
  ) as TriedTarget["byKind"];
  return {
    good: period.good,
    bad: period.spent,
    attainment: period.attainment,
    budgetLeft: judged.now.window.remaining,
    window: target.window,
    breaches: episodes.length,
    minutesInBreach: minutesInBreach(episodes, to),
    byKind,
    verdict: verdictNow(slo, target, judged.now && gistOf(judged.now), open, now).verdict,
  };
}

const iso = (minute: number): string => new Date(msOf(minute)).toISOString();
