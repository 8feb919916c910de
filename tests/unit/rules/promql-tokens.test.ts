import fc from "fast-check";
import { expect, test } from "vitest";
import { tokensOf } from "@/lib/rules/promql-tokens";

const coloured = (query: string) =>
  tokensOf(query).flatMap(({ text, kind }) => (kind ? [`${kind} ${text.trim()}`] : []));

test("functions, labels, texts and durations are told apart", () => {
  expect(coloured('sum by (job) (rate(hits{route="/a"}[5m])) > 2')).toEqual([
    "function sum",
    "word by",
    "label job",
    "function rate",
    "label route",
    'text "/a"',
    "duration 5m",
    "number 2",
  ]);
});

test("a mistake is marked where it is, also at the end", () => {
  expect(coloured("a b")).toEqual(["wrong b"]);
  expect(coloured("(a")).toEqual(["wrong a"]);
});

test("the pieces of any text are the text again", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      (text) =>
        tokensOf(text)
          .map((each) => each.text)
          .join("") === text,
    ),
  );
});
