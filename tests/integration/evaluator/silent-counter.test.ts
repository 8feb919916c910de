import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { openDatabase } from "@/db/client";
import type { World } from "@/lib/evaluator/tick";
import { prometheus } from "@/lib/gateways/prometheus";
import { countsIn, goodWithin } from "@/lib/slo/ledger";
import { cursorOf } from "@/lib/store/cursors";
import { recountsOf } from "@/lib/store/recounts";
import { backfill, catchUp, ledgerOf, slo, worldOf } from "../truth/world";
import { switched } from "./engines";
import { changedSince, cursorAt, minutesOf, rowsOf, sloOf } from "./ledger-rows";
import { engineOf, outside, scrapes, series, steady, up } from "./samples";

// One counter of an SLI is silent while the other goes on (ADR 0040).

const M = Date.UTC(2026, 0, 12, 0, 10) / 60_000;
const BEGIN = M - 420;
const ALL = scrapes(BEGIN, M + 130);
const LABELS = { job: "shop", instance: "a" };
const BAD = slo("bad", "bad", "failed", "served");
const GOOD = slo("good", "good", "passed", "served");
const LATENCY = slo("latency", "good", 'took_bucket{le="0.2"}', "took_count");
const NAMES = ["bad", "good", "latency"];

/** 240 a minute, of which 12 are bad, as these scrapes saw them. */
const shop = (served: readonly number[], parts: readonly number[] = ALL) => [
  up(LABELS, ALL),
  steady("served", LABELS, served, BEGIN, 240),
  steady("failed", LABELS, parts, BEGIN, 12),
  steady("passed", LABELS, parts, BEGIN, 228),
  steady("took_count", LABELS, served, BEGIN, 240),
  steady("took_bucket", { ...LABELS, le: "0.2" }, parts, BEGIN, 228),
  steady("took_bucket", { ...LABELS, le: "+Inf" }, parts, BEGIN, 240),
];

/** Bad and all events in (from, to]. */
function counted(world: World, id: string, from: number, to: number): { bad: number; total: number } {
  const { ledger, edges } = ledgerOf(world, id);
  const counts = countsIn(ledger, from, to);
  const good = goodWithin(counts, edges, 0.2) ?? Number.NaN;
  return { bad: counts.total - good, total: counts.total };
}

const truth = (minutes: number) => ({ bad: 12 * minutes, total: 240 * minutes });

async function tickEach(world: World, from: number, to: number): Promise<void> {
  for (let minute = from + 1; minute <= to; minute++) await catchUp(world, minute);
}

