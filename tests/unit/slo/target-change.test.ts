import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BoundOp, Sli } from "@/lib/slo/sli";
import { type ChangeFacts, decideChange, isSameTarget, loosenedIn, targetIn } from "@/lib/slo/target-change";
import type { TargetDraft } from "@/lib/slo/target-draft";
import { targets } from "./notation";

const latency: Sli = {
  kind: "latency",
  buckets: "b",
  total: [{ sign: 1, selector: "t" }],
  queries: { part: "b", total: "t" },
};
const ratio: Sli = {
  kind: "ratio",
  counts: "good",
  part: latency.total,
  total: latency.total,
  queries: latency.queries,
};
const gauge = (op: BoundOp): Sli => ({ kind: "gauge", op, query: "g" });

const at = (objective: number, threshold: number | null) => ({ objective, threshold });

describe("a loosening", () => {
  it.each([
    ["a lower objective", ratio, at(0.95, null), at(0.94, null), ["objective"]],
    ["a higher objective", ratio, at(0.95, null), at(0.96, null), []],
    ["a difference in the last bit", ratio, at(0.3, null), at(0.1 + 0.2 - 1e-12, null), []],
    ["a slower threshold", latency, at(0.95, 0.2), at(0.95, 0.5), ["threshold"]],
    ["a faster threshold", latency, at(0.95, 0.2), at(0.95, 0.1), []],
    ["a higher objective with a slower threshold", latency, at(0.95, 0.2), at(0.99, 0.5), ["threshold"]],
    ["both", latency, at(0.95, 0.2), at(0.9, 0.5), ["objective", "threshold"]],
    ["a higher bound that a gauge stays below", gauge("lt"), at(0.95, 80), at(0.95, 90), ["threshold"]],
    ["a lower bound that a gauge stays below", gauge("lte"), at(0.95, 80), at(0.95, 70), []],
    ["a lower bound that a gauge stays above", gauge("gt"), at(0.95, 80), at(0.95, 70), ["threshold"]],
    ["a higher bound that a gauge stays above", gauge("gte"), at(0.95, 80), at(0.95, 90), []],
  ] as const)("%s", (_, sli, before, after, expected) => {
    expect(loosenedIn(sli, before, after)).toEqual(expected);
  });

  it("never goes both ways, and there is none without a change", () => {
    const one = fc.record({
      objective: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
      threshold: fc.double({ min: 0.01, max: 9, noNaN: true }),
    });
    fc.assert(
      fc.property(one, one, fc.constantFrom(latency, gauge("lt"), gauge("gte")), (a, b, sli) => {
        expect(loosenedIn(sli, a, a)).toEqual([]);
        const [there, back] = [loosenedIn(sli, a, b), loosenedIn(sli, b, a)];
        expect(there.filter((field) => back.includes(field))).toEqual([]);
      }),
    );
  });
});

const NOW = Date.parse("2026-11-25T12:00:30Z");
const facts: ChangeFacts = {
  sli: latency,
  edges: [0.1, 0.2, 0.5],
  targets: targets("95% ≤0.2 28d"),
  decision: null,
  driftAllowed: true,
  now: NOW,
};
const draft: TargetDraft = {
  objective: 0.95,
  threshold: 0.2,
  window: "28d",
  decision: null,
  reason: "why",
  asDrift: false,
};
const decide = (change: Partial<TargetDraft>, more: Partial<ChangeFacts> = {}) =>
  decideChange({ ...draft, ...change }, { ...facts, ...more });
const refusal = (...given: Parameters<typeof decide>) => {
  const result = decide(...given);
  return "refusal" in result ? result.refusal : null;
};
const allowed = { found: true, objection: null };

