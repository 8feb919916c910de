import { beforeEach, describe, expect, test } from "vitest";
import * as schema from "@/db/schema";
import { thin } from "@/lib/evaluator/thin";
import type { World } from "@/lib/evaluator/world";
import { countsIn, judgedIn, type LedgerRow } from "@/lib/slo/ledger";
import { parseThinning } from "@/lib/slo/thinning";
import { spanOf } from "@/lib/slo/window";
import { saveEpisode } from "@/lib/store/breaches";
import { type Cursor, saveCursor } from "@/lib/store/cursors";
import { atomically } from "@/lib/store/database";
import { addExclusion } from "@/lib/store/exclusions";
import { saveGaugeValues } from "@/lib/store/gauge-values";
import { appendRows, loadedLedger, storedLedger } from "@/lib/store/ledger";
import { addTarget } from "@/lib/store/slos";
import { slo, worldOf } from "../truth/world";
import { sloOf } from "./ledger-rows";

const DAY = 1440;
/** The last minute counted. */
const M = Date.UTC(2026, 0, 12, 12) / 60_000;
const DAYS = 40;
const FIRST = M - DAYS * DAY + 7;
const POLICY = parseThinning("1m:4d,5m:10d,1h") ?? [];
const DOCUMENT = slo("availability", "bad", "failed", "served");
/** Half an hour and a quarter off the full hour: its months begin between the hours that are kept. */
const KATHMANDU = { unit: "month", timeZone: "Asia/Kathmandu" } as const;
/** Minutes that hold what a gap carried, in each of the steps of the policy. */
const CARRIED = [M - 2 * DAY + 3, M - 7 * DAY + 3, M - 30 * DAY + 3];

let world: World;
let cursor: Cursor;

/** A ledger of forty days, a row for each minute, counted by an arbitrary rule. */
beforeEach(() => {
  world = { ...worldOf("http://127.0.0.1:9", [DOCUMENT]), thinning: POLICY };
  const { sliId } = sloOf(world, "availability");
  const rows: LedgerRow[] = [];
  let last = { good: 0, total: 0, observedSeconds: 0 };
  for (let minute = FIRST; minute <= M; minute++) {
    const [total, bad] = [(minute * 7) % 31, minute % 3];
    last = {
      good: last.good + total - bad,
      total: last.total + total,
      observedSeconds: last.observedSeconds + (minute % 50 === 0 ? 0 : 60),
    };
    rows.push({ minute, ...last, buckets: null, carried: CARRIED.includes(minute) });
  }
  cursor = {
    sliId,
    liveMinute: M,
    firstLiveMinute: M - DAY,
    backfilledTo: FIRST,
    backfillFloor: FIRST,
    replayed: true,
    error: null,
    breachState: {},
    held: null,
    backfillBeganAt: null,
    backfillBeganTo: null,
    backfillCancelledAt: null,
    backfillCancelledBy: null,
  };
  atomically(world.db, () => {
    appendRows(world.db, sliId, rows);
    saveCursor(world.db, cursor);
  });
});

const minutesKept = (): number[] =>
  world.db
    .select({ minute: schema.ledger.minute })
    .from(schema.ledger)
    .orderBy(schema.ledger.minute)
    .all()
    .map(({ minute }) => minute);

/** As a tick does that has counted the minutes (from, to]. */
const passing = (from: number, to: number, replayed = true): void =>
  thin(world, [
    {
      slo: sloOf(world, "availability"),
      before: { ...cursor, replayed, liveMinute: from },
      cursor: { ...cursor, replayed, liveMinute: to },
    },
  ]);

/** Every minute of the day, whichever is the SLI's own. */
const passingADay = (): void => passing(M - DAY, M);

