import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sheetOf } from "@/app/revisits/[quarter]/quarter-sheet";
import type { TargetEvidence } from "@/lib/views/revisit";

const FRAME = { width: 540, height: 226, left: 44, right: 70, top: 14, bottom: 30 };
const QUARTERS = ["2026 Q1", "2026 Q2", "2026 Q3", "2026 Q4"];

const targetOf = (values: (number | null)[], steps = [{ day: 0, objective: 0.9 }]) =>
  ({ days: { from: "", values, steps }, quarters: QUARTERS.map((label) => ({ label })) }) as unknown as TargetEvidence;
const numbersIn = (path: string): number[] => path.match(/-?\d+(\.\d+)?/g)?.map(Number) ?? [];

describe("the sheet of four quarters", () => {
  test("holds every point, whatever was measured", () => {
    const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 366 }), (values) => {
        const { line, gaps, last } = sheetOf(targetOf(values), FRAME);
        for (const [i, n] of numbersIn(line).entries()) {
          expect(n).toBeGreaterThanOrEqual(i % 2 === 0 ? FRAME.left : FRAME.top);
          expect(n).toBeLessThanOrEqual(i % 2 === 0 ? FRAME.width - FRAME.right : FRAME.height - FRAME.bottom);
        }
        expect(line.match(/M/g)?.length ?? 0).toBe(runsIn(values));
        expect(gaps.length).toBe(runsIn(values.map((value) => (value === null ? 1 : null))));
        expect(last === null).toBe(values.at(-1) === null);
      }),
    );
  });

  test("does not join the line over a gap, and draws a single day", () => {
    const { line } = sheetOf(targetOf([0.95, 0.96, null, 0.97]), FRAME);
    expect(line.split("M").filter(Boolean)).toHaveLength(2);
    expect(line.split("M")[2]).toMatch(/^([\d.]+,[\d.]+)L\1$/);
  });

  test("steps the target where it changed, and says what lies below the axis", () => {
    const steps = [
      { day: 0, objective: 0.88 },
      { day: 221, objective: 0.9 },
    ];
    const sheet = sheetOf(targetOf([0.95, 0.3], steps), FRAME);
    expect(sheet.target).toMatch(/^M44,[\d.]+H[\d.]+V[\d.]+H470$/);
    expect(sheet.end.objective).toBe(0.9);
    expect(sheet.cut).toBe(0.3);
    expect(sheet.last).toMatchObject({ share: 0.3, past: true });
  });
});

const runsIn = (values: (number | null)[]): number =>
  values.filter((value, i) => value !== null && (i === 0 || values[i - 1] === null)).length;
