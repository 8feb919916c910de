import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { budgetOf } from "@/lib/slo/error-budget";
import { countsIn, type Ledger, ledgerOf } from "@/lib/slo/ledger";
import type { Slo } from "@/lib/store/slos";
import { budgetSeries } from "@/lib/views/budget-chart";
import { shownRange } from "@/lib/views/shown-range";
import { generatedRows, thinned } from "../slo/generated-ledger";
import { counted, targets } from "../slo/notation";

const DAYS = 12;
const LAST = DAYS * 1440;
const NOW = new Date((LAST + 1) * 60_000);
const iso = (minute: number): string => new Date(minute * 60_000).toISOString();
const minuteOf = (time: string): number => Date.parse(time) / 60_000;

/** Ledgers of a ratio and of a latency, whole and thinned; the latency's threshold changes inside. */
const kinds = [
  { edges: null, held: targets("95% 4d", `99% 4d @${5 * 1440 + 17}`) },
  { edges: [0.2, 0.5], held: targets("95% 4d ≤0.5", `95% 4d ≤0.2 @${6 * 1440 + 41}`) },
];
const worlds = [1, 2, 3].flatMap((seed) =>
  kinds.flatMap(({ edges, held }) => {
    const rows = generatedRows(seed, LAST, edges);
    const slo = { edges, targets: held } as Partial<Slo> as Slo;
    return [rows, thinned(rows, 1)].map((kept) => ({ ledger: ledgerOf(kept), slo }));
  }),
);
const spans = fc
  .tuple(fc.integer({ min: 0, max: LAST - 1 }), fc.integer({ min: 1, max: LAST }))
  .map(([from, length]) => ({ from, to: Math.min(LAST, from + length) }));
const everywhere = fc.tuple(fc.constantFrom(...worlds), spans);
const shownIn = (ledger: Ledger, slo: Slo, span: { from: number; to: number }, previous = "off") =>
  shownRange(ledger, slo, { from: iso(span.from), to: iso(span.to), previous }, NOW, 60);
const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);

describe("any range of any ledger", () => {
  test("holds what was asked for, edges snapped outward to rows that are kept", () => {
    fc.assert(
      fc.property(everywhere, ([{ ledger, slo }, span]) => {
        const { range } = shownIn(ledger, slo, span);
        const [from, to] = [minuteOf(range.from), minuteOf(range.to)];
        expect(from).toBeLessThanOrEqual(span.from);
        expect(to).toBeGreaterThanOrEqual(span.to);
        expect([ledger.at(from)?.minute, ledger.at(to)?.minute]).toEqual([from, to]);
        // No row that is kept lies between what was asked for and what is shown.
        expect(ledger.at(span.from)?.minute).toBe(from);
        expect(ledger.atOrAfter(span.to)?.minute).toBe(to);
      }),
    );
  });

  test("has slices whose good, all and observed add up to those of the whole, one after the other", () => {
    fc.assert(
      fc.property(everywhere, ([{ ledger, slo }, span]) => {
        const { range, series } = shownIn(ledger, slo, span);
        const [from, to] = [minuteOf(range.from), minuteOf(range.to)];
        const whole = countsIn(ledger, from, to);
        expect(sum(series.map(({ total }) => total))).toBe(whole.total);
        expect(sum(series.map(({ good }) => good))).toBe(budgetOf(ledger, slo.targets, slo.edges, from, to).good);
        expect(sum(series.map(({ observed, seconds }) => observed * seconds))).toBeCloseTo(whole.observedSeconds, 3);
        expect(range.sums).toMatchObject({ total: whole.total, good: sum(series.map(({ good }) => good)) });
        let begin = from;
        for (const { t, seconds } of series) {
          expect(t / 60_000 - seconds / 60).toBe(begin);
          begin = t / 60_000;
        }
        expect(begin).toBe(to);
        expect(series.length).toBeLessThanOrEqual(340);
      }),
    );
  });

  test("is compared with as much time before it, slice by slice", () => {
    fc.assert(
      fc.property(everywhere, ([{ ledger, slo }, span]) => {
        const { range, series, previous, minutes } = shownIn(ledger, slo, span, "on");
        if (!previous) throw new Error("it was asked for");
        expect(previous.to).toBe(range.from);
        expect(minuteOf(range.from) - minuteOf(previous.from)).toBeGreaterThanOrEqual(minutes.to - minutes.from);
        const before = countsIn(ledger, minuteOf(previous.from), minuteOf(previous.to));
        expect(sum(previous.series.map(({ total }) => total))).toBe(before.total);
        expect(previous.sums.total).toBe(before.total);
        const ends = new Set(previous.series.map(({ t }) => t / 60_000));
        expect(ends.size).toBe(previous.series.length);
        for (const { slice, t } of previous.series)
          expect(t / 60_000).toBe(Math.min(minutes.to, minutes.from + (slice + 1) * minutes.step));
        // Where every minute is kept, each slice stands exactly where the one that it is compared with ends.
        const point = series.find(({ slice }) => slice === previous.series.at(-1)?.slice);
        if (point && ledger.at(minutes.from + 1)?.minute === minutes.from + 1)
          expect(previous.series.at(-1)?.t).toBe(point.t);
      }),
    );
  });
});

