import { describe, expect, it } from "vitest";
import { secondsToExhaustion } from "@/lib/slo/exhaustion";
import { counted, targets } from "./notation";

/** Hours until the budget of a one-day window is gone, as of the last of 1440 minutes. */
const hours = (minutes: string, lines = ["90% 1d"], edges: number[] | null = null): number | null => {
  const seconds = secondsToExhaustion(counted(minutes), targets(...lines), edges, { days: 1 }, 1440);
  return seconds === null ? null : seconds / 3600;
};

describe("time to exhaustion", () => {
  it("is when the rate of the last 6 h has spent what remains (rule 13)", () => {
    // 7200 of 14400 spent; 20 bad a minute against 10 that roll off allowed and 10 that come: (14400 − 7200) ÷ 20 = 360 min.
    expect(hours("100/100*1080 80/100*360")).toBe(6);
    // (14400 − 7560) ÷ 21 = 325.7 min, to the hour above.
    expect(hours("100/100*1080 79/100*360")).toBe(6);
    // (14400 − 6840) ÷ 19 = 397.9 min.
    expect(hours("100/100*1080 81/100*360")).toBe(7);
  });

  it("gives back what rolls off the window on the way (rule 13)", () => {
    // 11520 spent, 12 a minute; the first 360 minutes give 20 a minute back: 8640 at 360 min, 5760 ÷ 12 = 480 more.
    expect(hours("80/100*360 100/100*720 88/100*360")).toBe(14);
  });

  it("sees old good traffic roll off, even if nothing bad happens any more (rule 13)", () => {
    // 3000 spent of 4200; 10 a minute of it roll off: 120 min.
    expect(hours("100/100*360 50/100*60 0/0*1020")).toBe(2);
  });

  it("is null where the budget holds", () => {
    expect(hours("95/100*1440")).toBeNull();
    expect(hours("100/100*1440")).toBeNull();
    expect(hours("0/100 100/100*1439")).toBeNull();
  });

  it("is null, not now, where all that was counted rolls off and nothing comes", () => {
    expect(hours("100/100*360 0/0*1080")).toBeNull();
    expect(hours("95/100*360 0/0*1080")).toBeNull();
  });

  it("is none where the budget is gone, equality included (rule 13)", () => {
    expect(hours("90/100*1440")).toBe(0);
    expect(hours("80/100*1440")).toBe(0);
  });

  it("is null without traffic, and where the last 6 h were not observed", () => {
    expect(hours("0/0*1440")).toBeNull();
    expect(hours("92/100*1080 -*360")).toBeNull();
  });

  it("takes a rate from observed minutes alone", () => {
    // As above, with half of the last 6 h unobserved: 10800 remain at 20 a minute, 9 h.
    expect(hours("100/100*1080 -*180 80/100*180")).toBe(8);
  });

  it("takes no rate from what was carried over a gap (rule 3)", () => {
    expect(hours("100/100*1080 -*300 ~2000/3000 95/100*59")).toBeNull();
  });

  it("judges what rolls off by its own version, and what comes by the present one (rules 12, 13)", () => {
    // 28800 − 7200 · … at 80 %: 20 allowed a minute for 1080 min, then 10: 25200, 7200 spent.
    // 20 bad a minute; allowed falls by 20 and grows by 10: 7200 + 20 τ = 25200 − 10 τ at 600 min.
    expect(hours("100/100*1080 80/100*360", ["80% 1d", "90% 1d @1080"])).toBe(10);
  });

  it("is null where the histogram lacks the threshold's edge (rule 9)", () => {
    expect(hours("80,100/100*1440", ["90% 1d ≤0.15"], [0.1, 0.2])).toBeNull();
    expect(hours("95,100/100*1440", ["90% 1d ≤0.1", "90% 1d ≤0.15 @1080"], [0.1, 0.2])).toBeNull();
    expect(hours("100,100/100*1080 80,100/100*360", ["90% 1d ≤0.1"], [0.1, 0.2])).toBe(6);
  });
});
