import "server-only";
import { decisionHref } from "@/lib/adr/decision-address";
import { dayAfter } from "@/lib/adr/due";
import type { Outcome } from "@/lib/adr/outcome";
import type { Reader } from "@/lib/auth/actor";
import { config } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import { mayReview } from "@/lib/rights";
import { parseQuarter, type Quarter, quarterBefore, quarterOf } from "@/lib/slo/quarter";
import { finalMinute, msOf } from "@/lib/slo/window";
import { type Database, database } from "@/lib/store/database";
import {
  allRevisits,
  entriesOf,
  evidenceOf,
  outcomesOf,
  type Revisit,
  type RevisitEntry,
  type RevisitOutcome,
  revisitOf,
  seenOf,
} from "@/lib/store/revisits";
import { type AdrIndex, adrIndex } from "./adr-index";
import { outcomeTag } from "./outcome-tag";
import { type ActionRow, actionsOf } from "./revisit-actions";
import { type DecisionEvidence, decisionEvidence } from "./revisit-evidence";
import { dueInPatch, editorOf, type NoteView, noteOf, type OutcomeView, outcomeView } from "./revisit-outcome";
import { revisitQueue } from "./revisit-queue";

export type { ActionRow } from "./revisit-actions";
export type { DecisionEvidence, SinceItem, TargetEvidence, TriggerView } from "./revisit-evidence";
export type { NoteView, OutcomeView } from "./revisit-outcome";

/** Times are ISO 8601 UTC, days ISO 8601. */
export type AgendaRow = {
  path: string;
  id: string;
  /** "docs/adr/0001-….md#d2" */
  address: string;
  title: string;
  /** "ADR 0001", or the record's title where it has no number. */
  record: string;
  recordTitle: string;
  href: string;
  /** "due", "triggered" …; "added" where somebody put it there. */
  why: string[];
  reasons: string[];
  outcome: Outcome | null;
  /** No record holds it any more. */
  missing: boolean;
};

/** One decision as the meeting sees it: the evidence is the frozen one where an outcome was recorded, or the meeting is over. */
export type DecisionScreenView = AgendaRow & {
  evidence: DecisionEvidence | null;
  /** When the evidence was frozen; null while it is live. */
  frozenAt: string | null;
  notes: NoteView[];
  /** Oldest first; the last one holds. */
  outcomes: OutcomeView[];
  etag: string;
  /** What the form begins with. */
  suggested: { nextDue: string; names: string[] };
  /** Where its targets are changed, with the decision filled in. */
  targets: { sloId: string; name: string; href: string }[];
};

export type RevisitView = {
  now: string;
  quarter: Pick<Quarter, "id" | "label" | "firstDay" | "lastDay">;
  state: "not-started" | "open" | "finished";
  /** Why it cannot be started; null where it can. */
  notNow: string | null;
  startedAt: string | null;
  startedBy: string | null;
  finishedAt: string | null;
  finishedBy: string | null;
  /** Evidence is counted up to here. */
  cutOff: string;
  mayReview: boolean;
  signedIn: boolean;
  agenda: AgendaRow[];
  decided: number;
  actions: { label: string; items: ActionRow[] };
  notes: NoteView[];
  /** Decisions that could be added. */
  others: { address: string; label: string }[];
  /** Of the decision that is asked for. */
  current: DecisionScreenView | null;
};

/** null where there is no such quarter, or no such decision on its agenda. `d`: the address of the decision that is shown. */
export async function revisitView(
  reader: Reader,
  now: Date,
  id: string,
  d: string | null,
): Promise<RevisitView | null> {
  const held = await heldOf(reader, now, id);
  if (!held) return null;
  const row = d === null ? null : held.view.agenda.find(({ address }) => address === d);
  if (row === undefined) return null;
  return { ...held.view, current: row && (await held.screen(row)) };
}

/** The whole meeting, for the report. null where there is no such quarter. */
export async function revisitReport(
  reader: Reader,
  now: Date,
  id: string,
): Promise<(RevisitView & { decisions: DecisionScreenView[] }) | null> {
  const held = await heldOf(reader, now, id);
  if (!held) return null;
  const decisions: DecisionScreenView[] = [];
  for (const row of held.view.agenda) decisions.push(await held.screen(row));
  return { ...held.view, decisions };
}

async function heldOf(reader: Reader, now: Date, id: string) {
  const quarter = parseQuarter(id);
  if (!quarter) return null;
  const db = database();
  const adrs = await adrIndex();
  const revisit = revisitOf(db, quarter.id);
  const entries = revisit ? entriesOf(db, quarter.id) : [];
  const outcomes = revisit ? outcomesOf(db, quarter.id) : [];
  const cutOff = revisit?.cutOffMinute ?? Math.min(finalMinute(now, config().delaySeconds), quarter.end);
  const agenda = agendaOf(db, adrs, now, quarter, revisit, entries, outcomes);
  const view: RevisitView = {
    now: now.toISOString(),
    quarter: { id: quarter.id, label: quarter.label, firstDay: quarter.firstDay, lastDay: quarter.lastDay },
    state: revisit === null ? "not-started" : revisit.finishedAt === null ? "open" : "finished",
    notNow: notNow(db, quarter, now),
    startedAt: revisit && iso(revisit.startedAt),
    startedBy: revisit?.startedBy ?? null,
    finishedAt: revisit?.finishedAt ? iso(revisit.finishedAt) : null,
    finishedBy: revisit?.finishedBy ?? null,
    cutOff: iso(msOf(cutOff)),
    mayReview: mayReview(reader),
    signedIn: reader.kind !== "anonymous",
    agenda,
    decided: agenda.filter(({ outcome }) => outcome !== null).length,
    actions: actionsOf(db, adrs, quarter, entries),
    notes: entries.filter(({ what, path }) => what === "note" && path === null).map(noteOf),
    others: othersOf(adrs, agenda),
    current: null,
  };
  const screen = (row: AgendaRow) => screenOf({ db, adrs, now, quarter, cutOff, entries, outcomes }, row);
  return { view, screen };
}

