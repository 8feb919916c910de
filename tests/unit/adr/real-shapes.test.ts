import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ListedFile, listingOf } from "@/lib/adr/listing";
import { readAdr } from "@/lib/adr/record";

const ROOT = "tests/fixtures/adr";
const COLUMNS = [
  "file",
  "record",
  "title",
  "status",
  "where",
  "partial",
  "date",
  "supersedes",
  "supersededBy",
] as const;
type Row = Record<(typeof COLUMNS)[number], string>;

const truth: Row[] = readFileSync(join(ROOT, "TRUTH.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:file|---)/.test(line))
  .map((line) => {
    const cells = line
      .slice(2, -2)
      .split(" | ")
      .map((cell) => cell.trim());
    return Object.fromEntries(COLUMNS.map((column, index) => [column, cells[index] ?? ""])) as Row;
  });

const shapes = readdirSync(ROOT).filter((name) => statSync(join(ROOT, name)).isDirectory());
const read = new Map<string, ListedFile>(
  shapes.flatMap((shape) => {
    const root = join(ROOT, shape);
    const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".md"));
    const records = paths.sort().map((path) => readAdr(path, readFileSync(join(root, path), "utf8")));
    return listingOf(records).map((listed) => [`${shape}/${listed.path}`, listed]);
  }),
);

function asRow(file: string, listed: ListedFile | undefined): Row | null {
  if (!listed) return null;
  const nothing = { title: "", status: "", where: "", partial: "", date: "", supersedes: "", supersededBy: "" };
  if (!listed.isRecord) return { file, record: "no", ...nothing };
  return {
    file,
    record: "yes",
    title: listed.title,
    status: listed.status,
    where: listed.statusWhere,
    partial: listed.statusPartial ? "yes" : "",
    date: listed.date ?? (listed.dateAmbiguous ? "?" : "-"),
    supersedes: listed.supersedes.join(", "),
    supersededBy: listed.supersededBy.join(", "),
  };
}

describe("a file is read as a careful person reads it", () => {
  test.each(truth.map((row) => [row.file, row] as const))("%s", (file, row) => {
    expect(asRow(file, read.get(file))).toEqual(row);
  });
});

test("the table of what is true names every file", () => {
  expect([...read.keys()].sort()).toEqual(truth.map(({ file }) => file).sort());
});
