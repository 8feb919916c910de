import fc from "fast-check";
import { expect, test } from "vitest";
import { mistakeIn } from "@/lib/rules/promql-mistake";
import { brokenAt } from "./promql";

const told = (query: string): string | null => {
  const found = mistakeIn(query);
  return found && `${found.line}:${found.column} ${found.message.replace("is not PromQL: ", "")}`;
};

test.each([
  ["sum(rate(a[5m])", "1:16 the query ends where a closing bracket ) is expected"],
  ['a{job="x"', "1:10 the query ends where a closing brace } is expected"],
  ["rate(a[5m)", "1:10 ) stands where a closing bracket ] is expected"],
  ["a{job=x}", "1:7 x stands where a value in quotation marks is expected"],
  ["a{job}", '1:6 } stands where a comparison such as ="…" is expected'],
  ['a{job="x}', "1:10 a text in quotation marks does not end"],
  ["rate(a[])", "1:8 ] stands where a duration such as 5m is expected"],
  ["a +", "1:4 the query ends where a metric or an expression is expected"],
  ["a b", "1:3 b stands where an operator such as + or / is expected"],
  ["sum by job (a)", "1:8 job stands where a list of labels in brackets is expected"],
  ["summ(a)", "1:5 summ is no function"],
  ["a)", "1:2 ) stands where it does not belong"],
  ["", "1:1 is empty: a metric or an expression is expected"],
  ["sum(rate(hits[5m]))\n  / sum(rate(total[5m])", "2:24 the query ends where a closing bracket ) is expected"],
])("a mistake is told with its place and what was expected: %s", (query, expected) => {
  expect(told(query)).toBe(expected);
});

test.each(["a", 'sum by (job) (rate(a{b=~"c"}[$window]))', "a # a comment", "histogram_quantile(0.9, a)"])(
  "what is PromQL has no mistake: %s",
  (query) => expect(told(query)).toBeNull(),
);

test("whatever is typed, a mistake is told exactly where the grammar stops, and it is within the text", () => {
  const piece = fc.constantFrom(
    "a",
    "sum(",
    ")",
    "{",
    "}",
    'job="x"',
    "[5m]",
    "rate(",
    "+",
    ",",
    '"',
    "`",
    "\n",
    "ä",
    "5m",
    "by",
  );
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
      const query = pieces.join(" ");
      const found = mistakeIn(query);
      if (query.trim() !== "") expect(found?.at ?? null).toBe(brokenAt(query));
      const line = query.split("\n")[(found?.line ?? 1) - 1] ?? "";
      expect(found?.column ?? 1).toBeLessThanOrEqual(line.length + 1);
    }),
    { numRuns: 500 },
  );
});
