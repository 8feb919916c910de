import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCounterSum } from "@/lib/rules/counter-sum";

/** `+a -b` for a sum that was read, `message @ place` for one that was not. */
const read = (query: string): string => {
  const found = readCounterSum(query);
  return found.ok
    ? found.sum.map(({ sign, selector }) => `${sign > 0 ? "+" : "-"}${selector}`).join(" ")
    : `${found.message} @ ${found.at}`;
};

describe("a counted query", () => {
  it.each([
    ["a bare counter", "hits", "+hits"],
    ["one with labels", 'hits{job="edge",code=~"2.."}', '+hits{job="edge",code=~"2.."}'],
    ["one named by a label", '{__name__="hits"}', '+{__name__="hits"}'],
    ["a rate with a duration", "rate(hits[5m])", "+hits"],
    ["an increase", "increase(hits[1h])", "+hits"],
    ["$window", "rate(hits[$window])", "+hits"],
    ["$__rate_interval in braces", `rate(hits[ $${"{__rate_interval}"} ])`, "+hits"],
    ["{{.window}}", "increase(hits[{{.window}}])", "+hits"],
    ["{{ .window }} with blanks", "increase(hits[{{ .window }}])", "+hits"],
    ["a sum", "sum(hits)", "+hits"],
    ["a sum by labels: the groups are one budget (rule 11)", "sum by (job) (rate(hits[5m]))", "+hits"],
    ["the grouping behind it", "sum(rate(hits[5m])) by (job, code)", "+hits"],
    ["a sum without labels", "sum without (pod) (hits)", "+hits"],
    ["sums added", "sum(hits) + sum(misses)", "+hits +misses"],
    ["a difference", "sum(all) - sum(bad)", "+all -bad"],
    ["differences from left to right", "a - b - c", "+a -b -c"],
    ["a difference taken away", "a - (b - c)", "+a -b +c"],
    ["signs through sums", "a - sum(b - (c - rate(d[5m])))", "+a -b +c -d"],
    ["a clamp at zero", "clamp_min(sum(a) - sum(b), 0)", "+a -b"],
    ["a clamp taken away", "a - clamp_min(b - c, 0.0)", "+a -b +c"],
    ["or vector(0)", "sum(rate(a[5m])) or vector( 0 )", "+a"],
    ["or vector(0) inside", "(sum(a) or vector(0)) + sum(b)", "+a +b"],
    ["comments and line ends", "sum(a) # hits\n  + sum(b) # misses\n", "+a +b"],
    ["label values with quotes", 'a{x="say \\"hi\\""} + b', '+a{x="say \\"hi\\""} +b'],
    ["label values with braces and commas", "sum(rate(a{x=\"}{,\",y=']['}[5m]))", "+a{x=\"}{,\",y=']['}"],
    ["a label value that looks like a placeholder", 'a{x="[$window]"}', '+a{x="[$window]"}'],
  ])("may be %s", (_, query, expected) => {
    expect(read(query)).toBe(expected);
  });

  it.each([
    ["nothing", "", "is not PromQL @ 0"],
    ["an open bracket", "sum(hits", "is not PromQL @ 8"],
    ["a product", "a * 2", "* cannot be counted: only + and - add counts up @ 2"],
    ["a ratio", "sum(a) / sum(b)", "/ cannot be counted: only + and - add counts up @ 7"],
    ["another or", "a or b", "or cannot be counted: only + and - add counts up @ 2"],
    ["or another vector", "a or vector(1)", "or cannot be counted: only + and - add counts up @ 2"],
    ["an average", "a + avg(b)", "only sum() adds counts up @ 4"],
    ["a number", "a + 1", "1 cannot be counted @ 4"],
    ["a negated counter", "-a", "-a cannot be counted @ 0"],
    ["an unlike function", "sum(irate(a[5m]))", "irate(a[5m]) cannot be counted @ 4"],
    ["a clamp elsewhere", "clamp_min(a, 1)", "clamp_min(a, 1) cannot be counted @ 0"],
    ["an offset", "a offset 5m", "a offset 5m cannot be counted @ 0"],
    ["a rate of an offset", "rate(a[5m] offset 1h)", "rate(a[5m] offset 1h) cannot be counted @ 0"],
    ["a subquery", "rate(sum(a)[5m:1m])", "rate(sum(a)[5m:1m]) cannot be counted @ 0"],
    ["a range alone", "sum(a[5m])", "is not PromQL: a range stands only where a function such as rate() takes it @ 4"],
    ["a comparison", "a > 5", "> cannot be counted: only + and - add counts up @ 2"],
    ["what follows a placeholder", "sum(rate(a[$window])) / b", "/ cannot be counted: only + and - add counts up @ 22"],
    ["what holds a placeholder", "irate(a[{{.window}}])", "irate(a[{{.window}}]) cannot be counted @ 0"],
    ["a broken end after a placeholder", "rate(a[{{.window}}]) + )", "is not PromQL @ 23"],
  ])("may not be %s, and says where", (_, query, expected) => {
    expect(read(query)).toBe(expected);
  });

  it("keeps the signs of any nest of sums and differences", () => {
    type Nest = { text: string; terms: string[] };
    const flip = (term: string) => (term.startsWith("+") ? "-" : "+") + term.slice(1);
    const { nest } = fc.letrec<{ nest: Nest }>((tie) => ({
      nest: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom("a", "b", "c").map((name): Nest => ({ text: `rate(${name}[$w])`, terms: [`+${name}`] })),
        fc.tuple(tie("nest"), fc.boolean(), tie("nest")).map(
          ([left, minus, right]): Nest => ({
            text: `sum(${left.text}) ${minus ? "-" : "+"} (${right.text})`,
            terms: [...left.terms, ...(minus ? right.terms.map(flip) : right.terms)],
          }),
        ),
      ),
    }));
    fc.assert(
      fc.property(nest, ({ text, terms }) => {
        expect(read(text)).toBe(terms.join(" "));
      }),
    );
  });

  it("never throws, whatever it is given", () => {
    const pieces = fc.constantFrom(
      "sum",
      "(",
      ")",
      "a",
      "{",
      "}",
      '"',
      "+",
      "-",
      " ",
      "[5m]",
      "by",
      "le",
      "=",
      ",",
      "0",
      "or",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (list) => {
        readCounterSum(list.join(""));
      }),
    );
  });
});
