import fc from "fast-check";
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
  it("cuts out what lies past the target, from where the line crosses it to where it comes back", () => {
    const shape = sparklineShape([1, 0.9, 1, 1], 0.95, 98, 32);
    expect(shape?.targetY).toBe(16);
    expect(shape?.past).toBe("M17.2,16L32.3,29L47.5,16");
  });
  it("cuts out nothing where every slice holds the target", () => {
    expect(sparklineShape([0.99, 0.98, 1], 0.95, 98, 32)).toMatchObject({ past: "", area: "" });
  });
  it("draws no more past the target than lies there, whatever the slices", () => {
    const slices = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(slices, fc.double({ min: 0.01, max: 1, noNaN: true }), (values, objective) => {
        const shape = sparklineShape(values, objective, 98, 32);
        if (shape === null) return;
        const heights = [...shape.past.matchAll(/,(-?[\d.]+)/g)].map((m) => Number(m[1]));
        for (const y of heights) expect(y).toBeGreaterThanOrEqual(shape.targetY);
        expect(shape.area.match(/Z/g)?.length ?? 0).toBe(shape.past.match(/M/g)?.length ?? 0);
      }),
    );
  });
});
