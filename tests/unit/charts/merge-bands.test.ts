import { expect, it } from "vitest";
import { mergeBands } from "@/app/_charts/merge-bands";

const MINUTE = 60_000;
const range = { from: 0, to: 100 * MINUTE };
const episode = (from: number, to: number, open = false) => ({ from: from * MINUTE, to: to * MINUTE, open });

it("hatches overlapping breaches once, with the length of all of them", () => {
  const bands = mergeBands([episode(20, 40), episode(10, 30), episode(60, 70)], range);
  expect(bands.map(({ from, to }) => [from / MINUTE, to / MINUTE])).toEqual([
    [10, 40],
    [60, 70],
  ]);
  expect(bands[0]?.label).toBe("30\u202fmin");
});
it("stays open while one of them is open", () => {
  expect(mergeBands([episode(90, 100, true), episode(95, 97)], range)[0]?.open).toBe(true);
});
it("leaves out what lies outside the range", () => {
  expect(mergeBands([episode(-20, -10), episode(120, 130)], range)).toEqual([]);
});
