import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ledgerOf } from "@/lib/slo/ledger";
import { judgePeriods } from "@/lib/slo/period-trigger";
import { wholePeriods } from "@/lib/slo/periods";
import { parseQuarter, quarterBefore, quarterOf } from "@/lib/slo/quarter";
import type { TargetVersion } from "@/lib/slo/target-history";
import { parseWindow, type SloWindow } from "@/lib/slo/window";

const DAY = 1440;
const NOW = Date.UTC(2026, 10, 25, 12) / 60_000;
const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"];
const window = fc.oneof(
  fc.integer({ min: 1, max: 92 }).map((days): SloWindow => ({ days })),
  fc
    .tuple(fc.constantFrom("week", "month", "quarter"), fc.constantFrom(...ZONES))
    .map(([unit, zone]) => parseWindow(`${unit}@${zone}`) as SloWindow),
);
const minute = fc.integer({ min: NOW - 3000 * DAY, max: NOW + 3000 * DAY });
const n = fc.integer({ min: 1, max: 12 });

describe("whole periods", () => {
  test("follow each other without a gap, are as many as were asked for, and have all ended", () => {
    fc.assert(
      fc.property(window, minute, n, (each, at, count) => {
        const periods = wholePeriods(each, at, count);
        expect(periods).toHaveLength(count);
        for (const [i, { from, to }] of periods.entries()) {
          expect(to).toBeGreaterThan(from);
          if (i > 0) expect(periods[i - 1]?.to).toBe(from);
        }
        expect(periods.at(-1)?.to).toBeLessThanOrEqual(at);
      }),
    );
  });

  test("leave no whole period out after the last one", () => {
    fc.assert(
      fc.property(window, minute, (each, at) => {
        const last = wholePeriods(each, at, 1)[0]?.to ?? 0;
        expect(at - last).toBeLessThan("days" in each ? DAY : 93 * DAY);
        expect(wholePeriods(each, last, 1)[0]?.to).toBe(last);
      }),
    );
  });

  test("do not change until the next one has ended", () => {
    fc.assert(
      fc.property(window, minute, n, (each, at, count) => {
        const periods = wholePeriods(each, at, count);
        expect(wholePeriods(each, periods.at(-1)?.to ?? 0, count)).toEqual(periods);
      }),
    );
  });

  test("are the calendar's months in its time zone", () => {
    const month = parseWindow("month@Europe/Berlin") as SloWindow;
    const [october] = wholePeriods(month, NOW, 1);
    expect(october).toEqual({ from: Date.UTC(2026, 8, 30, 22) / 60_000, to: Date.UTC(2026, 9, 31, 23) / 60_000 });
  });
});

