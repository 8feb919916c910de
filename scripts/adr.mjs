// @ts-check
import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startChild } from "./child.mjs";
import { areNpmPackagesInstalled } from "./npm-packages.mjs";
import { runCommand, Trouble } from "./trouble.mjs";

const HELP = `npm run adr: reads the decision records (ADRs) of any folder. Only --quote changes something.

  npm run adr -- list DIR           what was read of each Markdown file: title, status, date, what it supersedes
  npm run adr -- list DIR --json    the same for programs: a JSON array, paths relative to DIR
  npm run adr -- lint DIR           what is doubtful: no status, dead links, supersession that one side alone states,
                                    reviews that are overdue, what could not be read
  npm run adr -- lint DIR --json    the same for programs
  npm run adr -- matrix DIR         the decision matrices that records name, weighed anew: totals, best first, and whether
                                    what is quoted between <!-- matrix FILE --> and <!-- /matrix --> is what they say
  npm run adr -- matrix DIR --quote    writes what they say between those comments
  npm run adr -- matrix DIR --json     totals, weights at which the choice flips, and scores, for programs

Exit status: 0 where nothing is doubtful, 1 where lint or matrix found something, 2 for a folder or an option that is not there, and
for a folder to lint that holds no Markdown.
What the SLOs of a running Plumbline say against their decisions is at /decisions/lint.
"npm run -s adr -- …" leaves out the two lines that npm prints first.`;
const COMMANDS = ["list", "lint", "matrix"];

runCommand(async () => {
  const { help, command, dir, json, quote } = read(process.argv.slice(2));
  if (help) {
    console.log(HELP);
    return 0;
  }
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  // npm runs us in the project's folder and says in which one it was called.
  const folder = resolve(process.env.INIT_CWD || process.cwd(), dir);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Trouble(`${folder} is no folder that can be read: name one that holds ADRs`, { exitCode: 2 });
  if (!areNpmPackagesInstalled(root)) throw new Trouble("The packages are not installed: npm ci installs them");
  const { exited } = startChild(
    process.execPath,
    [
      "--conditions=react-server",
      "--import",
      "tsx",
      join(root, command === "matrix" ? "scripts/adr-matrix.ts" : "scripts/adr-folder.ts"),
      command === "matrix" ? (quote ? "quote" : "check") : command,
      folder,
      json ? "json" : "text",
    ],
    { cwd: root, stdio: ["ignore", "inherit", "inherit"] },
  );
  return (await exited).code ?? 1;
});

/**
 * @param {string[]} args
 * @returns {{ help: boolean, command: string, dir: string, json: boolean, quote: boolean }}
 */
function read(args) {
  const wrong = (/** @type {string} */ line) =>
    new Trouble(`${line}; npm run adr -- --help says more`, { exitCode: 2 });
  const { values, positionals } = parsed(args, wrong);
  const { help = false, json = false, quote = false } = values;
  const [command = "", dir = "", ...rest] = positionals;
  if (help) return { help, command, dir, json, quote };
  if (!COMMANDS.includes(command))
    throw wrong(
      command ? `There is no command “${command}”: name list, lint or matrix` : "Name a command: list, lint or matrix",
    );
  if (dir === "") throw wrong(`Name the folder: npm run adr -- ${command} docs/adr`);
  if (rest.length > 0) throw wrong(`One folder at a time, not ${rest.join(" ")} as well`);
  if (quote && command !== "matrix") throw wrong(`--quote is for matrix, not for ${command}`);
  return { help, command, dir, json, quote };
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
      options: { help: { type: "boolean", short: "h" }, json: { type: "boolean" }, quote: { type: "boolean" } },
    });
  } catch (error) {
    throw wrong(/** @type {Error} */ (error).message.split(". ")[0] ?? "");
  }
}
