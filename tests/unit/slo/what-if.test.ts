import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assess } from "@/lib/slo/assessment";
import { budgetOf } from "@/lib/slo/error-budget";
import { type LedgerRow, ledgerOf } from "@/lib/slo/ledger";
import { columnsOf } from "@/lib/slo/ledger-columns";
import type { TargetVersion } from "@/lib/slo/target-history";
import { heldAgainst, type Judged, judgeTarget, minutesInBreach, pairsOf, resolutionOf } from "@/lib/slo/what-if";
import { parseWindow } from "@/lib/slo/window";
import { generatedRows, generatedTallies, randomFrom, thinned } from "./generated-ledger";
import { targets, zeroAt } from "./notation";
import { judged } from "./watching";

const EDGES = [0.1, 0.2, 0.4];

/** What the evaluator's own judges make of every minute. */
function reevaluated(rows: LedgerRow[], versions: TargetVersion[], edges: number[] | null, from: number) {
  const to = rows.at(-1)?.minute ?? 0;
  const ledger = ledgerOf(rows);
  const window = parseWindow(versions[0]?.window ?? "") ?? { days: 28 };
  const whole = judged({ ledger, versions, edges, window }, from, to);
  return {
    period: budgetOf(ledger, versions, edges, from, to),
    now: assess(ledger, versions, edges, to),
    episodes: whole.episodes.map(({ badEvents: _, totalEvents: __, budgetSpent: ___, ...seen }) => seen),
    open: Object.values(whole.state).flatMap(({ episode }) => (episode?.closedMinute === null ? [episode.kind] : [])),
  };
}

const tried = (rows: LedgerRow[], versions: TargetVersion[], edges: number[] | null, from: number): Judged =>
  judgeTarget(columnsOf(rows), versions, edges, from, rows.at(-1)?.minute ?? 0, 1);

describe("a target tried on history", () => {
  it.each([
    ["a ratio", null, "97% 2d", "99% 1d"],
    ["a latency", EDGES, "95% ≤0.2 2d", "95% ≤0.4 month@Europe/Berlin"],
  ] as const)("comes to what evaluating every minute anew comes to: %s", (_, edges, inForce, proposed) => {
    for (const seed of [11, 12, 13]) {
      const dense = generatedRows(seed, 12_000, edges);
      for (const rows of [dense, thinned(dense, 2)])
        for (const line of [inForce, proposed]) {
          const versions = targets(line);
          const own = edges && [...edges];
          expect(tried(rows, versions, own, 2000)).toEqual(reevaluated(rows, versions, own, 2000));
        }
    }
  });

  it("differs in nothing from itself", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 60, max: 99 }), (seed, percent) => {
        const rows = generatedRows(seed, 3000, null);
        const one = tried(rows, targets(`${percent}% 1d`), null, 100);
        const pairs = pairsOf(one.episodes, tried(rows, targets(`${percent}% 1d`), null, 100).episodes, 3000);
        expect(pairs.every(({ change }) => change === "same")).toBe(true);
        expect(pairs.reduce((sum, pair) => sum + (pair.inForce?.episodes ?? 0), 0)).toBe(one.episodes.length);
      }),
      // One opens in the last minute.
      { numRuns: 20, examples: [[9990, 73]] },
    );
  });

  it("never has fewer bad events, or more budget, by a stricter target", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 500, max: 998 }),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 2 }),
        (seed, permille, more, edge, lower) => {
          const rows = generatedRows(seed, 2500, EDGES);
          const at = (objective: number, i: number) =>
            tried(rows, targets(`${objective / 10}% ≤${EDGES[i]} 1d`), EDGES, 60);
          const [lax, strict] = [
            at(permille, Math.max(edge, lower)),
            at(Math.min(999, permille + more), Math.min(edge, lower)),
          ];
          expect(strict.period.spent).toBeGreaterThanOrEqual(lax.period.spent);
          expect(strict.now.window.remaining ?? 1).toBeLessThanOrEqual((lax.now.window.remaining ?? 1) + 1e-9);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("holds a gauge against another bound as if it had been counted so", () => {
    const random = randomFrom(5);
    const values = Array.from({ length: 4000 }, () => Math.floor(random() * 100));
    const counted = (bound: number): LedgerRow[] => {
      let sum = 0;
      return [
        zeroAt(0),
        ...values.map((value, i): LedgerRow => {
          sum += value <= bound ? 1 : 0;
          return { ...zeroAt(i + 1), good: sum, total: i + 1, observedSeconds: 60 * (i + 1) };
        }),
      ];
    };
    const past = values.flatMap((value, i) => (value <= 80 ? [] : [i + 1]));
    for (const rows of [counted(90), thinned(counted(90), 1)]) {
      const kept = new Set(rows.map(({ minute }) => minute));
      const held = judgeTarget(heldAgainst(columnsOf(rows), past, 0), targets("85% 1d"), null, 100, 4000, 1);
      expect(held).toEqual(
        reevaluated(
          counted(80).filter(({ minute }) => kept.has(minute)),
          targets("85% 1d"),
          null,
          100,
        ),
      );
    }
    // Before values were kept, what was counted stands.
    expect(heldAgainst(columnsOf(counted(90)), past, 4000).good).toEqual(columnsOf(counted(90)).good);
  });
});

