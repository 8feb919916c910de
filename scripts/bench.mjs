// @ts-check
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./checks.mjs";
import { startChild } from "./child.mjs";
import { parseArguments } from "./command-line.mjs";
import { pathWithSystemFolders } from "./find-command.mjs";
import { ensureNpmPackages } from "./npm-packages.mjs";
import { step } from "./steps.mjs";
import { runCommand, Trouble } from "./trouble.mjs";
import { stopOnSignals } from "./undo.mjs";

/** In the order in which they run: the quick ones first. */
const GROUPS = ["ledger", "adr", "views", "what-if", "browser", "backfill", "counting", "pollers", "scale", "engine"];
/** Asked for by name alone: it needs a program that is no part of this project. */
const BY_NAME = ["log4brains"];

const HELP = `npm run bench: the figures that count, as tables and in bench/results/*.json.

  npm run bench                     all groups, about an hour and a half
  npm run bench -- ledger views     some of them

  ledger     windows from the ledger, its size, one of its windows against the engine's own
  adr        10,000 records: read anew, one changed, searched
  views      server time of the review page and of a scrape of /metrics with 1,000 SLOs against 10
  what-if    a proposed target tried on 90 days of one SLO
  browser    Lighthouse on the review page, its JavaScript, scrolling 1,000 rows of the list in Chromium
  backfill   28 days of one SLI from the engine's history
  counting   error of the bad share (tests/integration/truth)
  pollers    1,000 viewers who ask every 10 s for 5 minutes, while the evaluator goes on
  scale      our own part of a tick with 1,000, 10,000 and 20,000 SLOs: CPU, writes, memory
  log4brains only where it is named: the reading of 1,000 records beside log4brains, which BENCH_LOG4BRAINS names
  engine     CPU that the engine spends on our tick, and on generated rules; how long a tick takes

  --size smoke    small sizes, to try the commands; writes no results

Single sizes are set by variables, named in each table's parameters: BENCH_SLOS=100 npm run bench -- engine`;

runCommand(async () => {
  const args = process.argv.slice(2);
  const { help, "--size": size = "full" } = parseArguments(
    args.filter((argument) => ![...GROUPS, ...BY_NAME].includes(argument)),
    { "--size": ["full", "smoke"] },
    `npm run bench takes ${[...GROUPS, ...BY_NAME].join(", ")} and --size; npm run bench -- --help says more`,
  );
  if (help) {
    console.log(HELP);
    return 0;
  }
  stopOnSignals(130);
  await step("packages", (say) => ensureNpmPackages(ROOT, tmpdir(), say));
  const asked = [...GROUPS, ...BY_NAME].filter((group) => args.includes(group));
  const unmeasured = [];
  for (const group of asked.length > 0 ? asked : GROUPS) if ((await run(group, size)) !== 0) unmeasured.push(group);
  if (unmeasured.length > 0) throw new Trouble(`Could not be measured: ${unmeasured.join(", ")}`);
  return 0;
});

/**
 * Each group is a process of its own, so that none inherits another's warm caches or full memory.
 * @param {string} group
 * @param {string} size
 */
async function run(group, size) {
  const { exited } = startChild(
    process.execPath,
    ["--import", "tsx", "--conditions=react-server", join(ROOT, "bench", "groups", `${group}.ts`)],
    {
      cwd: ROOT,
      stdio: ["ignore", "inherit", "inherit"],
      env: { LOG_LEVEL: "error", ...process.env, PATH: pathWithSystemFolders(), BENCH_SIZE: size },
    },
  );
  return (await exited).code ?? 1;
}
