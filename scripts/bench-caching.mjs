// @ts-check
import { mkdtempSync, readdirSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./checks.mjs";
import { startChild } from "./child.mjs";
import { pathWithSystemFolders } from "./find-command.mjs";
import { ensureNpmPackages } from "./npm-packages.mjs";
import { step } from "./steps.mjs";
import { CACHING, DEMO, ensureSystemPackages } from "./system-packages.mjs";
import { runCommand } from "./trouble.mjs";
import { stopOnSignals } from "./undo.mjs";

const HELP = `npm run bench:caching: the storefront's caching, measured: patterns x stores x scenarios, over PostgreSQL, behind Varnish.

  npm run bench:caching                                      the whole matrix, about 20 minutes, on an otherwise idle machine
  npm run bench:caching -- --only write-behind/redis/steady  a part of it: a pattern, a store, a scenario, a variant, in any order
  npm run bench:caching -- --size smoke                      short cells, to try the command; keeps nothing
  npm run bench:caching -- --watch                           with a Prometheus that Plumbline can be pointed at; until Ctrl-C
  npm run bench:caching -- --quote docs/adr                  rewrites the tables, figures and verdicts that the ADRs quote
  npm run bench:caching -- --quote docs/adr --latest         the same, from the newest whole run
  npm run bench:caching -- --plot c-20261126-0131            draws a stored run's plots again

  patterns    cache-aside, write-through, write-behind
  stores      redis, memcached, in-process, none
  scenarios   steady, spike-10x, cold-start, store-killed, hot-key, invalidation-storm, write-heavy
  variants    as-decided, unprotected, preloaded, soft-purge, hard-purge, long-lived, and the levels alone: no-cache, edge-only,
              shared-only, edge-and-shared, process-and-shared

It prints each cell with what is left of its time. A cell that fails is tried once more, on fresh processes, and then left out and named;
the command then ends with 1, and what was measured is kept.

Results: bench/caching/results/RUN.json, plots: bench/caching/plots/RUN/SCENARIO.svg. What is chosen and not measured:
storefront/caching/parameters.ts; each run's results hold a copy.`;

runCommand(async () => {
  const args = process.argv.slice(2);
  if (args.includes("--help") || args.includes("-h")) {
    console.log(HELP);
    return 0;
  }
  stopOnSignals(130);
  process.env.PATH = pathWithSystemFolders();
  const logDir = mkdtempSync(join(tmpdir(), "plumbline-caching-"));
  const onlyReads = args.includes("--quote") || args.includes("--plot");
  if (!onlyReads) await step("system", (say) => ensureSystemPackages({ needed: { ...DEMO, ...CACHING }, logDir, say }));
  await step("packages", (say) => ensureNpmPackages(ROOT, logDir, say));
  // Only what was installed has left a log.
  if (readdirSync(logDir).length === 0) rmdirSync(logDir);
  const { exited } = startChild(
    process.execPath,
    ["--import", "tsx", join(ROOT, "bench", "caching", "main.ts"), ...args],
    { cwd: process.cwd(), stdio: ["ignore", "inherit", "inherit"] },
  );
  return (await exited).code ?? 1;
});
