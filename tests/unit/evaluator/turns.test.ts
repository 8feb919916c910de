import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { passes } from "@/lib/evaluator/recount";

const PERIOD = 60;

describe("an SLI's minute of the hour (rule 4)", () => {
  it("comes once in any sixty minutes, whether they are passed one by one or in steps", () => {
    const steps = fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.nat(PERIOD - 1), fc.integer({ min: -5000, max: 30_000_000 }), steps, (phase, start, drawn) => {
        let at = start;
        let times = 0;
        for (const step of drawn) {
          if (passes(phase, PERIOD, at, at + step)) times++;
          at += step;
        }
        const due = Array.from({ length: at - start }, (_, i) => start + 1 + i).filter(
          (minute) => (((minute - phase) % PERIOD) + PERIOD) % PERIOD === 0,
        );
        expect(times).toBe(due.length);
      }),
    );
  });

  it("is passed once by a catch-up over many hours", () => {
    expect(passes(7, PERIOD, 0, 600)).toBe(true);
    expect(passes(7, PERIOD, 7, 66)).toBe(false);
    expect(passes(7, PERIOD, 66, 67)).toBe(true);
  });
});
