import { describe, expect, it } from "vitest";
import { splitBucket } from "@/lib/rules/counter-sum";
import { brokenAt } from "./promql";

const split = (selector: string): string | null => {
  const found = splitBucket(selector);
  return found && `${found.buckets} ≤ ${found.edge}`;
};

describe("a bucket selector", () => {
  it.each([
    ["le first", 'h_bucket{le="0.2",job="a",route="/x"}', 'h_bucket{job="a",route="/x"} ≤ 0.2'],
    ["le in the middle", 'h_bucket{job="a",le="0.2",route="/x"}', 'h_bucket{job="a",route="/x"} ≤ 0.2'],
    ["le last", 'h_bucket{job="a", le="0.2"}', 'h_bucket{job="a"} ≤ 0.2'],
    ["le alone", 'h_bucket{le="0.2"}', "h_bucket ≤ 0.2"],
    ["a comma at the end", 'h_bucket{job="a",le="0.2",}', 'h_bucket{job="a"} ≤ 0.2'],
    ["a whole number", 'h_bucket{le="1"}', "h_bucket ≤ 1"],
    ["a whole number with a point", 'h_bucket{le="1.0"}', "h_bucket ≤ 1"],
    ["zeros at the end", "h_bucket{le='0.100'}", "h_bucket ≤ 0.1"],
    ["backticks", "h_bucket{le=`0.2`}", "h_bucket ≤ 0.2"],
    ["a pattern that is a number", 'h_bucket{le=~"1"}', "h_bucket ≤ 1"],
    ["other kinds of matchers", 'h_bucket{a!="b",le="1",c=~"d|e",f!~"g"}', 'h_bucket{a!="b",c=~"d|e",f!~"g"} ≤ 1'],
    [
      "quotes, braces and commas in values",
      'h_bucket{a="},{",le="1",b="\\"le=\\""}',
      'h_bucket{a="},{",b="\\"le=\\""} ≤ 1',
    ],
    ["a label that ends in le", 'h_bucket{role="5",le="1"}', 'h_bucket{role="5"} ≤ 1'],
    ["a name given as a label", '{__name__="h_bucket",le="1"}', '{__name__="h_bucket"} ≤ 1'],
  ])("with %s is split into its buckets and the edge", (_, selector, expected) => {
    expect(split(selector)).toBe(expected);
    expect(brokenAt(splitBucket(selector)?.buckets ?? "")).toBeNull();
  });

  it.each([
    ["no matchers", "hits_total"],
    ["empty matchers", "hits_total{}"],
    ["no le", 'hits_total{job="a"}'],
    ["the bucket of everything", 'h_bucket{le="+Inf"}'],
    ["a pattern of several edges", 'h_bucket{le=~"0.2|0.5"}'],
    ["every edge but one", 'h_bucket{le!="0.2"}'],
    ["every edge but a pattern", 'h_bucket{le!~"0.2"}'],
    ["an empty le", 'h_bucket{le=""}'],
  ])("with %s has no edge", (_, selector) => {
    expect(split(selector)).toBeNull();
  });
});
