import { setTimeout as sleep } from "node:timers/promises";
import { type Cell, labelsOf } from "@/storefront/caching/cell";
import { resetDatabase, versionsIn } from "@/storefront/caching/database";
import { type LoadPlan, secondsOf } from "@/storefront/caching/load/plan";
import { LoadMessage, type LoadReport } from "@/storefront/caching/load/report";
import { acknowledged } from "@/storefront/caching/load/staleness";
import type { OriginSettings } from "@/storefront/caching/origin/settings";
import { PARAMETERS } from "@/storefront/caching/parameters";
import { startOrigin } from "@/storefront/caching/servers";
import type { Child } from "@/storefront/supervisor/children";
import { figuresOf, type Snapshot } from "./figures";
import { recoverySeconds } from "./recovery";
import type { Row } from "./results";
import { rounded } from "./rounded";
import { sampler } from "./sampler";
import type { Scenario } from "./scenarios";
import { Metric, type SeriesBook } from "./series";
import { purgeAll, type World } from "./world";

/** After the last request the queue may take this long to reach the database. */
const DRAIN_MS = 20_000;
/** What a load generator may take beyond its plan: warming, and the last answers. */
const SLACK_MS = 60_000;
const SEED = 20_261_126;
const ORIGIN = "origin-";
const LOAD = "load";

/** Measures one cell, from empty caches and fresh tables to the last acknowledged write. */
export async function runCell(world: World, cell: Cell, scenario: Scenario, book: SeriesBook): Promise<Row> {
  const labels = labelsOf(cell);
  const { kill: failure, recoversFrom } = scenario;
  const seconds = Math.ceil(secondsOf(scenario.phases));
  const emptyStore = async (): Promise<void> => {
    await world.killStore(cell.store);
    await world.startStore(cell.store);
  };
  await Promise.all([
    resetDatabase(world.socketDir, PARAMETERS.products, PARAMETERS.categories),
    emptyStore(),
    purgeAll(world.edgePort),
  ]);

  const startOrigins = async (warm: OriginSettings["warm"]): Promise<void> => {
    await Promise.all(
      world.originPorts.map(async (port, index) => {
        const settings: OriginSettings = {
          cell,
          port,
          peerPorts: world.originPorts.filter((other) => other !== port),
          edgePort: world.edgePort,
          storePort: world.storePort(cell.store),
          socketDir: world.socketDir,
          warm,
          hotProduct: scenario.hotShare > 0,
        };
        book.startAnew(`${ORIGIN}${index}`);
        await startOrigin(world.children, `${ORIGIN}${index}`, settings, port);
      }),
    );
  };
  const kill = async (isIt: (child: Child) => boolean): Promise<void> => {
    await Promise.all(world.children.running().filter(isIt).map(world.children.kill));
  };
  const isOrigin = ({ name }: Child): boolean => name.startsWith(ORIGIN);

  /** What a start after a failure does: it loads the popular, where it is protected. */
  const afterFailure = cell.protection ? "popular" : "nothing";
  book.startAnew("load");
  const sum = (name: string, where = {}) => book.sum(name, { ...labels, ...where });
  const sampling = sampler(world.originPorts, book, () => sum("caching_origin_requests_total"));
  try {
    const [load] = await Promise.all([
      startLoad(world, cell, scenario, (metrics) => book.take("load", metrics)),
      startOrigins(scenario.warm ? "everything" : afterFailure),
    ]);
    // Also before, so that whoever scrapes sees the series at zero.
    await sampling.sample();
    await load.warmEdge();
    await sampling.sample();
    const before = snapshot(sum);
    const started = performance.now();
    const sampled = sampling.run(started);
    load.go();
    if (failure) {
      const withOrigins = failure.what === "origins and store";
      await sleep(failure.atSeconds * 1000);
      await Promise.all([world.killStore(cell.store), withOrigins && kill(isOrigin)]);
      await sleep(Math.max(0, failure.backAtSeconds * 1000 - (performance.now() - started)));
      await world.startStore(cell.store);
      if (withOrigins) await startOrigins(afterFailure);
    }
    const report = await load.report;
    sampling.stop();
    await sampled;
    const lostWrites = await settledLoss(world, report, sampling);
    const after = snapshot(sum);
    const perSecond = sampling.perSecond(seconds, before.requests);
    const slices = report.slices.map(({ p95Ms, hitRate, errors }, second) => ({
      p95Ms: rounded(p95Ms, 1),
      hitRate: rounded(hitRate, 4),
      originPerSecond: perSecond[second] ?? null,
      errors,
    }));
    const limits = { latencyMs: PARAMETERS.latencyLimitMs, hitRate: PARAMETERS.hitRateLimit };
    const recovery = recoversFrom === null ? null : recoverySeconds(slices, recoversFrom, limits);
    return {
      ...cell,
      figures: figuresOf(report, before, after, {
        seconds,
        isShared: cell.store !== "in-process",
        lostWrites,
        recovery,
      }),
      recovered: recoversFrom === null ? null : recovery !== null,
      killedAtSeconds: failure?.atSeconds ?? null,
      slices,
    };
  } finally {
    sampling.stop();
    await kill((child) => isOrigin(child) || child.name === LOAD);
  }
}

