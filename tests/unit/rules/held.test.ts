import fc from "fast-check";
import { describe, it } from "vitest";
import { emptyAnswer, type Left, SETTLED, type SelectorAnswer, talliesOf } from "@/lib/rules/tally";
import { rowsAbove, type Tally } from "@/lib/slo/ledger";
import type { CountedSli } from "@/lib/slo/sli";

/** What really happened in a minute, and which counters were not scraped in it. `within`: per edge, cumulative over `le`. */
type Truth = { total: number; part: number; within: [number, number]; silent: { total: boolean; part: boolean } };

const queries = { part: "", total: "" };
const term = (selector: string) => [{ sign: 1 as const, selector }];
const ratioOf = (counts: "good" | "bad"): CountedSli => ({
  kind: "ratio",
  counts,
  part: term("part"),
  total: term("all"),
  queries,
});
const LATENCY: CountedSli = { kind: "latency", buckets: "part", total: term("all"), queries };
const EDGES = [0.1, 1];

/** Minutes for which a series is still known to the engine after its last sample. */
const STEADY_MINUTES = 5;

/** What an engine says of one counter, whose gain arrives with its next sample. */
function said(truths: readonly Truth[], which: "total" | "part", gains: (truth: Truth) => Record<string, number>) {
  const answer: SelectorAnswer = emptyAnswer();
  let since: Record<string, number> = {};
  let silentFor = 0;
  for (const [i, truth] of truths.entries()) {
    const minute = i + 1;
    for (const [le, n] of Object.entries(gains(truth))) since[le] = (since[le] ?? 0) + n;
    silentFor = truth.silent[which] ? silentFor + 1 : 0;
    if (silentFor > STEADY_MINUTES) continue;
    answer.newest.set(minute, minute * 60 - 5 - 60 * silentFor);
    answer.samples.set(minute, 40);
    const isIn = silentFor === 0;
    answer.gained.set(minute, new Map(Object.entries(since).map(([le, n]) => [le, isIn ? n : 0])));
    if (isIn) since = {};
  }
  return answer;
}

function answersOf(truths: readonly Truth[], isLatency: boolean, tellsDown: boolean) {
  const part = said(truths, "part", ({ part, within: [a, b] }) => (isLatency ? { "0.1": a, "1": b } : { "": part }));
  // A target that is down says so.
  if (tellsDown) for (const [i, { silent }] of truths.entries()) if (silent.part) part.up.set(i + 1, 0);
  return new Map([
    ["all", said(truths, "total", ({ total }) => ({ "": total }))],
    [isLatency ? "le part" : "part", part],
  ]);
}

/** Silences of any length and pattern; at both ends everything is there. */
const truthsOf = (canBeSilent: { total: boolean; part: boolean }): fc.Arbitrary<Truth[]> => {
  const silence = (can: boolean) => (can ? fc.boolean() : fc.constant(false));
  const stretch = fc.record({
    silent: fc.record({ total: silence(canBeSilent.total), part: silence(canBeSilent.part) }),
    minutes: fc.array(
      fc
        .oneof(
          { weight: 3, arbitrary: fc.tuple(fc.nat(500), fc.nat(500), fc.nat(500)) },
          { weight: 1, arbitrary: fc.constant([0, 0, 0]) },
        )
        .map((some) => some.toSorted((a, b) => b - a)),
      { minLength: 1, maxLength: 12 },
    ),
  });
  return fc.array(stretch, { maxLength: 12 }).map((stretches) => {
    const calm = { total: 10, part: 5, within: [3, 5] as [number, number], silent: { total: false, part: false } };
    const middle = stretches.flatMap(({ silent, minutes }) =>
      minutes.map(([total = 0, b = 0, a = 0]): Truth => ({ total, part: b, within: [a, b], silent })),
    );
    return [calm, ...middle, calm, calm];
  });
};

const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0);

function check(sli: CountedSli, truths: readonly Truth[], tallies: readonly Tally[], eachHasRoom: boolean): boolean {
  const parts = ({ good, total, buckets }: Tally): number[] =>
    sli.kind === "latency" ? (buckets ?? [0, 0]) : [sli.counts === "good" ? good : total - good];
  const real = (truth: Truth): number[] => (sli.kind === "latency" ? truth.within : [truth.part]);
  const all = sum(tallies.map(({ total }) => total));
  const isWhole = all === sum(truths.map(({ total }) => total));
  const arePartsWhole = real(truths[0] as Truth).every(
    (_, i) => sum(tallies.map((tally) => parts(tally)[i] ?? 0)) === sum(truths.map((truth) => real(truth)[i] ?? 0)),
  );
  const isUnobservedEmpty = tallies.every(
    (tally) => tally.observedSeconds > 0 || (tally.total === 0 && parts(tally).every((n) => n === 0)),
  );
  const rows = rowsAbove({ minute: 0, good: 0, total: 0, observedSeconds: 0, buckets: null, carried: false }, tallies);
  const hasRoom = (tally: Tally): boolean => parts(tally).every((n) => n >= 0 && n <= tally.total);
  return (
    isWhole && arePartsWhole && isUnobservedEmpty && rows.every(hasRoom) && (!eachHasRoom || tallies.every(hasRoom))
  );
}

const SLIS: [string, CountedSli][] = [
  ["a ratio of good events", ratioOf("good")],
  ["a ratio of bad events", ratioOf("bad")],
  ["a latency", LATENCY],
];

describe.each(SLIS)("whatever counter is silent whenever, %s", (_, sli) => {
  const isLatency = sli.kind === "latency";
  const edges = isLatency ? EDGES : null;

  it("books every event of total and part once, and no minute holds more of the part than of the total", () => {
    fc.assert(
      fc.property(truthsOf({ total: true, part: true }), (truths) => {
        const { tallies, left } = talliesOf(sli, edges, answersOf(truths, isLatency, true), 1, truths.length, SETTLED);
        return left.held === null && check(sli, truths, tallies, true);
      }),
    );
  });

  it("books every event also where nobody says that the part's targets are down", () => {
    fc.assert(
      fc.property(truthsOf({ total: false, part: true }), (truths) => {
        const { tallies, left } = talliesOf(sli, edges, answersOf(truths, isLatency, false), 1, truths.length, SETTLED);
        return left.held === null && check(sli, truths, tallies, isLatency);
      }),
    );
  });

  it("is counted alike at once and in pieces that meet anywhere, with what is held handed on", () => {
    fc.assert(
      fc.property(
        truthsOf({ total: true, part: true }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 }),
        (truths, sizes) => {
          const answers = answersOf(truths, isLatency, true);
          const whole = talliesOf(sli, edges, answers, 1, truths.length, SETTLED);
          const pieces: Tally[] = [];
          let before: Left = SETTLED;
          for (let from = 1, i = 0; from <= truths.length; i++) {
            const to = Math.min(truths.length, from + (sizes[i % sizes.length] as number) - 1);
            const { tallies, left } = talliesOf(sli, edges, answers, from, to, JSON.parse(JSON.stringify(before)));
            pieces.push(...tallies);
            before = left;
            from = to + 1;
          }
          return JSON.stringify(pieces) === JSON.stringify(whole.tallies);
        },
      ),
    );
  });

  it("gives no verdict of what came after a gap: where events of other minutes are booked, they are carried", () => {
    fc.assert(
      fc.property(truthsOf({ total: true, part: true }), (truths) => {
        const { tallies } = talliesOf(sli, edges, answersOf(truths, isLatency, true), 1, truths.length, SETTLED);
        return tallies.every(({ total, carried }, i) => carried || total === 0 || total === truths[i]?.total);
      }),
    );
  });
});
