import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type DecisionAddress,
  decisionHref,
  formatDecisionAddress,
  parseDecisionAddress,
} from "@/lib/adr/decision-address";

test.each([
  ["docs/adr/0001-a.md#d1", { path: "docs/adr/0001-a.md", id: "d1" }],
  ["docs/adr/c# and f#.md#d1", { path: "docs/adr/c# and f#.md", id: "d1" }],
  ["docs/adr/0001-a.md", null],
  ["docs/adr/0001-a.md#", null],
  ["#d1", null],
  ["/etc/passwd#d1", null],
  ["../secret.md#d1", null],
  ["docs/./a.md#d1", null],
  ["docs\\a.md#d1", null],
])("%s", (text, address) => expect(parseDecisionAddress(text)).toEqual(address));

test("an address that was formatted is parsed back", () => {
  const segment = fc.stringMatching(/^[a-zA-Z0-9 #_-]{1,12}$/);
  const address = fc.record({
    path: fc.array(segment, { minLength: 1 }).map((parts) => parts.join("/")),
    id: fc.stringMatching(/^[a-z0-9.-]{1,8}$/),
  });
  const returns = (given: DecisionAddress) => {
    expect(parseDecisionAddress(formatDecisionAddress(given))).toEqual(given);
  };
  fc.assert(fc.property(address, returns));
});

test("a link encodes each part of the path", () => {
  expect(decisionHref({ path: "docs/adr/0001-a b?#c.md", id: "d1" })).toBe(
    "/decisions/docs/adr/0001-a%20b%3F%23c.md#d1",
  );
  expect(decisionHref({ path: "docs/adr/0001-a.md" })).toBe("/decisions/docs/adr/0001-a.md");
});
