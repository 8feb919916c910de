import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secondsToExhaustion } from "@/lib/slo/exhaustion";
import type { Ledger } from "@/lib/slo/ledger";
import { counted, targets } from "./notation";

/** Minutes until the budget of a one-day window is gone, as of the last of 1440 minutes. */
const minutesLeft = (minutes: string, lines = ["90% 1d"], edges: number[] | null = null): number | null => {
  const seconds = secondsToExhaustion(counted(minutes), targets(...lines), edges, { days: 1 }, 1440);
  return seconds === null ? null : seconds / 60;
};
const hours = (...given: Parameters<typeof minutesLeft>): number | null => {
  const minutes = minutesLeft(...given);
  return minutes === null ? null : minutes / 60;
};

describe("time to exhaustion", () => {
  it("is when the rate of the last 6 h has spent what remains (rule 13)", () => {
    // 7200 of 14400 spent; 20 bad a minute against 10 that roll off allowed and 10 that come: (14400 − 7200) ÷ 20 = 360 min.
    expect(hours("100/100*1080 80/100*360")).toBe(6);
    // (14400 − 7560) ÷ 21 = 325.7 min, to the minute above.
    expect(minutesLeft("100/100*1080 79/100*360")).toBe(326);
    // (14400 − 6840) ÷ 19 = 397.9 min.
    expect(minutesLeft("100/100*1080 81/100*360")).toBe(398);
  });

  it("gives back what rolls off the window on the way (rule 13)", () => {
    // 11520 spent, 12 a minute; the first 360 minutes give 20 a minute back: 8640 at 360 min, 5760 ÷ 12 = 480 more.
    expect(hours("80/100*360 100/100*720 88/100*360")).toBe(14);
  });

  it("sees old good traffic roll off, even if nothing bad happens any more (rule 13)", () => {
    // 3000 spent of 4200; 10 a minute of it roll off: 120 min.
    expect(hours("100/100*360 50/100*60 0/0*1020")).toBe(2);
  });

  it("rolls nothing off a calendar window, and is none after its period's end (rule 13)", () => {
    const left = (minutes: string, window: "week" | "month") => {
      const calendar = { unit: window, timeZone: "UTC" };
      const versions = targets(`90% ${window}@UTC`);
      const seconds = secondsToExhaustion(counted(minutes), versions, null, calendar, 1440);
      return seconds === null ? null : seconds / 60;
    };
    // 14400 allowed, 7200 spent; 20 bad a minute against 10 that come allowed: 720 min.
    expect(left("100/100*1080 80/100*360", "month")).toBe(720);
    // (14400 − 6840) ÷ 9 = 840.
    expect(left("100/100*1080 81/100*360", "month")).toBe(840);
    // 10440 remain, 1 a minute is lost; of the week 4320 min are left, of the month 43200.
    expect(left("100/100*1080 89/100*360", "month")).toBe(10_440);
    expect(left("100/100*1080 89/100*360", "week")).toBeNull();
    // 8640 ÷ 2 = 4320: with the last minute of the week. One bad event less is a minute too late.
    expect(left("96/100*360 100/100*720 88/100*360", "week")).toBe(4320);
    expect(left("97/100 96/100*359 100/100*720 88/100*360", "week")).toBeNull();
    expect(left("90/100*360 100/100*720 85/100*360", "week")).toBe(1080);
    expect(left("100/100*1440", "week")).toBeNull();
    expect(left("80/100*1080 100/100*360", "month")).toBe(0);
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
    // Half of the last 6 h unobserved: 12600 allowed, 3600 spent, 20 bad a minute: 450 min.
    expect(minutesLeft("100/100*1080 -*180 80/100*180")).toBe(450);
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

  /** Phases of traffic over one day: minutes, events a minute, and how many of them are bad. */
  const days = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.nat(40), fc.nat(12), fc.boolean()), {
      minLength: 2,
      maxLength: 12,
    })
    .map((phases) =>
      phases
        .flatMap(([minutes, total, bad, seen]) => Array(minutes).fill(seen ? [Math.max(0, total - bad), total] : null))
        .slice(-1440),
    )
    .map((day) => [...Array(1440 - day.length).fill(null), ...day] as ([number, number] | null)[]);

  /** Rule 13 read aloud, minute by minute, in whole numbers: everything is multiplied by 100 · the minutes seen. */
  function bruteForce(day: readonly ([number, number] | null)[], percent: number): number | null {
    const bad = day.map((minute) => (minute ? minute[1] - minute[0] : 0));
    const total = day.map((minute) => minute?.[1] ?? 0);
    const sum = (of: number[], from = 0) => of.slice(from).reduce((a, b) => a + b, 0);
    const allowed = 100 - percent;
    let [badLeft, totalLeft] = [sum(bad), sum(total)];
    if (totalLeft === 0) return null;
    if (100 * badLeft >= allowed * totalLeft) return 0;
    const seen = day.slice(1080).filter((minute) => minute !== null).length;
    if (seen === 0) return null;
    const [badLately, totalLately] = [sum(bad, 1080), sum(total, 1080)];
    for (let ahead = 1; ahead <= 1440; ahead++) {
      badLeft -= bad[ahead - 1] ?? 0;
      totalLeft -= total[ahead - 1] ?? 0;
      const spent = 100 * (seen * badLeft + badLately * ahead);
      const limit = allowed * (seen * totalLeft + totalLately * ahead);
      if (spent > 0 && spent >= limit) return ahead;
    }
    return null;
  }

  it("is the first minute that brute force finds (rule 13)", () => {
    let crossings = 0;
    fc.assert(
      // Targets a little under what the day attained: budgets that are nearly spent.
      fc.property(days, fc.nat(4), (day, below) => {
        const [good, total] = day.reduce<[number, number]>(
          ([g, t], minute) => [g + (minute?.[0] ?? 0), t + (minute?.[1] ?? 0)],
          [0, 0],
        );
        const percent = Math.min(99, Math.max(1, Math.floor((100 * good) / Math.max(1, total)) - below));
        const words = day.map((minute) => (minute ? `${minute[0]}/${minute[1]}` : "-")).join(" ");
        const expected = bruteForce(day, percent);
        if (expected) crossings++;
        expect(minutesLeft(words, [`${percent}% 1d`])).toBe(expected);
      }),
      { numRuns: 150 },
    );
    expect(crossings).toBeGreaterThan(20);
  });

  it("is found with few look-ups, where it is near and where there is none", () => {
    const lookUps = (minutes: string): number => {
      const ledger = counted(minutes);
      let count = 0;
      const spied: Ledger = {
        ...ledger,
        at(minute) {
          count++;
          return ledger.at(minute);
        },
      };
      secondsToExhaustion(spied, targets("99% 28d"), null, { days: 28 }, 40_320);
      return count;
    };
    expect(lookUps("1000/1000*40320")).toBeLessThan(20);
    // Where all has rolled off and nothing comes, nothing is left to look for.
    expect(lookUps("0/0*30000 995/1000*360 0/0*9960")).toBeLessThan(60);
    expect(lookUps("995/1000*40320")).toBeLessThan(40);
    expect(lookUps("1000/1000*39960 900/1000*360")).toBeLessThan(60);
    expect(lookUps("991/1000*40320")).toBeLessThan(150);
    expect(lookUps("1000/1000*2000 0/1000*200 1000/1000*37760 950/1000*360")).toBeLessThan(60);
  });
});
