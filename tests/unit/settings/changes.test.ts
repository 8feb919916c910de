import { describe, expect, test } from "vitest";
import { changesIn } from "@/app/settings/audit/changes";

describe("an entry's detail", () => {
  test("shows before and after field by field, and what else it says beside", () => {
    expect(
      changesIn({
        before: { role: "viewer", services: null },
        after: { role: "editor", services: ["edge", "shop"] },
        inForceFrom: "2026-12-01",
        asDrift: true,
      }),
    ).toEqual({
      changes: [
        { name: "role", before: "viewer", after: "editor" },
        { name: "services", before: "–", after: "edge, shop" },
      ],
      facts: [
        { name: "in force from", value: "2026-12-01" },
        { name: "as drift", value: "yes" },
      ],
    });
  });

  test("of something new has no before, of something ended no after", () => {
    expect(changesIn({ before: null, after: { objective: 0.95 } }).changes).toEqual([
      { name: "objective", before: "–", after: "0.95" },
    ]);
    expect(changesIn({ before: { objective: 0.95 } }).changes).toEqual([
      { name: "objective", before: "0.95", after: "–" },
    ]);
  });

  test("may be a plain value, a list, or nothing", () => {
    expect(changesIn({ before: 1, after: 2 }).changes).toEqual([{ name: "value", before: "1", after: "2" }]);
    expect(changesIn("a word").facts).toEqual([{ name: "detail", value: "a word" }]);
    expect(changesIn([1, { a: 1 }]).facts).toEqual([{ name: "detail", value: '[1,{"a":1}]' }]);
    expect(changesIn(null)).toEqual({ changes: [], facts: [] });
  });
});
