import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  countsIn,
  extended,
  goodWithin,
  judgedIn,
  type Ledger,
  ledgerOf,
  NOTHING,
  remembered,
  rowsAbove,
  rowsBelow,
  silentMinutes,
  type Tally,
} from "@/lib/slo/ledger";
import { counted, tallies, zeroAt } from "./notation";

/** Consecutive minutes from 1 on, some of them unobserved, some carried, with a histogram from some minute on. */
const minutes = fc
  .record({
    words: fc.array(
      fc.record({
        total: fc.nat(1000),
        bad: fc.nat(1000),
        kind: fc.constantFrom("seen", "seen", "seen", "unseen", "carried"),
      }),
      { minLength: 1, maxLength: 60 },
    ),
    histogramFrom: fc.nat(70),
  })
  .map(({ words, histogramFrom }) =>
    words.map(({ total, bad, kind }, i): Tally => {
      const good = Math.max(0, total - bad);
      const buckets = i >= histogramFrom ? [good, total] : null;
      if (kind === "unseen") return { minute: i + 1, good: 0, total: 0, observedSeconds: 0, buckets, carried: false };
      return { minute: i + 1, good, total, observedSeconds: 60, buckets, carried: kind === "carried" && i > 0 };
    }),
  );
const cuts = fc.array(fc.nat(80), { minLength: 2, maxLength: 2 });

const summed = (list: readonly Tally[], from: number, to: number) =>
  list.filter(({ minute }) => minute > from && minute <= to).reduce(add, NOTHING);
const figures = ({ good, total, observedSeconds }: { good: number; total: number; observedSeconds: number }) => ({
  good,
  total,
  observedSeconds,
});
const perEdge = (buckets: readonly number[] | null) => buckets ?? [0, 0];

