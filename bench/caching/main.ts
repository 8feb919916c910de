import { readFileSync, writeFileSync } from "node:fs";
import { runCommand, Trouble } from "@/scripts/trouble.mjs";
import { isStopping, stopOnSignals } from "@/scripts/undo.mjs";
import { ROUTE_SHARES } from "@/storefront/caching/catalogue";
import { type Cell, SCENARIOS, VARIANTS } from "@/storefront/caching/cell";
import { secondsOf } from "@/storefront/caching/load/plan";
import { HOT_PRODUCT, PARAMETERS } from "@/storefront/caching/parameters";
import { PATTERNS } from "@/storefront/caching/patterns/pattern";
import { CELL_STORES } from "@/storefront/caching/stores/store";
import { type Asked, parseAsked } from "./arguments";
import { machine } from "./machine";
import { plotOf } from "./plots";
import { type Row, type Run, runIdOf } from "./results";
import { runSession, type Step, type Told } from "./run-session";
import { cellsOf, runsOf, SCENARIO, scenarioOf, sessionsOf, shortened } from "./scenarios";
import { seriesBook } from "./series";
import { quotedFiles, storedRuns, storePlot, storeRun } from "./stored";
import { printedTable } from "./table";
import { METRICS_PORT, PROMETHEUS_PORT, serveSeries, startWatching } from "./watch";
import { inWords } from "./words";
import { startWorld } from "./world";

const SMOKE_FACTOR = 0.35;
/** What a cell takes beyond its load: draining, counting. Measured. */
const OVERHEAD_SECONDS = 1;
/** What fresh processes take, and warming. */
const START_SECONDS = 3;
const WARM_SECONDS = 8;
/** A load of more than this share of the cores is no idle machine. */
const BUSY_SHARE = 0.5;
/** Of what may end as soon as it is well, about so much is used. */
const OPEN_SHARE = 0.5;

const nameOf = ({ pattern, store, scenario, variant }: Cell): string =>
  `${pattern}/${store}/${scenario}${variant === "as-decided" ? "" : `/${variant}`}`;

runCommand(async () => {
  const asked = parseAsked(process.argv.slice(2));
  stopOnSignals(130);
  if (asked.do === "quote") return quote(asked.folder, asked.isAnew);
  if (asked.do === "plot") return plot(asked.run);
  return run(asked);
});

/** About how long a step takes, s. */
function secondsOfStep({ cell, scenario, runs }: Step): number {
  const last = scenario.phases.at(-1)?.seconds ?? 0;
  const open = scenario.endsWhenWell ? last * (1 - OPEN_SHARE) : 0;
  const warming = cell.scenario === "steady" ? WARM_SECONDS : 0;
  const starting = cell.scenario === "cold-start" || cell.scenario === "steady" ? START_SECONDS : 0;
  return runs * (secondsOf(scenario.phases) - open + OVERHEAD_SECONDS + starting) + warming;
}

