import { describe, expect, it } from "vitest";
import { duration, everyPeriod, minutesInWords, windowInWords } from "@/lib/format/duration";

const plain = (seconds: number) => duration(seconds).replaceAll("\u202f", " ");

describe("duration", () => {
  it("names two neighbouring units at most", () => {
    expect(plain(6 * 86_400 + 4 * 3_600 + 59 * 60)).toBe("6 d 4 h");
    expect(plain(2 * 3_600 + 31 * 60 + 59)).toBe("2 h 31 min");
    expect(plain(5_100)).toBe("1 h 25 min");
  });
  it("says minutes in words, and one of them as one", () => {
    expect([60, 600].map(minutesInWords)).toEqual(["1 minute", "10 minutes"]);
  });
  it("leaves out a second unit of nothing", () => {
    expect(plain(3_600)).toBe("1 h");
    expect(plain(86_400 + 59 * 60)).toBe("1 d");
  });
  it("counts seconds below a minute and stops at zero", () => {
    expect([41, 0.4, -3].map(plain)).toEqual(["41 s", "0 s", "0 s"]);
  });
  it("leaves seconds out from a minute on, because a minute is the grain of every count", () => {
    expect(plain(20 * 60 + 8)).toBe("20 min");
  });
});

describe("windowInWords", () => {
  it("spells out rolling and calendar windows", () => {
    expect(["28d", "1d", "calendar-month"].map(windowInWords)).toEqual(["28 days", "1 day", "calendar month"]);
  });
});

it("a period is said in words, and what is none as it is written", () => {
  expect(["P3M", "P1Y", "P2W", "P90D", "P1Y6M"].map(everyPeriod)).toEqual([
    "every 3 months",
    "every year",
    "every 2 weeks",
    "every 90 days",
    "every P1Y6M",
  ]);
});
