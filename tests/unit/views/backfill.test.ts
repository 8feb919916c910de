import { describe, expect, test } from "vitest";
import type { Cursor } from "@/lib/store/cursors";
import { backfillOf, backfillOfAll } from "@/lib/views/backfill";

const cursor = (at: Partial<Cursor>): Cursor => ({
  sliId: 1,
  liveMinute: 10_100,
  firstLiveMinute: 10_000,
  backfilledTo: 10_000,
  backfillFloor: null,
  replayed: false,
  error: null,
  breachState: {},
  held: null,
  backfillBeganAt: null,
  backfillBeganTo: null,
  backfillCancelledAt: null,
  backfillCancelledBy: null,
  ...at,
});

const NOW = new Date(10_200 * 60_000);

describe("the backfill of one SLO", () => {
  test("waits until the engine has said where its history begins", () => {
    expect(backfillOf(null, NOW)).toMatchObject({ state: "waiting", share: 0, countedFrom: null });
    expect(backfillOf(cursor({}), NOW)).toMatchObject({ state: "waiting", share: 0, historyBegins: null });
  });

  test("runs downward and says how much is done", () => {
    const running = backfillOf(cursor({ backfillFloor: 2_000, backfilledTo: 8_000 }), NOW);
    expect(running).toMatchObject({ state: "running", share: 0.25, lookingForBreaches: false });
    expect(running.countedFrom).toBe(new Date(8_000 * 60_000).toISOString());
    expect(running.historyBegins).toBe(new Date(2_000 * 60_000).toISOString());
  });

  test("looks for past breaches once everything is counted, and then is done", () => {
    const counted = { backfillFloor: 2_000, backfilledTo: 2_000 };
    expect(backfillOf(cursor(counted), NOW)).toMatchObject({ state: "running", share: 1, lookingForBreaches: true });
    expect(backfillOf(cursor({ ...counted, replayed: true }), NOW)).toMatchObject({
      state: "done",
      share: 1,
      lookingForBreaches: false,
    });
  });

  test("says how long it takes at the pace so far, and nothing before a pace is seen", () => {
    const began = { backfillBeganAt: NOW.getTime() - 60_000, backfillBeganTo: 10_000 };
    const counting = { backfillFloor: 2_000, backfilledTo: 8_000, ...began };
    expect(backfillOf(cursor(counting), NOW).secondsLeft).toBe(180);
    expect(backfillOf(cursor({ ...counting, backfilledTo: 10_000 }), NOW).secondsLeft).toBeNull();
    expect(backfillOf(cursor({ ...counting, backfillBeganAt: NOW.getTime() - 1000 }), NOW).secondsLeft).toBeNull();
    expect(backfillOf(cursor({ ...counting, backfillBeganAt: null }), NOW).secondsLeft).toBeNull();
  });

  test("that was cancelled says who did it, and is not done; resumed, it waits for the engine", () => {
    const left = {
      backfillFloor: 2_000,
      backfilledTo: 8_000,
      backfillCancelledAt: 9_000_000,
      backfillCancelledBy: "Ada",
    };
    const cancelled = { at: new Date(9_000_000).toISOString(), by: "Ada" };
    expect(backfillOf(cursor(left), NOW)).toMatchObject({ state: "cancelled", cancelled, lookingForBreaches: true });
    expect(backfillOf(cursor({ ...left, replayed: true }), NOW)).toMatchObject({
      ...{ state: "cancelled", share: 0.25, lookingForBreaches: false, secondsLeft: null },
    });
    const resumed = cursor({ ...left, replayed: true, backfillCancelledAt: null, backfillCancelledBy: null });
    expect(backfillOf(resumed, NOW)).toMatchObject({ state: "waiting", share: 0.25, cancelled: null });
  });

  test("has nothing to count where the history begins now", () => {
    expect(backfillOf(cursor({ backfillFloor: 10_000 }), NOW)).toMatchObject({ share: 1, lookingForBreaches: true });
  });
});

describe("the backfill of all", () => {
  test("is told by SLOs done and by the share of all minutes", () => {
    const done = cursor({ backfillFloor: 9_000, backfilledTo: 9_000, replayed: true });
    const half = cursor({ backfillFloor: 7_000, backfilledTo: 8_500 });
    expect(backfillOfAll([done, half, null])).toEqual({ done: 1, total: 3, share: 2_500 / 4_000 });
  });

  test("is nothing to tell once all are done, or where there is none", () => {
    expect(backfillOfAll([cursor({ replayed: true })])).toBeNull();
    expect(backfillOfAll([])).toBeNull();
  });
});
