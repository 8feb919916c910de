import type { Cell } from "@/storefront/caching/cell";
import { resetDatabase } from "@/storefront/caching/database";
import type { Settled } from "@/storefront/caching/load/report";
import { PARAMETERS } from "@/storefront/caching/parameters";
import { median, overRuns, rangeOf } from "./figures";
import { LOAD, type Load, startLoad } from "./load";
import { type Origins, originsOf } from "./origins";
import type { Row } from "./results";
import { rounded } from "./rounded";
import { type CellRun, runCell } from "./run-cell";
import type { Scenario } from "./scenarios";
import type { SeriesBook } from "./series";
import { purgeAll, type World } from "./world";

export type Step = { cell: Cell; scenario: Scenario; runs: number };

/** Once more than this a step is not tried: a run of the whole matrix must not be lost to one port that was taken. */
const TRIES = 2;

export type Told = {
  /** A step is done, or was given up: then without a row. */
  done(step: Step, row: Row | undefined): void;
  say(line: string): void;
  isStopping(): boolean;
};

/**
 * The cells of one pattern on one store, on processes that stay: first the cold start, from which the caches are filled, then
 * the others, warm. A step that fails is tried again on fresh ones, and then left out.
 */
export async function runSession(world: World, steps: readonly Step[], book: SeriesBook, told: Told): Promise<void> {
  const failures = new Map<Step, number>();
  for (let left = [...steps]; left.length > 0 && !told.isStopping(); ) {
    const processes = await freshProcesses(world, left[0] as Step, book);
    let isFilled = false;
    try {
      for (let step = left[0]; step && !told.isStopping(); step = left[0]) {
        const runs = await runsOfStep(world, step, processes, isFilled);
        isFilled = true;
        left = left.slice(1);
        told.done(step, rowOf(step.cell, runs));
      }
    } catch (error) {
      const step = left[0] as Step;
      const count = (failures.get(step) ?? 0) + 1;
      failures.set(step, count);
      told.say((error as Error).message);
      if (count >= TRIES) {
        left = left.slice(1);
        told.done(step, undefined);
      }
    } finally {
      await endProcesses(world);
    }
  }
}

type Processes = { origins: Origins; load: Load };

/** Origins and visitors on fresh tables, with every level empty. */
async function freshProcesses(world: World, { cell }: Step, book: SeriesBook): Promise<Processes> {
  const origins = originsOf(world, book);
  await makeCold(world, cell);
  book.startAnew(LOAD);
  const [load] = await Promise.all([
    startLoad(world, cell, (metrics) => book.take(LOAD, metrics)),
    origins.start(cell),
  ]);
  return { origins, load };
}

async function makeCold(world: World, { store }: Cell): Promise<void> {
  const emptyStore = async (): Promise<void> => {
    await world.killStore(store);
    await world.startStore(store);
  };
  const { products, categories } = PARAMETERS;
  await Promise.all([resetDatabase(world.socketDir, products, categories), emptyStore(), purgeAll(world.edgePort)]);
}

async function runsOfStep(world: World, step: Step, processes: Processes, isFilled: boolean): Promise<CellRun[]> {
  const { cell, scenario } = step;
  const { origins, load } = processes;
  const runs: CellRun[] = [];
  const isCold = cell.scenario === "cold-start";
  while (runs.length < step.runs) {
    let warm: Settled | null = null;
    if (isCold && runs.length > 0) {
      await origins.kill();
      await makeCold(world, cell);
      await origins.start(cell);
    } else if (!isCold && isWarmedFor(cell, isFilled, runs.length))
      // Without a cache there is nothing to fill, and a database that must not be overrun beforehand.
      warm = await load.settle(!isFilled && cell.variant !== "no-cache", 0);
    runs.push({ ...(await runCell(world, cell, scenario, processes)), warm });
  }
  return runs;
}

/** What comes after the steady state finds the caches warm; what was killed is filled again. */
const isWarmedFor = (cell: Cell, isFilled: boolean, runsBefore: number): boolean =>
  !isFilled || cell.scenario === "steady" || (cell.scenario === "write-heavy" && runsBefore > 0);

async function endProcesses(world: World): Promise<void> {
  const ours = world.children.running().filter(({ name }) => name === LOAD || name.startsWith("origin-"));
  await Promise.all(ours.map(world.children.kill));
}

/** The figures of a cell over all of its runs. */
export function rowOf(cell: Cell, runs: readonly CellRun[]): Row {
  const [first] = runs;
  if (!first) throw new Error("a cell without a run has no figures");
  const recoveries = runs.map(({ recovery }) => recovery);
  const known = recoveries.filter((recovery) => recovery !== null);
  const { shortest, longest } = rangeOf(known);
  const sum = (of: (run: CellRun) => number): number => runs.reduce((total, run) => total + of(run), 0);
  return {
    ...cell,
    phases: first.phases.map(({ name }, index) => {
      const ofPhase = runs.flatMap(({ phases }) => phases[index] ?? []);
      const seconds = ofPhase.reduce((total, phase) => total + phase.seconds, 0);
      return { name, seconds: rounded(seconds, 1) ?? 0, figures: overRuns(ofPhase.map(({ figures }) => figures)) };
    }),
    figures: {
      runs: runs.length,
      lostWrites: sum((run) => run.lostWrites),
      acknowledgedWrites: sum((run) => run.acknowledgedWrites),
      recoverySeconds: median(known),
      recoveryShortest: shortest,
      recoveryLongest: longest,
      warmSeconds: first.warm && rounded(first.warm.seconds, 1),
    },
    recoveries,
    warm: first.warm,
    killedAtSeconds: first.killedAtSeconds,
    slices: first.slices,
  };
}
