import { describe, expect, test } from "vitest";
import { type GateFacts, GateTerms, gateOf } from "@/lib/slo/gate";
import { VERDICTS } from "@/lib/slo/verdict";

const NOW = Date.parse("2026-11-26T04:00:00Z");
const plain = (text: string | null) => text?.replaceAll("\u202f", " ") ?? null;

const facts = (changes: Partial<GateFacts> = {}): GateFacts => ({
  verdict: "met",
  verdictReason: null,
  open: [],
  objective: 0.95,
  budgetRemaining: 0.62,
  coverage: 0.99,
  exhaustedInSeconds: null,
  staleSince: null,
  periodEnds: null,
  now: NOW,
  ...changes,
});
const decided = (changes: Partial<GateFacts>, terms: Partial<GateTerms> = {}) => {
  const { allowed, cause, reason, wayOut, until } = gateOf(facts(changes), { ...GateTerms.parse({}), ...terms });
  return { allowed, cause, reason: plain(reason), wayOut: plain(wayOut), until };
};

test("a met SLO with budget opens the gate, and says how much is left", () => {
  expect(decided({})).toEqual({
    allowed: true,
    cause: "budget-left",
    reason: "62.0 % of the budget is left",
    wayOut: null,
    until: null,
  });
});

test("what is let pass although nothing is known tells of when its budget is, and ends no sentence twice", () => {
  const silent = {
    verdict: "unknown",
    verdictReason: "Not counted since 22:00.",
    staleSince: NOW - 21_600_000,
  } as const;
  expect(decided(silent, { unknown: "allow" })).toMatchObject({
    allowed: true,
    cause: "unknown",
    reason:
      "its state is not known: Not counted since 22:00; it is let pass because unknown=allow was asked for, and as of 25 Nov 2026, 22:00 UTC, 62.0 % of the budget is left",
  });
  expect(decided(silent).reason).toBe("its state is not known: Not counted since 22:00");
});

test("one at risk opens it too, and says until when at the present rate", () => {
  expect(decided({ verdict: "at-risk", open: [{ id: 3, kind: "slow-burn" }], exhaustedInSeconds: 7200 })).toEqual({
    allowed: true,
    cause: "budget-left",
    reason: "62.0 % of the budget is left, and it burns slowly but too fast; at the present rate it is gone in 2 h",
    wayOut: null,
    until: NOW + 7_200_000,
  });
});

test("an open fast burn closes it whatever is left, and before everything else", () => {
  const burning = decided({ verdict: "at-risk", open: [{ id: 7, kind: "fast-burn" }] }, { unknown: "allow" });
  expect(burning).toMatchObject({ allowed: false, cause: "fast-burn" });
  expect(burning.wayOut).toContain("/breaches/7");
  const worse = { open: [{ id: 8, kind: "budget-exhausted" } as const, { id: 7, kind: "fast-burn" } as const] };
  expect(decided({ ...worse, verdict: "breached" }).cause).toBe("fast-burn");
});

test("a breached SLO closes it: by its spent budget, or by what it misses now", () => {
  expect(decided({ verdict: "breached", budgetRemaining: -0.2 })).toMatchObject({
    allowed: false,
    cause: "budget-spent",
    reason: "the error budget is spent: overspent by 20.0 % of it",
    until: null,
  });
  expect(decided({ verdict: "breached", open: [{ id: 2, kind: "objective-missed" }] })).toMatchObject({
    allowed: false,
    cause: "objective-missed",
    reason: "less than 95 % is good at present (breach 2)",
  });
});

test("a spent budget of a calendar window says when the next one begins", () => {
  const periodEnds = Date.parse("2026-12-01T00:00:00Z");
  const closed = decided({ budgetRemaining: 0, periodEnds });
  expect([closed.allowed, closed.until]).toEqual([false, periodEnds]);
  expect(closed.wayOut).toContain("the next period begins on 1 Dec 2026, 00:00 UTC");
});

describe.each([
  ["unknown", { verdict: "unknown", verdictReason: "No minute has been counted since." } as const],
  ["no-traffic", { verdict: "no-traffic", verdictReason: "Nothing happened." } as const],
  ["unknown", { verdict: "met", budgetRemaining: null } as const],
] as const)("what is %s", (cause, changes) => {
  test("closes the gate by default", () => {
    const closed = decided(changes);
    expect(closed).toMatchObject({ allowed: false, cause });
    expect(closed.wayOut).toContain("unknown=allow");
  });

  test("opens it where that is asked for, and never silently", () => {
    const opened = decided(changes, { unknown: "allow" });
    expect(opened).toMatchObject({ allowed: true, cause, until: null });
    expect(opened.reason).toContain("unknown=allow was asked for");
  });

  test("stays closed where a breach is known, although unknown is let pass", () => {
    expect(decided({ ...changes, open: [{ id: 1, kind: "budget-exhausted" }] }, { unknown: "allow" }).allowed).toBe(
      false,
    );
  });
});

test("a budget below the asked minimum closes it, and one at the minimum does not", () => {
  expect(decided({ budgetRemaining: 0.0999 }, { minBudget: 0.1 })).toMatchObject({
    allowed: false,
    cause: "below-minimum",
    reason: "9.9 % of the budget is left, and 10.0 % is asked for",
  });
  expect(decided({ budgetRemaining: 0.1 }, { minBudget: 0.1 }).allowed).toBe(true);
  // What is not known is no reason to let a known shortage pass.
  const stale = { verdict: "unknown", budgetRemaining: 0.05 } as const;
  expect(decided(stale, { unknown: "allow", minBudget: 0.1 }).cause).toBe("below-minimum");
});

test("a window of which too little is observed closes it where that is asked for", () => {
  expect(decided({ coverage: 0.02 })).toMatchObject({ allowed: true });
  expect(decided({ coverage: 0.02 }, { minCoverage: 0.6 })).toMatchObject({ allowed: false, cause: "low-coverage" });
});

test("no verdict opens the gate without budget", () => {
  for (const verdict of VERDICTS)
    for (const unknown of ["allow", "deny"] as const)
      expect(decided({ verdict, budgetRemaining: 0 }, { unknown }).allowed).toBe(false);
});

test("terms that mean nothing are refused by name", () => {
  for (const [name, value] of [
    ["unknown", "maybe"],
    ["minBudget", "10%"],
    ["minBudget", "1.5"],
    ["minCoverage", "-1"],
  ] as const) {
    const { error } = GateTerms.safeParse({ [name]: value });
    expect(error?.issues.map(({ path }) => path[0])).toEqual([name]);
  }
});
