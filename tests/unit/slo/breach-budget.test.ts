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

  it("closes at the roll-over of a calendar window, and says why (rule 14)", () => {
    // Minute 0 is a Thursday's midnight: the week ends with minute 5760. The next needs 24 h of its own.
    expect(exhausted("0/1*5760", "90% week@UTC")).toEqual(["1440–"]);
    expect(exhausted("0/1*5761", "90% week@UTC")).toEqual(["1440–5760"]);
    expect(exhausted("0/1*7200", "90% week@UTC")).toEqual(["1440–5760", "7200–"]);
    const [episode] = judged(watched("0/1*5761", "90% week@UTC")).episodes.filter(
      ({ kind }) => kind === "budget-exhausted",
    );
    expect(episode).toMatchObject({ closeReason: "its week ended", badEvents: 4320, budgetSpent: 4320 / 576 });
  });

  it("closes at the roll-over even while nothing is observed: the calendar goes on (rule 14)", () => {
    expect(exhausted("0/1*1440 -*4320", "90% week@UTC")).toEqual(["1440–"]);
    expect(exhausted("0/1*1440 -*4321", "90% week@UTC")).toEqual(["1440–5760"]);
  });

  it("rolls nothing off a calendar window (rules 13, 14)", () => {
    const minutes = "0/1*20 1/1*180 0/0*1251";
    expect(exhausted(minutes, "95% 1d")).toEqual(["1440–1451"]);
    expect(exhausted(minutes, "95% week@UTC")).toEqual(["1440–"]);
  });

  it("closes when its window has no traffic any more, and says why (rules 12, 14)", () => {
    expect(exhausted("0/1*1440 0/0*1439", "90% 1d")).toEqual(["1440–"]);
    expect(exhausted("0/1*1440 0/0*1440", "90% 1d")).toEqual(["1440–2880"]);
    const { episodes } = judged(watched("0/1*1440 0/0*1440", "90% 1d"));
    expect(episodes.find(({ kind }) => kind === "budget-exhausted")?.closeReason).toBe("no traffic in its window");
  });

  it("does not take a window that was mostly unobserved for one without traffic (rule 14)", () => {
    expect(exhausted("0/1*1440 -*1439 0/0", "90% 1d")).toEqual(["1440–"]);
    expect(exhausted("0/1*1440 -*577 0/0*863", "90% 1d")).toEqual(["1440–"]);
    expect(exhausted("0/1*1440 -*576 0/0*864", "90% 1d")).toEqual(["1440–2880"]);
  });

  it("remembers the lowest remainder", () => {
    const [episode] = judged(watched("0/1*10 1/1*40 0/0*1400 1/1*10", "90% 7d")).episodes.filter(
      ({ kind }) => kind === "budget-exhausted",
    );
    expect(episode?.worst).toBeCloseTo(-1, 12);
  });
});
