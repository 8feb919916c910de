import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BreachState, type Episode, evaluateMinute } from "@/lib/slo/breach";
import type { Watched } from "@/lib/slo/judgement";
import { ledgerOf, rowsAbove } from "@/lib/slo/ledger";
import { tallies, zeroAt } from "./notation";
import { judged, watched } from "./watching";

/** Judges in steps that end at `ends`: at each end the state goes through JSON, and the ledger holds no minute beyond it. */
function inSteps(words: string, target: string, ends: readonly number[]): { state: BreachState; episodes: Episode[] } {
  const rows = [zeroAt(0), ...rowsAbove(zeroAt(0), tallies(words))];
  const last = rows.length - 1;
  const episodes = new Map<string, Episode>();
  let state: BreachState = {};
  let from = 0;
  for (const to of [...new Set([...ends.filter((end) => end > 0 && end < last), last])].sort((a, b) => a - b)) {
    const what: Watched = { ...watched(words, target), ledger: ledgerOf(rows.slice(0, to + 1)) };
    const step = judged(what, from, to, JSON.parse(JSON.stringify(state)) as BreachState);
    for (const episode of step.episodes) episodes.set(`${episode.kind} ${episode.openedMinute}`, episode);
    state = step.state;
    from = to;
  }
  return { state, episodes: [...episodes.values()] };
}

const phases = fc
  .array(
    fc.tuple(
      fc.constantFrom("100/100", "100/100", "0/100", "95/100", "88/100", "-", "~0/500", "0/0", "2/3"),
      fc.integer({ min: 1, max: 45 }),
    ),
    { minLength: 2, maxLength: 12 },
  )
  .map((list) => list.map(([word, times]) => `${word}*${times}`).join(" "));

describe("judging resumed from stored state", () => {
  it("finds the same breaches as judging in one run", () => {
    fc.assert(
      fc.property(phases, fc.array(fc.nat(400), { maxLength: 6 }), (words, ends) => {
        expect(inSteps(words, "95% 28d", ends)).toEqual(judged(watched(words, "95% 28d")));
      }),
      { numRuns: 60 },
    );
  });

  it("does so for every kind, closed and open", () => {
    const words = "100/100*300 0/100*150 100/100*700 60/100*700 100/100*500 0/100*20";
    const whole = judged(watched(words, "95% 1w"));
    expect(new Set(whole.episodes.map(({ kind }) => kind))).toEqual(
      new Set(["objective-missed", "fast-burn", "budget-exhausted"]),
    );
    expect(whole.episodes.some(({ closedMinute }) => closedMinute !== null)).toBe(true);
    expect(whole.episodes.some(({ closedMinute }) => closedMinute === null)).toBe(true);
    expect(inSteps(words, "95% 1w", [310, 450, 460, 1000, 1900, 2351])).toEqual(whole);
  });

  it("leaves the state that it was given unchanged", () => {
    const what = watched("100/100*10 0/100 -*60 100/100*2 0/0*2", "95% 28d");
    let state: BreachState = {};
    for (let minute = 1; minute <= 75; minute++) {
      const before = structuredClone(state);
      const next = evaluateMinute(what, state, minute);
      expect(state).toEqual(before);
      state = next.state;
    }
  });

  it("touches nothing in an unobserved minute", () => {
    const what = watched("100/100*10 0/100 -", "95% 28d");
    const { state } = judged(what, 0, 11);
    expect(evaluateMinute(what, state, 12)).toEqual({ state, touched: [] });
  });
});