describe("events of the minutes in which the total alone is silent", () => {
  test.each([2, 10, 150])("are booked with its return, after %i min", async (gap) => {
    const [from, to] = [M - 20 - gap, M - 20];
    const world = worldOf(await engineOf(shop(outside(ALL, from, to))), [BAD, GOOD, LATENCY]);
    await catchUp(world, from - 5);
    await tickEach(world, from - 5, Math.min(from + 15, to));
    for (const id of NAMES) {
      expect(counted(world, id, from + 1, Math.min(from + 15, to)), id).toEqual({ bad: 0, total: 0 });
      expect(cursorAt(world, id).held, id).not.toBeNull();
    }
    await catchUp(world, to - 1);
    await tickEach(world, to - 1, M);
    for (const id of NAMES) {
      expect(counted(world, id, from - 5, M), id).toEqual(truth(M - from + 5));
      expect(counted(world, id, to, to + 1), id).toEqual(truth(gap + 1));
      expect(ledgerOf(world, id).ledger.carried(from - 5, M), id).toMatchObject({ total: 240 * (gap + 1) });
      expect(counted(world, id, to + 1, M), id).toEqual(truth(M - to - 1));
      expect(cursorAt(world, id).held, id).toBeNull();
    }
  });

  test("are counted again as they were counted, wherever in the gap the two hours begin (rule 4)", async () => {
    const [from, to] = [M - 170, M - 20];
    const world = worldOf(await engineOf(shop(outside(ALL, from, to))), [BAD, GOOD, LATENCY]);
    await catchUp(world, from - 5);
    // Every SLI has had its turn twice by then, in the gap and after it.
    await tickEach(world, from - 5, M + 125);
    for (const id of NAMES) {
      expect(recountsOf(world.db, sloOf(world, id).sliId, 100), id).toEqual([]);
      expect(counted(world, id, from - 5, M + 125), id).toEqual(truth(M + 130 - from));
    }
  });

  test("are not counted twice where some of the total's samples come late in the middle of the gap", async () => {
    const [from, to] = [M - 90, M - 2];
    const silent = outside(ALL, from, to);
    const late = outside(ALL, from + 20, to);
    const engine = switched(prometheus(await engineOf(shop(silent)), {}), prometheus(await engineOf(shop(late)), {}));
    const world = { ...worldOf("http://127.0.0.1:9", [BAD, GOOD, LATENCY]), engine };
    await catchUp(world, from - 100);
    await tickEach(world, from - 100, M - 65);
    engine.switch();
    // Each has its turn within the hour, still in the gap.
    await tickEach(world, M - 65, M - 5);
    for (const id of NAMES) expect(counted(world, id, from - 100, M - 5), id).toEqual(truth(120));
    await tickEach(world, M - 5, to + 1);
    for (const id of NAMES) expect(counted(world, id, from - 100, to + 1), id).toEqual(truth(to + 101 - from));
  });

  test("survive a restart in the middle of the gap", async () => {
    const [from, to] = [M - 40, M - 20];
    const world = worldOf(await engineOf(shop(outside(ALL, from, to))), [BAD, GOOD, LATENCY]);
    await catchUp(world, from - 5);
    await tickEach(world, from - 5, from + 10);
    const file = world.db.$client.name;
    world.db.$client.close();
    const again = { ...world, db: openDatabase(file, resolve("db/migrations")) };
    await tickEach(again, from + 10, M);
    for (const id of NAMES) expect(counted(again, id, from - 5, M), id).toEqual(truth(M - from + 5));
  });

  test("are the same counted down as counted up, also where a piece of the history ends in the gap", async () => {
    const days = scrapes(M - 3 * 1440, M + 30);
    const gaps: [number, number][] = [
      // The first piece of the history ends a day below the first live minute, the second one a day below that.
      [M - 20 - 1440 - 30, M - 20 - 1440 + 30],
      [M - 20 - 2880 - 100, M - 20 - 2880 + 3],
    ];
    const served = gaps.reduce((at, [from, to]) => outside(at, from, to), days as readonly number[]);
    const own = shop(served, days).map(({ name, labels, at }) =>
      series(name, labels, at, (second) =>
        name === "up"
          ? 1
          : 1000 +
            Math.floor(
              (second / 60 - (M - 4320)) *
                (/failed/.test(name) ? 12 : /passed|0\.2/.test(name + labels.le) ? 228 : 240),
            ),
      ),
    );
    const url = await engineOf(own);
    const [up_, down] = [worldOf(url, [BAD, GOOD, LATENCY]), worldOf(url, [BAD, GOOD, LATENCY])];
    await catchUp(up_, M - 4320 + 100);
    await catchUp(up_, M);
    await catchUp(down, M - 20);
    await catchUp(down, M);
    await backfill(down);
    const span: [number, number] = [M - 4320 + 101, M];
    for (const id of NAMES) {
      expect(counted(up_, id, ...span), id).toEqual(truth(M - span[0]));
      expect(counted(down, id, ...span), id).toEqual(truth(M - span[0]));
      expect(minutesOf(down, id, ...span), id).toEqual(minutesOf(up_, id, ...span));
    }
  });

  test("are held from before the first live minute, where that lies in the gap", async () => {
    const [from, to] = [M - 40, M - 20];
    const world = worldOf(await engineOf(shop(outside(ALL, from, to))), [BAD, GOOD, LATENCY]);
    await catchUp(world, M - 30);
    await backfill(world);
    await tickEach(world, M - 30, to + 1);
    for (const id of NAMES) expect(counted(world, id, from - 100, to + 1), id).toEqual(truth(to + 101 - from));
  });
});

