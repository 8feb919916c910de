import { describe, expect, it } from "vitest";
import {
  finalMinute,
  minuteAt,
  minutesIn,
  msOf,
  parseWindow,
  riskHorizonSeconds,
  spanOf,
  windowText,
} from "@/lib/slo/window";

describe("a window", () => {
  it.each([
    ["7d", 7],
    ["28d", 28],
    ["30d", 30],
    ["90d", 90],
    ["4w", 28],
    [" 1d ", 1],
    ["366d", 366],
    ["400d", 400],
    ["104w", 728],
    ["52w", 364],
  ])("written %j is %i days", (text, days) => {
    expect(parseWindow(text)).toEqual({ days });
  });

  it.each(["", "28", "d", "0d", "-1d", "028d", "1.5d", "28D", "28 d", "731d", "105w", "1h", "1M", "1Q", "28d1h", "٢d"])(
    "cannot be written %j",
    (text) => {
      expect(parseWindow(text)).toBeNull();
    },
  );

  it.each([
    ["week@UTC", { unit: "week", timeZone: "UTC" }],
    ["month@Europe/Berlin", { unit: "month", timeZone: "Europe/Berlin" }],
    [" quarter@America/Argentina/Buenos_Aires ", { unit: "quarter", timeZone: "America/Argentina/Buenos_Aires" }],
    ["month@Etc/GMT+3", { unit: "month", timeZone: "Etc/GMT+3" }],
  ])("written %j runs with the calendar", (text, window) => {
    expect(parseWindow(text)).toEqual(window);
  });

  it.each([
    "month",
    "month@",
    "@UTC",
    "year@UTC",
    "Month@UTC",
    "month@Europe/Nowhere",
    "month@+01:00",
    "month@UTC@UTC",
    "month @UTC",
    "28d@UTC",
  ])("cannot be written %j: no such unit or time zone", (text) => {
    expect(parseWindow(text)).toBeNull();
  });

  it.each(["28d", "week@UTC", "quarter@Pacific/Apia"])("is read again from its own text %j", (text) => {
    const window = parseWindow(text);
    expect(window && windowText(window)).toBe(text);
  });

  it("of 28 days looks back on 40320 minutes, whenever it is asked (rule 5)", () => {
    expect(minutesIn({ days: 28 })).toBe(40_320);
    expect(spanOf({ days: 28 }, 50_000)).toEqual({ from: 50_000 - 40_320, end: 50_000, length: 40_320 });
  });
});

describe("a risk's horizon (rule 18)", () => {
  const days = (text: string, at: string) => {
    const window = parseWindow(text);
    return window && riskHorizonSeconds(window, minuteAt(Date.parse(at))) / 86_400;
  };

  it.each([
    ["28d", 7],
    ["30d", 7],
    ["90d", 7],
    ["7d", 1.75],
    ["1d", 0.25],
  ])("over %s is %d days: 7, or a quarter of the window", (text, expected) => {
    expect(days(text, "2026-11-22T00:00Z")).toBe(expected);
  });

  it("ends with a calendar window's period", () => {
    expect(days("quarter@UTC", "2026-11-22T00:00Z")).toBe(7);
    expect(days("month@UTC", "2026-11-27T12:00Z")).toBe(3.5);
    expect(days("month@UTC", "2026-12-01T00:00Z")).toBe(0);
    expect(days("week@UTC", "2026-11-17T00:00Z")).toBe(1.75);
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
