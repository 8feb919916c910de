import { describe, expect, it } from "vitest";
import { budgetOption } from "@/app/_charts/budget-option";
import { latencyOption } from "@/app/_charts/latency-option";
import { coneOf } from "@/app/_charts/projection";
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
  const at = (hour: number, left: number): [number, number] => [hour * HOUR, left];
  const projections = [
    { label: "6 h", goneAt: 12 * HOUR, line: [at(10, 0.5), at(11, 0.25), at(12, 0)] },
    { label: "2 h", goneAt: 11 * HOUR, line: [at(10, 0.5), at(11, 0)] },
    { label: "1 d", goneAt: null, line: [at(10, 0.5), at(13, 0.2)] },
  ];
  const chart = { range, points: budget, even: [{ from: 0, to: 10 * HOUR }], projections, generated: [] };
  it("projects to the instant when nothing is left", () => {
    const option = budgetOption(chart, SHEET);
    expect(seriesOf(option, "projection")?.data).toEqual([at(10, 0.5), at(11, 0.25), at(12, 0)]);
    expect((option.xAxis as { max: number }).max).toBe(13 * HOUR);
  });
  it("spans the cone between the outermost of the burns at every instant", () => {
    const cone = coneOf(projections);
    expect(cone?.lower).toEqual([at(10, 0.5), at(11, 0), at(12, 0), at(13, 0)]);
    expect(cone?.upper.map(([, left]) => Number(left.toFixed(6)))).toEqual([0.5, 0.4, 0.3, 0.2]);
    expect(coneOf([])).toBeNull();
  });
  it("draws even spending from all to none, dotted", () => {
    const line = seriesOf(budgetOption(chart, SHEET), "even 0");
    expect(line?.data).toEqual([at(0, 1), at(10, 0)]);
    expect(line?.lineStyle?.color).toBe("ink3");
  });
  it("projects nothing where the budget holds", () => {
    const option = budgetOption({ ...chart, projections: [] }, SHEET);
    expect(seriesOf(option, "projection")).toBeUndefined();
    expect(seriesOf(option, "ends")).toBeDefined();
    expect((option.xAxis as { max: number }).max).toBe(range.to);
  });
});

describe("what stands beside the measured line", () => {
  const happened = { from: 2 * HOUR, to: null, label: "Deploy: <img src=x onerror=alert(1)>" };
  const chart = { range, points, steps, ...none, marks: [happened], said: new Map([[HOUR, [happened.label]]]) };
  it("is the time before in grey, only where it was asked for", () => {
    const previous = [{ t: HOUR, v: 0.97 }];
    const line = seriesOf(shareOption({ ...chart, previous }, SHEET), "previous");
    expect(line?.data).toEqual([[HOUR, 0.97]]);
    expect(line?.lineStyle?.color).toBe("ink3");
    expect(seriesOf(shareOption(chart, SHEET), "previous")).toBeUndefined();
  });
  it("is a hairline for each thing that happened in the range", () => {
    const later = { from: 99 * HOUR, to: null, label: "Later" };
    const option = shareOption({ ...chart, marks: [happened, later] }, SHEET);
    expect(seriesOf(option, "happened")?.data).toEqual([[2 * HOUR, 2 * HOUR]]);
  });
  it("is told in the tooltip as text, whatever its author typed", () => {
    const { formatter } = shareOption(chart, SHEET).tooltip as { formatter: (at: { axisValue: number }[]) => string };
    expect(formatter([{ axisValue: HOUR }])).not.toContain("<img");
    expect(formatter([{ axisValue: HOUR }])).toContain("&#60;img");
  });
  it("is a grey ground under what is excluded", () => {
    const option = shareOption({ ...chart, excluded: [{ from: 0, to: HOUR, label: "Maintenance" }] }, SHEET);
    expect(seriesOf(option, "excluded")?.data).toEqual([[0, HOUR]]);
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
