import { describe, expect, test } from "vitest";
import * as schema from "@/db/schema";
import { backfillStep } from "@/lib/evaluator/backfill";
import { thin } from "@/lib/evaluator/thin";
import { cursorOf, saveBackfillCancelled, saveBackfillResumed } from "@/lib/store/cursors";
import { activeSlos } from "@/lib/store/slos";
import { backfillOf } from "@/lib/views/backfill";
import { backfill, catchUp, slo, worldOf } from "../truth/world";
import { cursorAt, rowsOf } from "./ledger-rows";
import { engineOf, scrapes, series, steady, up } from "./samples";

const M = Date.UTC(2026, 0, 12, 12) / 60_000;
/** Two days and a half, and three pieces of backfill. */
const BEGIN = M - 3600;
const ALL = scrapes(BEGIN, M + 20, 30);
/** 40 % bad: the budget is gone wherever somebody looks. */
const SHOP = [
  up({ job: "shop" }, ALL),
  steady("served", { job: "shop" }, ALL, BEGIN, 240),
  steady("failed", { job: "shop" }, ALL, BEGIN, 96),
];
/** Two faults of a few minutes, between the hours, in the piece that is counted first. */
const FAULTS = [M - 1207, M - 903].map((from) => [from, from + 13] as const);
const FAILING = [
  up({ job: "shop" }, ALL),
  steady("served", { job: "shop" }, ALL, BEGIN, 240),
  series("failed", { job: "shop" }, ALL, (second) =>
    FAULTS.reduce((sum, [from, to]) => sum + Math.min(Math.max(0, second - from * 60), (to - from) * 60) * 2, 0),
  ),
];
/** Of all rows older than six hours, the full hours are kept. */
const SOON_THINNED = [
  { everyMinutes: 1, days: 0.25 },
  { everyMinutes: 60, days: null },
];
const AVAILABILITY = slo("availability", "bad", 'failed{job="shop"}', 'served{job="shop"}');

const step = (world: Awaited<ReturnType<typeof worldOf>>) => backfillStep(world, async () => {});
type World = ReturnType<typeof worldOf>;
const sliOf = ({ db }: World): number => activeSlos(db)[0]?.sliId ?? 0;
const standing = ({ db }: World): string[] =>
  db
    .select()
    .from(schema.breaches)
    .all()
    .filter(({ closeReason }) => !closeReason?.startsWith("not found again"))
    .map(({ kind, openedMinute, closedMinute }) => `${kind} ${openedMinute} ${closedMinute}`)
    .sort();

/** As the tick does that passes an SLO's minute of the day. */
function thinADay(world: World): void {
  for (const each of activeSlos(world.db)) {
    const cursor = cursorOf(world.db, each.sliId);
    if (!cursor) throw new Error(`${each.id} has no cursor`);
    thin({ ...world, thinning: SOON_THINNED }, [
      { slo: each, cursor, before: { ...cursor, liveMinute: cursor.liveMinute - 1440 } },
    ]);
  }
}

const keptBy = ({ db }: World): number => db.select().from(schema.ledger).all().length;

async function cancelledWorld(url: string): Promise<World> {
  const world = worldOf(url, [AVAILABILITY]);
  await catchUp(world, M);
  await step(world);
  await step(world);
  saveBackfillCancelled(world.db, sliOf(world), "Ada", new Date());
  return world;
}

describe("a backfill that somebody cancels", () => {
  test("counts no more, looks for breaches in what was counted, and says where it was left", async () => {
    const world = await cancelledWorld(await engineOf(SHOP));
    const { backfilledTo } = cursorAt(world, "availability");
    const rows = rowsOf(world, "availability");
    while (await step(world));
    const cursor = cursorAt(world, "availability");
    expect(cursor).toMatchObject({ backfilledTo, replayed: true, backfillCancelledBy: "Ada" });
    expect(cursor.backfillFloor ?? M).toBeLessThan(backfilledTo);
    expect(rowsOf(world, "availability")).toEqual(rows);
    expect(standing(world).length).toBeGreaterThan(0);
    expect(backfillOf(cursor, new Date())).toMatchObject({ state: "cancelled", cancelled: { by: "Ada" } });
  });

  test("goes on from there when it is resumed, and ends as if it had never been cancelled", async () => {
    const url = await engineOf(SHOP);
    const whole = worldOf(url, [AVAILABILITY]);
    await catchUp(whole, M);
    await backfill(whole);
    const world = await cancelledWorld(url);
    while (await step(world));
    saveBackfillResumed(world.db, sliOf(world));
    expect(backfillOf(cursorAt(world, "availability"), new Date()).state).toBe("waiting");
    while (await step(world));
    expect(rowsOf(world, "availability")).toEqual(rowsOf(whole, "availability"));
    expect(standing(world)).toEqual(standing(whole));
    expect(cursorAt(world, "availability").breachState).toEqual(cursorAt(whole, "availability").breachState);
    expect(backfillOf(cursorAt(world, "availability"), new Date()).state).toBe("done");
  });

  test("is resumed a day later, and no breach is found twice for rows that were thinned meanwhile", async () => {
    const url = await engineOf(FAILING);
    const whole = worldOf(url, [AVAILABILITY]);
    await catchUp(whole, M);
    await backfill(whole);
    const world = await cancelledWorld(url);
    while (await step(world));
    thinADay(world);
    saveBackfillResumed(world.db, sliOf(world));
    thinADay(world);
    while (await step(world));
    expect(standing(whole).length).toBeGreaterThanOrEqual(FAULTS.length);
    expect(standing(world)).toEqual(standing(whole));
    expect(rowsOf(world, "availability")).toEqual(rowsOf(whole, "availability"));
    thinADay(world);
    expect(keptBy(world)).toBeLessThan(keptBy(whole));
  });

  test("writes nothing of what the engine answers after it was cancelled", async () => {
    const world = worldOf(await engineOf(SHOP), [AVAILABILITY]);
    await catchUp(world, M);
    await step(world);
    const before = rowsOf(world, "availability");
    const { range } = world.engine;
    const cancelling: World = {
      ...world,
      engine: {
        ...world.engine,
        range: async (...asked: Parameters<typeof range>) => {
          const answer = await range(...asked);
          saveBackfillCancelled(world.db, sliOf(world), "Ada", new Date());
          return answer;
        },
      },
    };
    await step(cancelling);
    expect(rowsOf(world, "availability")).toEqual(before);
  });
});