describe("the ledger", () => {
  it("answers any window with what its minutes held", () => {
    const ledger = counted("99/100 200/200 - 50/60");
    expect(countsIn(ledger, 0, 4)).toEqual({ good: 349, total: 360, observedSeconds: 180, buckets: null });
    expect(countsIn(ledger, 1, 3)).toEqual({ good: 200, total: 200, observedSeconds: 60, buckets: null });
    expect(countsIn(ledger, 2, 3)).toEqual(NOTHING);
  });

  it("gives every window of any minutes as their sum", () => {
    fc.assert(
      fc.property(minutes, cuts, (list, [a = 0, b = 0]) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const counts = countsIn(ledgerOf([zeroAt(0), ...rowsAbove(zeroAt(0), list)]), from, to);
        const sum = summed(list, from, to);
        expect(figures(counts)).toEqual(figures(sum));
        expect(perEdge(counts.buckets)).toEqual(perEdge(sum.buckets));
      }),
    );
  });

  it("adds windows up wherever they are split", () => {
    fc.assert(
      fc.property(minutes, fc.nat(70), (list, cut) => {
        const ledger = ledgerOf([zeroAt(0), ...rowsAbove(zeroAt(0), list)]);
        const split = add(countsIn(ledger, 0, cut), countsIn(ledger, cut, 100));
        const whole = countsIn(ledger, 0, 100);
        expect(figures(split)).toEqual(figures(whole));
        expect(perEdge(split.buckets)).toEqual(perEdge(whole.buckets));
      }),
    );
  });

  it("writes the same rows whether it catches up in one step or in many", () => {
    fc.assert(
      fc.property(minutes, fc.array(fc.nat(60), { maxLength: 5 }), (list, steps) => {
        const ends = [...new Set(steps.filter((end) => end > 0 && end < list.length)), list.length].sort(
          (a, b) => a - b,
        );
        let last = zeroAt(0);
        let begin = 0;
        const written = ends.flatMap((end) => {
          const rows = rowsAbove(last, list.slice(begin, end));
          last = rows.at(-1) ?? last;
          begin = end;
          return rows;
        });
        expect(written).toEqual(rowsAbove(zeroAt(0), list));
      }),
    );
  });

  it("counts downward to the same windows as upward, in one chunk or two (rule 6)", () => {
    fc.assert(
      fc.property(minutes, fc.nat(60), cuts, (list, split, [a = 0, b = 0]) => {
        const top = zeroAt(list.length);
        const newest = rowsBelow(top, list.slice(split));
        const lowest = newest[0] ?? top;
        const backfilled = ledgerOf([...rowsBelow(lowest, list.slice(0, split)), ...newest, top]);
        const [from, to] = a < b ? [a, b] : [b, a];
        const counts = countsIn(backfilled, from, to);
        const sum = summed(list, from, to);
        expect(figures(counts)).toEqual(figures(sum));
        expect(perEdge(counts.buckets)).toEqual(perEdge(sum.buckets));
      }),
    );
  });

  it("changes no live row and no window above its first one by backfill (rule 6)", () => {
    const live = [zeroAt(100), ...rowsAbove(zeroAt(100), tallies("9/10 8/10", 101))];
    const before = structuredClone(live);
    const below = rowsBelow(live[0] ?? zeroAt(100), tallies("5/5 1/2 - 0/4", 97));
    expect(live).toEqual(before);
    expect(below.map(({ minute, total }) => `${minute}:${total}`)).toEqual(["96:-11", "97:-6", "98:-4", "99:-4"]);
    expect(countsIn(ledgerOf([...below, ...live]), 100, 102)).toEqual(countsIn(ledgerOf(live), 100, 102));
  });

  it("marks the row of a carried minute, downward as upward (rule 3)", () => {
    const list = tallies("1/1 - ~5/9 2/2");
    const marks = (rows: readonly { minute: number; carried: boolean }[]) =>
      rows.filter(({ carried }) => carried).map(({ minute }) => minute);
    expect(marks(rowsAbove(zeroAt(0), list))).toEqual([3]);
    expect(marks(rowsBelow(zeroAt(4), list))).toEqual([3]);
  });

  it("refuses minutes that leave a hole or come twice", () => {
    expect(() => rowsAbove(zeroAt(5), tallies("1/1", 7))).toThrow("minute 7 does not follow 5");
    expect(() => rowsAbove(zeroAt(5), tallies("1/1", 5))).toThrow("minute 5 does not follow 5");
    expect(() => rowsBelow(zeroAt(5), tallies("1/1", 4))).toThrow("minute 4 does not end at 5");
    expect(rowsAbove(zeroAt(5), [])).toEqual([]);
    expect(rowsBelow(zeroAt(5), [])).toEqual([]);
  });

  it("lets a histogram that appears later stand at zero before", () => {
    const ledger = counted("0/0 0/0 3,5/6 1,1/1");
    expect(countsIn(ledger, 0, 4).buckets).toEqual([4, 6]);
    expect(countsIn(ledger, 3, 4).buckets).toEqual([1, 1]);
    expect(countsIn(ledger, 0, 2).buckets).toBeNull();
    expect(countsIn(ledger, 2, 3).buckets).toEqual([3, 5]);
  });

  it("keeps a histogram through minutes that hold none", () => {
    expect(countsIn(counted("3,5/6 - - 1,1/1"), 0, 3).buckets).toEqual([3, 5]);
    expect(countsIn(counted("3,5/6 - - 1,1/1"), 1, 3).buckets).toEqual([0, 0]);
  });

  it("gives no buckets where the number of edges changed (rule 9)", () => {
    const ledger = ledgerOf([{ ...zeroAt(0), buckets: [0, 0, 0] }, ...rowsAbove(zeroAt(0), tallies("3,5/6"))]);
    expect(countsIn(ledger, 0, 1)).toEqual({ good: 0, total: 6, observedSeconds: 60, buckets: null });
  });

  it("knows nothing before its first row, and nothing new after its last", () => {
    const ledger = counted("1/2 3/4");
    expect(countsIn(ledger, -100, 1)).toEqual(countsIn(ledger, 0, 1));
    expect(countsIn(ledger, -100, -50)).toEqual(NOTHING);
    expect(countsIn(ledger, 0, 99)).toEqual(countsIn(ledger, 0, 2));
    expect(countsIn(ledger, 2, 99)).toEqual(NOTHING);
    expect(countsIn(ledgerOf([]), 0, 10)).toEqual(NOTHING);
    expect(ledgerOf([]).first()).toBeNull();
    expect(ledgerOf([]).last()).toBeNull();
  });

  it("answers from the row before where rows were thinned (rule 7)", () => {
    const rows = [zeroAt(0), ...rowsAbove(zeroAt(0), tallies("1/1*20"))].filter(({ minute }) => minute % 5 === 0);
    expect(ledgerOf(rows).at(14)?.minute).toBe(10);
    expect(ledgerOf(rows).at(15)?.minute).toBe(15);
    expect(countsIn(ledgerOf(rows), 5, 15).total).toBe(10);
  });
});

