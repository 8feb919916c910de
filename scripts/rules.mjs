// @ts-check
import { existsSync, statSync } from "node:fs";
import { delimiter, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runCommand, Trouble } from "./trouble.mjs";
import { runTypeScript } from "./typescript-program.mjs";

const HELP = `npm run rules: recording and burn alert rules of the SLOs, for a Prometheus, Mimir, Thanos ruler or vmalert of your own.

  npm run rules -- write DIR --url URL        the rules of the Plumbline there, a file for each service
  npm run rules -- write DIR --slo-dir DIR    the rules of OpenSLO, Sloth or Pyrra files; without it, of SLO_DIR
  npm run rules -- alertmanager               an example of routes for Alertmanager, by severity and service

  --for RULER      prometheus (the default), mimir, thanos or vmalert
  --service NAME   of one service only
  --check          writes nothing; exit status 1 where a file would change

A file of a service that has no rules any more is removed; files that are not ours are never touched. With --slo-dir, nothing is written
or removed while a document there cannot be read, PUBLIC_URL says where the links of the annotations lead, and DELAY_SECONDS how late
counts are final; which buckets a histogram has is not known there, so a threshold between them is noted, not refused. With --url, an API
token is read from PLUMBLINE_TOKEN where reading needs one.
Exit status: 0 where all was written, 1 where a document cannot be read, an SLO was refused or, with --check, a file would change, 2 for
an argument, a file or an address that is not there.
"npm run -s rules -- …" leaves out the two lines that npm prints first.`;
const COMMANDS = ["write", "alertmanager"];
const RULERS = ["prometheus", "mimir", "thanos", "vmalert"];
const OPTIONS = /** @type {const} */ ({
  help: { type: "boolean", short: "h" },
  url: { type: "string" },
  "slo-dir": { type: "string" },
  for: { type: "string" },
  service: { type: "string" },
  check: { type: "boolean" },
});

runCommand(async () => {
  const request = read(process.argv.slice(2));
  if (request === null) {
    console.log(HELP);
    return 0;
  }
  return runTypeScript("rule-files.ts", request);
});

/** @param {string[]} args */
function read(args) {
  const { values, positionals } = parsed(args);
  if (values.help) return null;
  const [command = "", folder, ...more] = positionals;
  const { url = null, service = null, check = false } = values;
  const ruler = values.for ?? "prometheus";
  if (!COMMANDS.includes(command))
    throw wrong(
      command
        ? `There is no command “${command}”: name write or alertmanager`
        : "Name a command: write or alertmanager",
    );
  if (!RULERS.includes(ruler)) throw wrong(`--for ${ruler} is none of ${RULERS.join(", ")}`);
  if (url !== null && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)))
    throw wrong(`--url ${url} is no address such as https://slo.example`);
  if (url !== null && values["slo-dir"] !== undefined) throw wrong("--url and --slo-dir do not go together");
  // npm runs us in the project's folder and says in which one it was called.
  const from = process.env.INIT_CWD || process.cwd();
  if (command === "alertmanager") {
    const [other] = Object.keys(values);
    if (other) throw wrong(`--${other} goes with write`);
    if (folder !== undefined) throw wrong(`alertmanager prints its example, and takes no ${folder}`);
    return { command };
  }
  if (folder === undefined) throw wrong("Name the folder to write to: npm run rules -- write ./rules");
  if (more.length > 0) throw wrong(`${more[0]} is one folder too many`);
  const into = resolve(from, folder);
  if (existsSync(into) && !statSync(into).isDirectory())
    throw new Trouble(`${into} is a file, no folder`, { exitCode: 2 });
  const sloDirs = url === null ? foldersIn(values["slo-dir"], from) : [];
  return { command, from, into, url, sloDirs, ruler, service, check };
}

/**
 * @param {string | undefined} given
 * @param {string} from
 */
function foldersIn(given, from) {
  const list = given ?? process.env.SLO_DIR ?? "";
  const folders = list
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => resolve(from, folder));
  if (folders.length === 0) throw wrong("Name where the SLOs are: --url https://slo.example, or --slo-dir ./slos");
  const missing = folders.find((folder) => !existsSync(folder));
  if (missing !== undefined) throw new Trouble(`${missing} is no file or folder that can be read`, { exitCode: 2 });
  return folders;
}

/** @param {string} line */
function wrong(line) {
  return new Trouble(`${line}; npm run rules -- --help says more`, { exitCode: 2 });
}

/** @param {string[]} args */
function parsed(args) {
  try {
    return parseArgs({ args, allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw wrong(/** @type {Error} */ (error).message.split(". ")[0] ?? "");
  }
}
