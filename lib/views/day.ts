import "server-only";
import type { Reader } from "@/lib/auth/actor";
import { DomainError } from "@/lib/errors";
import { minuteAt } from "@/lib/slo/window";
import { breachesOpenBetween } from "@/lib/store/breaches";
import { database } from "@/lib/store/database";
import { reviewedAfter, reviewedBefore, reviewsOn } from "@/lib/store/reviews";
import { adrIndex } from "./adr-index";
import { type BreachRow, breachRow } from "./breach-row";
import { keptOf } from "./kept-review";
import { dayOf } from "./review-items";
import { lineOf, type ReviewLine } from "./reviews";
import { slosById } from "./slos-by-id";
import type { TodayView } from "./today";

/** A day as its review left it. */
export type DayView = {
  now: string;
  /** ISO 8601, UTC. */
  day: string;
  /** Oldest first. */
  reviews: ReviewLine[];
  /** Which of them is shown. */
  chosen: ReviewLine | null;
  /** The page as it was; null where there was no review, or it was kept in another shape. */
  kept: TodayView | null;
  /** Where there was no review: what was open on that day, newest first, and how much that was. */
  breaches: BreachRow[];
  breachesTotal: number;
  /** The nearest days with a review. */
  before: string | null;
  after: string | null;
};

const MOST = 50;
const DAY_MS = 86_400_000;

/** @throws DomainError `bad-input` for a day that is none or has not begun, `not-found` for a review that is not of it */
export async function dayView(_reader: Reader, now: Date, day: string, reviewId: string | null): Promise<DayView> {
  const from = mustBePastDay(day, now);
  const db = database();
  const adrs = await adrIndex();
  const found = reviewsOn(db, day);
  const chosen = reviewId === null ? found.at(-1) : found.find(({ id }) => String(id) === reviewId);
  if (reviewId !== null && !chosen)
    throw new DomainError("not-found", `There is no review ${reviewId} of ${day}.`, `/?day=${day} shows the last one.`);
  const sloOf = slosById(db);
  const open = chosen ? [] : breachesOpenBetween(db, minuteAt(from), minuteAt(Math.min(from + DAY_MS, now.getTime())));
  return {
    now: now.toISOString(),
    day,
    reviews: found.map(lineOf),
    chosen: chosen ? lineOf(chosen) : null,
    kept: chosen ? ((keptOf(db, chosen.id)?.view ?? null) as TodayView | null) : null,
    breaches: open.slice(0, MOST).flatMap((breach) => {
      const slo = sloOf(breach.sloId);
      return slo ? [breachRow(db, adrs, breach, slo, now)] : [];
    }),
    breachesTotal: open.length,
    before: reviewedBefore(db, day),
    after: reviewedAfter(db, day),
  };
}

/** Its first instant, ms. @throws DomainError `bad-input` */
function mustBePastDay(day: string, now: Date): number {
  const from = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  const wayOut = "Write a day as in /?day=2026-11-23, or leave it out for today.";
  if (!Number.isFinite(from) || dayOf(from) !== day)
    throw new DomainError("bad-input", `“${day.slice(0, 40)}” is no day.`, wayOut);
  if (from > now.getTime()) throw new DomainError("bad-input", `${day} has not begun yet, by UTC.`, wayOut);
  return from;
}
