import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CountedSelector, keyOf, steadyIncrease } from "@/lib/rules/counting";
import { familiesOf } from "@/lib/rules/family";
import { brokenAt } from "./promql";

const counted = (selector: string, perBucket = false): CountedSelector => ({ selector, perBucket });
const shown = (selectors: CountedSelector[]): string[] =>
  familiesOf(selectors).map(
    ({ selector, label, members }) => `${selector} ${label ?? "-"} ${[...members.keys()].join(" ")}`,
  );

describe("label families", () => {
  it("are selectors that differ in one label's value alone", () => {
    expect(
      shown([counted('hits{job="edge",pod="a"}'), counted('hits{pod="b",job="edge"}'), counted("misses")]),
    ).toEqual(['hits{job="edge",pod=~"a|b"} pod a b', "misses - "]);
  });

  it("are not made of selectors that differ in two, in their metric, or in a pattern", () => {
    const apart = ['a{x="1",y="1"}', 'a{x="2",y="2"}', 'b{x="1",y="1"}', 'a{x=~"3",y="1"}', 'a{x!="3",y="1"}'];
    expect(familiesOf(apart.map((selector) => counted(selector)))).toHaveLength(apart.length);
  });

  it("keep sums apart from counts per bucket", () => {
    expect(familiesOf([counted('h{x="1"}'), counted('h{x="2"}', true)])).toHaveLength(2);
  });

  it("are the larger one where a selector could belong to two", () => {
    const [largest] = familiesOf(
      ['a{x="1",y="1"}', 'a{x="2",y="1"}', 'a{x="3",y="1"}', 'a{x="1",y="2"}'].map((s) => counted(s)),
    );
    expect(largest?.label).toBe("x");
    expect(largest?.members.size).toBe(3);
  });

  it("mean a dot as a dot, and leave alone what a pattern would read otherwise", () => {
    expect(shown([counted('a{host="x.y"}'), counted('a{host="z"}'), counted('a{host="(b)"}')])).toEqual([
      'a{host=~"x[.]y|z"} host x.y z',
      'a{host="(b)"} - ',
    ]);
  });

  it("hold every selector once, and are asked for in PromQL", () => {
    const label = fc.constantFrom("1", "2", "x.y", "a b", "(", '\\"', "", "é");
    const selector = fc.record({ metric: fc.constantFrom("a", "b"), x: label, y: label, perBucket: fc.boolean() });
    fc.assert(
      fc.property(fc.array(selector), (drawn) => {
        const all = drawn.map(({ metric, x, y, perBucket }) => counted(`${metric}{x="${x}",y="${y}"}`, perBucket));
        const unique = [...new Map(all.map((each) => [keyOf(each), each])).values()];
        const families = familiesOf(unique);
        expect(families.flatMap(({ members }) => [...members.values()].map(keyOf)).sort()).toEqual(
          unique.map(keyOf).sort(),
        );
        for (const family of families)
          for (const promql of Object.values(steadyIncrease(family, family.label))) expect(brokenAt(promql)).toBeNull();
      }),
    );
  });
});
