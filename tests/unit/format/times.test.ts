import { expect, it } from "vitest";
import { times } from "@/lib/format/times";

it("shows three figures at most", () => {
  expect([2.634, 14.444, 0.9, 123.4, 20, 0].map(times)).toEqual(["2.63×", "14.4×", "0.9×", "123×", "20×", "0×"]);
});
it("does not call a small factor nothing", () => {
  expect(times(0.0001)).toBe("<0.01×");
});
