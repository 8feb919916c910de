import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { type ImportedDocument, importDocuments, refuseDoubles, refusedFor } from "../lib/interop/import";
import { countedWords, reportLines } from "../lib/interop/report-lines";
import { exportFrom, importInto, Refusal } from "./slo-exchange";
import { filesBelow, shown, textOf } from "./slo-files";

// `node --conditions=react-server --import tsx scripts/slo-documents.ts REQUEST`, for slos.mjs.
const Request = z.discriminatedUnion("command", [
  z.object({
    command: z.literal("import"),
    url: z.string().nullable(),
    json: z.boolean(),
    from: z.string(),
    names: z.array(z.string()),
    to: z.string().nullable(),
    reason: z.string().nullable(),
    dryRun: z.boolean(),
    skipRefused: z.boolean(),
  }),
  z.object({ command: z.literal("export"), url: z.string(), json: z.boolean(), ids: z.array(z.string()) }),
]);
type Import = Extract<z.infer<typeof Request>, { command: "import" }>;

const request = Request.parse(JSON.parse(process.argv[2] ?? ""));
try {
  process.exitCode =
    request.command === "export" ? await exportAll(request.url, request.ids) : await importAll(request);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}

async function exportAll(url: string, ids: readonly string[]): Promise<number> {
  print(await exportFrom(url, ids));
  return 0;
}

async function importAll({ url, to, from, names, json, dryRun, skipRefused, reason }: Import): Promise<number> {
  const files = names.flatMap((name) => filesBelow(resolve(from, name), from));
  if (files.length === 0) throw new Refusal("There is no .yaml, .yml or .json file there", 2);
  const read = refuseDoubles(importDocuments(files));
  const documents = to === null ? read : read.map((document) => withoutOthers(document, to));
  const isRefused = documents.some(({ outcome }) => outcome === "refused");
  if (url !== null) {
    const { text, report, failed } = await importInto(url, files, { reason, dryRun, skipRefused });
    print(json ? JSON.stringify(report, null, 2) : text);
    return failed ? 1 : 0;
  }
  const taken = isRefused && !skipRefused ? [] : documents.flatMap(({ slos }) => slos);
  if (to !== null && !dryRun && taken.length > 0) {
    mkdirSync(to, { recursive: true });
    for (const { definition, document } of taken) writeFileSync(join(to, `${definition.id}.yaml`), document);
  }
  const told = documents.map(({ slos, ...document }, i) => ({
    n: i + 1,
    ...document,
    slos: slos.map((slo) => slo.definition),
  }));
  const written = to !== null && !dryRun ? taken.map(({ definition }) => join(to, `${definition.id}.yaml`)) : [];
  if (json) print(JSON.stringify({ documents: told, written }, null, 2));
  else {
    for (const line of reportLines(told)) print(line);
    for (const path of written) print(`wrote ${shown(path, from)}`);
    print(countedWords(told));
    if (to !== null && isRefused && !skipRefused)
      print("Nothing was written: mend what is refused, or add --skip-refused.");
  }
  return isRefused ? 1 : 0;
}

/** A file that is there and says something else is never written over. */
function withoutOthers(document: ImportedDocument, to: string): ImportedDocument {
  const taken = document.slos.flatMap(({ definition: { id }, document: text }) => {
    const there = textOf(join(to, `${id}.yaml`));
    return there !== null && there !== text
      ? [`${join(to, `${id}.yaml`)} is there already, and says something else`]
      : [];
  });
  return taken.length > 0 ? refusedFor(document, taken) : document;
}

function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}
