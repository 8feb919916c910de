// @ts-check
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuild } from "./build.mjs";
import {
  engineFileProblems,
  folderProblems,
  kindOf,
  nodeProblem,
  portProblem,
  readEnvironment,
} from "./check-environment.mjs";
import { runLogged } from "./child.mjs";
import { parseArguments } from "./command-line.mjs";
import { pathWithSystemFolders } from "./find-command.mjs";
import { areNpmPackagesInstalled, ensureNpmPackages } from "./npm-packages.mjs";
import { claimDataDir } from "./process-record.mjs";
import { step, tell } from "./steps.mjs";
import { COMPILERS, DEMO, ensureSystemPackages } from "./system-packages.mjs";
import { runCommand, Trouble } from "./trouble.mjs";
import { stopOnSignals } from "./undo.mjs";

const HELP = `npm start: installs what is missing, builds, brings the database up to date, and serves Plumbline.

With PROMETHEUS_URL or ENGINES_FILE it watches those engines. Without, it runs the demo on loopback: a real Prometheus, Redis, Varnish,
a storefront and its traffic. Ctrl-C stops all it started.

The first start prints a one-time link by which somebody becomes the admin; npm run link makes another.

Settings are environment variables, as in  PORT=3001 npm start
  PORT                3000
  HOST                127.0.0.1
  PROMETHEUS_URL      the engine to watch; left out: the demo
  PROMETHEUS_HEADERS  JSON object of headers sent to the engine, as in {"X-Scope-OrgID":"team-a"}
  PROMETHEUS_USER, PROMETHEUS_PASSWORD_FILE, PROMETHEUS_TOKEN_FILE, PROMETHEUS_CA_FILE, PROMETHEUS_CERT_FILE,
  PROMETHEUS_KEY_FILE how the engine knows us, and we it; README.md says more
  ENGINES_FILE        YAML file that names several engines; README.md says more
  DATA_DIR            ./data (database, logs, the demo's files)
  ADR_DIR             ./docs/adr (several folders are separated as in PATH)
  SLO_DIR             folders of OpenSLO documents, read at the start
  COSTS_DIR           folder of prices.yaml and cost-plan.yaml, read at the start
  ANONYMOUS_READ      on or off: reading without signing in (on in the demo, off otherwise)
  PUBLIC_URL          where people find it, as in https://slo.example; with https, cookies are sent by https only
  AUTH_SECRET         32 characters or more that sign session cookies; left out: one is made and kept in DATA_DIR
  OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET
                      an identity provider to sign in by; README.md has the others
  BUILD_DIR           .next`;

runCommand(async () => {
  const { help } = parseArguments(
    process.argv.slice(2),
    {},
    "settings are environment variables; npm start -- --help lists them",
  );
  if (help) {
    console.log(HELP);
    return 0;
  }
  stopOnSignals(0);
  process.env.PATH = pathWithSystemFolders();
  const root = dirname(dirname(fileURLToPath(import.meta.url)));

  const { settings, problems } = readEnvironment(process.env, root);
  const old = nodeProblem(process.versions.node);
  refuse(old ? [old] : problems);
  refuse([...folderProblems(settings), ...engineFileProblems(process.env)]);
  const recordApp = await claimDataDir(settings.dataDir);
  const taken = await portProblem(settings.host, settings.port);
  refuse(taken ? [taken] : []);

  const { prometheusUrl, enginesFile, dataDir, adrDirs } = settings;
  const watched = [...(prometheusUrl ? [new URL(prometheusUrl).host] : []), ...(enginesFile ? [enginesFile] : [])];
  console.log(
    watched.length > 0
      ? `Plumbline, watching ${watched.join(" and the engines of ")}`
      : "Plumbline, with the demo (PROMETHEUS_URL is not set)",
  );
  tell("data", dataDir);
  for (const folder of adrDirs)
    if (kindOf(folder) === "missing") tell("decisions", `ADR_DIR ${folder} does not exist yet`);

  const logDir = join(dataDir, "log");
  await step("system", (say) =>
    ensureSystemPackages({
      needed: watched.length > 0 ? {} : DEMO,
      wished: areNpmPackagesInstalled(root) ? {} : COMPILERS,
      otherWayOut: watched.length > 0 ? "" : "; or watch an engine of your own with PROMETHEUS_URL=http://… npm start",
      logDir,
      say,
    }),
  );
  await step("packages", (say) => ensureNpmPackages(root, logDir, say));
  const buildDir = process.env.BUILD_DIR || ".next";
  process.env.BUILD_DIR = buildDir;
  await step("build", (say) => ensureBuild({ root, buildDir, logFile: join(logDir, "build.log"), say }));
  await step("database", () => migrate(root, dataDir, join(logDir, "migrate.log")));

  const { register } = await import("tsx/esm/api");
  register();
  const { serve } = await import("./serve.ts");
  return serve({ root, logDir, settings, recordApp });
});

/** @param {string[]} problems */
function refuse(problems) {
  if (problems.length) throw new Trouble(problems.join("\n"));
}

/**
 * @param {string} root
 * @param {string} dataDir
 * @param {string} logFile
 */
function migrate(root, dataDir, logFile) {
  return runLogged(process.execPath, ["--import", "tsx", "db/migrate.ts"], {
    cwd: root,
    logFile,
    env: { ...process.env, DATA_DIR: dataDir },
    explain: (output) =>
      `The database could not be brought up to date: ${output.trim().split("\n").at(-1)}; more is in ${logFile}`,
  });
}