describe("the total of the minutes in which its buckets alone are silent", () => {
  test("is held until they are back: no event is slow for the silence of its histogram (rules 3, 9)", async () => {
    const [from, to] = [M - 40, M - 28];
    const world = worldOf(await engineOf(shop(ALL, outside(ALL, from, to))), [LATENCY]);
    await catchUp(world, from - 5);
    await tickEach(world, from - 5, to);
    expect(counted(world, "latency", from + 2, to)).toEqual({ bad: 0, total: 0 });
    await tickEach(world, to, M);
    expect(counted(world, "latency", from - 5, M)).toEqual(truth(M - from + 5));
    const before = rowsOf(world, "latency");
    await tickEach(world, M, M + 60);
    expect(changedSince(before, rowsOf(world, "latency"))).toEqual([]);
    expect(cursorOf(world.db, sloOf(world, "latency").sliId)?.held).toBeNull();
  });

  test("is let go where they were reset meanwhile: what they had gained is not known", async () => {
    const [from, to] = [M - 40, M - 28];
    const scraped = outside(ALL, from, to);
    // They begin at zero with the last scrape that the total's gain of the first minute begins with.
    const anew = to - 12 / 60;
    const bucket = (le: string, perMinute: number) =>
      series("took_bucket", { ...LABELS, le }, scraped, (second) =>
        Math.round((second / 60 - (second > to * 60 ? anew : BEGIN)) * perMinute),
      );
    const rest = shop(ALL).filter(({ name }) => name !== "took_bucket");
    const world = worldOf(await engineOf([...rest, bucket("0.2", 228), bucket("+Inf", 240)]), [LATENCY]);
    await catchUp(world, from - 5);
    await tickEach(world, from - 5, M);
    expect(counted(world, "latency", from + 1, to)).toEqual({ bad: 0, total: 0 });
    expect(counted(world, "latency", to, M)).toEqual(truth(M - to));
  });

  test("is held over one scrape that the buckets miss: no breach opens of it", async () => {
    const each = scrapes(BEGIN, M, 60);
    const missed = outside(each, M - 20, M - 19);
    const world = worldOf(await engineOf(shop(each, missed)), [LATENCY]);
    await catchUp(world, M - 30);
    await tickEach(world, M - 30, M - 10);
    expect(counted(world, "latency", M - 20, M - 19)).toEqual({ bad: 0, total: 0 });
    expect(counted(world, "latency", M - 30, M - 10)).toEqual(truth(20));
    expect(cursorAt(world, "latency").breachState["objective-missed"]?.episode ?? null).toBeNull();
  });
});

test("a part whose target was down and begins anew makes no event good or bad of the total meanwhile", async () => {
  const [from, to] = [M - 40, M - 20];
  const app = { job: "app", instance: "x" };
  const scraped = outside(ALL, from, to);
  // They begin at zero with the last scrape that the total's gain of the first minute begins with.
  const anew = to - 12 / 60;
  const part = (name: string, perMinute: number) =>
    series(name, app, scraped, (second) => Math.round((second / 60 - (second > to * 60 ? anew : BEGIN)) * perMinute));
  const isDown = (second: number) => second > from * 60 && second <= to * 60;
  const engine = await engineOf([
    up(LABELS, ALL),
    series("up", app, ALL, (second) => (isDown(second) ? 0 : 1)),
    steady("served", LABELS, ALL, BEGIN, 240),
    part("failed", 12),
    part("passed", 228),
  ]);
  const sums = [slo("bad", "bad", 'failed{job="app"}', "served"), slo("good", "good", 'passed{job="app"}', "served")];
  const world = worldOf(engine, sums);
  await catchUp(world, from - 5);
  await tickEach(world, from - 5, M);
  for (const id of ["bad", "good"]) {
    expect(counted(world, id, from - 5, M), id).toEqual(truth(M - from + 5 - (to - from)));
    expect(cursorAt(world, id).held, id).toBeNull();
  }
});

test("two targets of the total, of which the idle one is back first, give no verdict of the gap", async () => {
  const [from, to] = [M - 40, M - 28];
  const other = { job: "shop", instance: "b" };
  const idle = series("served", other, outside(ALL, from, to), () => 1000);
  const world = worldOf(await engineOf([...shop(outside(ALL, from, to + 1)), idle]), [BAD, GOOD]);
  await catchUp(world, from - 5);
  await tickEach(world, from - 5, M);
  for (const id of ["bad", "good"]) {
    expect(counted(world, id, from - 5, M), id).toEqual(truth(M - from + 5));
    expect(ledgerOf(world, id).ledger.carried(from - 5, M).total, id).toBeGreaterThanOrEqual(240 * (to + 1 - from));
  }
});
