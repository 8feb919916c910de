import { describe, expect, it } from "vitest";
import { count, countInWords } from "@/lib/format/count";

describe("count", () => {
  it("groups by thousands", () => {
    expect([0, 999, 4_120, 1_234_567, -9_800].map(count)).toEqual(["0", "999", "4,120", "1,234,567", "−9,800"]);
  });
  it("rounds what a rate left behind the point", () => {
    expect(count(4_119.6)).toBe("4,120");
  });
  it("says small counts in words and large ones in figures", () => {
    expect([0, 2, 12, 13, 1_000].map(countInWords)).toEqual(["no", "two", "twelve", "13", "1,000"]);
  });
});
