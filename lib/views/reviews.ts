import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { medianMinutes } from "@/lib/slo/review-changes";
import { type Database, database } from "@/lib/store/database";
import {
  keptView,
  lastReview,
  type Review,
  reviewById,
  reviewedBefore,
  reviewPage,
  reviewsFrom,
} from "@/lib/store/reviews";
import type { Kept } from "./kept-review";
import { dayOf } from "./review-items";

/** A finished review. Times are ISO 8601 UTC; `startedAt` is when its author handled their first item. */
export type ReviewLine = {
  id: number;
  day: string;
  startedAt: string | null;
  finishedAt: string;
  by: string;
  note: string | null;
};

export const lineOf = ({ id, day, startedAt, finishedAt, author, note }: Review): ReviewLine => ({
  id,
  day,
  startedAt: startedAt === null ? null : new Date(startedAt).toISOString(),
  finishedAt: new Date(finishedAt).toISOString(),
  by: author,
  note,
});

export type ReviewWeek = {
  /** The last seven days, today last, each with its reviews, oldest first. */
  days: { day: string; reviews: ReviewLine[] }[];
  medianMinutes: number | null;
  last: ReviewLine | null;
  /** The last day before today that has a review. */
  previousDay: string | null;
};

const DAY_MS = 86_400_000;

export function reviewWeek(db: Database, now: Date): ReviewWeek {
  const days = Array.from({ length: 7 }, (_, i) => dayOf(now.getTime() - (6 - i) * DAY_MS));
  const found = reviewsFrom(db, days[0] ?? "");
  const last = lastReview(db);
  return {
    days: days.map((day) => ({ day, reviews: found.filter((each) => each.day === day).map(lineOf) })),
    medianMinutes: medianMinutes(found),
    last: last && lineOf(last),
    previousDay: reviewedBefore(db, dayOf(now)),
  };
}

export type ReviewsView = { items: ReviewLine[]; next: number | null };

const PAGE = 50;

/** Newest first. @throws DomainError `bad-input` for a cursor that no page gave */
export function reviewsView(_reader: Reader, before: string | null, size = PAGE): ReviewsView {
  const id = before === null ? null : Number(before);
  if (id !== null && !Number.isSafeInteger(id))
    throw new DomainError("bad-input", "after is no review's id.", "Take `next` of the page before.");
  const found = reviewPage(database(), id, size + 1);
  const items = found.slice(0, size).map(lineOf);
  return { items, next: found.length > size ? (items.at(-1)?.id ?? null) : null };
}

/** With the page as it was. null where there is no such review. */
export function reviewView(_reader: Reader, id: number): (ReviewLine & { view: unknown }) | null {
  const db = database();
  const review = Number.isSafeInteger(id) ? reviewById(db, id) : null;
  return review && { ...lineOf(review), view: (keptView(db, review.id) as Kept | null)?.view ?? null };
}
