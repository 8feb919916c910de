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
  ...at,
});

describe("the backfill of one SLO", () => {
  test("waits until the engine has said where its history begins", () => {
    expect(backfillOf(null)).toMatchObject({ state: "waiting", share: 0, countedFrom: null });
    expect(backfillOf(cursor({}))).toMatchObject({ state: "waiting", share: 0, historyBegins: null });
  });

  test("runs downward and says how much is done", () => {
    const running = backfillOf(cursor({ backfillFloor: 2_000, backfilledTo: 8_000 }));
    expect(running).toMatchObject({ state: "running", share: 0.25, lookingForBreaches: false });
    expect(running.countedFrom).toBe(new Date(8_000 * 60_000).toISOString());
    expect(running.historyBegins).toBe(new Date(2_000 * 60_000).toISOString());
  });

  test("looks for past breaches once everything is counted, and then is done", () => {
    const counted = { backfillFloor: 2_000, backfilledTo: 2_000 };
    expect(backfillOf(cursor(counted))).toMatchObject({ state: "running", share: 1, lookingForBreaches: true });
    expect(backfillOf(cursor({ ...counted, replayed: true }))).toMatchObject({
      state: "done",
      share: 1,
      lookingForBreaches: false,
    });
  });

  test("has nothing to count where the history begins now", () => {
    expect(backfillOf(cursor({ backfillFloor: 10_000 }))).toMatchObject({ share: 1, lookingForBreaches: true });
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
