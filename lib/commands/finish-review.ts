import "server-only";
import { type Actor, mustReview, type Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import type { FinishDraft } from "@/lib/slo/review-draft";
import { addAudit } from "@/lib/store/audit";
import { atomicallyWhenFree, database } from "@/lib/store/database";
import { firstMarkAfter } from "@/lib/store/review-marks";
import { addReview, lastReview } from "@/lib/store/reviews";
import { adrIndex } from "@/lib/views/adr-index";
import { keep } from "@/lib/views/kept-review";
import { ranking } from "@/lib/views/ranking";
import { dayOf } from "@/lib/views/review-items";
import { lineOf, type ReviewLine } from "@/lib/views/reviews";
import { viewOf } from "@/lib/views/today";

/** What was handled longer ago belongs to no review that is finished now. */
const LONGEST_MS = 12 * 3_600_000;

/**
 * Finishes the review of the day and keeps the page as it is. There may be several a day; `after` says which was seen to be the
 * last one, so that a second press, or a second person, does not finish the same review twice.
 * @throws DomainError
 */
export async function finishReview(actor: Actor, draft: FinishDraft, now: Date): Promise<ReviewLine> {
  mustReview(actor);
  const db = database();
  const adrs = await adrIndex();
  return atomicallyWhenFree(db, () => {
    const last = lastReview(db);
    if ((last?.id ?? null) !== draft.after)
      throw new DomainError(
        "stale",
        last
          ? `${last.author} finished a review on ${last.day} at ${new Date(last.finishedAt).toISOString().slice(11, 16)} UTC.`
          : "There is no finished review.",
        "Look at what it left, and finish again where something is still to be said.",
        { details: { last: last && lineOf(last) } },
      );
    // Whoever may mark may read.
    const view = viewOf(db, adrs, actor as Reader, now);
    const since = Math.max(last?.finishedAt ?? 0, now.getTime() - LONGEST_MS);
    const review = {
      day: dayOf(now),
      startedAt: firstMarkAfter(db, actor.id ?? "", since),
      finishedAt: now.getTime(),
      note: draft.note || null,
      author: actor.name,
      authorId: actor.id ?? "",
    };
    const id = addReview(db, { ...review, view: keep(view, ranking(db, now), adrs) });
    const { handled, total } = view.items;
    addAudit(
      db,
      actor,
      {
        action: "review.finished",
        subjectKind: "review",
        subjectId: String(id),
        summary: `${actor.name} finished the review of ${review.day}: ${handled} of ${total} handled${review.note ? `. ${review.note}` : ""}`,
        detail: { handled, total, note: review.note },
      },
      now,
    );
    return lineOf({ id, ...review });
  });
}
