import { describe, expect, it } from "vitest";
import {
  increasePerMinute,
  joined,
  keyOf,
  newestSample,
  samplesInTenMinutes,
  selectorsOf,
  TAG,
} from "@/lib/rules/counting";
import type { Sli } from "@/lib/slo/sli";
import { brokenAt } from "./promql";

const SELECTORS = [
  "hits",
  'hits{job="edge"}',
  'hits{a="}{,",b=\'][\',c="say \\"hi\\""}',
  '{__name__="hits"}',
  'hits{route="/products/:id",code=~"5..|4..",tier!="",pod!~"x.*"}',
  "hits{\n  job = `edge`,\n}",
  "job:hits:total",
];

describe("counting", () => {
  it.each(SELECTORS)("asks for %j in PromQL", (selector) => {
    for (const perBucket of [false, true])
      for (const query of [
        increasePerMinute({ selector, perBucket }),
        newestSample(selector),
        samplesInTenMinutes(selector),
      ])
        expect([query, brokenAt(query)]).toEqual([query, null]);
  });

  it("sums to one number, or to one per bucket", () => {
    expect(increasePerMinute({ selector: "h", perBucket: false })).toMatch(/^sum\(/);
    expect(increasePerMinute({ selector: "h", perBucket: true })).toMatch(/^sum by \(le\) \(/);
  });

  it("joins many expressions in one request, each with its key", () => {
    const expressions = SELECTORS.map((selector, i) => ({
      key: `${i} gained`,
      promql: increasePerMinute({ selector, perBucket: i % 2 > 0 }),
    }));
    const request = joined(expressions);
    expect(brokenAt(request)).toBeNull();
    for (const { key, promql } of expressions)
      expect(request).toContain(`label_replace(${promql}, "${TAG}", "${key}", "", "")`);
    expect(joined(expressions.slice(0, 1))).not.toMatch(/\) or label_replace/);
  });

  it("tells a selector counted per bucket from the same one summed", () => {
    expect(keyOf({ selector: "h", perBucket: true })).not.toBe(keyOf({ selector: "h", perBucket: false }));
  });

  it("counts part and total of a ratio, buckets and total of a latency", () => {
    const queries = { part: "", total: "" };
    const term = (selector: string) => ({ sign: 1 as const, selector });
    const ratio: Sli = { kind: "ratio", counts: "bad", part: [term("b")], total: [term("a"), term("c")], queries };
    const latency: Sli = { kind: "latency", buckets: "h_bucket", total: [term("h_count")], queries };
    expect(selectorsOf(ratio).map(keyOf)).toEqual(["b", "a", "c"]);
    expect(selectorsOf(latency).map(keyOf)).toEqual(["le h_bucket", "h_count"]);
  });
});