describe("a change of target", () => {
  it("begins now, or when it says, and never before now", () => {
    const from = (effectiveFrom: string | null) => {
      const result = decide({ objective: 0.97, effectiveFrom });
      return "refusal" in result ? result.refusal.message : new Date(result.target.inForceFrom).toISOString();
    };
    expect(from(null)).toBe("2026-11-25T12:00:30.000Z");
    expect(from("2026-12-01T01:00:00+01:00")).toBe("2026-12-01T00:00:00.000Z");
    expect(from("2026-11-25T12:00:00Z"), "within the running minute").toBe("2026-11-25T12:00:30.000Z");
    expect(from("2026-11-25T11:59:00Z")).toMatch(/^25 Nov 2026, 11:59 UTC is past/);
    expect(from("2027-12-01T00:00:00Z")).toMatch(/more than a year ahead/);
  });

  it("is held against the version whose place it takes, not against the newest", () => {
    const planned = targets("95% ≤0.2 28d", "99% ≤0.2 28d @29999999");
    const later = new Date(29_999_999 * 60_000 + 60_000);
    const replaced = (effectiveFrom: string | null, now = NOW) => {
      const result = decide({ objective: 0.995, effectiveFrom }, { targets: planned, now });
      return "refusal" in result ? null : result.before.version;
    };
    expect(replaced(null)).toBe(1);
    expect(replaced(later.toISOString(), later.getTime() - 86_400_000)).toBe(2);
  });

  it("that only changes the window is neither looser nor tighter", () => {
    expect(decide({ window: "7d" })).toMatchObject({ target: { window: "7d", asDrift: false } });
    expect(refusal({ window: "4w" }), "the same window in weeks").toMatchObject({
      details: { issues: [{ field: "objective" }] },
    });
  });

  it("that loosens is let through by its decision, or as drift where that is allowed", () => {
    const looser = { objective: 0.9, decision: { path: "a.md", id: "d1" } };
    expect(decide(looser, { decision: allowed })).toMatchObject({ target: { asDrift: false } });
    expect(decide({ ...looser, asDrift: true }, { decision: allowed })).toMatchObject({ target: { asDrift: false } });
    const objection = "a.md#d1 is proposed, not accepted";
    const wished = { found: true, objection };
    expect(refusal(looser, { decision: wished })).toMatchObject({
      message: `This loosens the objective from 95\u202f% to 90\u202f%, and ${objection}.`,
      wayOut: expect.stringContaining("as drift"),
      details: { loosening: { fields: ["objective"], why: objection, driftAllowed: true } },
    });
    expect(decide({ ...looser, asDrift: true }, { decision: wished })).toMatchObject({ target: { asDrift: true } });
    const never = refusal({ ...looser, asDrift: true }, { decision: wished, driftAllowed: false });
    expect(never?.wayOut).not.toContain("drift");
    expect(never?.details).toMatchObject({ loosening: { driftAllowed: false } });
  });

  it("that tightens is no drift, whatever it says", () => {
    expect(decide({ objective: 0.99, asDrift: true })).toMatchObject({ target: { asDrift: false } });
  });

  it("takes a threshold that can be counted only", () => {
    const field = [{ field: "threshold" }];
    expect(refusal({ threshold: 0.25 })).toMatchObject({ details: { issues: field, offers: [0.2, 0.5] } });
    expect(refusal({ threshold: 9 })).toMatchObject({ details: { offers: [0.5] } });
    expect(refusal({ threshold: null })).toMatchObject({ details: { issues: field } });
    expect(refusal({ threshold: -1 })).toMatchObject({ details: { issues: field } });
    expect(refusal({ threshold: 0.1 }), "an edge").toBeNull();
    expect(refusal({ threshold: 0.07 }, { edges: null }), "no edges are known").toBeNull();
    expect(refusal({ threshold: 1 }, { sli: ratio })).toMatchObject({ details: { issues: field } });
    expect(refusal({ threshold: null }, { sli: gauge("lt") })).toMatchObject({ details: { issues: field } });
    expect(refusal({ threshold: -3 }, { sli: gauge("lt"), edges: null }), "a gauge below zero").toBeNull();
  });

  it("needs a decision that a record holds", () => {
    const decision = { path: "a.md", id: "d9" };
    const unknown = { found: false, objection: "there is no decision a.md#d9" };
    expect(refusal({ objective: 0.99, decision }, { decision: unknown })).toMatchObject({
      message: "No record holds a decision a.md#d9.",
      details: { issues: [{ field: "decision" }] },
    });
  });
});

it("is the same target only by the same decision", () => {
  const target = targetIn(draft);
  expect(isSameTarget(target, { ...target, window: "4w" })).toBe(true);
  expect(isSameTarget(target, { ...target, decisionPath: "a.md", decisionId: "d1" })).toBe(false);
  expect(isSameTarget(target, { ...target, threshold: null })).toBe(false);
});