describe("thinning the ledger (rule 7)", () => {
  test("keeps a row a minute, then every fifth, then full hours", () => {
    passingADay();
    const kept = minutesKept();
    const between = (fromDays: number, toDays: number): number[] =>
      kept.filter((minute) => minute > M - fromDays * DAY && minute <= M - toDays * DAY);
    expect(between(4, 0)).toHaveLength(4 * DAY);
    const isOf = (step: number) => (minute: number) =>
      minute % step === 0 || minute === FIRST || CARRIED.some((each) => each === minute || each - 1 === minute);
    expect(between(10, 4).every(isOf(5))).toBe(true);
    expect(between(10, 4).filter((minute) => minute % 5 === 0)).toHaveLength((6 * DAY) / 5);
    expect(between(DAYS, 10).every(isOf(60))).toBe(true);
    expect(between(DAYS, 10).filter((minute) => minute % 60 === 0)).toHaveLength(30 * 24);
  });

  test("waits while a backfill is cancelled, and until it has gone on and its breaches were looked for", () => {
    const before = minutesKept().length;
    const done = cursor;
    cursor = { ...done, backfillFloor: FIRST - DAY, backfillCancelledAt: 1, backfillCancelledBy: "Ada" };
    passingADay();
    expect(minutesKept()).toHaveLength(before);
    cursor = { ...done, backfillFloor: FIRST - DAY };
    passingADay();
    expect(minutesKept()).toHaveLength(before);
    cursor = done;
    passingADay();
    expect(minutesKept().length).toBeLessThan(before);
  });

  test("happens once a day, at a minute of the SLI's own", () => {
    const at: number[] = [];
    const rows = world.db.$client.prepare("SELECT count(*) FROM ledger").pluck();
    for (let minute = M - 2 * DAY; minute < M; minute++) {
      const held = rows.get();
      passing(minute, minute + 1);
      // With each minute another row comes of age.
      if (rows.get() !== held) at.push(minute + 1);
    }
    expect(at).toHaveLength(2);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBe(DAY);
  });

  test("waits until past breaches were looked for in every minute", () => {
    const before = minutesKept();
    passing(M - DAY, M, false);
    expect(minutesKept()).toEqual(before);
    passingADay();
    expect(minutesKept().length).toBeLessThan(before.length);
  });

  test("keeps the rows at the edges of targets, breaches, exclusions, calendar periods and of the ledger", () => {
    const [version, opened, closed, from, to] = [17, 13, 11.5, 7, 27].map((days) => Math.floor(M - days * DAY) + 2);
    if (!version || !opened || !closed || !from || !to) throw new RangeError("a day without a minute");
    const target = {
      decisionPath: null,
      decisionId: null,
      adrCommit: null,
      asDrift: false,
      author: "test",
      reason: "test",
      threshold: null,
    };
    const window = `${KATHMANDU.unit}@${KATHMANDU.timeZone}`;
    const inForceFrom = (version - 1) * 60_000 + 1;
    addTarget(world.db, "availability", { version: 2, objective: 0.9, window, inForceFrom, ...target }, new Date(0));
    saveEpisode(
      world.db,
      "availability",
      "backfill",
      {
        kind: "objective-missed",
        openedMinute: opened,
        countedFrom: opened - 5,
        closedMinute: closed,
        closeReason: "within the target again",
        worst: 0.5,
        badEvents: 1,
        totalEvents: 2,
        budgetSpent: null,
        targetVersion: 1,
      },
      { decisionPath: null, decisionId: null, adrCommit: null },
    );
    const excluded = { fromAt: from * 60_000, toAt: (from + 91) * 60_000, rrule: null, timeZone: null };
    const own = {
      sloId: "availability",
      origin: "person",
      reason: "maintenance",
      author: "test",
      createdAt: 0,
    } as const;
    addExclusion(world.db, { ...excluded, ...own });
    addExclusion(world.db, { ...excluded, ...own, fromAt: to * 60_000, toAt: (to + 91) * 60_000 });
    const month = spanOf(KATHMANDU, M).from;
    expect(month).toBeLessThan(M - 10 * DAY);
    const edges = [version, opened, closed, from, from + 91, to, to + 91, month, FIRST];
    expect(edges.filter((minute) => minute % 60 === 0 || minute > M - 4 * DAY)).toEqual([]);

    passingADay();
    const kept = new Set(minutesKept());
    expect(edges.filter((minute) => !kept.has(minute))).toEqual([]);
  });

  test("changes no row that it keeps, and no window between two of them, carried or not (rules 3, 7)", () => {
    const { sliId } = sloOf(world, "availability");
    const before = loadedLedger(world.db, sliId, FIRST, M);
    passingADay();
    const after = storedLedger(world.db, sliId);
    const kept = minutesKept();
    for (const minute of kept) expect(after.at(minute)).toEqual(before.at(minute));
    for (const minute of CARRIED) {
      expect(after.carried(minute - 1, minute)).toEqual(before.carried(minute - 1, minute));
      expect(after.carried(minute - 1, minute).total).toBeGreaterThan(0);
    }
    // Any two kept rows, by strides that share no factor with the number of rows.
    for (let i = 0; i < 300; i++) {
      const [from, to] = [kept[(i * 997) % kept.length] ?? 0, kept[(i * 6007 + 11) % kept.length] ?? 0].sort(
        (a, b) => a - b,
      ) as [number, number];
      expect(countsIn(after, from, to)).toEqual(countsIn(before, from, to));
      expect(judgedIn(after, from, to)).toEqual(judgedIn(before, from, to));
    }
  });

  test("done twice ends the same, and drops what a policy that ends no longer keeps", () => {
    passingADay();
    const once = minutesKept();
    passingADay();
    expect(minutesKept()).toEqual(once);
    world = {
      ...world,
      thinning: [
        { everyMinutes: 1, days: 4 },
        { everyMinutes: 60, days: 30 },
      ],
    };
    passingADay();
    expect(minutesKept().filter((minute) => minute <= M - 30 * DAY)).toEqual([]);
    expect(minutesKept().filter((minute) => minute > M - 4 * DAY)).toHaveLength(4 * DAY);
  });
});

test("the values of a gauge are kept for 92 days (rule 10)", () => {
  const { sliId } = sloOf(world, "availability");
  const minutes = [-93 * DAY, -92 * DAY, -92 * DAY + 1, -DAY, 0].map((offset) => M + offset);
  saveGaugeValues(
    world.db,
    sliId,
    minutes.map((minute) => ({ minute, value: minute / 2 })),
  );
  passingADay();
  expect(world.db.select().from(schema.gaugeValues).all()).toEqual(
    minutes.slice(2).map((minute) => ({ sliId, minute, value: minute / 2 })),
  );
});
