import { describe, expect, it } from "vitest";
import { sparklineShape } from "@/app/_parts/sparkline-shape";

describe("sparklineShape", () => {
  it("breaks the line where a slice has no figure", () => {
    const shape = sparklineShape([0.9, null, 0.95, 0.96], 0.95, 98, 32);
    expect(shape?.line.match(/M/g)).toHaveLength(2);
  });
  it("marks slices without a figure at the end", () => {
    expect(sparklineShape([0.9, 0.95, null, null], 0.95, 98, 32)?.gap).not.toBeNull();
    expect(sparklineShape([0.9, 0.95], 0.95, 98, 32)?.gap).toBeNull();
  });
  it("draws nothing where nothing was counted", () => {
    expect(sparklineShape([null, null], 0.95, 98, 32)).toBeNull();
  });
  it("keeps target and values inside the picture", () => {
    const shape = sparklineShape([0.2, 1], 0.99, 98, 32);
    const heights = [...(shape?.line.matchAll(/,(-?[\d.]+)/g) ?? [])].map((m) => Number(m[1]));
    expect(Math.min(...heights, shape?.targetY ?? -1)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...heights, shape?.targetY ?? 99)).toBeLessThanOrEqual(32);
  });
});
