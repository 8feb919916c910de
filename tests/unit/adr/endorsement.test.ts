import { expect, test } from "vitest";
import { endorsementOf } from "@/lib/adr/endorsement";
import { readAdr } from "@/lib/adr/record";

const record = readAdr(
  "docs/adr/0001-a.md",
  `---
status: proposed
decisions:
  d1: { title: One, status: accepted }
  d2: { title: Two }
  d3: { title: Three, status: accepted }
targets:
  t1: { decision: d1, slo: hits, objective: 0.93, window: 28d }
---
# A
`,
);
const target = { objective: 0.93, threshold: null, window: "28d", decisionPath: "docs/adr/0001-a.md" };
const of = (decisionId: string | null, more: Partial<typeof target> = {}, slo = "hits") =>
  endorsementOf(record, { ...target, ...more, decisionId }, slo);

test("a decision endorses the target that it promises, once it is accepted", () => {
  expect(of("d1")).toEqual({ found: true, objection: null });
  expect(of("d1", { window: "4w" })?.objection).toBeNull();
});

test.each([
  [
    "another target",
    of("d1", { objective: 0.9 }),
    /^docs\/adr\/0001-a.md#d1 promises something else: The document says 93.%, the store says 90.%$/,
  ],
  ["another SLO", of("d1", {}, "misses"), /promises nothing for misses/],
  ["one that is as proposed as its record", of("d2"), /#d2 is proposed, not accepted/],
  ["one that promises nothing", of("d3"), /promises nothing for hits/],
] as const)("it objects to %s", (_, found, words) => {
  expect(found?.found).toBe(true);
  expect(found?.objection).toMatch(words);
});

test("a decision that is not there is not found, and none that is named says nothing", () => {
  expect(of("d9")).toEqual({ found: false, objection: "there is no decision docs/adr/0001-a.md#d9" });
  expect(endorsementOf(null, { ...target, decisionId: "d1" }, "hits")?.found).toBe(false);
  expect(of(null)).toBeNull();
});
