import { describe, expect, it } from "vitest";
import { ago, briefly, day, dayAndTime, longDay, timeOfDay } from "@/lib/format/time";

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
