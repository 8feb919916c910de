import { expect, it } from "vitest";
import { targetStatement } from "@/lib/format/target";

it("states a share with a space that does not break after the sign", () => {
  expect(targetStatement({ objective: 0.95, threshold: null })).toBe("≥\u00a095\u202f%");
});
it("states a latency with its threshold", () => {
  expect(targetStatement({ objective: 0.95, threshold: 0.2 })).toBe("95\u202f% ≤\u00a0200\u202fms");
});
