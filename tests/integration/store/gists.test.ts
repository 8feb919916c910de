import { expect, onTestFinished, test } from "vitest";
import { assessments, assessmentsOf, gists } from "@/lib/store/assessments";
import { activeSlos, definitionsState, retireSlo, saveSeriesSeen } from "@/lib/store/slos";
import { engineOf, scrapes, steady, up } from "../evaluator/samples";
import { catchUp, slo, worldOf } from "../truth/world";

const M = Date.UTC(2026, 0, 12, 12) / 60_000;
const ALL = scrapes(M - 90, M + 5, 30);

test("a gist says the same as its assessment after every tick", async () => {
  const url = await engineOf([
    up({ job: "shop" }, ALL),
    steady("served", { job: "shop" }, ALL, M - 90, 240),
    steady("failed", { job: "shop" }, ALL, M - 90, 6),
  ]);
  const world = worldOf(url, [slo("availability", "bad", 'failed{job="shop"}', 'served{job="shop"}')]);
  onTestFinished(() => void world.db.$client.close());
  for (const minute of [M - 30, M - 1, M]) {
    await catchUp(world, minute);
    const whole = assessments(world.db).get("availability");
    expect(assessmentsOf(world.db, ["availability", "unheard-of"])).toEqual(new Map([["availability", whole]]));
    expect(gists(world.db).get("availability")).toEqual({
      minute,
      totalSeen: true,
      hourTotal: whole?.hour.total,
      hourCoverage: whole?.hour.coverage,
      burn6h: whole?.burn6h,
      exhaustedInSeconds: whole?.exhaustedInSeconds,
      remaining: whole?.window.remaining,
      coverage: whole?.window.coverage,
    });
  }
  const state = definitionsState(world.db);
  await catchUp(world, M + 1);
  expect(definitionsState(world.db), "a tick defines nothing").toBe(state);
  const [only] = activeSlos(world.db);
  saveSeriesSeen(world.db, only?.sliId ?? 0, { other: 3 });
  const later = definitionsState(world.db);
  expect(later).toBeGreaterThan(state);
  retireSlo(world.db, "availability", new Date(0));
  expect(definitionsState(world.db)).toBeGreaterThan(later);
});
