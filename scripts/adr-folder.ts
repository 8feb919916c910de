import { existsSync } from "node:fs";
import { join } from "node:path";
import { lintRecords } from "../lib/adr/lint";
import { type ListedFile, listingOf } from "../lib/adr/listing";
import { recordsAmong } from "../lib/adr/recordhood";
import { readForeignFolder } from "../lib/gateways/adr-folder";

// `node --conditions=react-server --import tsx scripts/adr-folder.ts list|lint DIR text|json`, for adr.mjs.
const [command = "", dir = "", form = ""] = process.argv.slice(2);
const { read, problems } = await readForeignFolder(dir);
process.exitCode = command === "list" ? list() : lint();

function list(): number {
  const unread = problems.map(({ path, message }) => unreadFile(path, message));
  const files = [...listingOf(read), ...unread].sort((a, b) => (a.path < b.path ? -1 : 1));
  if (form === "json") {
    print(JSON.stringify(files, null, 2));
    return 0;
  }
  for (const file of files) print(file.isRecord ? inWords(file) : `${file.path}: no record`);
  for (const { path, message } of problems) console.error(`${path}: ${message}`);
  return 0;
}

function inWords(file: ListedFile): string {
  const date = file.date ?? (file.dateAmbiguous ? "a date that can be read in two ways" : "no date");
  const relations = [
    file.supersedes.length > 0 ? `supersedes ${file.supersedes.join(", ")}` : "",
    file.supersededBy.length > 0 ? `superseded by ${file.supersededBy.join(", ")}` : "",
  ].filter((each) => each !== "");
  const status = `${file.status}${file.statusPartial ? " (in part)" : ""}, ${file.statusWhere}`;
  return [`${file.path}: ${file.title}`, `  ${status}; ${date}`, ...relations.map((each) => `  ${each}`)].join("\n");
}

/** A file that was refused is listed with the reason. */
function unreadFile(path: string, message: string): ListedFile {
  const nothing = { title: path, status: "not-stated", statusWhere: "nowhere", statusPartial: false };
  const noDate = { date: null, dateAmbiguous: false, dateWhere: "nowhere", supersedes: [], supersededBy: [] };
  return { path, isRecord: false, ...nothing, ...noDate, problems: [{ message, line: null }] };
}

function lint(): number {
  const among = recordsAmong(read);
  const records = read.filter(({ path }) => among.has(path));
  const today = new Date().toISOString().slice(0, 10);
  const findings = [
    ...problems.map(({ path, message }) => ({ kind: "unreadable" as const, path, line: null, slo: null, message })),
    ...lintRecords(records, today, (path) => existsSync(join(dir, path))),
  ];
  if (form === "json") print(JSON.stringify(findings, null, 2));
  else {
    for (const { kind, path, line, message } of findings)
      print(`${path}${line === null ? "" : `:${line}`}: ${message} [${kind}]`);
    print(`${counted(records.length, "record")}, ${counted(findings.length, "finding")}`);
  }
  // A check that looks at nothing passes for ever: most likely another folder was meant.
  if (read.length === 0 && problems.length === 0) {
    console.error(`${dir} holds no Markdown file: name the folder of the records`);
    return 2;
  }
  return findings.length > 0 ? 1 : 0;
}

function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
