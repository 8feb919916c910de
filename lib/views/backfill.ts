import "server-only";
import { msOf } from "@/lib/slo/window";
import { isResumed, type Progress } from "@/lib/store/cursors";

/** How far the engine's history is counted, newest first. Times ISO 8601 UTC. */
export type Backfill = {
  /** `waiting`: the engine was not asked yet where its history begins. `cancelled`: what is left is not counted. */
  state: "waiting" | "running" | "done" | "cancelled";
  countedFrom: string | null;
  historyBegins: string | null;
  /** Counted share of the history, 0..1. */
  share: number;
  /** Everything is counted, and past breaches are being looked for. */
  lookingForBreaches: boolean;
  /** Until all of it is counted, at the pace so far; null where that is not known. */
  secondsLeft: number | null;
  cancelled: { at: string; by: string } | null;
};

const NOTHING = { countedFrom: null, historyBegins: null, share: 0, secondsLeft: null, cancelled: null };

export function backfillOf(cursor: Progress | null, now: Date): Backfill {
  if (!cursor) return { ...NOTHING, state: "waiting", lookingForBreaches: false };
  const { backfilledTo, backfillFloor, backfillCancelledAt, backfillCancelledBy } = cursor;
  const isDone = cursor.replayed && !isResumed(cursor);
  const { counted, whole } = minutesOf(cursor);
  const isCancelled = backfillCancelledAt !== null;
  const isCounted = isCancelled || (backfillFloor !== null && counted >= whole);
  const isWaiting = backfillFloor === null || isResumed(cursor);
  return {
    state: isCancelled ? "cancelled" : isDone ? "done" : isWaiting ? "waiting" : "running",
    countedFrom: iso(backfilledTo),
    historyBegins: backfillFloor === null ? null : iso(backfillFloor),
    share: !isCancelled && (isDone || isCounted) ? 1 : whole > 0 ? counted / whole : 0,
    lookingForBreaches: !isDone && isCounted,
    secondsLeft: isCounted || isWaiting ? null : secondsLeft(cursor, now),
    cancelled: isCancelled ? { at: new Date(backfillCancelledAt).toISOString(), by: backfillCancelledBy ?? "" } : null,
  };
}

/** A pace that was seen for less says little, s. */
const LEAST_SEEN = 5;

function secondsLeft(
  { backfillBeganAt, backfillBeganTo, backfilledTo, backfillFloor }: Progress,
  now: Date,
): number | null {
  if (backfillBeganAt === null || backfillBeganTo === null || backfillFloor === null) return null;
  const seen = (now.getTime() - backfillBeganAt) / 1000;
  const counted = backfillBeganTo - backfilledTo;
  return seen < LEAST_SEEN || counted <= 0 ? null : (seen / counted) * (backfilledTo - backfillFloor);
}

/** How many SLOs are counted back to the beginning, and how much of all history that is; null where all are. */
export function backfillOfAll(
  cursors: readonly (Progress | null)[],
): { done: number; total: number; share: number } | null {
  const done = cursors.filter((cursor) => cursor?.replayed).length;
  if (done === cursors.length) return null;
  const sums = cursors.reduce(
    (sum, cursor) => {
      const { counted, whole } = cursor ? minutesOf(cursor) : { counted: 0, whole: 0 };
      return { counted: sum.counted + counted, whole: sum.whole + whole };
    },
    { counted: 0, whole: 0 },
  );
  return { done, total: cursors.length, share: sums.whole > 0 ? sums.counted / sums.whole : 0 };
}

function minutesOf(cursor: Progress) {
  const { firstLiveMinute, backfilledTo, backfillFloor, replayed, backfillCancelledAt } = cursor;
  const whole = backfillFloor === null ? 0 : Math.max(0, firstLiveMinute - backfillFloor);
  const isWhole = replayed && backfillCancelledAt === null && !isResumed(cursor);
  return { counted: isWhole ? whole : Math.min(whole, Math.max(0, firstLiveMinute - backfilledTo)), whole };
}

const iso = (minute: number): string => new Date(msOf(minute)).toISOString();
