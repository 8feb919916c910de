import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packCounts, unpackCounts } from "@/lib/store/packed-counts";

describe("packed counts", () => {
  it("come back as they were, whole, negative, fractions and unknown", () => {
    const whole = fc.array(fc.maxSafeInteger());
    const any = fc.array(fc.double().map((count) => count + 0));
    fc.assert(
      fc.property(fc.oneof(whole, any), (counts) => {
        expect(unpackCounts(packCounts(counts))).toEqual(counts);
      }),
    );
  });

  it("take about four bytes an edge for a busy service's year", () => {
    const edges = Array.from({ length: 11 }, (_, i) => Math.round(3e9 * (1 - 0.5 ** (i + 1))));
    expect(packCounts(edges).length).toBeLessThan(11 * 5);
  });
});
