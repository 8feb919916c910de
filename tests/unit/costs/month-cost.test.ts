import { describe, expect, test } from "vitest";
import { type CostTerms, judgeCost } from "@/lib/costs/cost-trigger";
import { monthsUpTo, parseMonth } from "@/lib/costs/month";
import { type MonthCost, monthCost, paybackIn, planIn, projectionOf } from "@/lib/costs/month-cost";
import type { Plan } from "@/lib/costs/plan";
import type { PriceVersion } from "@/lib/costs/price-history";
import { type LedgerRow, ledgerOf, NOTHING } from "@/lib/slo/ledger";
import { PRICES, SETUP } from "./samples";

const PLAN: Plan = {
  version: 1,
  title: "The shop",
  timeZone: "UTC",
  setup: SETUP,
  volumes: {
    edgeRequests: { slo: "requests", count: "total" },
    edgeBytes: { slo: "bytes", count: "total" },
    originRequests: { slo: "requests", count: "bad" },
    originBytes: { slo: "bytes", count: "bad" },
    databaseReads: { slo: "reads", count: "bad" },
  },
};
const VERSIONS: PriceVersion[] = PRICES.map((price, i) => ({
  ...price,
  ...{ n: i, origin: "file", withdrawn: false, createdAt: 0 },
}));
const NOV = parseMonth("2026-11", "UTC");
const OCT = parseMonth("2026-10", "UTC");
if (!NOV || !OCT) throw new Error("both are months");
const DAY = 1440;

/** So many events a day, of which a tenth is bad, observed in every minute but of those days that are dark. */
function rowsOf(perDay: number, dark: readonly number[] = []): LedgerRow[] {
  const rows: LedgerRow[] = [];
  let [total, good, observedSeconds] = [0, 0, 0];
  for (let day = 0; day <= 75; day++) {
    if (day > 0 && !dark.includes(day)) {
      total += perDay;
      good += perDay * 0.9;
      observedSeconds += DAY * 60;
    }
    rows.push({ minute: (OCT?.from ?? 0) + day * DAY, good, total, observedSeconds, buckets: null, carried: false });
  }
  return rows;
}

/** The same, counted by segments that take over from one another. */
function counting(...segments: LedgerRow[][]) {
  const target = { objective: 0.95, threshold: null, window: "28d", version: 1, inForceFrom: 0 };
  const origin = { decisionPath: null, decisionId: null, adrCommit: null, asDrift: false, author: "a", reason: "b" };
  return {
    segments: segments.map((rows) => ({ ledger: ledgerOf(rows), edges: null })),
    targets: [{ ...target, ...origin }],
  };
}

const countedBy = (dark: readonly number[] = []) =>
  new Map([
    ["requests", counting(rowsOf(5_000_000, dark))],
    ["bytes", counting(rowsOf(150e9, dark))],
    ["reads", counting(rowsOf(2_500_000, dark))],
  ]);
const november = (upTo: number, dark: readonly number[] = []): MonthCost =>
  monthCost(PLAN, VERSIONS, countedBy(dark), NOV, NOV.from + upTo * DAY);

test("volumes are what was counted, and the promise is what the targets allowed", () => {
  const { volumes, measured, isWhole, coverage } = november(30);
  expect({ isWhole, coverage, minutes: volumes.minutes }).toEqual({ isWhole: true, coverage: 1, minutes: 30 * DAY });
  expect(volumes).toMatchObject({ edgeRequests: 150_000_000, originRequests: 15_000_000, databaseReads: 7_500_000 });
  expect(measured.find(({ of }) => of === "originRequests")?.promised).toBe(7_500_000);
  expect(measured.find(({ of }) => of === "edgeRequests")?.promised).toBe(150_000_000);
});