/** Why the meeting of a quarter cannot be started now; null where it can. */
export function notNow(db: Database, quarter: Quarter, now: Date): string | null {
  const current = quarterOf(now);
  if (quarter.id > current.id) return `${quarter.label} has not begun.`;
  if (quarter.id < quarterBefore(current).id) return `${quarter.label} is too long ago: nobody held its revisit.`;
  const other = allRevisits(db).find(({ finishedAt, quarter: held }) => finishedAt === null && held !== quarter.id);
  return other ? `The revisit of ${parseQuarter(other.quarter)?.label} is not finished.` : null;
}

function agendaOf(
  db: Database,
  adrs: AdrIndex,
  now: Date,
  quarter: Quarter,
  revisit: Revisit | null,
  entries: readonly RevisitEntry[],
  outcomes: readonly RevisitOutcome[],
): AgendaRow[] {
  const called = revisit
    ? revisit.agenda
    : revisitQueue(db, adrs, now, quarter.lastDay).map(({ decision: { path, id }, why, reasons }) => ({
        path,
        id,
        why: [...why],
        reasons,
      }));
  const added = entries.flatMap(({ what, path, decisionId, text }) =>
    what === "added" && path && decisionId ? [{ path, id: decisionId, why: ["added"], reasons: [text] }] : [],
  );
  return [...called, ...added].map(({ path, id, why, reasons }) => {
    const link = adrs.link(path, id);
    return {
      path,
      id,
      address: `${path}#${id}`,
      title: link?.missing === false ? link.title : `${path}#${id}`,
      record: link?.adrNumber ? `ADR ${link.adrNumber}` : (link?.adrTitle ?? path),
      recordTitle: link?.adrTitle ?? path,
      href: decisionHref({ path, id }),
      why,
      reasons,
      outcome: outcomes.findLast((each) => each.path === path && each.decisionId === id)?.outcome ?? null,
      missing: link?.missing ?? true,
    };
  });
}

const MOST_OTHERS = 200;

const othersOf = ({ records }: AdrIndex, agenda: readonly AgendaRow[]): RevisitView["others"] =>
  records
    .flatMap((record) =>
      record.decisions.map(({ id, title }) => ({
        address: `${record.path}#${id}`,
        label: `${record.number === null ? record.title : `ADR ${record.number}`} · ${id.toUpperCase()} ${title}`,
      })),
    )
    .filter(({ address }) => agenda.every((row) => row.address !== address))
    .slice(0, MOST_OTHERS);

type Room = {
  db: Database;
  adrs: AdrIndex;
  now: Date;
  quarter: Quarter;
  cutOff: number;
  entries: readonly RevisitEntry[];
  outcomes: readonly RevisitOutcome[];
};

async function screenOf(room: Room, row: AgendaRow): Promise<DecisionScreenView> {
  const { db, adrs, now, quarter, cutOff, entries, outcomes } = room;
  const own = outcomes.filter(({ path, decisionId }) => path === row.path && decisionId === row.id);
  const newest = own.at(-1) ?? null;
  const frozen = newest
    ? { evidence: evidenceOf(db, newest.id), createdAt: newest.createdAt }
    : seenOf(db, quarter.id, row.path, row.id);
  const evidence = frozen
    ? (frozen.evidence as DecisionEvidence)
    : await decisionEvidence(db, adrs, row, quarter, cutOff, now);
  const today = now.toISOString().slice(0, 10);
  const record = own.length === 0 ? null : adrs.record(row.path);
  const isSaid = record?.review?.due != null && record.review.due === dueInPatch(db, record);
  return {
    ...row,
    evidence,
    frozenAt: frozen && iso(frozen.createdAt),
    notes: entries
      .filter(({ what, path, decisionId }) => what === "note" && path === row.path && decisionId === row.id)
      .map(noteOf),
    outcomes: own.map((each) => outcomeView(db, quarter.id, each, { holds: each === newest, isSaid })),
    etag: `"${outcomeTag(newest)}"`,
    suggested: {
      nextDue: dayAfter(today, evidence?.every ?? "P3M") ?? "",
      names: outcomes.at(-1)?.names ?? [],
    },
    targets: (evidence?.targets ?? []).map(({ slo }) => ({
      sloId: slo.id,
      name: slo.name,
      href: editorOf(slo.id, row.address, quarter.id),
    })),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** @throws DomainError `not-found` */
export function mustBeThere<View>(view: View | null, quarter: string): View {
  if (view) return view;
  throw new DomainError("not-found", `There is no such revisit, or no such decision in it: ${quarter}.`, null);
}
