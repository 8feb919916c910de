import { describe, expect, it } from "vitest";
import { unobserved } from "@/app/_charts/gaps";
import { apart } from "@/app/_charts/marks";
import { niceStep, scaleFor } from "@/app/_charts/scale";
import { tickLabel, timeTicks } from "@/app/_charts/time-axis";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MIDNIGHT = Date.parse("2026-11-24T00:00:00Z");

describe("scaleFor", () => {
  const share = { floor: 0, ceiling: 1 };
  it("always shows the target, and never goes past 100 %", () => {
    const scale = scaleFor([0.999, 0.998, 0.9995], [0.95], share);
    expect(scale.min).toBeLessThan(0.95);
    expect(scale.max).toBe(1);
  });
  it("is not flattened by one bad slice in a hundred", () => {
    const values = [...Array.from({ length: 99 }, () => 0.98), 0.1];
    expect(scaleFor(values, [0.95], share).min).toBeGreaterThan(0.85);
  });
  it("stands without any value", () => {
    const scale = scaleFor([], [0.95], share);
    expect(scale.min).toBeLessThan(0.95);
    expect(scale.max).toBeGreaterThan(0.95);
    expect(Number.isFinite(scaleFor([], [], share).interval)).toBe(true);
  });
  it("steps by 1, 2, 2.5 or 5", () => {
    expect([0.0012, 0.03, 0.23, 70, 1_400].map(niceStep)).toEqual([0.002, 0.05, 0.25, 100, 2_000]);
  });
});

describe("timeTicks", () => {
  it("stands on round UTC instants, at most as many as asked for", () => {
    const range = { from: MIDNIGHT - 3.9 * HOUR, to: MIDNIGHT + 0.2 * HOUR };
    const ticks = timeTicks(range, 7);
    expect(ticks.length).toBeLessThanOrEqual(7);
    expect(ticks.every((t) => t % HOUR === 0)).toBe(true);
    expect(ticks.map((t) => tickLabel(t, range)).at(-1)).toBe("24 Nov");
    expect(ticks.map((t) => tickLabel(t, range)).at(-2)).toBe("23:00");
  });
  it("names days where the range is long", () => {
    const range = { from: MIDNIGHT - 28 * DAY, to: MIDNIGHT };
    expect(tickLabel(MIDNIGHT - DAY, range)).toBe("23 Nov");
    expect(tickLabel(MIDNIGHT - 12 * HOUR, range)).toBe("23 Nov");
    expect(timeTicks(range, 4).length).toBeLessThanOrEqual(5);
  });
});

describe("unobserved", () => {
  it("joins neighbouring slices into one stretch that begins with the first slice", () => {
    const series = [
      { t: 10, observed: 1 },
      { t: 20, observed: 0 },
      { t: 30, observed: 0 },
      { t: 40, observed: 0.1 },
      { t: 50, observed: 0 },
    ];
    expect(unobserved(series, 10)).toEqual([
      { from: 10, to: 30 },
      { from: 40, to: 50 },
    ]);
  });

  it("takes what was not counted up to the end of a range for a gap, once it is as long as a slice", () => {
    const seen = [
      { t: 10, observed: 1 },
      { t: 20, observed: 1 },
    ];
    expect(unobserved(seen, 10, 29)).toEqual([]);
    expect(unobserved(seen, 10, 45)).toEqual([{ from: 20, to: 45 }]);
    expect(unobserved([...seen, { t: 30, observed: 0 }], 10, 45)).toEqual([{ from: 20, to: 45 }]);
    expect(unobserved([], 10, 45)).toEqual([]);
  });
});

describe("apart", () => {
  it("moves labels that would touch, and leaves the others", () => {
    expect(apart([100, 104])).toEqual([95.5, 108.5]);
    expect(apart([104, 100])).toEqual([108.5, 95.5]);
    expect(apart([10, 60])).toEqual([10, 60]);
  });
});
