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
  writeFileSync(file, `${JSON.stringify(Run.parse(run), null, 1)}\n`);
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

/** Every Markdown file of a folder, as it is and as it should be. */
export function quotedFiles(folder: string): QuotedFile[] {
  const runs = storedRuns();
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => {
      const file = join(folder, name);
      const before = readFileSync(file, "utf8");
      const { text, quotes, problems } = quoted(before, runs);
      return { file, before, after: text, quotes, problems };
    });
}
