import { readdirSync } from "node:fs";
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

test("each stored run is read, and stands in a file of its own name", () => {
  const names = readdirSync("bench/caching/results").map((name) => name.replace(/\.json$/, ""));
  expect([...storedRuns().keys()].toSorted()).toEqual(names.toSorted());
});
