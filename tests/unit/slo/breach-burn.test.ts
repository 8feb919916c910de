import { describe, expect, it } from "vitest";
import { targets } from "./notation";
import { judged, spansOf, watched } from "./watching";

// 95 % over 28 d: 1h/5m from 13.44 and 6h/30m from 5.6 (fast), 1d/2h from 2.8 (slow); the largest burn is 20.
// Fewer than 216 observed minutes leave 6h/30m unjudged, fewer than 864 leave 1d/2h so.
const fast = (minutes: string, target = "95% 28d") => spansOf("fast-burn", watched(minutes, target));
const slow = (minutes: string, target = "95% 28d") => spansOf("slow-burn", watched(minutes, target));

describe("a burn breach", () => {
  it("opens when the long and the short window exceed the factor (rule 16)", () => {
    // n bad minutes of 60 burn n ÷ 3: 41 is the first past 13.44.
    expect(fast("100/100*60 0/100*40")).toEqual([]);
    expect(fast("100/100*60 0/100*41")).toEqual(["101–"]);
  });

  it("stays away when only one of the windows exceeds it (rule 16)", () => {
    expect(fast("100/100*60 0/100*5")).toEqual([]);
    // The 41st bad minute of the hour comes after five good ones: 5 min burn 4.
    expect(fast("100/100*55 0/100*40 100/100*5 0/100")).toEqual([]);
  });

  it("does not open at exactly the factor (rules 1, 16)", () => {
    // Capped at 4 for 80 %: 48 of 60 bad minutes burn exactly 4.
    expect(fast("100/100*12 0/100*48", "80% 28d")).toEqual([]);
    expect(fast("100/100*12 0/100*49", "80% 28d")).toEqual(["61–"]);
  });

  it("closes when both windows are under 0.9 of the factor for 15 min (rule 16)", () => {
    // Below 12.096 in the hour (36 bad minutes) from minute 125 on; the 5 min were long before.
    expect(fast("100/100*60 0/100*41 100/100*37")).toEqual(["101–"]);
    expect(fast("100/100*60 0/100*41 100/100*38")).toEqual(["101–139"]);
  });

  it("counts the 15 min anew when a window is back over 0.9 of the factor (rule 16)", () => {
    const minutes = (after: number) => `100/100*60 0/100*41 100/100*30 0/100*4 100/100*${after}`;
    // Bad minutes 132..135 bring the 5 min to 16; they are under again in minute 137.
    expect(fast(minutes(15))).toEqual(["101–"]);
    expect(fast(minutes(16))).toEqual(["101–151"]);
  });

  it("needs 60 % of both windows observed", () => {
    expect(fast("0/100*35")).toEqual([]);
    expect(fast("0/100*36")).toEqual(["36–"]);
  });

  it("is slow over days and fast over hours (rule 16)", () => {
    // A fifth bad burns 4: under 5.6, over 2.8 in the day once 1009 minutes did.
    expect(slow("100/100*1440 80/100*1008")).toEqual([]);
    expect(slow("100/100*1440 80/100*1009")).toEqual(["2449–"]);
    expect(fast("100/100*1440 80/100*1009")).toEqual([]);
  });

  it("is frozen by unobserved minutes, and not opened by carried ones (rules 3, 15)", () => {
    expect(fast("100/100*60 0/100*41 -*200")).toEqual(["101–"]);
    expect(fast("100/100*59 -*5 ~0/20000 100/100*30")).toEqual([]);
    expect(fast("100/100*59 -*5 ~0/20000 100/100*5 0/100*5")).toEqual([]);
    expect(fast("100/100*59 -*5 0/20000 100/100*3")).not.toEqual([]);
  });

  it("is frozen, not calm, where the histogram lacks the new threshold's edge (rule 9)", () => {
    const versions = targets("95% 28d ≤0.1", "95% 28d ≤0.15 @101");
    const minutes = "100,100/100*60 0,100/100*41 100,100/100*60";
    expect(spansOf("fast-burn", watched(minutes, versions, [0.1, 0.2]))).toEqual(["101–"]);
    expect(spansOf("fast-burn", watched(minutes, targets("95% 28d ≤0.1"), [0.1, 0.2]))).toEqual(["101–139"]);
  });

  it("ends by itself when traffic ends: nothing burns (rule 16)", () => {
    // The hour still holds bad minutes until 161; 15 evaluations follow the first without.
    expect(fast("100/100*60 0/100*41 0/0*73")).toEqual(["101–"]);
    expect(fast("100/100*60 0/100*41 0/0*74")).toEqual(["101–175"]);
  });

  it("goes on as one breach when it reopens within 15 min (rule 17)", () => {
    const reopened = (good: number) => fast(`100/100*60 0/100*41 100/100*${good} 0/100*55`);
    expect(reopened(38)[0]).toBe("101–139");
    expect(reopened(38)).toHaveLength(2);
    // Bad traffic ten times as heavy is past both windows soon enough.
    expect(fast("100/100*60 0/100*41 100/100*38 0/9999*5")).toEqual(["101–"]);
  });

  it("remembers its highest long burn", () => {
    const [episode] = judged(watched("100/100*60 0/100*45 100/100*3", "95% 28d")).episodes.filter(
      ({ kind }) => kind === "fast-burn",
    );
    expect(episode?.worst).toBeCloseTo(15, 10);
  });
});
