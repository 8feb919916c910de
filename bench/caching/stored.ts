import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "@/scripts/checks.mjs";
import { quoted, type Runs } from "./quote";
import { Run } from "./results";

const RESULTS = join(ROOT, "bench", "caching", "results");
const PLOTS = join(ROOT, "bench", "caching", "plots");

export function storedRuns(): Runs {
  const files = existsSync(RESULTS) ? readdirSync(RESULTS).filter((name) => name.endsWith(".json")) : [];
  const runs = files.map((name) => Run.parse(JSON.parse(readFileSync(join(RESULTS, name), "utf8"))));
  return new Map(runs.map((run) => [run.run, run]));
}

/** Also after each cell of a run: what was measured is kept when the run is cut short. */
export function storeRun(run: Run): string {
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `${run.run}.json`);
  // A row on each line: a difference between two runs then names its cells.
  const { rows, ...rest } = Run.parse(run);
  const head = JSON.stringify({ ...rest, rows: [] }, null, 1).replace(/\[\]\n\}$/, "[");
  writeFileSync(file, `${head}\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]}\n`);
  return file;
}

export function storePlot(run: string, scenario: string, svg: string): string {
  const folder = join(PLOTS, run);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${scenario}.svg`);
  writeFileSync(file, svg);
  return file;
}

export type QuotedFile = { file: string; before: string; after: string; quotes: number; problems: string[] };

/** Every Markdown file of a folder, as it is and as it should be; `isAnew`: with the newest run in every quote. */
export function quotedFiles(folder: string, isAnew = false): QuotedFile[] {
  const runs = storedRuns();
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => {
      const file = join(folder, name);
      const before = readFileSync(file, "utf8");
      const { text, quotes, problems } = quoted(before, runs, isAnew);
      return { file, before, after: text, quotes, problems };
    });
}
