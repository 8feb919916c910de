import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { quotedFiles, storedRuns } from "@/bench/caching/stored";

const files = quotedFiles("docs/adr");

test("every table and figure that a record quotes stands in the stored results", () => {
  for (const { file, problems } of files) expect({ file, problems }).toEqual({ file, problems: [] });
  for (const { file, before, after } of files)
    expect(before, `${file}: npm run bench:caching -- --quote docs/adr`).toBe(after);
});

test("there are quotes to be held to", () => {
  expect(files.reduce((sum, { quotes }) => sum + quotes, 0)).toBeGreaterThan(2);
});

test("every plot that a record shows was drawn", () => {
  const shown = files.flatMap(({ file, before }) =>
    [...before.matchAll(/\]\((\.\.\/\.\.\/bench\/caching\/plots\/[^)]+)\)/g)].map(([, path = ""]) =>
      join(dirname(file), path),
    ),
  );
  expect(shown.length).toBeGreaterThan(4);
  for (const path of shown) expect(existsSync(path), path).toBe(true);
});

test("each stored run is read, and stands in a file of its own name", () => {
  const names = readdirSync("bench/caching/results").map((name) => name.replace(/\.json$/, ""));
  expect([...storedRuns().keys()].toSorted()).toEqual(names.toSorted());
});