const seen = (kind: "objective-missed" | "fast-burn", openedMinute: number, closedMinute: number | null) => ({
  kind,
  openedMinute,
  closedMinute,
  countedFrom: openedMinute - 5,
  closeReason: null,
  worst: 0,
  targetVersion: 1,
});

describe("breaches of both targets", () => {
  it("stand against each other where they overlap, kind by kind", () => {
    const inForce = [
      seen("objective-missed", 10, 70),
      seen("objective-missed", 100, 160),
      seen("objective-missed", 200, 260),
      seen("fast-burn", 205, 250),
    ];
    const proposed = [
      seen("objective-missed", 110, 120),
      seen("objective-missed", 130, 140),
      seen("objective-missed", 195, 270),
      seen("objective-missed", 300, null),
    ];
    expect(
      pairsOf(inForce, proposed, 340).map(({ kind, inForce, proposed, change }) => [
        kind,
        inForce && [inForce.openedMinute, inForce.minutes],
        proposed && [proposed.openedMinute, proposed.minutes, proposed.episodes],
        change,
      ]),
    ).toEqual([
      ["objective-missed", [10, 60], null, "lost"],
      ["objective-missed", [100, 60], [110, 20, 2], "shorter"],
      ["objective-missed", [200, 60], [195, 75, 1], "longer"],
      ["fast-burn", [205, 45], null, "lost"],
      ["objective-missed", null, [300, 40, 1], "gained"],
    ]);
  });

  it("count a minute once, however many run in it, and an open one to the last minute", () => {
    expect(minutesInBreach([seen("objective-missed", 10, 70), seen("fast-burn", 40, 90)], 100)).toBe(80);
    expect(minutesInBreach([seen("objective-missed", 10, null), seen("fast-burn", 20, 30)], 100)).toBe(90);
    expect(minutesInBreach([], 100)).toBe(0);
  });
});

it("says how far apart the minutes are kept", () => {
  const rows = [
    zeroAt(0),
    ...generatedTallies(1, 8000, null).map(({ minute }) => ({ ...zeroAt(minute), observedSeconds: minute * 60 })),
  ];
  expect(resolutionOf(columnsOf(rows), 100)).toEqual([{ from: 100, everyMinutes: 1 }]);
  expect(resolutionOf(columnsOf(thinned(rows, 2)), 100)).toEqual([
    { from: 100, everyMinutes: 5 },
    { from: 8000 - 2 * 1440, everyMinutes: 1 },
  ]);
});
