// @ts-check
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { runCommand, Trouble } from "./trouble.mjs";
import { runTypeScript } from "./typescript-program.mjs";

const HELP = `npm run slos: SLO documents in and out.

  npm run slos -- import FILE|DIR …            what an import would do, document by document and line by line:
                                               OpenSLO v1 and v1alpha, Sloth and Pyrra; nothing is written
  npm run slos -- import FILE|DIR … --to DIR   writes each SLO as an OpenSLO v1 file into DIR, which SLO_DIR may name
  npm run slos -- import FILE|DIR … --url URL  makes them in the Plumbline there, all or none
  npm run slos -- export [ID …] --url URL      OpenSLO v1 of the SLOs that are named, or of all, as one YAML text

  --dry-run        with --to or --url: tells only what would be done
  --skip-refused   takes the documents that can be taken, where others are refused; without it one refusal refuses all
  --reason TEXT    with --url: why, for the history of each target
  --json           the report for programs

An API token of an editor is read from PLUMBLINE_TOKEN: it is made in Settings, and never given as an argument.
Exit status: 0 where all was taken, 1 where something was refused, 2 for an argument, a file or an address that is not there.
"npm run -s slos -- …" leaves out the two lines that npm prints first.`;
const COMMANDS = ["import", "export"];
const OPTIONS = /** @type {const} */ ({
  help: { type: "boolean", short: "h" },
  json: { type: "boolean" },
  "dry-run": { type: "boolean" },
  "skip-refused": { type: "boolean" },
  to: { type: "string" },
  url: { type: "string" },
  reason: { type: "string" },
});

runCommand(async () => {
  const request = read(process.argv.slice(2));
  if (request === null) {
    console.log(HELP);
    return 0;
  }
  return runTypeScript("slo-documents.ts", request);
});

/** @param {string[]} args */
function read(args) {
  const { values, positionals } = parsed(args);
  if (values.help) return null;
  const [command = "", ...names] = positionals;
  const { to = null, url = null, reason = null } = values;
  const [dryRun, skipRefused] = [values["dry-run"] ?? false, values["skip-refused"] ?? false];
  if (!COMMANDS.includes(command))
    throw wrong(
      command ? `There is no command “${command}”: name import or export` : "Name a command: import or export",
    );
  if (url !== null && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)))
    throw wrong(`--url ${url} is no address such as https://slo.example`);
  const common = { command, url, json: values.json ?? false };
  if (command === "export") {
    const [other] = ["to", "reason", "dry-run", "skip-refused"].filter((name) => name in values);
    if (other) throw wrong(`--${other} goes with import`);
    if (url === null) throw wrong("Name the Plumbline to export from: --url https://slo.example");
    return { ...common, ids: names };
  }
  if (names.length === 0) throw wrong("Name the file or folder: npm run slos -- import ./slos");
  if (to !== null && url !== null) throw wrong("--to and --url do not go together");
  if (reason !== null && url === null) throw wrong("--reason goes with --url");
  // npm runs us in the project's folder and says in which one it was called.
  const from = process.env.INIT_CWD || process.cwd();
  const missing = names.find((name) => !existsSync(resolve(from, name)));
  if (missing !== undefined)
    throw new Trouble(`${resolve(from, missing)} is no file or folder that can be read`, { exitCode: 2 });
  return { ...common, from, names, to: to === null ? null : resolve(from, to), reason, dryRun, skipRefused };
}

/** @param {string} line */
function wrong(line) {
  return new Trouble(`${line}; npm run slos -- --help says more`, { exitCode: 2 });
}

/** @param {string[]} args */
function parsed(args) {
  try {
    return parseArgs({ args, allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw wrong(/** @type {Error} */ (error).message.split(". ")[0] ?? "");
  }
}
