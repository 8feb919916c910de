import { expect, test } from "vitest";
import { undivided } from "@/lib/rules/undivided";

test.each([
  ["a / b", "a * b"],
  ["sum(a) * (b % 2 / c) + d", "sum(a) * (b * 2 * c) + d"],
  ["a / on (x) group_left () b # a / b", "a * on (x) group_left () b # a / b"],
  ['a{path="/cart"} - b', 'a{path="/cart"} - b'],
  ["(a / b) > bool 2", "(a * b) > bool 2"],
])("%s has series where both sides of its divisions have, as %s", (promql, expected) => {
  expect(undivided(promql)).toBe(expected);
});

test("what is left over by a filter is asked for as it is", () => {
  expect(undivided("(a / b) > 2")).toBe("(a / b) > 2");
});
