import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/** The rules that every figure follows, by number. */
const RULES = Array.from({ length: 22 }, (_, i) => i + 1);

/** Rules that a title names, as `(rule 4)` or `(rules 4, 15)`. */
const rulesIn = (title: string): number[] =>
  [...title.matchAll(/\(rules? (\d+(?:, \d+)*)\)/g)].flatMap(([, numbers = ""]) => numbers.split(", ").map(Number));

/** Rules that the titles of a test file name: those of `test`, `it` and `describe`, of tables too. */
function rulesNamed(source: string): number[] {
  const found: number[] = [];
  const visit = (node: ts.Node): void => {
    const title = ts.isCallExpression(node) && isOfTests(node.expression) ? node.arguments[0] : undefined;
    if (title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title)))
      found.push(...rulesIn(title.getText()));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("a.test.ts", source, ts.ScriptTarget.Latest, true));
  return found;
}

/** `test`, `test.skip`, `test.each([…])`. */
function isOfTests(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return ["test", "it", "describe"].includes(callee.text);
  if (ts.isTaggedTemplateExpression(callee)) return isOfTests(callee.tag);
  return (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) && isOfTests(callee.expression);
}

const files = readdirSync("tests", { recursive: true, encoding: "utf8" }).filter((file) =>
  /\.(?:test|spec)\.ts$/.test(file),
);

describe("the rules of the arithmetic", () => {
  it("are each named by a test, and no test names one that there is not", () => {
    const named = new Set(files.flatMap((file) => rulesNamed(readFileSync(join("tests", file), "utf8"))));
    expect(RULES.filter((rule) => !named.has(rule))).toEqual([]);
    expect([...named].filter((rule) => !RULES.includes(rule))).toEqual([]);
  });

  it.each([
    ["a test", 'test("counts (rule 3)", () => {})', [3]],
    ["several at once", "describe('late (rules 4, 15)', () => {})", [4, 15]],
    ["a table, but for what is in it", 'it.each([["(", 1], ["(rule 99)", 2]])("is %s (rule 5)", () => {})', [5]],
    ["a template", "test.skip(`of $" + "{1} min (rule 6)`, () => {})", [6]],
    ["nothing else", '// (rule 7)\nexpect("(rule 8)").toBe("")', []],
  ])("are read from the title of %s", (_, source, rules) => {
    expect(rulesNamed(source)).toEqual(rules);
  });
});