describe("carried minutes", () => {
  it("count for windows and are left out of verdicts (rule 3)", () => {
    const ledger = counted("9/10 - - ~5/30 8/10");
    expect(countsIn(ledger, 0, 5)).toEqual({ good: 22, total: 50, observedSeconds: 180, buckets: null });
    expect(judgedIn(ledger, 0, 5)).toEqual({ good: 17, total: 20, observedSeconds: 120, buckets: null });
    expect(judgedIn(ledger, 4, 5)).toEqual(countsIn(ledger, 4, 5));
    expect(judgedIn(ledger, 3, 4)).toEqual(NOTHING);
  });

  it("leave their buckets out of verdicts too (rule 3)", () => {
    expect(judgedIn(counted("3,5/6 - ~20,30/40 1,1/1"), 0, 4).buckets).toEqual([4, 6]);
  });
});

describe("a ledger with new rows on top", () => {
  const windows = (ledger: Ledger) =>
    Array.from({ length: 12 }, (_, from) => [countsIn(ledger, from - 2, 9), judgedIn(ledger, from - 2, 8)]);

  it("reads like one that holds them, wherever the seam is", () => {
    const rows = [zeroAt(0), ...rowsAbove(zeroAt(0), tallies("9/10 - ~5/30 3,4/5 ~1,2/3 - ~4,4/4 1,1/1"))];
    for (let seam = 1; seam <= rows.length; seam++) {
      const grown = extended(ledgerOf(rows.slice(0, seam)), rows.slice(seam));
      expect(windows(grown)).toEqual(windows(ledgerOf(rows)));
      expect(grown.first()).toEqual(rows[0]);
      expect(grown.last()).toEqual(rows.at(-1));
    }
  });

  it("is the new rows alone where nothing was written before", () => {
    const rows = [zeroAt(0), ...rowsAbove(zeroAt(0), tallies("9/10 8/10"))];
    expect(windows(extended(ledgerOf([]), rows))).toEqual(windows(ledgerOf(rows)));
  });

  it("reads each row once when it is remembered, and the same", () => {
    const ledger = counted("9/10 - ~5/30 8/10");
    const asked: number[] = [];
    const spied = remembered({
      ...ledger,
      at(minute) {
        asked.push(minute);
        return ledger.at(minute);
      },
    });
    expect(windows(spied)).toEqual(windows(ledger));
    expect(windows(spied)).toEqual(windows(ledger));
    expect(asked).toHaveLength(new Set(asked).size);
  });

  it("remembers that there is no row", () => {
    const asked: number[] = [];
    const empty = remembered({
      ...ledgerOf([]),
      at(minute) {
        asked.push(minute);
        return null;
      },
    });
    expect([empty.at(5), empty.at(5), asked]).toEqual([null, null, [5]]);
  });
});

describe("good events of a latency", () => {
  const counts = countsIn(counted("3,5/6"), 0, 1);

  it("are those up to the threshold's edge, equality included (rule 1)", () => {
    expect(goodWithin(counts, [0.1, 0.2], 0.1)).toBe(3);
    expect(goodWithin(counts, [0.1, 0.2], 0.2)).toBe(5);
    expect(goodWithin(counts, [0.1, 0.3], 0.1 + 0.2)).toBe(5);
  });

  it("are unknown where the histogram lacks the threshold's edge (rule 9)", () => {
    expect(goodWithin(counts, [0.1, 0.2], 0.15)).toBeNull();
    expect(goodWithin(counts, null, 0.1)).toBeNull();
    expect(goodWithin({ ...counts, buckets: null }, [0.1, 0.2], 0.1)).toBeNull();
  });

  it("are none where nothing happened and no histogram was seen", () => {
    expect(goodWithin(NOTHING, null, 0.2)).toBe(0);
  });

  it("have been counted already for a ratio", () => {
    expect(goodWithin(countsIn(counted("9/10"), 0, 1), null, null)).toBe(9);
  });
});

describe("a look-up at or after a minute", () => {
  const rows = rowsAbove(zeroAt(0), tallies("1/1*30")).filter(({ minute }) => minute % 5 === 0);
  const base = ledgerOf([zeroAt(0), ...rows]);
  it.each([
    [-3, 0],
    [0, 0],
    [1, 5],
    [5, 5],
    [28, 30],
    [99, 30],
  ])("of %i is the row of %i", (minute, found) => {
    expect(base.atOrAfter(minute)?.minute).toBe(found);
    expect(remembered(base).atOrAfter(minute)?.minute).toBe(found);
  });
});

describe("silent minutes at the end", () => {
  it.each([
    ["1/1 1/1", 0],
    ["1/1 -", 1],
    ["1/1 - 1/1 -*700", 700],
    ["-*7", 7],
    ["", 0],
  ])("of %j are %i", (words, silent) => {
    const rows = [zeroAt(0), ...rowsAbove(zeroAt(0), tallies(words))];
    expect(silentMinutes(ledgerOf(rows))).toBe(silent);
  });
});
