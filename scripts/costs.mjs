// @ts-check
import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startChild } from "./child.mjs";
import { areNpmPackagesInstalled } from "./npm-packages.mjs";
import { runCommand, Trouble } from "./trouble.mjs";

const HELP = `npm run costs: what caches cost and save, recomputed from files alone; the same files give the same figures.

  npm run costs -- FILE                       the tables of every scenario of FILE, such as docs/adr/cost-scenarios.yaml;
                                              its prices lie beside it
  npm run costs -- FILE --scenario NAME       of one of them
  npm run costs -- FILE --volumes PAIRS       with other volumes, such as requestsPerDay=2000000,hitRate=0.9; also
                                              bytesPerRequest, offload and byteOffload (0 to 1)
  npm run costs -- FILE --json                every bill, line by line, for programs; amounts in millionths
  npm run costs -- --quote DIR                fills the tables that the records of DIR quote from DIR/cost-scenarios.yaml:
                                              between <!-- costs scenario=NAME --> (edges beside one another) and
                                              <!-- /costs -->; with table=volumes over volumes, with table=decisions by decision
  npm run costs -- --check DIR                says which of them differ, and changes nothing

Exit status: 0, or 1 where --check found a difference or a mark cannot be filled, 2 for files and options that cannot be used.
"npm run -s costs -- …" leaves out the two lines that npm prints first.`;

runCommand(async () => {
  const asked = read(process.argv.slice(2));
  if (asked === null) {
    console.log(HELP);
    return 0;
  }
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  // npm runs us in the project's folder and says in which one it was called.
  const path = resolve(process.env.INIT_CWD || process.cwd(), asked.path);
  const found = statSync(path, { throwIfNoEntry: false });
  if (asked.mode === "print" ? !found?.isFile() : !found?.isDirectory())
    throw new Trouble(`${path} is no ${asked.mode === "print" ? "file" : "folder"} that can be read`, { exitCode: 2 });
  if (!areNpmPackagesInstalled(root)) throw new Trouble("The packages are not installed: npm ci installs them");
  const { exited } = startChild(
    process.execPath,
    ["--import", "tsx", join(root, "scripts/costs-files.ts"), JSON.stringify({ ...asked, path })],
    { cwd: root, stdio: ["ignore", "inherit", "inherit"] },
  );
  return (await exited).code ?? 1;
});

/**
 * @param {string[]} args
 * @returns {{ mode: "print" | "quote" | "check", path: string, scenario: string | null, volumes: string | null, json: boolean } | null} null: help
 */
function read(args) {
  const wrong = (/** @type {string} */ line) =>
    new Trouble(`${line}; npm run costs -- --help says more`, { exitCode: 2 });
  const { values, positionals } = parsed(args, wrong);
  if (values.help) return null;
  const { quote, check, scenario = null, volumes = null, json = false } = values;
  const folder = quote ?? check;
  if (folder !== undefined) {
    if (quote !== undefined && check !== undefined) throw wrong("One of --quote and --check at a time");
    if (positionals.length > 0 || scenario || volumes || json) throw wrong("--quote and --check take a folder alone");
    return { mode: quote === undefined ? "check" : "quote", path: folder, scenario, volumes, json };
  }
  const [path, ...rest] = positionals;
  if (path === undefined) throw wrong("Name a file of scenarios: npm run costs -- docs/adr/cost-scenarios.yaml");
  if (rest.length > 0) throw wrong(`One file at a time, not ${rest.join(" ")} as well`);
  return { mode: "print", path, scenario, volumes, json };
}

/**
 * @param {string[]} args
 * @param {(line: string) => Error} wrong
 */
function parsed(args, wrong) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h" },
        json: { type: "boolean" },
        scenario: { type: "string" },
        volumes: { type: "string" },
        quote: { type: "string" },
        check: { type: "string" },
      },
    });
  } catch (error) {
    throw wrong(/** @type {Error} */ (error).message.split(". ")[0] ?? "");
  }
}
