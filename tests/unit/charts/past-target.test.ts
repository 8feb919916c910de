import { describe, expect, it } from "vitest";
import { pastTarget } from "@/app/_charts/past-target";

const steps = [{ from: 0, to: 100, value: 0.9, label: "" }];

describe("pastTarget", () => {
  it("cuts the line where it crosses the target", () => {
    const points = [
      { t: 0, v: 1 },
      { t: 10, v: 0.8 },
      { t: 20, v: 1 },
    ];
    const [stretch, ...others] = pastTarget(points, steps, "below");
    expect(others).toEqual([]);
    expect(stretch?.line.map(([t]) => t)).toEqual([5, 10, 15]);
    expect(stretch?.line.map(([, v]) => Number(v.toFixed(9)))).toEqual([0.9, 0.8, 0.9]);
    expect(stretch?.target.map(([, v]) => Number(v.toFixed(9)))).toEqual([0.9, 0.9, 0.9]);
  });
  it("does not join stretches over a slice without a figure", () => {
    const points = [
      { t: 0, v: 0.8 },
      { t: 10, v: null },
      { t: 20, v: 0.7 },
    ];
    const stretches = pastTarget(points, steps, "below");
    expect(stretches.map(({ line }) => line)).toEqual([[[0, 0.8]], [[20, 0.7]]]);
  });
  it("finds nothing where the target is kept exactly", () => {
    expect(pastTarget([{ t: 0, v: 0.9 }], steps, "below")).toEqual([]);
  });
  it("looks above the target for a latency", () => {
    const points = [
      { t: 0, v: 0.8 },
      { t: 10, v: 1 },
    ];
    expect(pastTarget(points, steps, "above")).toHaveLength(1);
    expect(pastTarget(points, steps, "above")[0]?.line.at(-1)).toEqual([10, 1]);
  });
});