test("a quarter and the one before it join, whatever the day", () => {
  fc.assert(
    fc.property(fc.date({ min: new Date("2001-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }), (day) => {
      const quarter = quarterOf(day);
      expect(parseQuarter(quarter.id)).toEqual(quarter);
      expect(quarterBefore(quarter).end).toBe(quarter.from);
      expect(quarter.firstDay <= day.toISOString().slice(0, 10)).toBe(true);
      expect(day.toISOString().slice(0, 10) <= quarter.lastDay).toBe(true);
    }),
  );
});

const TARGET: TargetVersion = {
  version: 1,
  objective: 0.9,
  threshold: null,
  window: "7d",
  inForceFrom: 0,
  decisionPath: null,
  decisionId: null,
  author: "a test",
  reason: "",
  adrCommit: null,
  asDrift: false,
};
const MIDNIGHT = Math.floor(NOW / DAY) * DAY;

/** Four weeks of 1,000 requests a day; `bad` of them fail in each week, the oldest first. null: nothing was observed. */
function weeks(...bad: (number | null)[]) {
  let [good, total, seconds] = [0, 0, 0];
  const begin = MIDNIGHT - bad.length * 7 * DAY;
  const rows = [{ minute: begin, good, total, observedSeconds: 0, buckets: null, carried: false }];
  bad.forEach((failed, week) => {
    for (let day = 1; day <= 7; day++) {
      if (failed !== null) {
        good += 1000 - failed;
        total += 1000;
        seconds += DAY * 60;
      }
      const minute = begin + (week * 7 + day) * DAY;
      rows.push({ minute, good, total, observedSeconds: seconds, buckets: null, carried: false });
    }
  });
  return ledgerOf(rows);
}

const exhausted = (periods: number) => ({ kind: "budget-exhausted" as const, periods });
const over = { kind: "over-achieved" as const, periods: 2, left: 0.9 };

describe("a trigger of periods", () => {
  test.each([
    ["every one was exhausted", [0, 150, 200], 2, "met"],
    ["one of them was not", [200, 50, 200], 2, "not-met"],
    ["one was not observed and the other exhausted", [200, null, 200], 2, "unknown"],
    ["one was not observed and the other held", [200, null, 50], 2, "not-met"],
    ["a single one was exhausted", [0, 0, 101], 1, "met"],
    ["the budget was spent and not overspent", [0, 0, 100], 1, "not-met"],
  ] as const)("where %s", (_, bad, periods, standing) => {
    expect(judgePeriods(weeks(...bad), [TARGET], null, exhausted(periods), NOW, null).standing).toBe(standing);
  });

  test("is met by over-achievement where hardly anything of any budget was used", () => {
    expect(judgePeriods(weeks(200, 1, 9), [TARGET], null, over, NOW, null).standing).toBe("met");
    expect(judgePeriods(weeks(200, 11, 1), [TARGET], null, over, NOW, null).standing).toBe("not-met");
  });

  test("counts no period of the calendar that had ended when somebody decided", () => {
    const month = { ...TARGET, window: "month@UTC" };
    const ledger = weeks(...Array.from({ length: 20 }, () => 200));
    const standing = (decided: number) => judgePeriods(ledger, [month], null, exhausted(2), NOW, decided).standing;
    const september = Date.UTC(2026, 9, 1) / 60_000;
    expect(standing(september - 1)).toBe("met");
    expect(standing(september)).toBe("not-met");
  });

  test("counts no span of a rolling window that had begun when somebody decided", () => {
    const ledger = weeks(200, 200, 200);
    const standing = (decided: number) => judgePeriods(ledger, [TARGET], null, exhausted(2), NOW, decided).standing;
    expect(standing(MIDNIGHT - 14 * DAY)).toBe("met");
    expect(standing(MIDNIGHT - 14 * DAY + 1)).toBe("not-met");
  });

  test("of a rolling window asks for nothing new before a whole span has passed after an outcome", () => {
    const ledger = weeks(200, 200, 200);
    const standing = (days: number) =>
      judgePeriods(ledger, [TARGET], null, exhausted(1), NOW, MIDNIGHT - days * DAY).standing;
    for (let days = 0; days < 7; days++) expect(standing(days), `${days} days after an outcome`).toBe("not-met");
    expect(standing(7)).toBe("met");
  });

  test("judges each minute by the target that then held", () => {
    const later = { ...TARGET, version: 2, objective: 0.7, inForceFrom: (MIDNIGHT - 7 * DAY) * 60_000 };
    const { periods } = judgePeriods(weeks(200, 200), [TARGET, later], null, exhausted(2), NOW, null);
    expect(periods.map(({ meets }) => meets)).toEqual([true, false]);
  });

  test("never says met of what was not observed", () => {
    const week = fc.option(fc.integer({ min: 0, max: 1000 }), { nil: null });
    fc.assert(
      fc.property(fc.array(week, { minLength: 2, maxLength: 6 }), n, (bad, count) => {
        const { standing, periods } = judgePeriods(weeks(...bad), [TARGET], null, exhausted(count), NOW, null);
        if (standing === "met") for (const { coverage } of periods) expect(coverage).toBeGreaterThanOrEqual(0.6);
        if (count > bad.length) expect(standing).not.toBe("met");
      }),
    );
  });
});
