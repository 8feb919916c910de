import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lesserOf, mayEdit, type Rights, ROLES, rightsInWords } from "@/lib/rights";

const SERVICES = ["edge", "origin", "shop"];
const rights: fc.Arbitrary<Rights> = fc.record({
  role: fc.constantFrom(...ROLES),
  services: fc.option(fc.subarray(SERVICES)),
});

describe("the lesser of two rights", () => {
  test("edits a service exactly where both do, and is no admin unless both are", () => {
    fc.assert(
      fc.property(rights, rights, (a, b) => {
        const lesser = lesserOf(a, b);
        for (const service of [...SERVICES, "another"])
          expect(mayEdit(lesser, service)).toBe(mayEdit(a, service) && mayEdit(b, service));
        expect(lesser.role === "admin").toBe(a.role === "admin" && b.role === "admin");
      }),
    );
  });
});

test("rights are said in words", () => {
  const words = [
    { role: "viewer", services: null },
    { role: "editor", services: null },
    { role: "editor", services: ["edge", "origin", "shop"] },
    { role: "admin", services: null },
  ] as const;
  expect(words.map(rightsInWords)).toEqual([
    "viewer",
    "editor of all services",
    "editor of edge, origin and shop",
    "admin",
  ]);
});
