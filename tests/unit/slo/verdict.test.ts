import { describe, expect, it } from "vitest";
import { type Judged, verdictOf } from "@/lib/slo/verdict";

const HEALTHY: Judged = {
  openBreaches: [],
  ageSeconds: 70,
  delaySeconds: 60,
  tickSeconds: 60,
  totalSeen: true,
  hourTotal: 1000,
  burn6h: 0.5,
  exhaustedInSeconds: null,
  hourCoverage: 1,
  horizonSeconds: 7 * 86_400,
};
const DAY = 86_400;
const verdict = (given: Partial<Judged>) => verdictOf({ ...HEALTHY, ...given }).verdict;

describe("a verdict is the first that applies (rule 18):", () => {
  it("met, when nothing else does", () => {
    expect(verdictOf(HEALTHY)).toEqual({ verdict: "met", stale: false, reason: null });
  });

  it("breached, while the objective is missed or the budget exhausted, whatever else holds", () => {
    const worst: Partial<Judged> = { ageSeconds: 1e6, totalSeen: false, hourTotal: 0 };
    expect(verdict({ ...worst, openBreaches: ["objective-missed"] })).toBe("breached");
    expect(verdict({ ...worst, openBreaches: ["slow-burn", "budget-exhausted"] })).toBe("breached");
  });

  it("unknown, with the reason, where the events of the hour cannot be told good from bad", () => {
    const unjudged = "No bucket ends at 200 ms.";
    const unknown = { verdict: "unknown", stale: false, reason: unjudged };
    expect(verdictOf({ ...HEALTHY, unjudged })).toEqual(unknown);
    expect(verdictOf({ ...HEALTHY, unjudged, totalSeen: false })).toEqual(unknown);
  });

  it("stale beside breached, once the last minute is older than 3 min and the delay", () => {
    const stale = (ageSeconds: number, delaySeconds: number) =>
      verdictOf({ ...HEALTHY, openBreaches: ["objective-missed"], ageSeconds, delaySeconds }).stale;
    expect([stale(240, 60), stale(241, 60), stale(480, 300), stale(481, 300)]).toEqual([false, true, false, true]);
  });

  it("unknown, once no minute was counted for two ticks, its own length and the delay", () => {
    expect(verdict({ ageSeconds: 240 })).toBe("met");
    expect(verdict({ ageSeconds: 241 })).toBe("unknown");
    expect(verdict({ ageSeconds: 390, tickSeconds: 15, delaySeconds: 300 })).toBe("met");
    expect(verdict({ ageSeconds: 391, tickSeconds: 15, delaySeconds: 300 })).toBe("unknown");
    expect(verdictOf({ ...HEALTHY, ageSeconds: 241 }).stale).toBe(true);
  });

  it("unknown, where the total's series is missing, not no-traffic", () => {
    expect(verdict({ totalSeen: false, hourTotal: 0, openBreaches: ["fast-burn"] })).toBe("unknown");
    expect(verdictOf({ ...HEALTHY, totalSeen: false }).stale).toBe(false);
  });

  it("no-traffic, where nothing happened for an hour, before at-risk", () => {
    expect(verdict({ hourTotal: 0, openBreaches: ["slow-burn"] })).toBe("no-traffic");
    expect(verdict({ hourTotal: 1 })).toBe("met");
  });

  it("unknown, not no-traffic, where most of the hour without traffic was not observed", () => {
    expect(verdict({ hourTotal: 0, hourCoverage: 0.59 })).toBe("unknown");
    expect(verdict({ hourTotal: 0, hourCoverage: 0.6 })).toBe("no-traffic");
    expect(verdict({ hourTotal: 1, hourCoverage: 0.1 })).toBe("met");
  });

  it("at-risk, while a burn breach is open", () => {
    expect(verdict({ openBreaches: ["fast-burn"] })).toBe("at-risk");
    expect(verdict({ openBreaches: ["slow-burn"] })).toBe("at-risk");
  });

  it("at-risk, when the budget runs out within the horizon at the present burn", () => {
    const at = (exhaustedInSeconds: number | null, burn6h: number | null = 1.1) =>
      verdict({ horizonSeconds: 7 * DAY, exhaustedInSeconds, burn6h });
    expect(at(7 * DAY)).toBe("at-risk");
    expect(at(7 * DAY + 1)).toBe("met");
    expect(at(null)).toBe("met");
    expect(at(DAY, 1)).toBe("met");
    expect(at(DAY, null)).toBe("met");
  });

  it("with a reason wherever there is no figure", () => {
    expect(verdictOf({ ...HEALTHY, ageSeconds: 9999 }).reason).toBe("No minute has been counted since.");
    expect(verdictOf({ ...HEALTHY, totalSeen: false }).reason).toBe("The engine has no series for the total.");
    expect(verdictOf({ ...HEALTHY, hourTotal: 0 }).reason).toMatch(/nothing happened for an hour/);
  });
});
