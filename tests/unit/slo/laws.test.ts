import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BreachState, Episode } from "@/lib/slo/breach";
import { budgetOf } from "@/lib/slo/error-budget";
import { add, countsIn, type LedgerRow, ledgerOf, rowsAbove, type Tally } from "@/lib/slo/ledger";
import { thinnedSpans } from "@/lib/slo/thinning";
import { targets, zeroAt } from "./notation";
import { judged, watched } from "./watching";

/** Some minutes of a ratio: unobserved ones, empty ones, carried ones. */
const minutes = (most: number) =>
  fc
    .array(fc.tuple(fc.nat(60), fc.nat(100), fc.constantFrom("seen", "seen", "seen", "carried", "unobserved")), {
      minLength: 1,
      maxLength: most,
    })
    .map((list) =>
      list.map(
        ([bad, total, how], i): Tally => ({
          minute: i + 1,
          good: how === "unobserved" ? 0 : total - Math.min(bad, total),
          total: how === "unobserved" ? 0 : total,
          observedSeconds: how === "unobserved" ? 0 : 60,
          buckets: null,
          carried: how === "carried",
        }),
      ),
    );

const rowsOf = (tallies: readonly Tally[]): LedgerRow[] => [zeroAt(0), ...rowsAbove(zeroAt(0), tallies)];

/** One to four target versions, the later ones from some minute on. */
const histories = fc
  .array(fc.tuple(fc.integer({ min: 50, max: 99 }), fc.nat(80)), { minLength: 1, maxLength: 4 })
  .map((list) => targets(...list.map(([percent, from]) => `${percent}% 28d @${from}`)));

const budget = (rows: readonly LedgerRow[], versions: ReturnType<typeof targets>, from: number, to: number) =>
  budgetOf(ledgerOf(rows), versions, null, from, to);

