import "server-only";
import { dueOfRecord } from "@/lib/adr/due";
import { isSettled, OUTCOME_WORDS, type Outcome } from "@/lib/adr/outcome";
import type { AdrRecord } from "@/lib/adr/record";
import type { Database } from "@/lib/store/database";
import { followUpById } from "@/lib/store/follow-ups";
import { newestOutcomes, type RevisitEntry, type RevisitOutcome } from "@/lib/store/revisits";

/** What was recorded of a decision. Times are ISO 8601 UTC, days ISO 8601. */
export type OutcomeView = {
  id: number;
  outcome: Outcome;
  word: string;
  reason: string;
  names: string[];
  nextDue: string | null;
  action: { id: number; text: string; owner: string; dueDay: string; closedAt: string | null } | null;
  successor: { title: string; path: string } | null;
  author: string;
  at: string;
  /** A later one has taken its place. */
  corrected: boolean;
  /** There is a patch that brings the record up to it. */
  patch: string | null;
};

export type NoteView = { id: number; text: string; author: string; at: string };

/** `holds`: no later one has taken its place. `isSaid`: its record says the date already that it is to say. */
export function outcomeView(
  db: Database,
  quarter: string,
  each: RevisitOutcome,
  { holds, isSaid }: { holds: boolean; isSaid: boolean },
): OutcomeView {
  const action = each.followUpId === null ? null : followUpById(db, each.followUpId);
  return {
    id: each.id,
    outcome: each.outcome,
    word: OUTCOME_WORDS[each.outcome],
    reason: each.reason,
    names: each.names,
    nextDue: each.nextDue,
    action: action && {
      id: action.id,
      text: action.text,
      owner: action.owner,
      dueDay: action.dueDay,
      closedAt: action.closedAt === null ? null : iso(action.closedAt),
    },
    successor:
      each.successorTitle && each.successorPath ? { title: each.successorTitle, path: each.successorPath } : null,
    author: each.author,
    at: iso(each.createdAt),
    corrected: !holds,
    patch:
      holds && (isSettled(each.outcome) || (each.nextDue !== each.fileDue && !isSaid))
        ? `/api/v1/revisits/${quarter}/outcomes/${each.id}/patch`
        : null,
  };
}

/** The date that a patch gives a record, which has one for all of its decisions; null where no outcome asks for one. */
export function dueInPatch(db: Database, record: AdrRecord): string | null {
  const last = newestOutcomes(db);
  return dueOfRecord(record, (id) => last.get(`${record.path}#${id}`) ?? null);
}

export const noteOf = ({ id, text, author, createdAt }: RevisitEntry): NoteView => ({
  id,
  text,
  author,
  at: iso(createdAt),
});

/** Where a target is changed, with the decision filled in, and the way back. */
export const editorOf = (sloId: string, address: string, quarter: string): string => {
  const back = `/revisits/${quarter}?d=${encodeURIComponent(address)}`;
  return `/slos/${encodeURIComponent(sloId)}/target?decision=${encodeURIComponent(address)}&returnTo=${encodeURIComponent(back)}`;
};

const iso = (ms: number): string => new Date(ms).toISOString();
