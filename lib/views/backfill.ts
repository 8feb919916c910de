import "server-only";
import { msOf } from "@/lib/slo/window";
import type { Progress } from "@/lib/store/cursors";

/** How far the engine's history is counted, newest first. Times ISO 8601 UTC. */
export type Backfill = {
  /** `waiting`: the engine was not asked yet where its history begins. */
  state: "waiting" | "running" | "done";
  countedFrom: string | null;
  historyBegins: string | null;
  /** Counted share of the history, 0..1. */
  share: number;
  /** Everything is counted, and past breaches are being looked for. */
  lookingForBreaches: boolean;
};

export function backfillOf(cursor: Progress | null): Backfill {
  if (!cursor) return { state: "waiting", countedFrom: null, historyBegins: null, share: 0, lookingForBreaches: false };
  const { backfilledTo, backfillFloor, replayed } = cursor;
  const { counted, whole } = minutesOf(cursor);
  const isCounted = backfillFloor !== null && counted >= whole;
  return {
    state: replayed ? "done" : backfillFloor === null ? "waiting" : "running",
    countedFrom: iso(backfilledTo),
    historyBegins: backfillFloor === null ? null : iso(backfillFloor),
    share: replayed || isCounted ? 1 : whole > 0 ? counted / whole : 0,
    lookingForBreaches: !replayed && isCounted,
  };
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

function minutesOf({ firstLiveMinute, backfilledTo, backfillFloor, replayed }: Progress) {
  const whole = backfillFloor === null ? 0 : Math.max(0, firstLiveMinute - backfillFloor);
  return { counted: replayed ? whole : Math.min(whole, Math.max(0, firstLiveMinute - backfilledTo)), whole };
}

const iso = (minute: number): string => new Date(msOf(minute)).toISOString();
