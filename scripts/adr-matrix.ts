import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { type Matrix, readMatrix } from "../lib/adr/matrix";
import { quoteMatrices } from "../lib/adr/matrix-quote";
import { weighed } from "../lib/adr/weighing";
import { findMarkdownFiles } from "../lib/gateways/adr-files";

// `node --conditions=react-server --import tsx scripts/adr-matrix.ts check|quote DIR text|json`, for adr.mjs.
const [mode = "", dir = "", form = ""] = process.argv.slice(2);
const root = realpathSync(dir);
const complaints: string[] = [];
const matrices = new Map<string, Matrix | null>();
const { files } = await findMarkdownFiles(root);
const paths = files.map(({ file }) => file).sort();

for (const file of paths) {
  const text = readFileSync(file, "utf8");
  const quoted = quoteMatrices(text, (name) => matrixAt(resolve(dirname(file), name)));
  const path = shown(file);
  complaints.push(...quoted.problems.map(({ message, line }) => `${path}:${line}: ${message}`));
  if (quoted.stale.length === 0) continue;
  if (mode === "quote") {
    writeFileSync(file, quoted.text);
    print(`${path}: ${quoted.stale.length} written anew`);
  } else
    complaints.push(...quoted.stale.map(({ name, line }) => `${path}:${line}: It quotes “${name}” as it is not now.`));
}

const read = [...matrices].flatMap(([path, matrix]) => (matrix ? [{ path, ...matrix, ...weighed(matrix) }] : []));
if (form === "json") print(JSON.stringify(read, null, 2));
else
  for (const { path, question, ranked } of read) {
    print(`${path}: ${question}`);
    for (const { title, total } of ranked) print(`  ${total.toFixed(2)}  ${title}`);
  }
for (const line of complaints) console.error(line);
process.exitCode = complaints.length > 0 ? 1 : 0;

/** Null where it cannot be read, which is said once. */
function matrixAt(file: string): Matrix | null {
  const path = shown(file);
  const known = matrices.get(path);
  if (known !== undefined) return known;
  const found = readAt(file);
  const matrix = "matrix" in found ? found.matrix : null;
  if ("problems" in found)
    complaints.push(
      ...found.problems.map(({ message, line }) => `${path}${line === null ? "" : `:${line}`}: ${message}`),
    );
  matrices.set(path, matrix);
  return matrix;
}

function readAt(file: string): ReturnType<typeof readMatrix> {
  const refused = (message: string) => ({ problems: [{ message, line: null }] });
  try {
    const real = realpathSync(file);
    return real.startsWith(root + sep)
      ? readMatrix(readFileSync(real, "utf8"))
      : refused("It lies outside the folder and was not read.");
  } catch (error) {
    return refused(`It cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function shown(file: string): string {
  return relative(root, file);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