describe("by law", () => {
  it("windows add up (rule 12)", () => {
    fc.assert(
      fc.property(minutes(80), fc.nat(90), fc.nat(90), fc.nat(90), (tallies, ...edges) => {
        const ledger = ledgerOf(rowsOf(tallies));
        const [a = 0, b = 0, c = 0] = edges.sort((x, y) => x - y);
        expect(add(countsIn(ledger, a, b), countsIn(ledger, b, c))).toEqual(countsIn(ledger, a, c));
        const total = tallies
          .filter(({ minute }) => minute > a && minute <= c)
          .reduce((sum, each) => sum + each.total, 0);
        expect(countsIn(ledger, a, c).total).toBe(total);
      }),
    );
  });

  it("splitting a window changes nothing, whatever targets held in it (rules 8, 12)", () => {
    fc.assert(
      fc.property(minutes(80), histories, fc.array(fc.nat(80), { maxLength: 6 }), (tallies, versions, cuts) => {
        const rows = rowsOf(tallies);
        const edges = [0, ...new Set(cuts.filter((cut) => cut > 0 && cut < 80).sort((a, b) => a - b)), 80];
        const parts = edges.slice(1).map((to, i) => budget(rows, versions, edges[i] ?? 0, to));
        const whole = budget(rows, versions, 0, 80);
        const sum = (pick: (part: (typeof parts)[number]) => number) => parts.reduce((s, part) => s + pick(part), 0);
        expect(sum((part) => part.spent)).toBe(whole.spent);
        expect(sum((part) => part.total)).toBe(whole.total);
        expect(sum((part) => part.observedSeconds)).toBe(whole.observedSeconds);
        expect(sum((part) => part.allowed)).toBeCloseTo(whole.allowed, 8);
      }),
    );
  });

  it("each minute is judged by the version then in force (rule 12)", () => {
    fc.assert(
      fc.property(minutes(80), histories, (tallies, versions) => {
        const inForce = (minute: number) => {
          const begun = versions.filter(({ inForceFrom }) => inForceFrom / 60_000 < minute);
          const byAge = [...versions].sort((a, b) => a.inForceFrom - b.inForceFrom || a.version - b.version);
          return byAge.findLast((version) => begun.includes(version)) ?? byAge[0];
        };
        const allowed = tallies.reduce(
          (sum, each) => sum + each.total * (1 - (inForce(each.minute)?.objective ?? 0)),
          0,
        );
        expect(budget(rowsOf(tallies), versions, 0, 80).allowed).toBeCloseTo(allowed, 8);
      }),
    );
  });

  it("more bad events never raise the budget (rule 12)", () => {
    fc.assert(
      fc.property(
        minutes(60),
        histories,
        fc.nat(59),
        fc.integer({ min: 1, max: 50 }),
        (tallies, versions, at, more) => {
          const worse = tallies.map((each, i) => (i === at ? { ...each, good: Math.max(0, each.good - more) } : each));
          const before = budget(rowsOf(tallies), versions, 0, 60).remaining;
          const after = budget(rowsOf(worse), versions, 0, 60).remaining;
          if (before === null) expect(after).toBeNull();
          else expect(after).toBeLessThanOrEqual(before);
        },
      ),
    );
  });

  it("nor do more events that are all bad, under one target (rule 12)", () => {
    fc.assert(
      fc.property(
        minutes(60),
        fc.integer({ min: 50, max: 99 }),
        fc.integer({ min: 1, max: 50 }),
        (tallies, percent, more) => {
          const worse = tallies.map((each, i) => (i === 0 ? { ...each, total: each.total + more } : each));
          const remaining = (of: Tally[]) => budget(rowsOf(of), targets(`${percent}% 28d`), 0, 60).remaining ?? 1;
          expect(remaining(worse)).toBeLessThanOrEqual(remaining(tallies) + 1e-9);
        },
      ),
    );
  });

  it("thinning changes no window whose edges are kept (rule 7)", () => {
    const policy = [
      { everyMinutes: 1, days: 1 / 8 },
      { everyMinutes: 5, days: 1 / 4 },
      { everyMinutes: 60, days: null },
    ];
    fc.assert(
      fc.property(
        minutes(50),
        histories,
        fc.integer({ min: 600, max: 1200 }),
        fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 10 }),
        (pattern, versions, last, pairs) => {
          const tallies = Array.from({ length: last }, (_, i) => ({
            ...(pattern[i % pattern.length] as Tally),
            minute: i + 1,
          }));
          const rows = rowsOf(tallies);
          const dropped = thinnedSpans(policy, last);
          const kept = rows.filter(({ minute }) =>
            dropped.every(
              ({ from, to, everyMinutes }) =>
                minute <= from || minute > to || (everyMinutes !== null && minute % everyMinutes === 0),
            ),
          );
          expect(kept.length).toBeLessThan(rows.length);
          const edge = (n: number) => kept[n % kept.length]?.minute ?? 0;
          for (const [one, other] of pairs) {
            const [from, to] = [Math.min(edge(one), edge(other)), Math.max(edge(one), edge(other))];
            expect(countsIn(ledgerOf(kept), from, to)).toEqual(countsIn(ledgerOf(rows), from, to));
            // Targets that change inside keep a row of their own.
            if (versions.every(({ inForceFrom }) => inForceFrom === 0 || inForceFrom / 60_000 <= from))
              expect(budget(kept, versions, from, to)).toEqual(budget(rows, versions, from, to));
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it("judging in one run or resumed from any minute finds the same episodes, in calendar windows too (rules 14, 17)", () => {
    const phases = fc
      .array(
        fc.tuple(
          fc.constantFrom("100/100", "0/100", "95/100", "80/100", "-", "- ~0/500 0/100", "0/0"),
          fc.integer({ min: 1, max: 600 }),
        ),
        { minLength: 3, maxLength: 8 },
      )
      // Minute 5760 ends a week.
      .map((list) => `-*4200 ${list.map(([word, times]) => `${word}*${times}`).join(" ")}`);
    const changes = fc.constantFrom(
      ["95% week@UTC"],
      ["90% 1d", "95% week@UTC @5000"],
      ["95% week@UTC", "80% 2d @5500"],
    );
    const kinds = new Set<string>();
    fc.assert(
      fc.property(
        phases,
        changes,
        fc.array(fc.integer({ min: 4200, max: 8000 }), { maxLength: 4 }),
        (words, lines, stops) => {
          const what = watched(words, targets(...lines));
          const last = what.ledger.last()?.minute ?? 0;
          const whole = judged(what);
          const episodes = new Map<string, Episode>();
          let state: BreachState = {};
          let from = 0;
          for (const to of [...stops.filter((stop) => stop < last), last].sort((a, b) => a - b)) {
            const step = judged(what, from, to, JSON.parse(JSON.stringify(state)) as BreachState);
            for (const episode of step.episodes) episodes.set(`${episode.kind} ${episode.openedMinute}`, episode);
            state = step.state;
            from = to;
          }
          for (const { kind } of whole.episodes) kinds.add(kind);
          expect({ state, episodes: [...episodes.values()] }).toEqual(whole);
        },
      ),
      { numRuns: 12 },
    );
    expect(kinds.size).toBeGreaterThan(1);
  });

  it("equality meets a target (rule 1)", () => {
    const percents = fc.integer({ min: 1, max: 99 });
    fc.assert(
      fc.property(percents, fc.integer({ min: 1, max: 1000 }), (percent, hundreds) => {
        const [good, total] = [percent * hundreds, 100 * hundreds];
        const exactly = (bad: number) => {
          const rows = rowsOf([
            { minute: 1, good: good - bad, total, observedSeconds: 60, buckets: null, carried: false },
          ]);
          return budget(rows, targets(`${percent}% 28d`), 0, 1).remaining ?? Number.NaN;
        };
        expect(exactly(0)).toBe(0);
        expect(exactly(1)).toBeLessThan(0);
        expect(exactly(-1)).toBeGreaterThan(0);
      }),
    );
  });
});
