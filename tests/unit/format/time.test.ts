import { describe, expect, it, test } from "vitest";
import { ago, briefly, day, dayAndTime, lately, longDay, shortWeekday, timeOfDay, weekday } from "@/lib/format/time";

const AT = "2026-11-24T06:42:31Z";

describe("times", () => {
  it("are UTC whatever the machine's zone", () => {
    expect(timeOfDay(AT)).toBe("06:42");
    expect(timeOfDay(Date.parse("2026-11-24T23:59:59-05:00"))).toBe("04:59");
    expect(dayAndTime(AT)).toBe("24 Nov 2026, 06:42 UTC");
    expect(day(AT)).toBe("24 Nov 2026");
    expect(longDay(AT)).toBe("Tuesday 24 November 2026");
  });
  it("are as short as they stay clear", () => {
    expect(briefly(AT, "2026-11-24T09:00:00Z")).toBe("06:42");
    expect(briefly(AT, "2026-11-25T09:00:00Z")).toBe("24 Nov, 06:42");
    expect(briefly(AT, "2027-01-01T09:00:00Z")).toBe("24 Nov 2026, 06:42");
  });
  it("become an age against a given now", () => {
    expect(ago(AT, "2026-11-24T06:43:12Z").replaceAll("\u202f", " ")).toBe("41 s ago");
    expect(ago(AT, "2026-11-24T06:46:59Z").replaceAll("\u202f", " ")).toBe("4 min ago");
    expect(ago(AT, AT)).toBe("just now");
  });
});

test("a day of the week that has just passed is called by its name", () => {
  const now = "2026-11-24T09:12:00Z";
  expect(lately("2026-11-23T08:51:00Z", now)).toBe("Mon 08:51");
  expect(lately("2026-11-24T08:51:00Z", now)).toBe("08:51");
  expect(lately("2026-11-18T08:51:00Z", now)).toBe("Wed 08:51");
  expect(lately("2026-11-17T23:51:00Z", now)).toBe("17 Nov, 23:51");
  expect(shortWeekday("2026-11-23")).toBe("Mon 23 Nov");
  expect(weekday("2026-11-23")).toBe("Monday");
});
