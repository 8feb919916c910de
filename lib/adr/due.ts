import type { AdrDecision } from "./decision";
import type { AdrRecord } from "./record";
import { isGone } from "./status-word";

/** As much of the newest outcome of a decision as its next date depends on. */
export type LastOutcome = {
  settles: boolean;
  nextDue: string | null;
  fileDue: string | null;
  /** The dates that outcomes of its record have asked for, whichever decision they were of; left out, none. */
  askedFor?: ReadonlySet<string>;
};

export type Due = {
  /** ISO 8601; null: there is none. */
  day: string | null;
  /** Who says so: the record, or an outcome that is newer than what the record says. */
  by: "record" | "outcome";
};

/**
 * When a decision is looked at again. An outcome moves the date; a record whose date was changed after it speaks again.
 * Whether it was changed is told by what it said when the outcome was recorded, so that mending a comma moves nothing. A record
 * has one date for all of its decisions: where it says what an outcome of another one asked for, it was patched, and says
 * nothing new of this one.
 */
export function dueOf(fileDue: string | null, last: LastOutcome | null): Due {
  if (last === null) return { day: fileDue, by: "record" };
  const isPatched = fileDue !== null && fileDue !== last.nextDue && last.askedFor?.has(fileDue) === true;
  if (fileDue !== last.fileDue && !isPatched) return { day: fileDue, by: "record" };
  return { day: last.settles ? null : last.nextDue, by: "outcome" };
}

/**
 * Whether there is still something to look at. A part that is superseded on its own is not; a record that is superseded in part
 * leaves open which of its decisions are meant, so it retires none of them.
 */
export const isAlive = (
  record: Pick<AdrRecord, "status" | "statusPartial">,
  decision: Pick<AdrDecision, "status">,
): boolean => !(decision.status === null ? !record.statusPartial && isGone(record.status) : isGone(decision.status));

/** The date that a record is to say: the earliest of its decisions that were looked at and are still held to; null: none. */
export function dueOfRecord(record: AdrRecord, lastOf: (decisionId: string) => LastOutcome | null): string | null {
  const days = record.decisions.flatMap((decision) => {
    const last = lastOf(decision.id);
    const isHeld = last !== null && isAlive(record, decision);
    return (isHeld && dueOf(record.review?.due ?? null, last).day) || [];
  });
  return days.sort()[0] ?? null;
}

/** The day a period (`P3M`) after another one; in a month that is too short, its last day. */
export function dayAfter(day: string, every: string): string | null {
  const [, count, unit] = /^P([1-9]\d{0,3})([DWMY])$/.exec(every) ?? [];
  const from = new Date(`${day}T00:00:00Z`);
  if (count === undefined || Number.isNaN(from.getTime())) return null;
  const n = Number(count);
  if (unit === "D" || unit === "W") from.setUTCDate(from.getUTCDate() + n * (unit === "W" ? 7 : 1));
  else {
    const wanted = from.getUTCDate();
    from.setUTCDate(1);
    from.setUTCMonth(from.getUTCMonth() + n * (unit === "Y" ? 12 : 1));
    const last = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 0)).getUTCDate();
    from.setUTCDate(Math.min(wanted, last));
  }
  return from.toISOString().slice(0, 10);
}
