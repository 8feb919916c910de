import { describe, expect, it } from "vitest";
import { corners, stepAt, targetSteps } from "@/app/_charts/target-steps";

const iso = (t: number) => new Date(t).toISOString();
const version = (from: number, value: number) => ({ inForceFrom: iso(from), value, label: "" });
const plain = (steps: ReturnType<typeof targetSteps>) => steps.map(({ from, to, value }) => [from, to, value]);

describe("targetSteps", () => {
  it("steps where a version takes over, whatever order they come in", () => {
    expect(plain(targetSteps([version(60, 0.95), version(10, 0.93)], { from: 20, to: 100 }))).toEqual([
      [20, 60, 0.93],
      [60, 100, 0.95],
    ]);
  });
  it("lets the first version hold before itself", () => {
    expect(plain(targetSteps([version(60, 0.95)], { from: 20, to: 100 }))).toEqual([[20, 100, 0.95]]);
  });
  it("leaves out versions that were over before the range, or begin after it", () => {
    const versions = [version(0, 0.9), version(10, 0.93), version(200, 0.99)];
    expect(plain(targetSteps(versions, { from: 20, to: 100 }))).toEqual([[20, 100, 0.93]]);
  });
  it("gives the older version the instant of the step itself", () => {
    const steps = targetSteps([version(60, 0.95), version(10, 0.93)], { from: 20, to: 100 });
    expect([stepAt(steps, 60)?.value, stepAt(steps, 61)?.value]).toEqual([0.93, 0.95]);
    expect(corners(steps)).toEqual([
      [20, 0.93],
      [60, 0.93],
      [60, 0.95],
      [100, 0.95],
    ]);
  });
});
