import { describe, expect, it } from "vitest";
import { parseThinning, THINNING, thinnedSpans } from "@/lib/slo/thinning";

const DAY = 1440;

describe("thinning (rule 7)", () => {
  it("keeps a minute for 8 days, 5 minutes for 100 days, then hours for ever", () => {
    const now = 1000 * DAY;
    expect(thinnedSpans(THINNING, now)).toEqual([
      { from: now - 100 * DAY, to: now - 8 * DAY, everyMinutes: 5 },
      { from: Number.MIN_SAFE_INTEGER, to: now - 100 * DAY, everyMinutes: 60 },
    ]);
  });

  it("drops what is older than a policy that ends", () => {
    const policy = parseThinning("1m:10d,1h:800d");
    expect(thinnedSpans(policy ?? [], 1000 * DAY)).toEqual([
      { from: 200 * DAY, to: 990 * DAY, everyMinutes: 60 },
      { from: Number.MIN_SAFE_INTEGER, to: 200 * DAY, everyMinutes: null },
    ]);
  });

  it("is read as it is written", () => {
    expect(parseThinning("1m:8d,5m:100d,1h")).toEqual(THINNING);
    expect(parseThinning("1m")).toEqual([{ everyMinutes: 1, days: null }]);
  });

  it.each([
    ["nothing", ""],
    ["no unit", "1:8d"],
    ["no minutes at the beginning", "5m:8d,1h"],
    ["less than the longest burn window in minutes", "1m:3d,1h"],
    ["finer rows for older times", "1m:8d,1h:100d,5m"],
    ["rows between those that were kept", "1m:8d,7m:100d,1h"],
    ["a step after one that never ends", "1m:8d,5m,1h"],
    ["an age below the one before", "1m:8d,5m:7d,1h"],
    ["less than two years", "1m:8d,1h:729d"],
  ])("refuses %s", (_what, text) => {
    expect(parseThinning(text)).toBeNull();
  });
});
