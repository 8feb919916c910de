import { describe, expect, onTestFinished, test } from "vitest";
import type { World } from "@/lib/evaluator/tick";
import { countsIn, type Ledger } from "@/lib/slo/ledger";
import { startEngine } from "../evaluator/engine";
import { openMetrics, type Samples } from "./open-metrics";
import { backfill, catchUp, ledgerOf, slo, worldOf } from "./world";

/** The minute around which everything happens; what is generated begins three hours before it. Named by its end. */
const M = Date.UTC(2026, 0, 12, 12) / 60_000;
const BEGIN = M - 180;

type Point = { at: number; value: number };

/** Scrapes in (from, to], minutes, each `every` seconds, `phase` seconds into the interval. */
const scrapes = (from: number, to: number, every = 15, phase = 3): number[] =>
  Array.from({ length: ((to - from) * 60) / every }, (_, i) => from * 60 + i * every + phase);

const outside = (at: readonly number[], from: number, to: number): number[] =>
  at.filter((second) => second <= from * 60 || second > to * 60);

const series = (name: string, labels: Record<string, string>, points: readonly Point[]): Samples => ({
  name,
  labels,
  at: points.map(({ at }) => at),
  values: points.map(({ value }) => value),
});

/** A counter that gains the same at every second since BEGIN, as the scrapes see it. */
const steady = (name: string, labels: Record<string, string>, at: readonly number[], perSecond: number, start = 1000) =>
  series(
    name,
    labels,
    at.map((second) => ({ at: second, value: start + Math.floor((second - BEGIN * 60) * perSecond) })),
  );

const up = (labels: Record<string, string>, at: readonly number[]): Samples =>
  series(
    "up",
    labels,
    at.map((second) => ({ at: second, value: 1 })),
  );

const byName = (all: readonly Samples[]): Samples[] =>
  all.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));

const A = { job: "shop", instance: "a" };
const B = { job: "shop", instance: "b" };
const SERVED = 'served{job="shop"}';
const FAILED = 'failed{job="shop"}';
const AVAILABILITY = slo("availability", "bad", FAILED, SERVED);

async function worldWith(all: readonly Samples[], documents: readonly string[] = [AVAILABILITY]): Promise<World> {
  const engine = await startEngine(openMetrics(byName(all)));
  onTestFinished(() => engine.stop());
  return worldOf(engine.url, documents);
}

/** Counted up to `to`: everything by live ticks from an hour before M, or everything by backfill from above. */
async function counted(at: World, way: Way, to: number): Promise<void> {
  if (way === "live") {
    await catchUp(at, M - 60);
    await catchUp(at, to);
  } else {
    await catchUp(at, to);
    await backfill(at);
  }
}

type Way = "live" | "backfill";

const gains = (ledger: Ledger, from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => countsIn(ledger, from + i, from + i + 1).total);

const badIn = (ledger: Ledger, from: number, to: number): number => {
  const { total, good } = countsIn(ledger, from, to);
  return total - good;
};

