import { describe, expect, it } from "vitest";
import { assess } from "@/lib/slo/assessment";
import { counted, targets } from "./notation";

const assessed = (minutes: string, target: string, edges: number[] | null = null, minute?: number) => {
  const ledger = counted(minutes);
  return assess(ledger, targets(target), edges, minute ?? ledger.last()?.minute ?? 0);
};

describe("an assessment", () => {
  it("holds the figures of the last hour and of the window", () => {
    const found = assessed("50/100*60 90/100*30 -*30", "80% 1d");
    expect(found.hour).toEqual({ good: 2700, total: 3000, attainment: 0.9, coverage: 0.5, p95Seconds: null });
    expect(found.window).toMatchObject({ good: 5700, total: 9000, spent: 3300, allowed: 1800, p95Seconds: null });
    expect(found.window.coverage).toBeCloseTo(90 / 1440, 12);
    expect(found.missesToAllowed).toBeCloseTo(0.5, 12);
    expect(found.burn6h).toBeCloseTo(3300 / 1800, 12);
    expect(found.targetVersion).toBe(1);
  });

  it("knows whether the total was seen in its last minute", () => {
    expect(assessed("1/1 -", "80% 1d").totalSeen).toBe(false);
    expect(assessed("- 0/0", "80% 1d").totalSeen).toBe(true);
  });

  it("says null where there is no traffic, never 100 %% (rule 12)", () => {
    const found = assessed("0/0*90", "80% 1d");
    expect(found.hour.attainment).toBeNull();
    expect(found.window).toMatchObject({ attainment: null, remaining: null });
    expect([found.burn6h, found.missesToAllowed, found.exhaustedInSeconds]).toEqual([null, null, null]);
    expect(found.burn.map(({ long, short }) => [long, short])).toEqual(found.burn.map(() => [null, null]));
  });

  it("reads p95 of hour and window from the buckets", () => {
    const found = assessed("0,100/100*60 100,100/100*60", "80% 1d ≤0.2", [0.1, 0.2]);
    expect(found.hour.p95Seconds).toBeCloseTo(0.095, 12);
    // Rank 11400 of 12000: 5400 of the 6000 between 0.1 and 0.2.
    expect(found.window.p95Seconds).toBeCloseTo(0.19, 12);
    expect(found.hour.attainment).toBe(1);
  });

  it("has no attainment where the histogram lacks the threshold's edge (rule 9)", () => {
    const found = assessed("0,100/100*60", "80% 1d ≤0.15", [0.1, 0.2]);
    expect(found.hour.attainment).toBeNull();
    expect(found.window).toMatchObject({ total: 0, attainment: null, remaining: null, coverage: 0 });
  });

  it("takes no burn from what was carried over a gap (rule 3)", () => {
    const found = assessed("100/100*60 -*5 ~0/500 100/100*5", "95% 28d");
    expect(found.burn6h).toBe(0);
    expect(found.burn.map(({ long, short }) => [long, short])).toEqual(found.burn.map(() => [0, 0]));
    expect(found.window.spent).toBe(500);
  });

  it("counts a calendar window from its period's beginning, and is covered by the period so far (rules 5, 12)", () => {
    // Minute 0 is a Thursday's midnight: the week began at minute -4320.
    expect(assessed("90/100*1440", "80% month@UTC").window).toMatchObject({ total: 144_000, coverage: 1 });
    expect(assessed("90/100*1440", "80% week@UTC").window).toMatchObject({ total: 144_000, coverage: 0.25 });
    // A minute into the next week.
    expect(assessed("90/100*5760 50/100", "80% week@UTC").window).toMatchObject({ good: 50, total: 100, coverage: 1 });
  });

  it("scales the burn pairs of a calendar window by the days of its period (rule 16)", () => {
    const factor = (minutes: number) => assessed("90/100*60", "99% month@UTC", null, minutes).burn[0]?.factor;
    expect([factor(31 * 1440), factor(31 * 1440 + 1)]).toEqual([14.88, 13.44]);
  });

  it("draws a calendar window's line over its whole period, open where it is to come", () => {
    const { sparkline } = assessed("90/100*1440", "80% month@UTC");
    expect(sparkline).toHaveLength(56);
    expect(sparkline.slice(0, 3)).toEqual([0.9, 0.9, null]);
    // As of an earlier minute, what the ledger holds beyond it is still to come.
    expect(assessed("90/100*2000", "80% month@UTC", null, 700).sparkline.slice(0, 3)).toEqual([0.9, null, null]);
  });

  it.each(["28d", "30d", "7d", "1d"])("draws a line over %s in 56 slices that leave no minute out", (window) => {
    const length = Number.parseInt(window, 10) * 1440;
    // Two bad minutes, on either side of an edge between slices, show in exactly two slices.
    const edges = [45, 34, 23, 12, 1].map((slice) => length - Math.round((slice * length) / 56));
    const words = edges.map((edge, i) => `10/10*${edge - 2 - (edges[i - 1] ?? -1)} 0/10*2`);
    const { sparkline } = assessed(`${words.join(" ")} 10/10*${length - 1 - (edges[4] ?? 0)}`, `95% ${window}`);
    expect(sparkline).toHaveLength(56);
    expect(sparkline.filter((value) => value !== 1)).toHaveLength(10);
  });

  it("leaves the line open where nothing was observed or nothing happened", () => {
    const { sparkline } = assessed("1/1*720 -*360 0/0*360", "95% 1d");
    expect(sparkline.slice(0, 28).every((value) => value === 1)).toBe(true);
    expect(sparkline.slice(28).every((value) => value === null)).toBe(true);
  });
});
