import { describe, expect, test } from "vitest";
import { backfillStep } from "@/lib/evaluator/backfill";
import type { World } from "@/lib/evaluator/tick";
import { countsIn } from "@/lib/slo/ledger";
import { assessments } from "@/lib/store/assessments";
import { type Breach, breachesOf } from "@/lib/store/breaches";
import { backfill, catchUp, ledgerOf, slo, worldOf } from "../truth/world";
import { cursorAt } from "./ledger-rows";
import { engineOf, scrapes, series, steady, up } from "./samples";

/** Live counting begins here. */
const M = Date.UTC(2026, 0, 12, 12) / 60_000;
const BEGIN = M - 600;
const ALL = scrapes(BEGIN, M + 240, 30);
const AVAILABILITY = slo("availability", "bad", 'failed{job="shop"}', 'served{job="shop"}');

/** Of 240 requests a minute every second one fails in these minutes (from, to], and none in the others. */
async function shopFailing(...spans: [number, number][]): Promise<World> {
  const failedBy = (second: number): number =>
    spans.reduce((sum, [from, to]) => sum + Math.min(Math.max(0, second - from * 60), (to - from) * 60) * 2, 0);
  const url = await engineOf([
    up({ job: "shop" }, ALL),
    steady("served", { job: "shop" }, ALL, BEGIN, 240),
    series("failed", { job: "shop" }, ALL, failedBy),
  ]);
  return worldOf(url, [AVAILABILITY]);
}

const misses = ({ db }: World): Breach[] =>
  breachesOf(db, "availability", 0)
    .filter(({ kind }) => kind === "objective-missed")
    .reverse();
const open = ({ db }: World): Breach[] =>
  breachesOf(db, "availability", 0).filter((each) => each.closedMinute === null);
const kindsOf = (breaches: readonly Breach[]): string[] => breaches.map(({ kind }) => kind).sort();

describe("breaches found by backfill (rule 17)", () => {
  test("are closed episodes of that origin", async () => {
    const world = await shopFailing([M - 400, M - 390], [M - 200, M - 180]);
    await catchUp(world, M);
    await catchUp(world, M + 5);
    expect(breachesOf(world.db, "availability", 0)).toEqual([]);
    await backfill(world);
    const [first, second, ...more] = misses(world);
    expect(more).toEqual([]);
    for (const [found, from, to] of [
      [first, M - 400, M - 390],
      [second, M - 200, M - 180],
    ] as const) {
      expect(found).toMatchObject({ origin: "backfill", closeReason: "within the target again", targetVersion: 1 });
      expect(found?.openedMinute).toBeGreaterThan(from);
      expect(found?.openedMinute).toBeLessThanOrEqual(from + 5);
      expect(found?.closedMinute).toBeGreaterThan(to);
    }
    expect(breachesOf(world.db, "availability", 0).every(({ origin }) => origin === "backfill")).toBe(true);
    expect(cursorAt(world, "availability").replayed).toBe(true);
  });

  test("become the live breach where they still run, which then goes on and closes once", async () => {
    const world = await shopFailing([M - 30, M + 30]);
    await catchUp(world, M);
    expect(misses(world)).toEqual([]);
    await backfill(world);
    const [found, ...more] = misses(world);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ origin: "live", closedMinute: null });
    expect(found?.openedMinute).toBeLessThan(M - 20);
    for (let minute = M + 1; minute <= M + 20; minute++) {
      await catchUp(world, minute);
      expect(misses(world)).toMatchObject([{ id: found?.id, closedMinute: null }]);
      expect(kindsOf(open(world))).toEqual([...new Set(kindsOf(open(world)))]);
    }
    await catchUp(world, M + 120);
    expect(misses(world)).toMatchObject([{ id: found?.id, closeReason: "within the target again" }]);
    expect(misses(world)[0]?.badEvents).toBeGreaterThan(59 * 120);
  });

  test("are no second live breach where the live minutes have found it before", async () => {
    const world = await shopFailing([M - 30, M + 30]);
    await catchUp(world, M);
    await catchUp(world, M + 15);
    const live = misses(world);
    expect(live).toMatchObject([{ origin: "live", closedMinute: null }]);
    await backfill(world);
    expect(open(world).filter(({ kind }) => kind === "objective-missed")).toMatchObject([{ id: live[0]?.id }]);
    expect(kindsOf(open(world))).toEqual([...new Set(kindsOf(open(world)))]);
    expect(misses(world)).toMatchObject([
      { origin: "backfill", closedMinute: live[0]?.openedMinute, closeReason: "went on as the live breach" },
      { origin: "live", closedMinute: null },
    ]);
    await catchUp(world, M + 120);
    expect(open(world).filter(({ kind }) => kind === "objective-missed")).toEqual([]);
    expect(misses(world)).toHaveLength(2);
  });

  test("do not reopen a live breach that has closed meanwhile", async () => {
    const world = await shopFailing([M - 30, M + 10]);
    await catchUp(world, M);
    await catchUp(world, M + 100);
    const live = misses(world);
    expect(live).toMatchObject([{ origin: "live", closeReason: "within the target again" }]);
    await backfill(world);
    expect(open(world)).toEqual([]);
    expect(misses(world).filter(({ origin }) => origin === "live")).toEqual(live);
    await catchUp(world, M + 200);
    expect(open(world)).toEqual([]);
  });

  test("do not overlap the live breach that they went on as, whatever has opened since", async () => {
    const world = await shopFailing([M - 30, M + 10], [M + 100, M + 140]);
    for (const minute of [M, M + 60, M + 120]) await catchUp(world, minute);
    const live = misses(world);
    expect(live.map(({ closedMinute }) => closedMinute === null)).toEqual([false, true]);
    await backfill(world);
    const [past, ...others] = misses(world);
    expect(others).toEqual(live);
    expect(past).toMatchObject({ origin: "backfill", closedMinute: live[0]?.openedMinute });
  });

  test("are closed where the live minutes have long been within the target", async () => {
    // It ends with the history: the live minutes never saw enough of it to open anything.
    const world = await shopFailing([M - 30, M]);
    await catchUp(world, M);
    await catchUp(world, M + 100);
    await backfill(world);
    await catchUp(world, M + 101);
    expect(open(world).filter(({ kind }) => kind === "objective-missed")).toEqual([]);
    const [found] = misses(world);
    expect(found?.closedMinute).toBeLessThan(M + 30);
  });
});

test("after the replay the stored figures know of the whole history, before the next tick (rules 6, 17)", async () => {
  const world = await shopFailing([M - 400, M - 390]);
  await catchUp(world, M);
  await catchUp(world, M + 30);
  const before = assessments(world.db).get("availability");
  expect(before?.window.spent).toBe(0);
  while (await backfillStep(world, async () => {}));
  const after = assessments(world.db).get("availability");
  const whole = countsIn(ledgerOf(world, "availability").ledger, M + 30 - 7 * 1440, M + 30);
  expect(after?.minute).toBe(M + 30);
  expect(after?.window).toMatchObject({ total: whole.total, spent: whole.total - whole.good });
  expect(after?.window.spent).toBe(10 * 120);
  expect(after?.window.total).toBeGreaterThan(before?.window.total ?? 0);
});
