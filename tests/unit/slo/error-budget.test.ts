import { describe, expect, it } from "vitest";
import { attainmentOf, budgetOf, burnOf } from "@/lib/slo/error-budget";
import { countsIn, type Ledger, NOTHING } from "@/lib/slo/ledger";
import { counted, targets } from "./notation";

const budget = (minutes: string, lines: string[], from: number, to: number, edges: number[] | null = null) =>
  budgetOf(counted(minutes), targets(...lines), edges, from, to);

describe("an error budget", () => {
  it("allows the share that the objective leaves, and says what is left of it (rule 12)", () => {
    expect(budget("90/100*2 100/100*2", ["90%"], 0, 4)).toEqual({
      good: 380,
      total: 400,
      spent: 20,
      allowed: 40,
      remaining: 0.5,
      attainment: 0.95,
      objective: 0.9,
      observedSeconds: 240,
      coverage: 1,
    });
  });

  it("judges each minute by the version then in force (rule 12)", () => {
    const found = budget("90/100*10", ["95%", "80% @5"], 0, 10);
    expect(found.allowed).toBe(5 * 5 + 5 * 20);
    expect(found.spent).toBe(100);
    expect(found.remaining).toBeCloseTo(1 - 100 / 125, 12);
    expect(found.objective).toBeCloseTo(0.875, 12);
  });

  it("weighs the objective by traffic (rule 12)", () => {
    expect(budget("100/100 300/300", ["90%", "80% @1"], 0, 2).objective).toBeCloseTo(1 - (10 + 60) / 400, 12);
  });

  it("counts a latency by the threshold then in force (rule 12)", () => {
    const found = budget("3,5/6 3,5/6", ["50% ≤0.1", "50% ≤0.2 @1"], 0, 2, [0.1, 0.2]);
    expect([found.good, found.total]).toEqual([8, 12]);
  });

  it("counts a span without the threshold's edge as unobserved (rule 9)", () => {
    const found = budget("3,5/6 3,5/6", ["50% ≤0.15", "50% ≤0.2 @1"], 0, 2, [0.1, 0.2]);
    expect([found.good, found.total, found.observedSeconds, found.coverage]).toEqual([5, 6, 60, 0.5]);
  });

  it("has no attainment, objective or remainder without traffic (rule 12)", () => {
    expect(budget("0/0 0/0", ["95%"], 0, 2)).toMatchObject({
      attainment: null,
      objective: null,
      remaining: null,
      total: 0,
      coverage: 1,
    });
    expect(budget("- -", ["95%"], 0, 2)).toMatchObject({ attainment: null, remaining: null, coverage: 0 });
  });

  it("covers the share of the whole window that was observed (rule 5)", () => {
    expect(budget("1/1*3 -", ["95%"], 0, 4).coverage).toBe(0.75);
    expect(budget("1/1*3 -", ["95%"], -4, 4).coverage).toBe(0.375);
    expect(budget("1/1", ["95%"], 1, 1).coverage).toBe(0);
  });

  it.each([
    [80, 20],
    [90, 10],
    [71, 29],
    [93, 7],
    [95, 5],
    [99, 1],
  ])("is spent to nothing, not overspent, by exactly what a target of %i %% allows (rule 1)", (percent, bad) => {
    const found = budget(`${100 - bad}/100 ${1000 - 10 * bad}/1000`, [`${percent}%`], 0, 2);
    expect(found.remaining).toBe(0);
    expect(found.spent).toBe(found.allowed);
  });

  it("is asked for with 2 (k + 1) look-ups at most (rule 8)", () => {
    const ledger = counted("9/10*40");
    let lookUps = 0;
    const spied: Ledger = {
      ...ledger,
      at(minute) {
        lookUps++;
        return ledger.at(minute);
      },
    };
    budgetOf(spied, targets("95%", "90% @10", "80% @20", "85% @30"), null, 0, 40);
    expect(lookUps).toBeLessThanOrEqual(2 * (3 + 1));
  });
});

describe("attainment", () => {
  it("is the share of good events, null without traffic (rule 12)", () => {
    expect(attainmentOf(99, 100)).toBe(0.99);
    expect(attainmentOf(0, 0)).toBeNull();
    expect(attainmentOf(5, -1)).toBeNull();
  });

  it("stays within 0..1 when two exporters are out of step", () => {
    expect(attainmentOf(101, 100)).toBe(1);
    expect(attainmentOf(-1, 100)).toBe(0);
  });
});

describe("a burn rate", () => {
  const burn = (minutes: string, line: string, edges: number[] | null = null) =>
    burnOf(countsIn(counted(minutes), 0, 99), edges, targets(line)[0] as never);

  it("is the bad share as a multiple of the allowed one", () => {
    expect(burn("90/100", "90%")).toBe(1);
    expect(burn("90/100", "95%")).toBe(2);
    expect(burn("100/100", "95%")).toBe(0);
    expect(burn("0/100", "90%")).toBe(10);
  });

  it("is null without traffic, and where the threshold's edge is missing (rules 9, 12)", () => {
    expect(burn("0/0", "95%")).toBeNull();
    expect(burnOf(NOTHING, null, targets("95%")[0] as never)).toBeNull();
    expect(burn("3,5/6", "95% ≤0.15", [0.1, 0.2])).toBeNull();
    expect(burn("3,5/6", "50% ≤0.1", [0.1, 0.2])).toBe(1);
  });
});