describe.each(["live", "backfill"] as const)("counted by %s", (way) => {
  test.each([5, 15, 30, 60])("a scrape interval of %i s is counted to the event", async (every) => {
    const at = scrapes(BEGIN, M + 20, every);
    const world = await worldWith([
      ...[A, B].flatMap((labels) => [
        up(labels, at),
        steady("served", labels, at, 4),
        steady("failed", labels, at, 0.2),
      ]),
    ]);
    await counted(world, way, M + 15);
    const { ledger } = ledgerOf(world, "availability");
    expect(gains(ledger, M - 30, M + 15)).toEqual(Array.from({ length: 45 }, () => 2 * 240));
    expect(badIn(ledger, M - 30, M + 15)).toBe(2 * 12 * 45);
    expect(countsIn(ledger, M - 30, M + 15).observedSeconds).toBe(45 * 60);
  });

  test.each([1, 6, 30, 180])(
    "a scrape gap of %i min is booked in the first minute after it, flagged carried",
    async (gap) => {
      const at = outside(scrapes(BEGIN - 120, M + gap + 20), M, M + gap);
      const world = await worldWith(
        [A, B].flatMap((labels) => [
          up(labels, at),
          steady("served", labels, at, 4, 100_000),
          steady("failed", labels, at, 0.2, 5000),
        ]),
      );
      await counted(world, way, M + gap + 15);
      const { ledger } = ledgerOf(world, "availability");
      expect(gains(ledger, M - 20, M + gap + 15)).toEqual([
        ...Array.from({ length: 20 }, () => 2 * 240),
        ...Array.from({ length: gap }, () => 0),
        2 * 240 * (gap + 1),
        ...Array.from({ length: 14 }, () => 2 * 240),
      ]);
      expect(badIn(ledger, M - 20, M + gap + 15)).toBe(2 * 12 * (gap + 35));
      expect(ledger.carried(M - 20, M + gap + 15)).toMatchObject({
        total: 2 * 240 * (gap + 1),
        good: 2 * 228 * (gap + 1),
      });
      expect(countsIn(ledger, M, M + gap).observedSeconds).toBe(0);
      expect(countsIn(ledger, M - 20, M + gap + 15).observedSeconds).toBe(35 * 60);
    },
  );

  test("a series that falls and passes its old value within one minute is counted from zero", async () => {
    const at = scrapes(BEGIN, M + 20);
    // 1900 until M, then a restart: 300 at the first scrape, 2400 at the minute's last.
    const restarted = at.map((second) => {
      const slot = Math.floor((second - M * 60) / 15);
      return { at: second, value: slot < 0 ? 1900 : slot <= 3 ? 300 + 700 * slot : 2400 };
    });
    const world = await worldWith([up(A, at), series("served", A, restarted), up(B, at), steady("served", B, at, 4)]);
    await counted(world, way, M + 15);
    const { ledger } = ledgerOf(world, "availability");
    expect(gains(ledger, M - 2, M + 3)).toEqual([240, 240, 240 + 2400, 240, 240]);
  });

  test("a process that is new, and restarts before its first minute is over, is counted with both its lives", async () => {
    const at = scrapes(BEGIN, M + 20);
    const own = at.filter((second) => second > M * 60);
    const lives = own.map((second, i) => ({ at: second, value: i === 0 ? 60 : i === 1 ? 140 : (i - 1) * 50 }));
    const world = await worldWith([up(B, at), steady("served", B, at, 4), up(A, own), series("served", A, lives)]);
    await counted(world, way, M + 15);
    const { ledger } = ledgerOf(world, "availability");
    // 140 of the first life, 50 and 100 of the second; 200 in each minute that follows.
    expect(gains(ledger, M - 1, M + 3)).toEqual([240, 240 + 140 + 100, 240 + 200, 240 + 200]);
  });

  test("a long-lived counter is no event where it is first seen, and counts from its first sample on", async () => {
    const at = scrapes(BEGIN, M + 20);
    const own = at.filter((second) => second > M * 60);
    const world = await worldWith([
      up(B, at),
      steady("served", B, at, 4),
      up(A, own),
      steady("served", A, own, 4, 3_000_000_000),
    ]);
    await counted(world, way, M + 15);
    const { ledger } = ledgerOf(world, "availability");
    // Four scrapes lie in its first minute, three intervals of 60 events between them.
    expect(gains(ledger, M - 1, M + 3)).toEqual([240, 240 + 180, 480, 480]);
  });

  test("an error counter that appears with a burst, on one target only, is counted from zero", async () => {
    const at = scrapes(BEGIN, M + 20);
    const late = at.filter((second) => second > M * 60);
    const world = await worldWith([
      ...[A, B].flatMap((labels) => [up(labels, at), steady("served", labels, at, 40)]),
      // The other target has failed before, and is quiet now.
      series(
        "failed",
        B,
        at.map((second) => ({ at: second, value: 7 })),
      ),
      series(
        "failed",
        A,
        late.map((second, i) => ({ at: second, value: Math.min(300 + 100 * i, 600) })),
      ),
    ]);
    await counted(world, way, M + 15);
    const { ledger } = ledgerOf(world, "availability");
    expect(badIn(ledger, M, M + 1)).toBe(600);
    expect(badIn(ledger, M - 20, M + 15)).toBe(600);
  });

  test("an error counter that comes back after a restart, above its old value, is counted by the difference: its value tells no more", async () => {
    const at = scrapes(BEGIN, M + 20);
    // 7 errors until the restart at M - 5; the first ones after it, 60 of them, lie in the minute that M + 1 ends.
    const restart = (M - 5) * 60;
    const requests = at.map((second) => ({
      at: second,
      value: (second - (second > restart ? restart : BEGIN * 60)) * 4,
    }));
    const failures = [
      ...at.filter((second) => second <= restart).map((second) => ({ at: second, value: 7 })),
      ...at.filter((second) => second > M * 60).map((second) => ({ at: second, value: 60 })),
    ];
    const starts = at.map((second) => ({ at: second, value: second > restart ? restart : BEGIN * 60 - 60 }));
    const world = await worldWith([
      up(A, at),
      series("process_start_time_seconds", A, starts),
      series("served", A, requests),
      series("failed", A, failures),
    ]);
    await counted(world, way, M + 15);
    const { ledger } = ledgerOf(world, "availability");
    expect(gains(ledger, M - 20, M + 15).slice(0, 15)).toEqual(Array.from({ length: 15 }, () => 240));
    expect(badIn(ledger, M, M + 1)).toBe(60 - 7);
  });

  test("a target that ends keeps what it counted up to its last scrape", async () => {
    const at = scrapes(BEGIN, M + 20);
    const own = at.filter((second) => second <= M * 60 + 20);
    const world = await worldWith([
      ...[up(B, at), steady("served", B, at, 4), up(A, own), steady("served", A, own, 4)],
    ]);
    await counted(world, way, M + 15);
    const { ledger } = ledgerOf(world, "availability");
    // Scraped twice in its last minute.
    expect(gains(ledger, M - 1, M + 15)).toEqual([480, 240 + 120, ...Array.from({ length: 14 }, () => 240)]);
  });

  test("two SLOs that differ in one label value are counted apart, whatever happens to either", async () => {
    const at = scrapes(BEGIN, M + 20);
    const [cart, search] = [
      { ...A, route: "cart" },
      { ...A, route: "search" },
    ];
    const own = (route: string) =>
      slo(route, "bad", `failed{job="shop",route="${route}"}`, `served{job="shop",route="${route}"}`);
    // The cart's counter falls at M and passes its old value; it vanishes at M + 5. The search goes on, and has errors.
    const fallen = at
      .filter((second) => second <= (M + 5) * 60)
      .map((second) => {
        const slot = Math.floor((second - M * 60) / 15);
        return { at: second, value: slot < 0 ? 500 : 300 * (slot + 1) };
      });
    const world = await worldWith(
      [up(A, at), series("served", cart, fallen), steady("served", search, at, 4), steady("failed", search, at, 0.2)],
      [own("cart"), own("search")],
    );
    await counted(world, way, M + 15);
    const [ofCart, ofSearch] = [ledgerOf(world, "cart").ledger, ledgerOf(world, "search").ledger];
    expect(gains(ofSearch, M - 20, M + 15)).toEqual(Array.from({ length: 35 }, () => 240));
    expect(badIn(ofSearch, M - 20, M + 15)).toBe(12 * 35);
    expect(gains(ofCart, M - 1, M + 7)).toEqual([0, 1200, 1200, 1200, 1200, 1200, 0, 0]);
    expect(badIn(ofCart, M - 20, M + 15)).toBe(0);
    expect(countsIn(ofCart, M + 5, M + 15).observedSeconds).toBe(0);
    expect(countsIn(ofSearch, M + 5, M + 15).observedSeconds).toBe(600);
  });
});
