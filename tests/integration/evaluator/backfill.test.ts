import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openDatabase } from "@/db/client";
import { backfillStep } from "@/lib/evaluator/backfill";
import type { World } from "@/lib/evaluator/tick";
import { type Engine, EngineError, prometheus } from "@/lib/gateways/prometheus";
import { backfill, catchUp, ledgerOf, slo, worldOf } from "../truth/world";
import { unsteady } from "./engines";
import { changedSince, cursorAt, minutesOf, rowsOf } from "./ledger-rows";
import { engineOf, outside, scrapes, steady, up } from "./samples";

const M = Date.UTC(2026, 0, 12, 12) / 60_000;
/** Two days and a half: three pieces of backfill. */
const BEGIN = M - 3600;
const ALL = scrapes(BEGIN, M + 20, 30);
const AVAILABILITY = slo("availability", "bad", 'failed{job="shop"}', 'served{job="shop"}');
const DEPOT = slo("depot", "bad", 'depot_failed{job="shop"}', 'depot_served{job="shop"}');

const shop = (at: readonly number[]) => [
  up({ job: "shop" }, at),
  steady("served", { job: "shop" }, at, BEGIN, 240),
  steady("failed", { job: "shop" }, at, BEGIN, 6),
];

async function steps(world: World): Promise<number> {
  for (let n = 1; ; n++) if (!(await backfillStep(world, async () => {}))) return n;
}

/** The same world in a copy of its database, as a process finds it that starts now. */
function restarted(world: World): World {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-restarted-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "plumbline.db");
  world.db.$client.prepare("VACUUM INTO ?").run(file);
  const db = openDatabase(file, resolve("db/migrations"));
  return { ...world, db };
}

