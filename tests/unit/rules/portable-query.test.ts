import { parser } from "@prometheus-io/lezer-promql";
import fc from "fast-check";
import { expect, test } from "vitest";
import { portable } from "@/lib/rules/portable-query";
import { labelValue, literalOf } from "./label-values";

test("a text in backticks stands in quotation marks, with what these escape", () => {
  expect(portable('a{x=`\\d+"`} + b{y=~`c`, z="`"}')).toBe('a{x="\\\\d+\\""} + b{y=~"c", z="`"}');
  expect(portable("a{x=`two\nlines`}")).toBe('a{x="two\\nlines"}');
});

test("a query without backticks is what it was", () => {
  expect(portable('rate(a{x="b"}[5m])')).toBe('rate(a{x="b"}[5m])');
});

test("any value is asked for in the same query, whatever it was quoted with", () => {
  fc.assert(
    fc.property(labelValue, (value) => {
      const [asked, plain] = (["`", '"'] as const).map((quote) => portable(`sum(a{x=${literalOf(value, quote)}})`));
      expect(parser.parse(asked ?? "").toString()).toBe(parser.parse(plain ?? "").toString());
      expect(asked).not.toMatch(/=`/);
    }),
    { numRuns: 500 },
  );
});
