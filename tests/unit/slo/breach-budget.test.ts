import { describe, expect, it } from "vitest";
import { judged, spansOf, watched } from "./watching";

const exhausted = (minutes: string, target: string) => spansOf("budget-exhausted", watched(minutes, target));

describe("budget-exhausted", () => {
  it("is too early before 24 h were observed (rule 14)", () => {
    expect(exhausted("0/1*1439", "90% 7d")).toEqual([]);
    expect(exhausted("0/1*1440", "90% 7d")).toEqual(["1440–"]);
    expect(exhausted("0/1*1439 -*60", "90% 7d")).toEqual([]);
  });

  it("is too early before 10 bad events (rule 14)", () => {
    expect(exhausted("0/1*9 1/1*91 0/0*1400", "95% 7d")).toEqual([]);
    expect(exhausted("0/1*10 1/1*90 0/0*1400", "95% 7d")).toEqual(["1440–"]);
  });

  it("does not open while exactly the allowed events were bad (rules 1, 14)", () => {
    expect(exhausted("0/1*10 1/1*90 0/0*1400", "90% 7d")).toEqual([]);
    expect(exhausted("0/1*11 1/1*90 0/0*1400", "90% 7d")).toEqual(["1440–"]);
    expect(exhausted("0/1*29 1/1*71 0/0*1400", "71% 7d")).toEqual([]);
  });

  it("closes once 2 %% of the budget remain, not before (rule 14)", () => {
    // 10 bad: 2 % remain at 102.04 events.
    expect(exhausted("0/1*10 1/1*40 0/0*1400 1/1*52", "90% 7d")).toEqual(["1440–"]);
    expect(exhausted("0/1*10 1/1*40 0/0*1400 1/1*53", "90% 7d")).toEqual(["1440–1503"]);
  });

  it("closes when so much rolled off that fewer than 10 bad events are left (rule 14)", () => {
    // 20 of 200 bad in the first minutes of a one-day window; the 11th to roll off brings the budget back.
    expect(exhausted("0/1*20 1/1*180 0/0*1250", "95% 1d")).toEqual(["1440–"]);
    expect(exhausted("0/1*20 1/1*180 0/0*1251", "95% 1d")).toEqual(["1440–1451"]);
  });

  it("is not judged while the history is still being counted", () => {
    const what = { ...watched("0/1*1500", "90% 7d"), incomplete: true };
    expect(spansOf("budget-exhausted", what)).toEqual([]);
    expect(spansOf("objective-missed", what)).not.toEqual([]);
  });

  it("counts carried events: the budget was spent all the same (rule 3)", () => {
    expect(exhausted("1/1*1440 - ~0/1000", "90% 7d")).toEqual(["1442–"]);
  });

  it("remembers the lowest remainder", () => {
    const [episode] = judged(watched("0/1*10 1/1*40 0/0*1400 1/1*10", "90% 7d")).episodes.filter(
      ({ kind }) => kind === "budget-exhausted",
    );
    expect(episode?.worst).toBeCloseTo(-1, 12);
  });
});