async function run({ filter, smoke, watch }: Extract<Asked, { do: "run" }>): Promise<number> {
  const start = new Date();
  const stepOf = (cell: Cell): Step =>
    smoke
      ? { cell, scenario: shortened(scenarioOf(cell), SMOKE_FACTOR), runs: 1 }
      : { cell, scenario: scenarioOf(cell), runs: runsOf(cell) };
  const sessions = sessionsOf(cellsOf(filter)).map((cells) => cells.map(stepOf));
  const steps = sessions.flat();
  if (steps.length === 0)
    throw new Trouble("There is no such cell: a process's own memory cannot be killed alone", { exitCode: 2 });
  const id = runIdOf(start);
  let leftSeconds = steps.reduce((sum, step) => sum + secondsOfStep(step), 0);
  console.log(
    `${id}: ${steps.length} cells, about ${Math.ceil(leftSeconds / 60)} min${smoke ? " (smoke size: these figures say nothing, and are not kept)" : ""}`,
  );

  const madeOn = machine();
  if (madeOn.loadBefore > BUSY_SHARE * madeOn.cores)
    console.error(
      `  Others are at work on this machine (a load of ${madeOn.loadBefore} on ${madeOn.cores} cores): these figures are not to be quoted`,
    );
  const world = await startWorld((line) => console.error(`  ${line}`));
  const book = seriesBook();
  const rows: Row[] = [];
  const failed: string[] = [];
  const whole = (): Run => ({
    run: id,
    at: start.toISOString(),
    machine: madeOn,
    parameters: { ...PARAMETERS, hotProduct: HOT_PRODUCT, routeShares: ROUTE_SHARES, scenarios: SCENARIO },
    rows: inOrder(rows),
  });
  const estimated = leftSeconds;
  const told: Told = {
    isStopping,
    say: (line) => console.error(`  ${line}`),
    done(step, row) {
      if (row) rows.push(row);
      else failed.push(nameOf(step.cell));
      if (row && !smoke) storeRun(whole());
      leftSeconds -= secondsOfStep(step);
      const took = (Date.now() - start.getTime()) / 1000;
      // What is left is corrected by how right the estimate was so far.
      const left = leftSeconds * (took / Math.max(1, estimated - leftSeconds));
      const count = `[${rows.length + failed.length}/${steps.length}]`;
      const end = row ? summaryOf(row) : "could not be measured";
      console.log(`  ${count} ${nameOf(step.cell)}: ${end}; ${clock(took)} gone, about ${clock(left)} left`);
    },
  };
  try {
    const server = watch ? await serveSeries(book) : undefined;
    if (watch) {
      await startWatching(world.children, world.folder);
      console.log(
        `  Prometheus is at http://127.0.0.1:${PROMETHEUS_PORT}, scraping 127.0.0.1:${METRICS_PORT}. In another terminal:`,
      );
      console.log(
        `  ANONYMOUS_READ=on PROMETHEUS_URL=http://127.0.0.1:${PROMETHEUS_PORT} SLO_DIR=storefront/caching/slos DATA_DIR=data/caching npm start`,
      );
    }
    for (const session of sessions) if (!isStopping()) await runSession(world, session, book, told);
    console.log(`\n${printedTable(inOrder(rows))}\n`);
    if (!smoke && rows.length > 0) finish(whole());
    console.log(`Took ${clock((Date.now() - start.getTime()) / 1000)}`);
    if (watch && !isStopping()) {
      console.log("Prometheus goes on until Ctrl-C");
      await new Promise(() => undefined);
    }
    server?.close();
  } finally {
    await world.end();
  }
  if (failed.length > 0) throw new Trouble(`Could not be measured: ${failed.join(", ")}`);
  return 0;
}

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** As tables show them: by scenario, then by variant. */
const inOrder = (rows: readonly Row[]): Row[] =>
  rows.toSorted(
    (a, b) =>
      SCENARIOS.indexOf(a.scenario) - SCENARIOS.indexOf(b.scenario) ||
      PATTERNS.indexOf(a.pattern) - PATTERNS.indexOf(b.pattern) ||
      CELL_STORES.indexOf(a.store) - CELL_STORES.indexOf(b.store) ||
      VARIANTS.indexOf(a.variant) - VARIANTS.indexOf(b.variant),
  );

/** What tells at a glance whether a cell went as it should. */
function summaryOf({ phases, warm }: Row): string {
  const seen = phases.map(({ name, figures }) => {
    const { p95WithFailuresMs, cacheableHitRate } = figures;
    return `${name} ${inWords("p95WithFailuresMs", p95WithFailuresMs)}, ${inWords("cacheableHitRate", cacheableHitRate)} hits`;
  });
  return `${seen.join("; ")}${warm?.isSteady === false ? "; NOT WARM when it began" : ""}`;
}

function finish(run: Run): void {
  console.log(`Results: ${storeRun(run)}`);
  drawAll(run);
}

function drawAll(run: Run): void {
  for (const scenario of SCENARIOS)
    if (run.rows.some((row) => row.scenario === scenario))
      console.log(`Plot: ${storePlot(run.run, scenario, plotOf(run, scenario))}`);
}

function plot(id: string): number {
  const run = storedRuns().get(id);
  if (!run) throw new Trouble(`There is no run ${id} in bench/caching/results`, { exitCode: 2 });
  drawAll(run);
  return 0;
}

function quote(folder: string, isAnew: boolean): number {
  const files = quotedFiles(folder, isAnew);
  for (const { file, after, quotes } of files) {
    if (quotes === 0) continue;
    const isNew = after !== readFileSync(file, "utf8");
    if (isNew) writeFileSync(file, after);
    console.log(`  ${file}: ${quotes} ${quotes === 1 ? "quote" : "quotes"}, ${isNew ? "rewritten" : "as they were"}`);
  }
  const problems = files.flatMap(({ file, problems: found }) => found.map((problem) => `${file}: ${problem}`));
  if (problems.length > 0) throw new Trouble(problems.join("\n"));
  return 0;
}
