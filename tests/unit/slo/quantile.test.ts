import { describe, expect, it } from "vitest";
import { quantile } from "@/lib/slo/quantile";

describe("a quantile from buckets", () => {
  it.each([
    // Rank 95 of 100: 5 of the 10 events between 0.1 and 0.2.
    [0.95, [0.1, 0.2, 0.5], [90, 100, 100], 100, 0.15],
    [0.5, [0.1, 0.2, 0.5], [90, 100, 100], 100, 0.05556],
    // A rank on an edge is that edge.
    [0.9, [0.1, 0.2, 0.5], [90, 100, 100], 100, 0.1],
    [1, [0.1, 0.2, 0.5], [90, 95, 100], 100, 0.5],
    // Empty buckets in the middle are passed over: rank 95 is a quarter of the way from 0.2 to 0.5.
    [0.95, [0.1, 0.2, 0.5], [90, 90, 110], 100, 0.275],
    // The first bucket begins at zero.
    [0.5, [0.1], [10], 10, 0.05],
    // Above the highest finite edge, that edge.
    [0.95, [0.1, 0.2], [50, 60], 100, 0.2],
    [0.95, [0.1, 0.2], [0, 0], 100, 0.2],
  ])("%d of edges %j with counts %j of %i is %d s", (q, edges, buckets, total, expected) => {
    expect(quantile(q, edges, buckets, total)).toBeCloseTo(expected, 5);
  });

  it("is null where nothing was counted, or the edges do not fit", () => {
    expect(quantile(0.95, [0.1], [0], 0)).toBeNull();
    expect(quantile(0.95, [], [], 5)).toBeNull();
    expect(quantile(0.95, [0.1, 0.2], [5], 5)).toBeNull();
  });
});
