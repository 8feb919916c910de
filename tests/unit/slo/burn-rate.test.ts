import { describe, expect, it } from "vitest";
import { burnPairs } from "@/lib/slo/burn-rate";
import { minuteAt, parseWindow, spanOf } from "@/lib/slo/window";

const NAMES: Record<number, string> = { 60: "1h/5m", 360: "6h/30m", 1440: "1d/2h", 4320: "3d/6h" };
const pairs = (objective: number, days: number) =>
  burnPairs(objective, days * 1440)
    .map((pair) => `${NAMES[pair.longMinutes]} ${Number(pair.factor.toFixed(3))}`)
    .join(", ");

describe("burn pairs", () => {
  it.each([
    // 7d: 3.36, 1.4, 0.7 and 0.233; factors of at most 1 are not kept.
    [0.8, 7, "1h/5m 3.36, 6h/30m 1.4"],
    [0.9, 7, "1h/5m 3.36, 6h/30m 1.4"],
    [0.95, 7, "1h/5m 3.36, 6h/30m 1.4"],
    [0.99, 7, "1h/5m 3.36, 6h/30m 1.4"],
    [0.999, 7, "1h/5m 3.36, 6h/30m 1.4"],
    // 28d: 13.44, 5.6, 2.8 and 0.933.
    [0.8, 28, "1h/5m 4, 1d/2h 2.8"],
    [0.9, 28, "6h/30m 5.6, 1d/2h 2.8"],
    [0.95, 28, "1h/5m 13.44, 6h/30m 5.6, 1d/2h 2.8"],
    [0.99, 28, "1h/5m 13.44, 6h/30m 5.6, 1d/2h 2.8"],
    [0.999, 28, "1h/5m 13.44, 6h/30m 5.6, 1d/2h 2.8"],
    // 30d: 14.4, 6, 3 and exactly 1, which is not above 1.
    [0.8, 30, "1h/5m 4, 1d/2h 3"],
    [0.9, 30, "6h/30m 6, 1d/2h 3"],
    [0.95, 30, "1h/5m 14.4, 6h/30m 6, 1d/2h 3"],
    [0.99, 30, "1h/5m 14.4, 6h/30m 6, 1d/2h 3"],
    [0.999, 30, "1h/5m 14.4, 6h/30m 6, 1d/2h 3"],
    // 90d: 43.2, 18, 9 and 3.
    [0.8, 90, "1h/5m 4, 3d/6h 3"],
    [0.9, 90, "1h/5m 8, 3d/6h 3"],
    [0.95, 90, "1d/2h 9, 3d/6h 3"],
    [0.99, 90, "1h/5m 43.2, 6h/30m 18, 1d/2h 9, 3d/6h 3"],
    [0.999, 90, "1h/5m 43.2, 6h/30m 18, 1d/2h 9, 3d/6h 3"],
  ])("at %d over %i days are %s (rule 16)", (objective, days, expected) => {
    expect(pairs(objective, days)).toBe(expected);
  });

  it.each([
    [0.9, "week@Europe/Berlin", "1h/5m 3.36, 6h/30m 1.4"],
    [0.95, "week@Europe/Berlin", "1h/5m 3.36, 6h/30m 1.4"],
    [0.7, "week@Europe/Berlin", "1h/5m 2.667, 6h/30m 1.4"],
    [0.9, "month@Europe/Berlin", "6h/30m 6.2, 1d/2h 3.1, 3d/6h 1.033"],
    [0.95, "quarter@Europe/Berlin", "1d/2h 9.2, 3d/6h 3.067"],
    [0.9, "quarter@Europe/Berlin", "1h/5m 8, 3d/6h 3.067"],
  ])("at %d over a %s in October 2026 are %s, an hour more or less (rule 16)", (objective, text, expected) => {
    const window = parseWindow(text);
    // The week, the month and the quarter whose clocks go back on the 25th.
    const span = window && spanOf(window, minuteAt(Date.parse("2026-10-24T12:00Z")));
    expect(span && pairs(objective, span.length / 1440)).toBe(expected);
  });

  it("keep a factor that equals 0.8 of the largest burn (rules 1, 16)", () => {
    // 0.05 · 80 d ÷ 6 h = 16 = 0.8 ÷ 0.05.
    expect(pairs(0.95, 80)).toBe("6h/30m 16, 1d/2h 8, 3d/6h 2.667");
  });

  it("never keep a factor at which the budget still lasts (rule 16)", () => {
    // 0.96, 0.4, 0.2 and 0.067: capping makes none of them faster.
    expect(pairs(0.95, 2)).toBe("");
    // No burn above 1 ÷ 0.8 exists: 0.8 of it is not above 1.
    expect(pairs(0.2, 28)).toBe("");
    expect(pairs(0.5, 7)).toBe("1h/5m 1.6, 6h/30m 1.4");
  });

  it("are fast over hours and slow over days (rule 16)", () => {
    expect(burnPairs(0.999, 90 * 1440).map(({ kind }) => kind)).toEqual([
      "fast-burn",
      "fast-burn",
      "slow-burn",
      "slow-burn",
    ]);
  });

  it("look back on a short window of a twelfth", () => {
    for (const pair of burnPairs(0.999, 90 * 1440)) expect(pair.longMinutes / pair.shortMinutes).toBe(12);
  });
});
