import { describe, expect, it } from "vitest";
import { finalMinute, minuteAt, minutesIn, msOf, parseWindow } from "@/lib/slo/window";

describe("a window", () => {
  it.each([
    ["7d", 7],
    ["28d", 28],
    ["30d", 30],
    ["90d", 90],
    ["4w", 28],
    [" 1d ", 1],
    ["366d", 366],
    ["52w", 364],
  ])("written %j is %i days", (text, days) => {
    expect(parseWindow(text)).toEqual({ days });
  });

  it.each(["", "28", "d", "0d", "-1d", "028d", "1.5d", "28D", "28 d", "367d", "53w", "1h", "1M", "1Q", "28d1h", "٢d"])(
    "cannot be written %j",
    (text) => {
      expect(parseWindow(text)).toBeNull();
    },
  );

  it("of 28 days has 40320 minutes", () => {
    expect(minutesIn({ days: 28 })).toBe(40_320);
  });
});

describe("a minute", () => {
  it("is named by its end", () => {
    expect(minuteAt(119_999)).toBe(1);
    expect(minuteAt(120_000)).toBe(2);
    expect(minuteAt(msOf(29_000_000))).toBe(29_000_000);
  });

  it("is final once it is older than the delay", () => {
    const finalAt = (seconds: number, delay: number) => finalMinute(new Date(seconds * 1000), delay);
    expect(finalAt(600, 60)).toBe(9);
    expect(finalAt(599.999, 60)).toBe(8);
    expect(finalAt(659, 60)).toBe(9);
    expect(finalAt(600, 0)).toBe(10);
    expect(finalAt(600, 300)).toBe(5);
    expect(finalAt(600, 90)).toBe(8);
  });
});
