import { describe, expect, it } from "vitest";
import { readOpenSlo } from "@/lib/interop/openslo";
import { document } from "./document";

const read = (duration: string, lines: string) =>
  readOpenSlo(document({ "- duration": `- duration: ${duration}`, isRolling: lines }));
const calendar = (timeZone: string, startTime?: string) =>
  `isRolling: false\ncalendar: {timeZone: ${timeZone}${startTime ? `, startTime: '${startTime}'` : ""}}`;
const windowOf = (duration: string, lines: string): string | undefined => {
  const { definitions, problems } = read(duration, lines);
  expect(problems).toEqual([]);
  return definitions[0]?.target.window;
};
const problems = (duration: string, lines: string): string[] =>
  read(duration, lines).problems.map(({ line, field, message }) => `${line} ${field}: ${message}`);

describe("a time window", () => {
  it.each([
    ["1w", "week@Europe/Berlin"],
    ["1M", "month@Europe/Berlin"],
    ["1Q", "quarter@Europe/Berlin"],
  ])("may be the calendar's, in a time zone: %s is %s", (duration, expected) => {
    expect(windowOf(duration, calendar("Europe/Berlin"))).toBe(expected);
    expect(windowOf(duration, calendar("Europe/Berlin", "2024-01-01 00:00:00"))).toBe(expected);
  });

  it("may be a rolling one of a week", () => {
    expect(windowOf("1w", "isRolling: true")).toBe("1w");
  });

  it.each([
    ["1w", "2024-02-05 00:00:00"],
    ["1M", "2024-02-01"],
    ["1Q", "2024-07-01T00:00:00"],
  ])("may begin where such a period begins: %s on %s", (duration, start) => {
    expect(windowOf(duration, calendar("UTC", start))).toBeDefined();
  });

  const START = "25 spec.timeWindow[0].calendar.startTime: is not where it begins: 00:00 on";
  it.each([
    ["1w", "2024-02-06 00:00:00", `${START} a Monday, such as 2024-01-01 00:00:00`],
    ["1M", "2024-02-02 00:00:00", `${START} the first of a month, such as 2024-01-01 00:00:00`],
    ["1M", "2024-02-01 12:30:00", `${START} the first of a month, such as 2024-01-01 00:00:00`],
    ["1M", "2024-02-31 00:00:00", `${START} the first of a month, such as 2024-01-01 00:00:00`],
    ["1M", "at once", `${START} the first of a month, such as 2024-01-01 00:00:00`],
    ["1Q", "2024-02-01 00:00:00", `${START} the first of January, April, July or October, such as 2024-01-01 00:00:00`],
  ])("is refused where it would begin elsewhere: %s on %s", (duration, start, expected) => {
    expect(problems(duration, calendar("UTC", start))).toEqual([expected]);
  });

  it.each([
    [
      "1M",
      calendar("Mars/Olympus"),
      "25 spec.timeWindow[0].calendar.timeZone: is not a time zone, such as Europe/Berlin",
    ],
    ["2M", calendar("UTC"), "23 spec.timeWindow[0].duration: is no calendar window: it is one of 1w, 1M and 1Q"],
    ["28d", calendar("UTC"), "23 spec.timeWindow[0].duration: is no calendar window: it is one of 1w, 1M and 1Q"],
    [
      "constructor",
      calendar("UTC"),
      "23 spec.timeWindow[0].duration: is no calendar window: it is one of 1w, 1M and 1Q",
    ],
    [
      "1M",
      "isRolling: false",
      "24 spec.timeWindow[0].isRolling: is false, but there is no calendar: {startTime, timeZone} to go by",
    ],
    [
      "4w",
      "isRolling: true\ncalendar: {timeZone: UTC}",
      "25 spec.timeWindow[0].calendar: does not go with isRolling: true; a calendar window has isRolling: false",
    ],
    ["month@UTC", "isRolling: true", "23 spec.timeWindow[0].duration: is not a window in days or weeks, such as 28d"],
  ])("is refused otherwise, with its place: %s", (duration, lines, expected) => {
    expect(problems(duration, lines)).toEqual([expected]);
  });
});
