import { describe, expect, test } from "vitest";
import type { World } from "@/lib/evaluator/tick";
import { prometheus } from "@/lib/gateways/prometheus";
import { countsIn } from "@/lib/slo/ledger";
import { breachesOf } from "@/lib/store/breaches";
import { recountsOf } from "@/lib/store/recounts";
import { catchUp, ledgerOf, slo, worldOf } from "../truth/world";
import { listening, switched } from "./engines";
import { changedSince, minutesOf, rowsOf, sloOf } from "./ledger-rows";
import { engineOf, outside, scrapes, series, steady, up } from "./samples";

/** A full hour, to which everything was counted before the late samples arrived. Named by its end. */
const M = Date.UTC(2026, 0, 12, 12) / 60_000;
const BEGIN = M - 300;
const A = { job: "shop", instance: "a" };
const B = { job: "shop", instance: "b" };
const AVAILABILITY = slo("availability", "bad", 'failed{job="shop"}', 'served{job="shop"}');

const ALL = scrapes(BEGIN, M + 130);
/** 240 served and 6 failed a minute, as these scrapes saw it. */
const target = (labels: Record<string, string>, at: readonly number[], perMinute = 240) => [
  up(labels, at),
  steady("served", labels, at, BEGIN, perMinute),
  steady("failed", labels, at, BEGIN, 6),
];

/** The next minute in which an SLI is counted again. */
function turnOf(world: World, id: string, after: number): number {
  const phase = sloOf(world, id).sliId % 60;
  return after + 1 + ((((phase - after - 1) % 60) + 60) % 60);
}

const recounts = (world: World, id: string) => recountsOf(world.db, sloOf(world, id).sliId, 100);

async function tickEach(world: World, from: number, to: number): Promise<void> {
  for (let minute = from + 1; minute <= to; minute++) await catchUp(world, minute);
}

describe("samples that come late (rule 4)", () => {
  test("are counted at the SLI's minute of the hour: its rows are put right, the rows above move, the difference is recorded", async () => {
    const late = await engineOf([...target(A, ALL), ...target(B, outside(ALL, M - 30, M + 130))]);
    const whole = await engineOf([...target(A, ALL), ...target(B, ALL)]);
    const engine = switched(prometheus(late, {}), prometheus(whole, {}));
    const world = { ...worldOf(late, [AVAILABILITY]), engine };
    await catchUp(world, M - 90);
    const turn = turnOf(world, "availability", M);
    await catchUp(world, M);
    engine.switch();
    await tickEach(world, M, turn - 1);
    expect(recounts(world, "availability").filter(({ toMinute }) => toMinute > M - 30)).toEqual([]);
    const before = rowsOf(world, "availability");
    expect(minutesOf(world, "availability", M - 30, M).every(({ total }) => total === 240)).toBe(true);

    await catchUp(world, turn);
    expect(minutesOf(world, "availability", M - 90, turn)).toEqual(
      Array.from({ length: turn - M + 90 }, () => ({ total: 480, bad: 12, observedSeconds: 60 })),
    );
    const after = rowsOf(world, "availability");
    expect(after.slice(0, M - 30 - (M - 91) + 1)).toEqual(before.slice(0, M - 30 - (M - 91) + 1));
    // Whether the first minute after the switch held it all already depends on what the engine knew then.
    const [recount, ...more] = recounts(world, "availability");
    expect(more).toEqual([]);
    const added = (after.at(-2)?.total ?? 0) - (before.at(-1)?.total ?? 0);
    expect(recount).toMatchObject({
      fromMinute: M - 30,
      totalAdded: added,
      goodAdded: (after.at(-2)?.good ?? 0) - (before.at(-1)?.good ?? 0),
      secondsAdded: 0,
      createdAt: (turn + 1) * 60_000,
    });
    expect(added).toBeGreaterThan(0);
  });

  test("are added to the minutes that were unobserved without them, and to their seconds", async () => {
    const late = await engineOf(target(A, outside(ALL, M - 30, M - 20)));
    const whole = await engineOf(target(A, ALL));
    const engine = switched(prometheus(late, {}), prometheus(whole, {}));
    const world = { ...worldOf(late, [AVAILABILITY]), engine };
    await catchUp(world, M - 90);
    await catchUp(world, M);
    const { ledger } = ledgerOf(world, "availability");
    expect(ledger.carried(M - 90, M).total).toBe(11 * 240);
    engine.switch();
    await catchUp(world, turnOf(world, "availability", M));
    expect(minutesOf(world, "availability", M - 31, M - 18)).toEqual(
      Array.from({ length: 13 }, () => ({ total: 240, bad: 6, observedSeconds: 60 })),
    );
    expect(ledger.carried(M - 90, M).total).toBe(0);
    expect(recounts(world, "availability")).toMatchObject([
      { fromMinute: M - 30, toMinute: M - 19, totalAdded: 0, goodAdded: 0, secondsAdded: 600 },
    ]);
  });

  test("do not touch a breach that was opened and closed without them (rules 4, 15)", async () => {
    // For ten minutes half of what instance a serves fails; what instance b served meanwhile comes late.
    const from = (M - 70) * 60;
    const failing = series("failed", A, ALL, (second) => Math.floor(Math.min(Math.max(0, second - from), 600) * 2));
    const own = [up(A, ALL), steady("served", A, ALL, BEGIN, 240), failing];
    const late = await engineOf(own);
    const whole = await engineOf([...own, ...target(B, ALL, 24_000)]);
    const engine = switched(prometheus(late, {}), prometheus(whole, {}));
    const world = { ...worldOf(late, [AVAILABILITY]), engine };
    await catchUp(world, M - 100);
    await catchUp(world, M);
    const misses = () => breachesOf(world.db, "availability", 0).filter(({ kind }) => kind === "objective-missed");
    const closed = misses();
    expect(closed).toMatchObject([{ closeReason: "within the target again" }]);
    engine.switch();
    await tickEach(world, M, turnOf(world, "availability", M));
    expect(recounts(world, "availability").length).toBeGreaterThan(0);
    const { total, good } = countsIn(ledgerOf(world, "availability").ledger, M - 70, M - 60);
    expect((total - good) / total).toBeLessThan(0.05);
    expect(misses()).toEqual(closed);
  });
});