/** Acknowledged writes that the database does not have once nothing waits any more. */
async function settledLoss(
  world: World,
  report: LoadReport,
  { sample, queued }: { sample(): Promise<void>; queued(): number },
): Promise<number> {
  const writes = acknowledged(0);
  for (const [product, version] of report.acknowledged) writes.write(product, version, 0);
  const until = performance.now() + DRAIN_MS;
  await sample();
  // A flusher drops from the queue what the database has, so that an empty queue has nothing left to lose.
  while (queued() > 0 && performance.now() < until) {
    await sleep(200);
    await sample();
  }
  return writes.missingIn(await versionsIn(world.socketDir));
}

async function startLoad(world: World, cell: Cell, scenario: Scenario, take: (metrics: Metric[]) => void) {
  const plan: LoadPlan = {
    labels: labelsOf(cell),
    edgePort: world.edgePort,
    seed: SEED,
    phases: scenario.phases,
    hotShare: scenario.hotShare,
    protection: cell.protection,
    warm: scenario.warm,
  };
  const child = await world.children.startNode(LOAD, "caching/load/main.ts", [JSON.stringify(plan)]);
  const warm = later<void>();
  const report = later<LoadReport>();
  child.hear((raw) => {
    const message = LoadMessage.parse(raw);
    if (message.kind === "warm") warm.resolve();
    else if (message.kind === "report") report.resolve(message.report);
    else take(Metric.array().parse(message.metrics));
  });
  const limit = setTimeout(
    () => {
      const late = new Error(`the load generator did not finish; its log: ${child.logFile}`);
      warm.reject(late);
      report.reject(late);
    },
    secondsOf(scenario.phases) * 1000 + SLACK_MS,
  );
  // Whoever awaits them hears of it; one that nobody awaits any more must not end the bench.
  warm.promise.catch(() => undefined);
  report.promise.catch(() => undefined).finally(() => clearTimeout(limit));
  return {
    child,
    report: report.promise,
    warmEdge() {
      child.tell({ order: "warm" });
      return warm.promise;
    },
    go: () => child.tell({ order: "go" }),
  };
}

type Sum = (name: string, where?: Record<string, string>) => number;

const snapshot = (sum: Sum): Snapshot => ({
  requests: sum("caching_origin_requests_total"),
  bytes: sum("caching_origin_bytes_total"),
  l1Hits: sum("caching_lookups_total", { level: "l1", result: "hit" }),
  l1Misses: sum("caching_lookups_total", { level: "l1", result: "miss" }),
  sharedHits: sum("caching_lookups_total", { level: "shared", result: "hit" }),
  sharedMisses: sum("caching_lookups_total", { level: "shared", result: "miss" }),
  databaseReads: sum("caching_database_statements_total", { kind: "read" }),
});

/** A promise and the means to settle it. */
function later<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  return { promise, resolve, reject };
}
