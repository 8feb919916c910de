import { describe, expect, test } from "vitest";
import { countsIn } from "@/lib/slo/ledger";
import { recountsOf } from "@/lib/store/recounts";
import { backfill, catchUp, ledgerOf, slo, worldOf } from "../truth/world";
import { sloOf } from "./ledger-rows";
import { engineOf, outside, scrapes, series, steady, up } from "./samples";

const M = Date.UTC(2026, 0, 12, 12) / 60_000;
const BEGIN = M - 420;
const ALL = scrapes(BEGIN, M + 130);
const A = { job: "shop", instance: "a" };
const B = { job: "shop", instance: "b" };
const AVAILABILITY = slo("availability", "bad", 'failed{job="shop"}', 'served{job="shop"}');

/** 24,000 served and 1,200 failed a minute: a counter as old as that is no new one's first sample. */
const target = (labels: Record<string, string>, at: readonly number[]) => [
  up(labels, at),
  steady("served", labels, at, BEGIN, 24_000),
  steady("failed", labels, at, BEGIN, 1200),
];

async function countedEachMinute(url: string) {
  const world = worldOf(url, [AVAILABILITY]);
  await catchUp(world, M - 250);
  await catchUp(world, M - 30);
  for (let minute = M - 29; minute <= M; minute++) await catchUp(world, minute);
  return world;
}

function countedIn(world: Parameters<typeof ledgerOf>[0], from: number, to: number) {
  const { total, good } = countsIn(ledgerOf(world, "availability").ledger, from, to);
  return { total, bad: total - good };
}

describe("one series of several that comes back after hours is counted from its last known value (rule 2)", () => {
  test.each([30, 130, 200])("a target that was not scraped for %i min", async (gap) => {
    const url = await engineOf([...target(A, ALL), ...target(B, outside(ALL, M - 20 - gap, M - 20))]);
    const truth = { total: 48_000 * 250, bad: 2400 * 250 };
    const live = await countedEachMinute(url);
    expect(countedIn(live, M - 250, M)).toEqual(truth);
    for (let minute = M + 1; minute <= M + 60; minute++) await catchUp(live, minute);
    expect(recountsOf(live.db, sloOf(live, "availability").sliId, 100)).toEqual([]);
    const down = worldOf(url, [AVAILABILITY]);
    await catchUp(down, M);
    await backfill(down);
    expect(countedIn(down, M - 250, M)).toEqual(truth);
  });

  test.each([
    ["goes on where it stood", 37, 40, 3],
    ["was reset meanwhile", 37, 2, 2],
  ])("an error counter that is not exposed while it is idle, and %s", async (_, before, after, bad) => {
    const code = (code: string) => ({ ...A, code });
    const shown = ALL.filter((second) => second <= (M - 200) * 60 || second > (M - 20) * 60);
    const failed = series("failed", code("502"), shown, (second) => (second > (M - 20) * 60 ? after : before));
    const url = await engineOf([
      up(A, ALL),
      steady("served", A, ALL, BEGIN, 240),
      steady("failed", code("500"), ALL, BEGIN, 6),
      failed,
    ]);
    const live = await countedEachMinute(url);
    expect(countedIn(live, M - 100, M)).toEqual({ total: 240 * 100, bad: 6 * 100 + bad });
  });
});
