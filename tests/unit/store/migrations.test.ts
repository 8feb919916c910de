import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("each migration is later than the one before: an earlier one is passed over where that was applied", () => {
  const { entries } = JSON.parse(readFileSync("db/migrations/meta/_journal.json", "utf8")) as {
    entries: { idx: number; when: number; tag: string }[];
  };
  const times = entries.map(({ when }) => when);
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  expect(entries.map(({ idx }) => idx)).toEqual(entries.map((_, i) => i));
});