describe("an absolute range and what is not counted yet", () => {
  const silent = new Date((LAST + 601) * 60_000);
  const slo = { edges: null, targets: targets("90% 7d") } as Partial<Slo> as Slo;
  const shown = (from: number, to: number) =>
    shownRange(counted(`99/100*${LAST}`), slo, { from: iso(from), to: iso(to) }, silent, 60).range;

  test("counts the minutes after the last counted one as not observed, up to the last that is final", () => {
    const range = shown(LAST - 600, LAST + 10_000);
    expect([range.from, range.to]).toEqual([iso(LAST - 600), iso(LAST + 600)]);
    expect(range.sums.coverage).toBeCloseTo(0.5, 9);
    expect(range.sums.attainment).toBeCloseTo(0.99, 9);
    expect(shown(LAST - 600, LAST).sums.coverage).toBe(1);
  });

  test("says of one that begins after the last counted minute that nothing was counted in it, and shows the default", () => {
    const { name, problem } = shown(LAST, LAST + 60);
    expect(name).toBe("28d");
    expect(problem).toBe("Nothing was counted in this range: the last counted minute is 13 Jan 1970, 00:00 UTC.");
    expect(shown(LAST - 1, LAST + 60).problem).toBeNull();
  });
});

describe("the budget's picture", () => {
  const slo = (window: string): Slo => ({ edges: null, targets: targets(`90% ${window}`) }) as Partial<Slo> as Slo;
  const budgetIn = (ledger: Ledger, window: string, range: object) => {
    const { minutes, range: shown } = shownRange(ledger, slo(window), range, NOW, 60);
    return budgetSeries(ledger, slo(window), minutes, shown.isLive);
  };

  test("ends at what is left, whichever range is shown, and spends down from all of it over the window", () => {
    const ledger = counted(`99/100*${LAST - 360} 97/100*360`);
    const left = budgetOf(ledger, targets("90% 7d"), null, LAST - 7 * 1440, LAST).remaining;
    const ends = ["24h", "7d", "28d"].map((range) => budgetIn(ledger, "7d", { range }));
    for (const { points } of ends) expect(points.at(-1)?.remaining).toBeCloseTo(left ?? Number.NaN, 9);
    expect(ends.map(({ kind }) => kind)).toEqual(["spending", "spending", "standing"]);
    const [, week, month] = ends;
    expect(week?.even).toEqual([{ from: (LAST - 7 * 1440) * 60_000, to: LAST * 60_000 }]);
    expect(week?.points[0]?.remaining).toBeGreaterThan(0.98);
    expect(month?.even).toEqual([]);
    const known = week?.points.map(({ remaining }) => remaining ?? Number.NaN) ?? [];
    for (const [i, value] of known.entries()) expect(value).toBeLessThanOrEqual(known[i - 1] ?? 1);
  });

  test("of a calendar window begins anew with every period", () => {
    const ledger = counted(`99/100*${LAST}`);
    const { kind, even, points } = budgetIn(ledger, "week@UTC", { from: iso(0), to: iso(LAST) });
    expect(kind).toBe("spending");
    // 1 January 1970 was a Thursday: weeks begin on 29 December, 5 and 12 January.
    expect(even.map(({ from }) => from / 60_000 / 1440)).toEqual([-3, 4, 11]);
    const after = points.find(({ t }) => t / 60_000 > 4 * 1440 + 60);
    expect(after?.remaining).toBeGreaterThan(0.97);
  });

  test("names three burns where one of them ends the budget, and none where it holds or the range is past", () => {
    const burning = counted(`99/100*${LAST - 360} 60/100*360`);
    const { projections } = budgetIn(burning, "7d", { range: "7d" });
    expect(projections?.map(({ label }) => label)).toEqual(["6 h", "2 h", "1 d"]);
    expect(projections?.[0]?.goneAt).not.toBeNull();
    expect(projections?.[0]?.points[0]?.remaining).toBeCloseTo(
      budgetOf(burning, targets("90% 7d"), null, LAST - 7 * 1440, LAST).remaining ?? Number.NaN,
      9,
    );
    for (const { points } of projections ?? [])
      for (const [i, { t }] of points.entries()) expect(t).toBeGreaterThanOrEqual(points[i - 1]?.t ?? 0);
    expect(budgetIn(burning, "7d", { from: iso(10), to: iso(LAST - 100) }).projections).toBeNull();
    expect(budgetIn(counted(`99/100*${LAST}`), "7d", { range: "7d" }).projections).toBeNull();
  });

  test("forecasts, where it says that all is gone, nothing left", () => {
    const burning = counted(`99/100*${LAST - 360} 50/100*360`);
    const { projections } = budgetIn(burning, "7d", { range: "28d" });
    const ended = projections?.filter(
      ({ points, goneAt }) => goneAt !== null && points.at(-1)?.t === Date.parse(goneAt),
    );
    expect(ended?.length).toBeGreaterThan(0);
    for (const { points } of ended ?? []) {
      expect(points.at(-1)?.remaining).toBe(0);
      expect(points.at(-2)?.remaining).toBeGreaterThan(0);
    }
  });
});
