import { describe, expect, test } from "vitest";
import { readAdr } from "@/lib/adr/record";
import { beyondYamlBounds } from "@/lib/adr/yaml-bounds";

const many = (n: number, each: (i: number) => string, between = "\n"): string =>
  Array.from({ length: n }, (_, i) => each(i)).join(between);
const aliases = (n: number): string => `b: &b {}\na: [${many(n, () => "*b", ", ")}]\n`;

describe("a document that takes its reader too long", () => {
  test.each([
    ["aliases, even of what is empty", aliases(201), 2, "uses more than 200 aliases"],
    ["keys", many(3001, (i) => `k${i}: 1`), 3001, "holds more than 3000 keys"],
    ["keys in braces without a colon", `a: {${many(3002, (i) => `k${i}`, ", ")}}`, 1, "holds more than 3000 keys"],
    ["keys with a question mark", many(3001, (i) => `? k${i}`), 3001, "holds more than 3000 keys"],
    ["entries", many(10_001, (i) => `- ${i}`), 10_001, "holds more than 10000 entries"],
    [
      "aliases beside text that looks like a new document",
      `x: [---, ${many(150, () => "*b", ", ")}, ---, ${many(150, () => "*b", ", ")}]`,
      1,
      "uses more than 200 aliases",
    ],
  ])("is refused for its %s", (_, text, line, message) => {
    expect(beyondYamlBounds(text)).toEqual({ line, message });
  });
});

test("documents are counted one by one", () => {
  expect(beyondYamlBounds(many(5, () => aliases(150), "---\n"))).toBeNull();
  expect(beyondYamlBounds(many(5, () => many(1500, (i) => `k${i}: 1`), "\n---\n"))).toBeNull();
});

test("JSON is counted by its keys, not by its commas as well", () => {
  const list = Array.from({ length: 300 }, (_, i) => ({ a: i, b: [1, 2, 3], c: "{ , *a : }", d: 1, e: 2, f: 3 }));
  expect(beyondYamlBounds(JSON.stringify(list, null, 1))).toBeNull();
});

test("front matter keeps the same bounds", () => {
  const { problems } = readAdr("docs/adr/0001-a.md", `---\nstatus: accepted\n${aliases(201)}---\n# A\n`);
  expect(problems).toContainEqual({
    message: "The front matter uses more than 200 aliases and was not read.",
    line: 1,
  });
});