describe("counting again (rule 4)", () => {
  test("keeps what was counted of the minutes that the engine has lost since then, and of the first one after them", async () => {
    const first = await engineOf(target(A, ALL));
    const lossy = await engineOf(target(A, outside(ALL, BEGIN, M - 50)));
    const engine = switched(prometheus(first, {}), prometheus(lossy, {}));
    const world = { ...worldOf(first, [AVAILABILITY]), engine };
    await catchUp(world, M - 100);
    await catchUp(world, M);
    const before = rowsOf(world, "availability");
    engine.switch();
    const turn = turnOf(world, "availability", M);
    await catchUp(world, turn);
    expect(changedSince(before, rowsOf(world, "availability"))).toEqual([]);
    expect(recounts(world, "availability")).toEqual([]);
  });

  test.each([30, 90, 180, 400])(
    "leaves alone what was carried over a gap of %i min, wherever the gap began (rules 3, 4)",
    async (gap) => {
      const at = outside(scrapes(M - 600, M + 130), M - 30 - gap, M - 30);
      const url = await engineOf(target(A, at));
      const world = worldOf(url, [AVAILABILITY]);
      await catchUp(world, M - 30 - gap - 20);
      await catchUp(world, M);
      const before = rowsOf(world, "availability");
      expect(ledgerOf(world, "availability").ledger.carried(M - 30, M).total).toBe((gap + 1) * 240);
      await tickEach(world, M, M + 100);
      expect(changedSince(before, rowsOf(world, "availability"))).toEqual([]);
      expect(recounts(world, "availability")).toEqual([]);
    },
  );

  test("happens once within sixty ticks for each SLI, in minutes of their own, and records nothing where nothing changed", async () => {
    const names = ["cart", "search", "login"];
    const samples = names.map((name) => steady(`${name}_served`, { job: "shop" }, ALL, BEGIN, 240));
    const url = await engineOf([...samples, up({ job: "shop" }, ALL)]);
    const engine = listening(prometheus(url, {}));
    const documents = names.map((name) => slo(name, "bad", `${name}_failed{job="shop"}`, `${name}_served{job="shop"}`));
    const world = { ...worldOf(url, documents), engine };
    await catchUp(world, M - 150);
    await catchUp(world, M);
    const before = names.map((name) => rowsOf(world, name));
    engine.asked.length = 0;
    const turns = new Map<string, number[]>(names.map((name) => [name, []]));
    for (let minute = M + 1; minute <= M + 60; minute++) {
      const known = engine.asked.length;
      await catchUp(world, minute);
      for (const { promql, from, to } of engine.asked.slice(known))
        if (to - from >= 119)
          for (const name of names)
            if (promql.includes(`sum(last_over_time(${name}_served`)) turns.get(name)?.push(minute);
    }
    expect([...turns.values()].map((minutes) => minutes.length)).toEqual([1, 1, 1]);
    expect(new Set([...turns.values()].flat()).size).toBe(3);
    expect(names.flatMap((name) => recounts(world, name))).toEqual([]);
    expect(names.map((name) => rowsOf(world, name).slice(0, before[0]?.length))).toEqual(before);
  });
});
