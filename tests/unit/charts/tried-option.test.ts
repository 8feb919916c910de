import { expect, it } from "vitest";
import { type TriedChart, triedOption } from "@/app/_charts/tried-option";
import { SHEET } from "./sheet";

const chart: TriedChart = {
  range: { from: 0, to: 1000 },
  points: [
    { t: 500, v: 0.3 },
    { t: 1000, v: 0.1 },
  ],
  before: [],
  inForce: [
    { from: 0, to: 400, value: 0.1, label: "" },
    { from: 400, to: 1000, value: 0.2, label: "" },
  ],
  proposed: 0.25,
  past: "above",
  ceiling: Number.POSITIVE_INFINITY,
  bands: [],
  gaps: [],
  generated: [],
  words: { value: String, axis: String, target: (value) => `≤ ${value}` },
};

it("draws the target in force dashed and stepped, the proposed one solid, and what lies past the proposed one", () => {
  const { series } = triedOption(chart, SHEET) as {
    series: { id: string; data: unknown; lineStyle?: { type?: unknown } }[];
  };
  const of = (id: string) => series.find((each) => each.id === id);
  expect(of("in force")?.data).toEqual([
    [0, 0.1],
    [400, 0.1],
    [400, 0.2],
    [1000, 0.2],
  ]);
  expect(of("in force")?.lineStyle?.type).toBeDefined();
  expect(of("target")?.data).toEqual([
    [0, 0.25],
    [1000, 0.25],
  ]);
  expect(of("target")?.lineStyle?.type).toBeUndefined();
  expect(of("past")?.data).toHaveLength(1);
  expect(of("notes")?.data).toHaveLength(1);
});
