import { describe, expect, it } from "vitest";
import { targets } from "./notation";
import { judged, spansOf, watched } from "./watching";

const missed = (minutes: string, target: string, edges: number[] | null = null) =>
  spansOf("objective-missed", watched(minutes, target, edges));

describe("objective-missed", () => {
  it.each([
    ["5", "20/20*59 0/20*3", "95%"],
    ["30", "2/2*59 0/2*5", "95%"],
    ["60", `${"1/1*2 0/0*3 ".repeat(12)}${"0/1*2 0/0*3 ".repeat(3)}`, "95%"],
  ])("looks at the shortest of 5, 30, 60 minutes that allows a bad event: %s (rule 15)", (length, minutes, target) => {
    const [episode] = judged(watched(minutes, target)).episodes.filter(({ kind }) => kind === "objective-missed");
    expect(String((episode?.openedMinute ?? 0) - (episode?.countedFrom ?? 0))).toBe(length);
  });

  it("takes traffic that allows exactly one bad event as enough (rules 1, 15)", () => {
    // 10 events in 5 minutes at 90 %: 1 allowed, 5 bad > 1 + 3.
    expect(missed("2/2*2 1/2 0/2*2", "90%")).toEqual(["5–"]);
    expect(missed("2/2*2 1/2 0/2 0/1", "90%")).toEqual([]);
  });

  it("is never given on too little traffic (rule 15)", () => {
    expect(missed("0/1 0/0*5 ".repeat(20), "95%")).toEqual([]);
  });

  it("opens past the target by more than three sigma, not at it (rules 1, 15)", () => {
    // 90 events at 90 %: 9 allowed, 9 + 3 · 3 = 18.
    expect(missed("18/18*4 0/18", "90%")).toEqual([]);
    expect(missed("18/18*3 17/18 0/18", "90%")).toEqual(["5–"]);
  });

  it("needs 60 % of its minutes observed (rule 15)", () => {
    expect(missed("0/100*2", "90%")).toEqual([]);
    expect(missed("0/100*3", "90%")).toEqual(["3–"]);
    expect(missed("0/100 -*3 0/100", "90%")).toEqual([]);
    expect(missed("0/100*2 -*2 0/100", "90%")).toEqual(["5–"]);
  });

  it("closes after 10 evaluations in a row within the target (rule 15)", () => {
    expect(missed("100/100*10 0/100 100/100*13", "95%")).toEqual(["11–"]);
    expect(missed("100/100*10 0/100 100/100*14", "95%")).toEqual(["11–25"]);
  });

  it("closes at exactly the target: equality meets it (rules 1, 15)", () => {
    expect(missed("100/100*10 0/100 90/100*14", "90%")).toEqual(["11–25"]);
    expect(missed("100/100*10 0/100 89/100*30", "90%")).toEqual(["11–"]);
  });

  it("counts the 10 anew after a minute past the target within noise (rule 15)", () => {
    expect(missed("100/100*10 0/100 100/100*8 70/100 100/100*13", "95%")).toEqual(["11–"]);
    expect(missed("100/100*10 0/100 100/100*8 70/100 100/100*14", "95%")).toEqual(["11–34"]);
  });

  it("closes after 60 min without traffic, and says why (rule 15)", () => {
    expect(missed("100/100*10 0/100*5 0/0*59", "95%")).toEqual(["11–"]);
    const { episodes } = judged(watched("100/100*10 0/100*5 0/0*60", "95%"));
    expect(episodes[0]).toMatchObject({ closedMinute: 75, closeReason: "no traffic for 60 min" });
  });

  it("does not take an hour with carried traffic for one without (rules 3, 15)", () => {
    const minutes = "100/100*10 0/100*5 -*20 ~100/100 0/0*";
    expect(missed(`${minutes}59`, "95%")).toEqual(["11–"]);
    expect(missed(`${minutes}60`, "95%")).toEqual(["11–96"]);
  });

  it("does not take an hour that was mostly unobserved for one without traffic (rule 15)", () => {
    expect(missed("100/100*10 0/100*5 -*40 0/0*20", "95%")).toEqual(["11–"]);
    expect(missed("100/100*10 0/100*5 -*24 0/0*35", "95%")).toEqual(["11–"]);
    expect(missed("100/100*10 0/100*5 -*24 0/0*36", "95%")).toEqual(["11–75"]);
  });

  it("is frozen by unobserved minutes: they neither close it nor count anew (rule 15)", () => {
    expect(missed("100/100*10 0/100 100/100*8 -*20 100/100*7", "95%")).toEqual(["11–"]);
    expect(missed("100/100*10 0/100 100/100*8 -*20 100/100*8", "95%")).toEqual(["11–47"]);
    expect(missed("100/100*10 0/100 -*500", "95%")).toEqual(["11–"]);
  });

  it("is not opened by what was carried over a gap (rule 3)", () => {
    expect(missed("100/100*60 -*5 ~0/500 100/100*5", "95%")).toEqual([]);
    expect(missed("100/100*60 -*5 0/500 100/100*5", "95%")).toEqual(["66–"]);
  });

  it("is not judged where the histogram lacks the threshold's edge (rule 9)", () => {
    expect(missed("0,100/100*20", "90% ≤0.15", [0.1, 0.2])).toEqual([]);
    expect(missed("0,100/100*20", "90% ≤0.1", [0.1, 0.2])).toEqual(["3–"]);
    expect(missed("0,100/100*20", "90% ≤0.2", [0.1, 0.2])).toEqual([]);
  });

  it("goes on as one breach when it reopens within 15 min, and is a new one after (rule 17)", () => {
    expect(missed("100/100*10 0/100 100/100*28 0/100", "95%")).toEqual(["11–"]);
    expect(missed("100/100*10 0/100 100/100*29 0/100", "95%")).toEqual(["11–25", "41–"]);
  });

  it("remembers its worst attainment, that of the reopening minute too", () => {
    const worst = (minutes: string) => judged(watched(minutes, "95%")).episodes[0]?.worst;
    expect(worst("100/100*10 0/100 100/100*5")).toBeCloseTo(0.8, 12);
    expect(worst("100/100*10 0/100*2 100/100*5")).toBeCloseTo(0.6, 12);
    expect(worst("100/100*10 0/100 100/100*28 0/1000")).toBeCloseTo(400 / 1400, 12);
  });

  it("counts what it cost from the first minute it looked at", () => {
    const { episodes } = judged(watched("100/100*10 0/100*2", "95%"));
    expect(episodes[0]).toMatchObject({ countedFrom: 6, badEvents: 200, totalEvents: 600, targetVersion: 1 });
    expect(episodes[0]?.budgetSpent).toBeCloseTo(200 / 60, 12);
  });

  it("is judged by the version in force in its minute, and keeps the one it opened under (rule 12)", () => {
    const versions = targets("50% 28d", "95% 28d @20");
    const { episodes } = judged(watched("70/100*40", versions));
    expect(episodes.filter(({ kind }) => kind === "objective-missed")).toMatchObject([
      { openedMinute: 21, targetVersion: 2 },
    ]);
  });
});
