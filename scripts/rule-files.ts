import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { readConfig } from "../lib/config";
import { DomainError } from "../lib/errors";
import { type ImportedDocument, importDocuments, refuseDoubles } from "../lib/interop/import";
import { countedWords, reportLines } from "../lib/interop/report-lines";
import { RULERS } from "../lib/rules/alerting/rule";
import { FIRST_LINE, fileNameOf, ruleFile } from "../lib/rules/alerting/rule-file";
import { alertmanagerExample } from "./alertmanager-example";
import { ask, Refusal, reasonOf } from "./slo-exchange";
import { filesBelow, shown, textOf } from "./slo-files";

// `node --conditions=react-server --import tsx scripts/rule-files.ts REQUEST`, for rules.mjs.
const Request = z.discriminatedUnion("command", [
  z.object({
    command: z.literal("write"),
    from: z.string(),
    into: z.string(),
    url: z.string().nullable(),
    sloDirs: z.array(z.string()),
    ruler: z.enum(RULERS),
    service: z.string().nullable(),
    check: z.boolean(),
  }),
  z.object({ command: z.literal("alertmanager") }),
]);
type Write = Extract<z.infer<typeof Request>, { command: "write" }>;

const Answer = z.object({
  files: z.array(z.object({ name: z.string().regex(/^[a-z0-9_-]+\.yaml$/), text: z.string() })),
  slos: z.array(z.object({ id: z.string(), notes: z.array(z.string()), refused: z.string().nullable() })),
});
type Answer = z.infer<typeof Answer>;

const request = Request.parse(JSON.parse(process.argv[2] ?? ""));
try {
  if (request.command === "alertmanager") process.stdout.write(alertmanagerExample());
  else process.exitCode = write(request, request.url === null ? written(request) : await asked(request, request.url));
} catch (error) {
  if (error instanceof DomainError) {
    console.error([error.message, error.wayOut].filter(Boolean).join(" "));
    process.exitCode = 2;
  } else if (error instanceof Refusal) {
    console.error(error.message);
    process.exitCode = error.exitCode;
  } else throw error;
}

async function asked({ ruler, service }: Write, url: string): Promise<Answer> {
  const terms = new URLSearchParams({ for: ruler, format: "json", ...(service === null ? {} : { service }) });
  const answer = await ask(url, `/api/v1/rules?${terms}`);
  if (!answer.ok) throw new Refusal(await reasonOf(answer), 2);
  const read = Answer.safeParse(await answer.json().catch(() => null));
  if (!read.success) throw new Refusal(`${url} does not answer as a Plumbline of this version does`, 2);
  return read.data;
}

function written({ sloDirs, from, ruler, service }: Write): Answer {
  const files = sloDirs.flatMap((folder) => filesBelow(folder, from));
  if (files.length === 0) throw new Refusal("There is no .yaml, .yml or .json file there", 2);
  const documents = refuseDoubles(importDocuments(files));
  if (documents.some(({ outcome }) => outcome === "refused")) throw new Refusal(unreadWords(documents), 1);
  const all = documents.flatMap(({ slos }) => slos.map(({ definition }) => definition));
  const found = service === null ? all : all.filter((each) => each.service === service);
  if (service !== null && found.length === 0) throw new Refusal(`No SLO belongs to ${service}`, 2);
  const { publicUrl, delaySeconds } = readConfig({
    PUBLIC_URL: process.env.PUBLIC_URL,
    DELAY_SECONDS: process.env.DELAY_SECONDS,
  });
  const terms = { ruler, publicUrl, delaySeconds };
  const made = [...new Set(found.map((each) => each.service))].sort().map((each) => {
    const own = found.filter((slo) => slo.service === each);
    const asWritten = own.map((slo) => ({
      ...slo,
      edges: null,
      decision: slo.decision && { ...slo.decision, title: null },
    }));
    return { name: fileNameOf(each), ...ruleFile(asWritten, terms) };
  });
  return { files: made, slos: made.flatMap(({ slos }) => slos) };
}

/** Whose rules are missing because of a mistyped line, nobody can tell from those whose SLO is gone. */
function unreadWords(documents: readonly ImportedDocument[]): string {
  const numbered = documents.map((document, i) => ({
    ...document,
    n: i + 1,
    slos: document.slos.map(({ definition: { id } }) => ({ id })),
  }));
  return [
    ...reportLines(numbered.filter(({ outcome }) => outcome === "refused")),
    countedWords(numbered),
    "Nothing was written or removed: mend what is refused.",
  ].join("\n");
}

/** Writes what differs, or tells what would be. Answers with the exit status. */
function write({ into, from, check, service }: Write, { files, slos }: Answer): number {
  const differing = files.filter(({ name, text }) => textOf(join(into, name)) !== text);
  for (const { name } of differing) {
    const there = textOf(join(into, name));
    if (there !== null && !isOurs(there))
      throw new Refusal(`${join(into, name)} is there already, and was not written by this command: move it away`, 2);
  }
  const gone = service === null ? left(into, new Set(files.map(({ name }) => name))) : [];
  if (!check) {
    mkdirSync(into, { recursive: true });
    for (const { name, text } of differing) writeFileSync(join(into, name), text);
    for (const name of gone) rmSync(join(into, name));
  }
  for (const { id, notes, refused } of slos) {
    if (refused !== null) console.log(`refused: ${id}: ${refused}`);
    for (const note of notes) console.log(`${id}: ${note}`);
  }
  const [wrote, removed] = check ? ["would write", "would remove"] : ["wrote", "removed"];
  for (const { name } of differing) console.log(`${wrote} ${shown(join(into, name), from)}`);
  for (const name of gone) console.log(`${removed} ${shown(join(into, name), from)}`);
  const refused = slos.filter((slo) => slo.refused !== null).length;
  const changes = differing.length + gone.length;
  console.log(
    `${slos.length - refused} of ${slos.length} SLOs in ${files.length} ${files.length === 1 ? "file" : "files"}, ${changes === 0 ? "none" : changes} of which ${changes === 1 ? "differs" : "differ"}`,
  );
  return refused > 0 || (check && changes > 0) ? 1 : 0;
}

function isOurs(text: string): boolean {
  return text.startsWith(FIRST_LINE);
}

/** Files that this command wrote, and would write no more: the rules of an SLO that is gone would go on firing. */
function left(into: string, names: ReadonlySet<string>): string[] {
  const found = namesIn(into).filter((name) => name.endsWith(".yaml") && !names.has(name));
  return found.filter((name) => isOurs(textOf(join(into, name)) ?? "")).sort();
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new Refusal(`${folder} cannot be read: ${(error as Error).message}`, 2);
  }
}
