// @ts-check
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChild } from "./child.mjs";
import { duration } from "./steps.mjs";
import { lastLine, sum, tallyCheck, tallyPlaywright, tallyVitest } from "./tally.mjs";

/** @typedef {import("./tally.mjs").Tally} Tally */

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The quick part: what every commit must pass. */
export async function verify() {
  // In a fresh clone nothing has yet declared what the app imports of Next: its stylesheets and routes.
  await run("route types", "next", ["typegen"]);
  return [
    tallyCheck(await run("lint", "biome", ["ci", "."])),
    tallyCheck(await run("types", "tsc", ["--noEmit"])),
    tallyCheck(await run("unused code", "knip", [])),
    await vitest("unit"),
  ];
}

/** @param {string} project */
export function vitest(project) {
  return reported(
    (file) => {
      const args = ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
      return run(`${project} tests`, "vitest", args);
    },
    tallyVitest.bind(null, `${project} tests`),
  );
}

/** @param {NodeJS.ProcessEnv} env */
export function browserTests(env) {
  return reported(
    (file) =>
      run("browser tests", "playwright", ["test", "--reporter=list,json"], {
        ...env,
        PLAYWRIGHT_JSON_OUTPUT_NAME: file,
      }),
    tallyPlaywright.bind(null, "browser tests"),
  );
}

/**
 * @param {(file: string) => Promise<number>} runner writes its report to the file
 * @param {(report: unknown, exitCode: number) => Tally} tally
 */
async function reported(runner, tally) {
  const folder = mkdtempSync(join(tmpdir(), "plumbline-report-"));
  try {
    const file = join(folder, "report.json");
    const exitCode = await runner(file);
    return tally(readReport(file), exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/**
 * Runs one of our tools with its output as it comes.
 * @param {string} title
 * @param {string} tool
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
async function run(title, tool, args, env = {}) {
  console.log(`\n${title}: ${tool} ${args.filter((argument) => !argument.startsWith("--outputFile")).join(" ")}`);
  const started = performance.now();
  const { exited } = startChild(join(ROOT, "node_modules", ".bin", tool), args, {
    cwd: ROOT,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const { code, signal, error } = await exited;
  const outcome = code === 0 ? "done" : `failed (${error?.message ?? signal ?? `code ${code}`})`;
  console.log(`${title}: ${outcome} in ${duration(performance.now() - started)}`);
  return code ?? 1;
}

/**
 * @param {Tally[]} tallies
 * @returns {number} the exit code
 */
export function conclude(tallies) {
  const total = sum(tallies);
  console.log(`\n${[...total.remarks, lastLine(total)].join("\n")}`);
  return total.failed ? 1 : 0;
}