test("a month that is running is billed as far as it was counted, and a gap adds nothing", () => {
  const half = november(15);
  expect(half).toMatchObject({ isWhole: false, volumes: { minutes: 15 * DAY, edgeRequests: 75_000_000 } });
  const gap = november(15, [31 + 5, 31 + 6, 31 + 7]);
  expect(gap.volumes.edgeRequests).toBe(60_000_000);
  expect(gap.coverage).toBeCloseTo(0.8);
});

test("an SLO that is counted anew keeps what its earlier segment counted, each minute once", () => {
  const all = rowsOf(5_000_000);
  const days = (from: number, to: number) => all.slice(from, to + 1);
  // The tenth of November; the new one's history is there for the days from the eighth on, and empty before.
  const empty = days(31, 37).map((row) => ({ ...row, ...NOTHING }));
  const begun = days(38, 61).map((row) => ({
    ...row,
    good: row.good - (all[38]?.good ?? 0),
    total: row.total - (all[38]?.total ?? 0),
    observedSeconds: row.observedSeconds - (all[38]?.observedSeconds ?? 0),
  }));
  const requestsIn = (month: typeof NOV, ...segments: LedgerRow[][]) => {
    const { volumes, coverage } = monthCost(
      PLAN,
      VERSIONS,
      countedBy().set("requests", counting(...segments)),
      month,
      NOV.end,
    );
    return [volumes.edgeRequests, volumes.originRequests, coverage];
  };
  for (const month of [OCT, NOV])
    expect(requestsIn(month, days(0, 40), [...empty, ...begun])).toEqual(requestsIn(month, all));
  expect(requestsIn(NOV, days(0, 40), [])).toEqual([45_000_000, 4_500_000, 0.3]);
  expect(requestsIn(NOV, [...empty, ...begun])).toEqual([115_000_000, 11_500_000, 23 / 30]);
});

test("only a projection goes on to the end of the month, from the minutes that were observed", () => {
  const projected = projectionOf(november(15, [31 + 5, 31 + 6, 31 + 7]));
  expect(projected?.bills.without.total).toEqual(november(30).comparison.bills.without.total);
  expect(projectionOf(november(30))).toBeNull();
  expect(projectionOf(november(0.5))).toBeNull();
});

test("from how many requests a month on the caches pay is told of the whole month, however much of it has passed", () => {
  const whole = paybackIn(november(30));
  expect(whole).toMatchObject({ pays: "from" });
  expect(paybackIn(november(15))).toEqual(whole);
  expect(paybackIn(november(5))).toEqual(whole);
  expect(paybackIn(november(0.5))).toEqual({ pays: "unknown", why: "too little of the month was observed" });
});

test("a volume whose SLO is not there, or has seen nothing, is unknown and so is the bill", () => {
  const some = countedBy();
  some.delete("bytes");
  const cost = monthCost(PLAN, VERSIONS, some, NOV, NOV.end);
  expect(cost.measured.find(({ of }) => of === "edgeBytes")).toMatchObject({
    value: null,
    why: "There is no SLO bytes.",
  });
  expect(cost.comparison.bills.with.total).toEqual({ known: false, why: "bytes from the edge are not measured" });
  expect(cost.coverage).toBe(0);
});

test("months are those of the plan's time zone", () => {
  const berlin = parseMonth("2026-11", "Europe/Berlin");
  expect([NOV.end - NOV.from, berlin && NOV.from - berlin.from]).toEqual([30 * DAY, 60]);
  expect(monthsUpTo(NOV.from + 1, 3, "UTC").map(({ id }) => id)).toEqual(["2026-09", "2026-10", "2026-11"]);
  expect(monthsUpTo(NOV.from, 1, "UTC").map(({ id }) => id)).toEqual(["2026-10"]);
});

test("a plan bills from its month on, and the first one what was before it", () => {
  const plans = [{ from: "2026-03" }, { from: "2026-06" }];
  expect(["2026-01", "2026-04", "2026-07"].map((month) => planIn(plans, month)?.from)).toEqual([
    "2026-03",
    "2026-03",
    "2026-06",
  ]);
});

