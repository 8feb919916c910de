// @ts-check
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuild } from "./build.mjs";
import { conclude, ROOT, vitest } from "./checks.mjs";
import { parseArguments } from "./command-line.mjs";
import { pathWithSystemFolders } from "./find-command.mjs";
import { areNpmPackagesInstalled, ensureNpmPackages } from "./npm-packages.mjs";
import { step } from "./steps.mjs";
import { COMPILERS, DEMO, ensureSystemPackages } from "./system-packages.mjs";
import { runCommand } from "./trouble.mjs";
import { stopOnSignals } from "./undo.mjs";

const HELP = `npm run test:faults: installs what is missing and runs the long fault tests, in a bit over an hour: the app, the
engine and a migration are killed at random moments, the engine is out of reach for half an hour, its answers are spoiled.
The ledger has to come out as if nothing had happened. Edits of targets race, and are killed and lose their power in the
middle: none that was acknowledged may be lost. The power cuts mount a disk of their own, which needs root. Faults are planted
into the running storefront, a minute each: who is hit has to be named, or nobody where all are.

Settings are environment variables, as in  OUTAGE_MINUTES=3 npm run test:faults
  OUTAGE_MINUTES   30, at least 2
  POWER_CUTS       100
  CULPRIT_PLANTS   20
  FAULTS_SEED      of the random moments; each test prints the one that it used

Its last line is "N passed, M failed".`;

runCommand(async () => {
  const { help } = parseArguments(process.argv.slice(2), {}, "npm run test:faults -- --help lists its settings");
  if (help) {
    console.log(HELP);
    return 0;
  }
  stopOnSignals(130);
  process.env.PATH = pathWithSystemFolders();
  const logDir = mkdtempSync(join(tmpdir(), "plumbline-faults-"));
  await step("system", (say) =>
    ensureSystemPackages({
      needed: DEMO,
      wished: areNpmPackagesInstalled(ROOT) ? {} : COMPILERS,
      logDir,
      say,
    }),
  );
  await step("packages", (say) => ensureNpmPackages(ROOT, logDir, say));
  // Beside a running `npm start`, which serves the build in the usual folder.
  const buildDir = ".next-test";
  process.env.BUILD_DIR = buildDir;
  await step("build", (say) => ensureBuild({ root: ROOT, buildDir, logFile: join(logDir, "build.log"), say }));
  return conclude([await vitest("faults")]);
});
