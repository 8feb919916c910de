import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { runCommand, Trouble } from "@/scripts/trouble.mjs";
import { isStopping, stopOnSignals } from "@/scripts/undo.mjs";
import { type Cell, SCENARIOS } from "@/storefront/caching/cell";
import { secondsOf } from "@/storefront/caching/load/plan";
import { HOT_PRODUCT, PARAMETERS } from "@/storefront/caching/parameters";
import { type Asked, parseAsked } from "./arguments";
import { machine } from "./machine";
import { plotOf } from "./plots";
import { type Row, type Run, runIdOf } from "./results";
import { runCell } from "./run-cell";
import { cellsOf, SCENARIO, shortened } from "./scenarios";
import { seriesBook } from "./series";
import { quotedFiles, storedRuns, storePlot, storeRun } from "./stored";
import { printedTable } from "./table";
import { METRICS_PORT, PROMETHEUS_PORT, serveSeries, startWatching } from "./watch";
import { startWorld } from "./world";

const SMOKE_FACTOR = 0.35;
/** What a cell takes beyond its load: starting, warming, draining. */
const OVERHEAD_SECONDS = 5;
/** A cell that failed is tried once more: a run of the whole matrix must not be lost to one port that was taken. */
const TRIES = 2;

const nameOf = ({ pattern, store, scenario, protection }: Cell): string =>
  `${pattern}/${store}/${scenario}${protection ? "" : "/unprotected"}`;

runCommand(async () => {
  const asked = parseAsked(process.argv.slice(2));
  stopOnSignals(130);
  if (asked.do === "quote") return quote(asked.folder, asked.isAnew);
  if (asked.do === "plot") return plot(asked.run);
  return run(asked);
});

async function run({ filter, smoke, watch }: Extract<Asked, { do: "run" }>): Promise<number> {
  const start = new Date();
  const cells = cellsOf(filter);
  if (cells.length === 0)
    throw new Trouble("There is no such cell: a process's own memory cannot be killed alone", { exitCode: 2 });
  const scenarioOf = (cell: Cell) =>
    smoke ? shortened(SCENARIO[cell.scenario], SMOKE_FACTOR) : SCENARIO[cell.scenario];
  const planned = cells.reduce((sum, cell) => sum + secondsOf(scenarioOf(cell).phases) + OVERHEAD_SECONDS, 0);
  const id = runIdOf(start);
  console.log(
    `${id}: ${cells.length} cells, about ${Math.ceil(planned / 60)} min${smoke ? " (smoke size: these figures say nothing, and are not kept)" : ""}`,
  );

  const world = await startWorld((line) => console.error(`  ${line}`));
  const book = seriesBook();
  const rows: Row[] = [];
  const failed: string[] = [];
  const madeOn = machine();
  const whole = (): Run => ({
    run: id,
    at: start.toISOString(),
    machine: madeOn,
    parameters: { ...PARAMETERS, hotProduct: HOT_PRODUCT, scenarios: SCENARIO },
    rows,
  });
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
    for (const [index, cell] of cells.entries()) {
      const began = performance.now();
      const row = await measured(cell);
      if (row) rows.push(row);
      else failed.push(nameOf(cell));
      if (row && !smoke) storeRun(whole());
      const seconds = Math.round((performance.now() - began) / 1000);
      console.log(`  [${index + 1}/${cells.length}] ${nameOf(cell)} ${row ? "" : "failed "}in ${seconds} s`);
    }
    console.log(`\n${printedTable(rows)}\n`);
    if (!smoke && rows.length > 0) finish(whole());
    console.log(`Took ${Math.ceil((Date.now() - start.getTime()) / 60_000)} min`);
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

  async function measured(cell: Cell): Promise<Row | undefined> {
    for (let attempt = 1; attempt <= TRIES && !isStopping(); attempt++) {
      try {
        return await runCell(world, cell, scenarioOf(cell), book);
      } catch (error) {
        console.error(`  ${nameOf(cell)}: ${(error as Error).message}`);
        await sleep(1000);
      }
    }
    return undefined;
  }
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