describe("a cost that calls for a revisit", () => {
  const judge = (
    terms: CostTerms,
    running: MonthCost | null,
    last: MonthCost | null = null,
    after: number | null = null,
  ) => judgeCost(terms, (back) => (back === 0 ? running : back === 1 ? last : null), after);
  const october = (dark: readonly number[] = []): MonthCost => monthCost(PLAN, VERSIONS, countedBy(dark), OCT, OCT.end);

  test("is met by the running month as soon as it is above, and by the last whole one", () => {
    expect(judge({ amount: 300, unit: "USD/month" }, november(15))).toMatchObject({
      standing: "met",
      occasion: "2026-11",
      says: expect.stringMatching(/^November 2026 so far: [\d.,]+\u202fUSD, above 300\.00\u202fUSD a month/),
      measured: { month: "2026-11", currency: "USD", limitMicros: 300_000_000 },
    });
    expect(judge({ amount: 700, unit: "USD/month" }, november(2), october())).toMatchObject({ occasion: "2026-10" });
    expect(judge({ amount: 5000, unit: "USD/month" }, november(15), october())).toMatchObject({ standing: "not-met" });
  });

  test("is not met by a month that had ended when it was decided", () => {
    for (const unit of ["USD/month", "USD/day", "USD/year"]) {
      const terms = { amount: unit === "USD/day" ? 20 : 700, unit };
      expect(judge(terms, november(2), october(), OCT.end - 1)).toMatchObject({ standing: "met", occasion: "2026-10" });
      expect(judge(terms, november(2), october(), OCT.end)).toMatchObject({ standing: "not-met" });
    }
    expect(judge({ amount: 300, unit: "USD/month" }, november(15), october(), OCT.end)).toMatchObject({
      standing: "met",
      occasion: "2026-11",
    });
  });

  test("counts by day and by year too", () => {
    expect(judge({ amount: 20, unit: "USD/day" }, november(2), october())).toMatchObject({ standing: "met" });
    expect(judge({ amount: 100, unit: "USD/day" }, november(2), october())).toMatchObject({ standing: "not-met" });
    expect(judge({ amount: 700, unit: "USD/year" }, november(2), october())).toMatchObject({ standing: "met" });
    expect(judge({ amount: 1e6, unit: "USD/year" }, november(2), october())).toMatchObject({
      standing: "unknown",
      says: expect.stringContaining("of the last twelve months 11 are not known"),
    });
  });

  test("cannot be told in another currency, without a price, or where too little was observed", () => {
    expect(judge({ amount: 1, unit: "EUR/month" }, november(15))).toEqual({
      standing: "unknown",
      says: "It cannot be told, because the costs are in USD and the trigger is in EUR: no rate of exchange is kept.",
    });
    const unpriced = monthCost(PLAN, VERSIONS.slice(1), countedBy(), NOV, NOV.end);
    expect(
      judge(
        { amount: 1, unit: "USD/month" },
        {
          ...unpriced,
          comparison: {
            ...unpriced.comparison,
            bills: { ...unpriced.comparison.bills, with: { lines: [], total: { known: false, why: "nobody says" } } },
          },
        },
      ),
    ).toMatchObject({
      standing: "unknown",
      says: "It cannot be told, because nobody says.",
    });
    const dark = Array.from({ length: 8 }, (_, i) => 32 + i);
    expect(judge({ amount: 9_000, unit: "USD/month" }, november(10, dark))).toMatchObject({
      standing: "unknown",
      says: expect.stringMatching(/only 20\u202f% of November 2026 so far was observed/),
    });
    // Above is above, however little was seen of it.
    expect(judge({ amount: 10, unit: "USD/month" }, november(10, dark))).toMatchObject({ standing: "met" });
    expect(judge({ amount: 10, unit: "USD/month" }, null)).toMatchObject({ standing: "unknown" });
  });
});
