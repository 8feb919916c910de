import { describe, expect, it } from "vitest";
import { budgetOption } from "@/app/_charts/budget-option";
import { latencyOption } from "@/app/_charts/latency-option";
import { shareOption } from "@/app/_charts/share-option";
import { trafficOption } from "@/app/_charts/traffic-option";
import { SHEET, seriesOf } from "./sheet";

const HOUR = 3_600_000;
const range = { from: 0, to: 10 * HOUR };
const steps = [{ ...range, value: 0.95, label: "v1" }];
const points = [
  { t: 1 * HOUR, v: 0.99 },
  { t: 2 * HOUR, v: null },
  { t: 3 * HOUR, v: 0.9 },
];
const none = { gaps: [], generated: [], bands: [] };

describe("the share against its target", () => {
  it("does not join the line over a slice without a figure", () => {
    const measured = seriesOf(shareOption({ range, points, steps, ...none }, SHEET), "measured");
    expect(measured?.connectNulls).toBe(false);
    expect(measured?.data).toEqual([
      [HOUR, 0.99],
      [2 * HOUR, null],
      [3 * HOUR, 0.9],
    ]);
  });
  it("draws what was measured in chalk and what was promised in ink", () => {
    const option = shareOption({ range, points, steps, ...none }, SHEET);
    expect(seriesOf(option, "measured")?.lineStyle?.color).toBe("chalk");
    expect(seriesOf(option, "target")?.lineStyle?.color).toBe("ink");
  });
  it("shades each breach and each gap", () => {
    const bands = [{ from: HOUR, to: 2 * HOUR, open: false, label: "1 h" }];
    const option = shareOption({ range, points, steps, bands, gaps: [{ from: 5, to: 6 }], generated: [] }, SHEET);
    expect(seriesOf(option, "breaches")?.data).toEqual([[HOUR, 2 * HOUR]]);
    expect(seriesOf(option, "gaps")?.data).toEqual([[5, 6]]);
  });
  it("stands when nothing at all was counted", () => {
    const empty = [{ t: HOUR, v: null }];
    expect(seriesOf(shareOption({ range, points: empty, steps, ...none }, SHEET), "past")?.data).toEqual([]);
  });
  it("says on the drawing which part of it was generated", () => {
    const generated = [
      { from: -HOUR, to: 4 * HOUR },
      { from: -3 * HOUR, to: -2 * HOUR },
    ];
    const option = shareOption({ range, points, steps, ...none, generated }, SHEET);
    expect(seriesOf(option, "generated")?.data).toEqual([[0, 4 * HOUR]]);
  });
});

describe("the tooltip", () => {
  const tip = (option: ReturnType<typeof shareOption>, t: number) =>
    (option.tooltip as { formatter: (params: { axisValue: number }[]) => string }).formatter([{ axisValue: t }]);
  it("says that a slice was not counted instead of showing a zero", () => {
    expect(tip(shareOption({ range, points, steps, ...none }, SHEET), 2 * HOUR)).toContain("not counted");
  });
  it("names the target that a slice is past", () => {
    expect(tip(shareOption({ range, points, steps, ...none }, SHEET), 3 * HOUR)).toContain("past 95\u202f%");
  });
});

describe("the error budget", () => {
  const budget = [
    { t: HOUR, v: 1 },
    { t: 10 * HOUR, v: 0.5 },
  ];
  it("projects to the instant when nothing is left", () => {
    const option = budgetOption({ range, points: budget, exhaustedInSeconds: 2 * 3_600, generated: [] }, SHEET);
    expect(seriesOf(option, "projection")?.data).toEqual([
      [10 * HOUR, 0.5],
      [12 * HOUR, 0],
    ]);
  });
  it("cuts a projection that reaches far beyond the range", () => {
    const option = budgetOption({ range, points: budget, exhaustedInSeconds: 10 * 3_600, generated: [] }, SHEET);
    expect(seriesOf(option, "projection")?.data.at(-1)).toEqual([13 * HOUR, 0.35]);
  });
  it("projects nothing where the budget holds", () => {
    const option = budgetOption({ range, points: budget, exhaustedInSeconds: null, generated: [] }, SHEET);
    expect(seriesOf(option, "projection")).toBeUndefined();
    expect(seriesOf(option, "ends")).toBeDefined();
  });
});

describe("latency and traffic", () => {
  it("shows a latency whose promise is not one about p95 without a target", () => {
    const option = latencyOption({ range, points: [{ t: HOUR, v: 0.2 }], steps: [], gaps: [], generated: [] }, SHEET);
    expect(seriesOf(option, "target")?.data).toEqual([]);
  });
  it("starts traffic at zero and stands without any", () => {
    const option = trafficOption({ range, points: [{ t: HOUR, total: 0 }], gaps: [], generated: [] }, SHEET);
    expect((option.yAxis as { min: number }).min).toBe(0);
  });
});
