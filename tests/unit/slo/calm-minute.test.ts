import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BREACH_KINDS } from "@/lib/slo/breach-kind";
import { cannotOpen } from "@/lib/slo/calm-minute";
import { judge, momentOf } from "@/lib/slo/judgement";
import { type LedgerRow, ledgerOf } from "@/lib/slo/ledger";
import type { TargetVersion } from "@/lib/slo/target-history";

const version = (objective: number, inForceFrom = 0): TargetVersion => ({
  version: 1,
  objective,
  threshold: null,
  window: "1d",
  inForceFrom,
  decisionPath: null,
  decisionId: null,
  adrCommit: null,
  asDrift: false,
  author: "somebody",
  reason: "tried",
});

/** Minutes of traffic, of which one stretch is worse than the rest. */
const scenario = fc.record({
  objective: fc.constantFrom(0.9, 0.95, 0.99, 0.999),
  later: fc.option(fc.constantFrom(0.5, 0.999)),
  perMinute: fc.constantFrom(1, 20, 1000),
  usual: fc.double({ min: 0, max: 0.02, noNaN: true }),
  worse: fc.double({ min: 0, max: 1, noNaN: true }),
  from: fc.integer({ min: 0, max: 2000 }),
  length: fc.integer({ min: 0, max: 300 }),
  carriedAt: fc.option(fc.integer({ min: 1, max: 2000 })),
});

describe("a minute in which nothing can open", () => {
  it("is judged past its target by no kind of breach", () => {
    let calm = 0;
    let restless = 0;
    fc.assert(
      fc.property(scenario, ({ objective, later, perMinute, usual, worse, from, length, carriedAt }) => {
        const rows: LedgerRow[] = [];
        let [good, total] = [0, 0];
        for (let minute = 0; minute <= 2000; minute++) {
          const share = minute > from && minute <= from + length ? worse : usual;
          total += perMinute;
          good += perMinute - Math.round(perMinute * share);
          rows.push({
            minute,
            good,
            total,
            observedSeconds: minute * 60,
            buckets: null,
            carried: minute === carriedAt,
          });
        }
        const versions = [version(objective), ...(later === null ? [] : [version(later, 1500 * 60_000)])];
        const watched = { ledger: ledgerOf(rows), versions, edges: null, window: { days: 1 } };
        for (let minute = 1440; minute <= 2000; minute += 7) {
          if (!cannotOpen(watched, minute)) {
            restless++;
            continue;
          }
          calm++;
          const moment = momentOf(watched, minute);
          for (const kind of BREACH_KINDS) expect([kind, judge(kind, moment, false).state]).not.toEqual([kind, "past"]);
        }
      }),
      { numRuns: 60 },
    );
    expect(Math.min(calm, restless)).toBeGreaterThan(100);
  });

  it("cannot be told of a histogram without the threshold's edge", () => {
    const row = (minute: number): LedgerRow => ({
      minute,
      good: 0,
      total: minute * 10,
      observedSeconds: minute * 60,
      buckets: [minute * 10],
      carried: false,
    });
    const rows = Array.from({ length: 1500 }, (_, minute) => row(minute));
    const of = (threshold: number) => ({
      ledger: ledgerOf(rows),
      versions: [{ ...version(0.95), threshold }],
      edges: [0.2],
      window: { days: 1 },
    });
    expect(cannotOpen(of(0.2), 1499)).toBe(true);
    expect(cannotOpen(of(0.3), 1499)).toBe(false);
  });
});
