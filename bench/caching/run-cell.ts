import { setTimeout as sleep } from "node:timers/promises";
import type { Cell } from "@/storefront/caching/cell";
import { versionsIn } from "@/storefront/caching/database";
import { secondsOf } from "@/storefront/caching/load/plan";
import { recoverySeconds } from "@/storefront/caching/load/recovery";
import type { LoadReport, Settled } from "@/storefront/caching/load/report";
import { acknowledged } from "@/storefront/caching/load/staleness";
import { HOT_PRODUCT, PARAMETERS } from "@/storefront/caching/parameters";
import { figuresOf, type Snapshot } from "./figures";
import type { Load } from "./load";
import type { Counting, Origins } from "./origins";
import type { Figure, PhaseRow, Slice } from "./results";
import { rounded } from "./rounded";
import type { Scenario } from "./scenarios";
import { purge, type World } from "./world";

/** After the last request the queue may take this long to reach the database. */
const DRAIN_MS = 20_000;

/** One run of a cell. */
export type CellRun = {
  phases: PhaseRow[];
  /** null: nothing was to recover. */
  recovery: Figure;
  lostWrites: number;
  acknowledgedWrites: number;
  killedAtSeconds: number | null;
  slices: Slice[];
  warm: Settled | null;
};

const startOf = ({ phases }: Scenario, name: string): number =>
  secondsOf(
    phases.slice(
      0,
      phases.findIndex((phase) => phase.name === name),
    ),
  );

/** Measures one cell on origins that run, with caches as they are, to the last acknowledged write. */
export async function runCell(
  world: World,
  cell: Cell,
  scenario: Scenario,
  { origins, load }: { origins: Origins; load: Load },
): Promise<Omit<CellRun, "warm">> {
  const { phases, hotShare, kill, recoversFrom, endsWhenWell } = scenario;
  await origins.turnTo({ scenario: cell.scenario, hotProduct: hotShare > 0 });
  if (hotShare > 0) await purge(world.edgePort, `product:${HOT_PRODUCT.id}`);
  const counting = origins.counting(cell);
  const snapshots: Promise<Snapshot>[] = [];
  const failures: Promise<unknown>[] = [];
  const from = recoversFrom === null ? null : startOf(scenario, recoversFrom);
  try {
    // Also before, so that whoever scrapes sees the series at zero.
    const before = await counting.snapshotNow();
    const started = performance.now();
    const sampled = counting.run(started);
    const report = await load.measure(
      { cell, phases, hotShare, untilWellFrom: endsWhenWell ? from : null },
      secondsOf(phases),
      (phase) => {
        snapshots[phase] = phase === 0 ? Promise.resolve(before) : counting.snapshotNow();
        if (kill) failures.push(failureAt(phases[phase]?.name ?? "", kill, world, cell, origins));
      },
    );
    await Promise.all(failures);
    counting.stop();
    await sampled;
    const lostWrites = await settledLoss(world, report, counting);
    snapshots.push(counting.snapshotNow());
    const taken = await Promise.all(snapshots);
    const slices = slicesOf(report, counting, before.requests);
    return {
      phases: report.phases.map((account, index) => {
        const [begin = before, end = before] = [taken[index], taken[index + 1]];
        const figures = figuresOf(account, begin, end, cell.store === "redis" || cell.store === "memcached");
        return { name: phases[index]?.name ?? "", seconds: rounded(account.seconds, 1) ?? 0, figures };
      }),
      recovery: from === null ? null : (recoverySeconds(slices, from, PARAMETERS.hitRateLimit) ?? "never"),
      lostWrites,
      acknowledgedWrites: report.acknowledged.length,
      killedAtSeconds: kill && startOf(scenario, "during"),
      slices,
    };
  } finally {
    counting.stop();
    await Promise.allSettled([...failures, ...snapshots]);
  }
}

/** Kills as `during` begins, and starts again: processes at once, a store alone as `after` begins. */
async function failureAt(
  phase: string,
  kill: NonNullable<Scenario["kill"]>,
  world: World,
  cell: Cell,
  origins: Origins,
): Promise<void> {
  if (kill === "store") {
    if (phase === "during") await world.killStore(cell.store);
    if (phase === "after") await world.startStore(cell.store);
  } else if (phase === "during") {
    await Promise.all([world.killStore(cell.store), origins.kill()]);
    await world.startStore(cell.store);
    await origins.start(cell);
  }
}

function slicesOf(report: LoadReport, counting: Counting, requestsBefore: number): Slice[] {
  const perSecond = counting.perSecond(report.slices.length, requestsBefore);
  return report.slices.map((slice, second) => ({
    ...slice,
    p95Ms: rounded(slice.p95Ms, 1),
    originPerSecond: perSecond[second] ?? null,
  }));
}

/** Acknowledged writes that the database does not have once nothing waits any more. */
async function settledLoss(world: World, report: LoadReport, { sample, queued }: Counting): Promise<number> {
  const writes = acknowledged(0);
  for (const [product, version] of report.acknowledged) writes.write(product, version, 0);
  const until = performance.now() + DRAIN_MS;
  await sample();
  // A flusher drops from the queue what the database has, so that an empty queue has nothing left to lose.
  while (queued() > 0 && performance.now() < until) {
    await sleep(100);
    await sample();
  }
  return writes.missingIn(await versionsIn(world.socketDir));
}
