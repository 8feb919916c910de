// @ts-check
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuild } from "./build.mjs";
import { browserTests, conclude, ROOT, verify, vitest } from "./checks.mjs";
import { parseArguments } from "./command-line.mjs";
import { findCommand, pathWithSystemFolders } from "./find-command.mjs";
import { areNpmPackagesInstalled, ensureNpmPackages } from "./npm-packages.mjs";
import { step } from "./steps.mjs";
import { BROWSER, COMPILERS, DEMO, ensureSystemPackages, INTEGRATION } from "./system-packages.mjs";
import { tallyCheck } from "./tally.mjs";
import { runCommand, Trouble } from "./trouble.mjs";
import { stopOnSignals } from "./undo.mjs";

const HELP = `npm test: installs what is missing and runs every test but the long ones.

  --only verify        lint, types, unused code, architecture, unit tests
  --only integration   against real engines: Prometheus, and VictoriaMetrics
  --only e2e           in a browser

Its last line is "N passed, M failed".`;

runCommand(async () => {
  const { help, "--only": only } = parseArguments(
    process.argv.slice(2),
    { "--only": ["verify", "integration", "e2e"] },
    "npm test -- --help lists what it takes",
  );
  if (help) {
    console.log(HELP);
    return 0;
  }
  stopOnSignals(130);
  process.env.PATH = pathWithSystemFolders();
  const asked = (/** @type {string} */ part) => !only || only === part;
  const logDir = mkdtempSync(join(tmpdir(), "plumbline-test-"));

  await step("system", (say) =>
    ensureSystemPackages({
      needed: {
        ...(only === "verify" ? {} : DEMO),
        ...(asked("integration") ? INTEGRATION : {}),
        ...(asked("e2e") ? BROWSER : {}),
      },
      wished: areNpmPackagesInstalled(ROOT) ? {} : COMPILERS,
      logDir,
      say,
    }),
  );
  await step("packages", (say) => ensureNpmPackages(ROOT, logDir, say));

  const tallies = asked("verify") ? await verify() : [];
  // Beside a running `npm start`, which serves the build in the usual folder.
  process.env.BUILD_DIR = ".next-test";
  if (only !== "verify") tallies.push(tallyCheck(await build(process.env.BUILD_DIR, join(logDir, "build.log"))));
  if (asked("integration")) tallies.push(await vitest("integration"), await vitest("victoria-metrics"));
  if (asked("e2e")) tallies.push(await browserTests({ CHROMIUM_PATH: findCommand("chromium") ?? "" }));
  return conclude(tallies);
});

/**
 * @param {string} buildDir
 * @param {string} logFile
 * @returns {Promise<number>} an exit code: the tests that need no build are still worth running without one
 */
async function build(buildDir, logFile) {
  try {
    await step("build", (say) => ensureBuild({ root: ROOT, buildDir, logFile, say }));
    return 0;
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    console.error(`${error.detail}\n${error.message}`);
    return 1;
  }
}
