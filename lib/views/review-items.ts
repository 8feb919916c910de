import "server-only";
import {
  driftState,
  isHandled,
  MARKS,
  type MarkKind,
  type ReviewKind,
  sloState,
  standing,
  subjectText,
} from "@/lib/slo/review-item";
import type { Database } from "@/lib/store/database";
import { type FoundMark, marksAbout } from "@/lib/store/review-marks";
import type { AdrIndex } from "./adr-index";
import { type Drift, drifts } from "./drifts";
import { type Ranked, ranking } from "./ranking";
import { type RevisitDue, revisitsDue } from "./revisits-due";

/** One thing that the daily review goes through. */
export type Item = {
  subject: string;
  state: string;
  kind: ReviewKind;
  /** Of its SLO; null for a revisit. */
  each: Ranked | null;
  drift: Drift | null;
  revisit: RevisitDue | null;
};

export const dayOf = (at: number | Date): string => new Date(at).toISOString().slice(0, 10);

/** Everything that needs somebody now, in the order of the page. */
export function reviewItems(db: Database, adrs: AdrIndex, now: Date): Item[] {
  const today = dayOf(now);
  const all = ranking(db, now);
  const items: Item[] = [];
  for (const each of all) {
    // Most are met, and there may be a thousand.
    if (each.verdict === "met") continue;
    const newest = each.open.length === 0 ? null : Math.max(...each.open.map(({ id }) => id));
    const state = sloState(each.verdict, newest, today);
    if (state === null) continue;
    const subject = subjectText({ of: "slo", sloId: each.slo.id });
    items.push({ subject, state, kind: each.verdict, each, drift: null, revisit: null });
  }
  const drifting = drifts(db, adrs, now);
  if (drifting.length > 0) {
    const ofSlo = new Map(all.map((each) => [each.slo.id, each]));
    for (const drift of drifting) {
      const each = ofSlo.get(drift.sloId);
      const subject = subjectText({ of: "drift", sloId: drift.sloId });
      const state = driftState(drift.target.version, drift.words);
      if (each) items.push({ subject, state, kind: "drift", each, drift, revisit: null });
    }
  }
  const revisits = revisitsDue(db, adrs.records, today).map((revisit): Item => {
    const subject = subjectText({ of: "revisit", path: revisit.record.path });
    return { subject, state: revisit.state, kind: "revisit", each: null, drift: null, revisit };
  });
  return [...items, ...revisits];
}

/** How an item was handled. `text`: a note, or the reason of a dismissal. */
export type Handling = {
  id: number;
  what: MarkKind;
  by: string;
  authorId: string;
  at: string;
  text: string | null;
  followUp: { id: number; text: string; owner: string; dueDay: string } | null;
};

export type Said = { id: number; text: string; by: string; authorId: string; at: string };

export type Told = { handled: Handling | null; notes: Said[] };

const NOTHING: Told = { handled: null, notes: [] };

/** What people did with items, by subject: one query however many there are. */
export function toldOf(db: Database, items: readonly Item[], now: Date): (item: Item) => Told {
  const marks = marksAbout(db, items);
  const today = dayOf(now);
  return (item) => {
    const those = marks.get(item.subject);
    if (!those) return NOTHING;
    const stands = standing(those);
    const notes = stands.filter(({ what }) => what === "noted");
    const last = stands.findLast(({ what }) => what !== "noted");
    return {
      handled: last ? handlingOf(last, item.state, today) : null,
      notes: notes.map(({ id, text, author, authorId, createdAt }) => ({
        id,
        text: text ?? "",
        by: author,
        authorId,
        at: iso(createdAt),
      })),
    };
  };
}

function handlingOf(mark: FoundMark, state: string, today: string): Handling | null {
  const what = MARKS.find((each) => each === mark.what);
  if (!what) return null;
  const { followUp, followUpId, createdAt } = mark;
  const waits = followUp && { open: followUp.closedAt === null, dueDay: followUp.dueDay };
  if (!isHandled({ what, state: mark.state, day: dayOf(createdAt), followUp: waits }, state, today)) return null;
  return {
    id: mark.id,
    what,
    by: mark.author,
    authorId: mark.authorId,
    at: iso(createdAt),
    text: mark.text,
    followUp:
      followUp && followUpId !== null
        ? { id: followUpId, text: followUp.text, owner: followUp.owner, dueDay: followUp.dueDay }
        : null,
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** How many items wait for somebody: the count beside Today. */
export function openItems(db: Database, adrs: AdrIndex, now: Date): number {
  const items = reviewItems(db, adrs, now);
  const told = toldOf(db, items, now);
  return items.filter((item) => told(item).handled === null).length;
}