describe("backfill (rule 6)", () => {
  test("goes downward, newest first, and no row changes that is there already", async () => {
    const url = await engineOf(shop(ALL));
    const world = worldOf(url, [AVAILABILITY]);
    await catchUp(world, M - 30);
    await catchUp(world, M);
    const edges = [cursorAt(world, "availability").backfilledTo];
    for (let before = rowsOf(world, "availability"), more = true; more; ) {
      more = await backfillStep(world, async () => {});
      const after = rowsOf(world, "availability");
      expect(changedSince(before, after.slice(-before.length))).toEqual([]);
      before = after;
      edges.push(after[0]?.minute ?? Number.NaN);
    }
    expect(edges).toEqual(edges.toSorted((a, b) => b - a));
    expect(new Set(edges).size).toBeGreaterThanOrEqual(4);
    // The first minute of all only sets the baseline.
    expect(minutesOf(world, "availability", BEGIN + 1, M)).toEqual(
      Array.from({ length: M - BEGIN - 1 }, () => ({ total: 240, bad: 6, observedSeconds: 60 })),
    );
    expect(rowsOf(world, "availability")[0]?.total).toBeLessThan(0);
  });

  test("goes on after each of its steps where the next process takes over, with the same rows", async () => {
    const at = outside(ALL, M - 1500, M - 1440);
    const url = await engineOf([...shop(at), steady("depot_served", { job: "shop" }, at, BEGIN, 60)]);
    const world = worldOf(url, [AVAILABILITY, DEPOT]);
    await catchUp(world, M);
    let taken = restarted(world);
    const n = await steps(world);
    for (let i = 0; i < n; i++) {
      await backfillStep(taken, async () => {});
      const next = restarted(taken);
      taken.db.$client.close();
      taken = next;
    }
    for (const id of ["availability", "depot"]) {
      expect(rowsOf(taken, id)).toEqual(rowsOf(world, id));
      expect(rowsOf(world, id).length).toBeGreaterThan(3000);
      expect(cursorAt(taken, id)).toEqual({ ...cursorAt(world, id), backfillBeganAt: expect.any(Number) });
    }
  });

  test("goes on where the engine failed it in the middle of a step, while live minutes are counted", async () => {
    const url = await engineOf([...shop(ALL), steady("depot_served", { job: "shop" }, ALL, BEGIN, 60)]);
    const steadily = worldOf(url, [AVAILABILITY, DEPOT]);
    const engine = unsteady(prometheus(url, {}), (n) => Number.isInteger(Math.sqrt(n)));
    const failing = { ...worldOf(url, [AVAILABILITY, DEPOT]), engine };
    const live = (world: World) => ({ ...world, engine: prometheus(url, {}) });
    for (const world of [steadily, live(failing)]) await catchUp(world, M - 10);
    await steps(steadily);
    await catchUp(steadily, M);
    let minute = M - 10;
    for (let more = true; more; ) {
      more = await backfillStep(failing, async () => {}).catch((error: unknown) => {
        if (error instanceof EngineError) return true;
        throw error;
      });
      if (minute < M) await catchUp(live(failing), ++minute);
    }
    await catchUp(live(failing), M);
    expect(engine.failures).toBeGreaterThan(2);
    for (const id of ["availability", "depot"]) expect(rowsOf(failing, id)).toEqual(rowsOf(steadily, id));
  });

  test.each([-1, 0, 1])(
    "keeps the flag of a minute that carries a gap at the edge of a piece, moved by %i min (rules 3, 6)",
    async (moved) => {
      const probe = worldOf(await engineOf(shop(ALL)), [AVAILABILITY]);
      await catchUp(probe, M);
      while (cursorAt(probe, "availability").backfilledTo === M - 1) await backfillStep(probe, async () => {});
      const edge = cursorAt(probe, "availability").backfilledTo;
      expect(edge).toBeLessThan(M - 100);

      const after = edge + moved;
      const world = worldOf(await engineOf(shop(outside(ALL, after - 21, after - 1))), [AVAILABILITY]);
      await catchUp(world, M);
      await backfill(world);
      expect(
        rowsOf(world, "availability")
          // The first minute of all follows what is unknown.
          .filter(({ carried, minute }) => carried && minute > BEGIN + 1)
          .map(({ minute }) => minute),
      ).toEqual([after]);
      expect(ledgerOf(world, "availability").ledger.carried(M - 2000, M).total).toBe(21 * 240);
      expect(minutesOf(world, "availability", after - 21, after)).toEqual([
        ...Array.from({ length: 20 }, () => ({ total: 0, bad: 0, observedSeconds: 0 })),
        { total: 21 * 240, bad: 21 * 6, observedSeconds: 60 },
      ]);
    },
  );

  test("finds the history of an engine that cannot look two years back at once", async () => {
    const url = await engineOf(shop(ALL));
    const engine = prometheus(url, {});
    const shortSighted: Engine = {
      name: engine.name,
      async range(promql, from, to, step) {
        if (to - from > 366 * 86_400) throw new EngineError("too-much", "query timed out in expression evaluation");
        return engine.range(promql, from, to, step);
      },
    };
    const world = { ...worldOf(url, [AVAILABILITY]), engine: shortSighted };
    await catchUp(world, M);
    await backfill(world);
    expect(minutesOf(world, "availability", BEGIN + 1, M).every(({ total }) => total === 240)).toBe(true);
  });
});

test("an SLI with a delay of its own has its minutes final so much later, and no row changes for it", async () => {
  const url = await engineOf(shop(ALL));
  const delayed = AVAILABILITY.replace(
    "name: availability }",
    'name: delayed, annotations: { plumbline.dev/delay: "10m" } }',
  );
  const world = worldOf(url, [AVAILABILITY, delayed]);
  for (const minute of [M - 30, M - 29, M - 10, M]) {
    await catchUp(world, minute);
    expect(cursorAt(world, "availability").liveMinute).toBe(minute);
    expect(cursorAt(world, "delayed").liveMinute).toBe(minute - 9);
  }
  const [own, late] = [rowsOf(world, "availability"), rowsOf(world, "delayed")];
  expect(minutesOf(world, "delayed", M - 30, M - 9)).toEqual(minutesOf(world, "availability", M - 30, M - 9));
  expect(own.at(-1)?.minute).toBe(M);
  expect(late.at(-1)?.minute).toBe(M - 9);
});
