import { beforeEach, expect, test, vi } from "vitest";
import type { CellRun } from "@/bench/caching/run-cell";
import { runSession, type Step } from "@/bench/caching/run-session";
import { cellsOf, SCENARIO } from "@/bench/caching/scenarios";
import { seriesBook } from "@/bench/caching/series";
import type { World } from "@/bench/caching/world";
import { phaseFigures } from "./example-run";

// What the real parts cannot be made to do at a given moment: to fail in one cell and not in another.
const { log, failing } = vi.hoisted(() => ({ log: [] as string[], failing: new Map<string, number>() }));
vi.mock("@/storefront/caching/database", () => ({ resetDatabase: async () => void log.push("fresh tables") }));
vi.mock("@/bench/caching/origins", () => ({
  originsOf: () => ({ start: async () => void log.push("origins"), kill: async () => void log.push("kill") }),
}));
vi.mock("@/bench/caching/load", () => ({
  LOAD: "load",
  startLoad: async () => ({
    settle: async (fast: boolean) => {
      log.push(fast ? "fill" : "settle");
      return { seconds: 8, isSteady: true, hitRate: 0.97 };
    },
  }),
}));
vi.mock("@/bench/caching/world", () => ({ purgeAll: async () => undefined }));
vi.mock("@/bench/caching/run-cell", () => ({
  runCell: async (_world: World, { scenario }: Step["cell"]): Promise<Omit<CellRun, "warm">> => {
    log.push(scenario);
    const left = failing.get(scenario) ?? 0;
    failing.set(scenario, left - 1);
    if (left > 0) throw new Error(`${scenario} went wrong`);
    const phases = [{ name: "all", seconds: 1, figures: phaseFigures({}) }];
    return { phases, recovery: 1, lostWrites: 0, acknowledgedWrites: 0, killedAtSeconds: null, slices: [] };
  },
}));

const world = {
  children: { running: () => [], kill: async () => undefined },
  killStore: async () => undefined,
  startStore: async () => undefined,
} as unknown as World;

async function ran(scenarios: string[], runs = 1, variant = "as-decided") {
  const steps = cellsOf({ pattern: "cache-aside", store: variant === "no-cache" ? "none" : "redis", variant })
    .filter(({ scenario }) => scenarios.includes(scenario))
    .map((cell): Step => ({ cell, scenario: SCENARIO[cell.scenario], runs }));
  const done: string[] = [];
  await runSession(world, steps, seriesBook(), {
    done: ({ cell }, row) => void done.push(`${cell.scenario} ${row ? `of ${row.figures.runs}` : "left out"}`),
    say: (line) => void done.push(line),
    isStopping: () => false,
  });
  return done;
}

beforeEach(() => {
  log.length = 0;
  failing.clear();
});

test("a cold start comes first, on fresh processes each time, and is warmed by nobody", async () => {
  expect(await ran(["cold-start", "steady"], 2)).toEqual(["cold-start of 2", "steady of 2"]);
  expect(log).toEqual([
    ...["fresh tables", "origins", "cold-start"],
    ...["kill", "fresh tables", "origins", "cold-start"],
    ...["settle", "steady", "settle", "steady"],
  ]);
});

test("without a cold start the caches are filled by the same visitors first, but for a database that has none", async () => {
  await ran(["steady"], 1);
  expect(log).toEqual(["fresh tables", "origins", "fill", "steady"]);
  log.length = 0;
  await ran(["steady"], 1, "no-cache");
  expect(log).toEqual(["fresh tables", "origins", "settle", "steady"]);
});

test("a cell that fails once is run again on fresh processes, and the others go on", async () => {
  failing.set("steady", 1);
  expect(await ran(["cold-start", "steady", "hot-key"])).toEqual([
    "cold-start of 1",
    "steady went wrong",
    "steady of 1",
    "hot-key of 1",
  ]);
  expect(log.filter((line) => line === "fresh tables")).toHaveLength(2);
});

test("one that fails twice is left out and named, and the others go on", async () => {
  failing.set("steady", 2);
  expect(await ran(["steady", "hot-key"])).toEqual([
    "steady went wrong",
    "steady went wrong",
    "steady left out",
    "hot-key of 1",
  ]);
});
