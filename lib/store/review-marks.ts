import "server-only";
import { and, asc, eq, gt } from "drizzle-orm";
import { reviewMarks } from "@/db/daily";
import { type Database, prepared } from "./database";

/** `acknowledged`, `followed-up`, `dismissed`, `noted` or `taken-back`. `createdAt`: ms. */
export type StoredMark = typeof reviewMarks.$inferSelect;

/** A mark with the follow-up that it began. */
export type FoundMark = Omit<StoredMark, "createdAt"> & {
  createdAt: number;
  followUp: { text: string; owner: string; dueDay: string; closedAt: number | null } | null;
};

/** Returns its id. */
export const addMark = (db: Database, mark: Omit<StoredMark, "id">): number =>
  db.insert(reviewMarks).values(mark).returning({ id: reviewMarks.id }).get().id;

export function markById(db: Database, id: number): StoredMark | null {
  return db.select().from(reviewMarks).where(eq(reviewMarks.id, id)).get() ?? null;
}

/** The mark that took one back; null where it stands. */
export function takenBackBy(db: Database, { id, subject }: StoredMark): number | null {
  const { takesBack } = reviewMarks;
  const by = db
    .select({ id: reviewMarks.id })
    .from(reviewMarks)
    .where(and(eq(reviewMarks.subject, subject), eq(takesBack, id)))
    .get();
  return by?.id ?? null;
}

type Row = Omit<FoundMark, "followUp"> & {
  followText: string | null;
  owner: string | null;
  dueDay: string | null;
  closedAt: number | null;
};

/** Every mark about these subjects in just these states, oldest first, by subject: one query however many there are. */
export function marksAbout(
  db: Database,
  wanted: readonly { subject: string; state: string }[],
): Map<string, FoundMark[]> {
  const found = new Map<string, FoundMark[]>();
  if (wanted.length === 0) return found;
  const pairs = JSON.stringify(wanted.map(({ subject, state }) => [subject, state]));
  for (const { followText, owner, dueDay, closedAt, ...mark } of prepared(db, finding).all(pairs) as Row[]) {
    const followUp =
      followText === null ? null : { text: followText, owner: owner ?? "", dueDay: dueDay ?? "", closedAt };
    const those = found.get(mark.subject) ?? [];
    those.push({ ...mark, followUp });
    found.set(mark.subject, those);
  }
  return found;
}

const finding = ({ $client }: Database) =>
  $client.prepare(`
    SELECT m.id, m.subject, m.state, m.what, m.text, m.follow_up_id AS followUpId, m.takes_back AS takesBack, m.author,
      m.author_id AS authorId, m.created_at AS createdAt,
      f.text AS followText, f.owner, f.due_day AS dueDay, f.closed_at AS closedAt
    FROM json_each(?) AS wanted
    CROSS JOIN review_marks AS m ON m.subject = wanted.value ->> 0 AND m.state = wanted.value ->> 1
    LEFT JOIN follow_ups AS f ON f.id = m.follow_up_id
    ORDER BY m.id`);

/** When somebody first handled something after an instant, ms; null where they did not. */
export function firstMarkAfter(db: Database, authorId: string, afterMs: number): number | null {
  const first = db
    .select({ at: reviewMarks.createdAt })
    .from(reviewMarks)
    .where(and(gt(reviewMarks.createdAt, afterMs), eq(reviewMarks.authorId, authorId)))
    .orderBy(asc(reviewMarks.createdAt))
    .limit(1)
    .get();
  return first?.at ?? null;
}
