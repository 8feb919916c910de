import type { Verdict } from "./verdict";

/** What a daily review goes through, in its order. */
export const REVIEW_KINDS = ["breached", "at-risk", "unknown", "no-traffic", "drift", "revisit"] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];

/** What an item is about. An SLO that is breached and whose target drifts is two items: they are settled by other people. */
export type Subject = { of: "slo" | "drift"; sloId: string } | { of: "revisit"; path: string };

export function subjectText(subject: Subject): string {
  return subject.of === "revisit" ? `decision:${subject.path}` : `${subject.of}:${subject.sloId}`;
}

/**
 * The state of an SLO that needs somebody; null where it is met. The newest open breach names it, so that another one is
 * another state, and one that ends is none. What has no episode is named by its day: that it went and came back could not be
 * told otherwise. `day`: UTC, ISO 8601.
 */
export function sloState(verdict: Verdict, newestOpenBreach: number | null, day: string): string | null {
  if (verdict === "met") return null;
  const named = verdict === "breached" || verdict === "at-risk" ? newestOpenBreach : null;
  return `${verdict} ${named ?? day}`;
}

/** `words`: how the target differs. Another version, or another difference, is another state. */
export const driftState = (version: number, words: string): string => `drift ${version} ${words}`.slice(0, 500);

/** Days before a revisit is due on which it becomes an item. */
const REVISIT_AHEAD_DAYS = 14;

/** null where it is due later. Both are ISO 8601 days; what is overdue is another state than what is to come. */
export function revisitState(due: string, today: string): string | null {
  if (daysBetween(today, due) > REVISIT_AHEAD_DAYS) return null;
  return due < today ? `overdue ${due}` : `due ${due}`;
}

/** Whole days from one day to another; negative where the other is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

export const MARKS = ["acknowledged", "followed-up", "dismissed"] as const;
export type MarkKind = (typeof MARKS)[number];

export type Mark = {
  what: MarkKind;
  state: string;
  /** UTC, ISO 8601. */
  day: string;
  /** What a follow-up waits for; null where the mark is none. */
  followUp: { open: boolean; dueDay: string } | null;
};

/**
 * Whether an item is still handled. A mark holds at most while its subject stays in the state that it is about. Somebody having
 * seen it holds for that day; that somebody does something, until it is done or its day has passed; a dismissal, which has a
 * reason, as long as the state.
 */
export function isHandled(mark: Mark, state: string, today: string): boolean {
  if (mark.state !== state) return false;
  if (mark.what === "dismissed") return true;
  if (mark.what === "acknowledged") return mark.day === today;
  return mark.followUp?.open === true && mark.followUp.dueDay >= today;
}

type Recorded = { id: number; what: string; takesBack: number | null };

/** What of the marks of one subject and state stands, oldest first: neither taken back, nor a taking back. */
export function standing<Each extends Recorded>(marks: readonly Each[]): Each[] {
  const takenBack = new Set(marks.map(({ takesBack }) => takesBack));
  return marks.filter(({ id, what }) => what !== "taken-back" && !takenBack.has(id)).sort((a, b) => a.id - b.id);
}
