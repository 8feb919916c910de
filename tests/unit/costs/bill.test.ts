import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { billOf, spendOf } from "@/lib/costs/bill";
import { compare } from "@/lib/costs/comparison";
import { known, unknown } from "@/lib/costs/money";
import { atRates, scaled, type Usage, withCaches, withEdgeOnly, withoutCaches } from "@/lib/costs/usage";
import { month, PRICES, price, SETUP, volumes } from "./samples";

const USD = 1_000_000;
const situations = [withoutCaches, withEdgeOnly, withCaches];
const total = (usage: Usage, prices = PRICES, setup = SETUP): number => {
  const bill = billOf(setup, prices, usage);
  if (!bill.total.known) throw new Error(bill.total.why);
  return bill.total.micros;
};
const lines = (usage: Usage) =>
  Object.fromEntries(
    billOf(SETUP, PRICES, usage).lines.map(({ item, amount }) => [item, amount.known ? amount.micros / USD : null]),
  );

test("a month is billed item by item", () => {
  // 150 million requests of 4,500 GB; a tenth of them reaches the origin, a twentieth the database.
  const phases = [month(150_000_000, 4_500 * 1e9)];
  expect(lines(withCaches(phases))).toEqual({
    "edge-egress": 3_500 * 0.085,
    "edge-requests": 15_000 * 0.0075,
    purges: 2_000 * 0.005,
    "monthly-fee": 20,
    "cache-hours": 2 * 720 * 0.1,
    "origin-fetch": 0,
    // 62,500 an hour at three times the average are within one server: two stand all the same.
    "server-hours": 2 * 720 * 0.08,
    "database-hours": 720 * 0.16,
  });
  expect(lines(withoutCaches(phases))).toEqual({
    "internet-egress": 405,
    "server-hours": expect.closeTo(9 * 720 * 0.08),
    "database-hours": expect.closeTo(2 * 720 * 0.16),
  });
});

test("without traffic only what is fixed is billed", () => {
  const nothing = [month(0, 0)];
  const fixed = 20 + 10 + 144 + 115.2 + 115.2;
  expect(total(withCaches(nothing))).toBe(Math.round(fixed * USD));
  expect(lines(withoutCaches(nothing))).toEqual({
    "internet-egress": 0,
    "server-hours": 115.2,
    "database-hours": 115.2,
  });
});

test("more traffic never costs less, whichever caches stand", () => {
  fc.assert(
    fc.property(volumes, fc.double({ min: 1, max: 50, noNaN: true }), (each, times) => {
      for (const situation of situations)
        expect(total(situation(scaled([each], times)))).toBeGreaterThanOrEqual(total(situation([each])));
    }),
  );
});

test("the lines add up to the total, and the decisions' shares to the benefit", () => {
  fc.assert(
    fc.property(volumes, (each) => {
      const { bills, benefit, byDecision, spend } = compare(SETUP, PRICES, [each], [each]);
      const sum = bills.with.lines.reduce((all, { amount }) => all + (amount.known ? amount.micros : Number.NaN), 0);
      expect(bills.with.total).toEqual(known(sum));
      const shares = byDecision.map((share) => (share.benefit.known ? share.benefit.micros : Number.NaN));
      expect(benefit).toEqual(known(shares.reduce((a, b) => a + b, 0)));
      expect(spend).toEqual(spendOf(bills.with));
      expect(bills.promised).toEqual(bills.with);
    }),
  );
});

describe("what is not known", () => {
  const phases = [month(150_000_000, 4_500 * 1e9)];

  test("a price that was mistyped makes its line and the total unknown, and says which it is", () => {
    const mistyped = price("egress", "cdn", "edge-egress", "GB", [[null, 99_999_999_000_000]], { title: "Egress" });
    const { lines, total } = billOf(SETUP, [mistyped, ...PRICES.slice(1)], withCaches(scaled(phases, 1000)));
    expect(total).toEqual(unknown("Egress: the amount is too large to be told exactly"));
    expect(lines.filter(({ amount }) => !amount.known)).toHaveLength(1);
  });

  const dark = price("egress", "cdn", "edge-egress", "GB", [[null, null]], { why: "it publishes none" });

  test("an unknown price makes the total unknown with its reason, and leaves what does not need it", () => {
    const prices = [dark, ...PRICES.slice(1)];
    expect(billOf(SETUP, prices, withCaches(phases)).total).toEqual({
      known: false,
      why: "A price: it publishes none",
    });
    expect(billOf(SETUP, prices, withoutCaches(phases)).total.known).toBe(true);
    expect(compare(SETUP, prices, phases, phases)).toMatchObject({ benefit: { known: false }, roi: null });
  });

  test("so does a price that is not there, one in another currency, and a volume that nobody measured", () => {
    const why = (prices = PRICES, each = phases): string => {
      const bill = billOf(SETUP, prices, withCaches(each));
      return bill.total.known ? "" : bill.total.why;
    };
    expect(why(PRICES.filter(({ id }) => id !== "node"))).toBe("there is no price of redis for shared cache nodes");
    expect(
      why([price("node", "redis", "cache-hours", "node-hour", [[null, 1]], { currency: "EUR" }), ...PRICES]),
    ).toMatch(/priced in EUR and the plan in USD/);
    expect(why(PRICES, [{ ...month(1, 1), edgeBytes: null }])).toBe("bytes from the edge are not measured");
    const nobody = { ...SETUP, edge: { ...SETUP.edge, providers: ["nobody"] } };
    expect(billOf(nobody, PRICES, withCaches(phases)).total).toMatchObject({ known: false, why: /no price of nobody/ });
  });
});

test("a monthly minimum is filled up, and no more", () => {
  const prices = [
    price("egress", "small", "edge-egress", "GB", [[null, 120_000]]),
    price("requests", "small", "edge-requests", "10k requests", [[null, 7_500]]),
    price("least", "small", "monthly-minimum", "month", [[null, 50 * USD]]),
    ...PRICES,
  ];
  const setup = { ...SETUP, edge: { ...SETUP.edge, providers: ["small"] } };
  const edge = (requests: number, bytes: number): number => {
    const { lines: all } = billOf(setup, prices, withCaches([month(requests, bytes)]));
    return all
      .filter(({ part }) => part === "edge")
      .reduce((sum, { amount }) => sum + (amount.known ? amount.micros : 0), 0);
  };
  // The example of a provider's guide: 10 GB and 10 million requests come to 8.70, and 50 are billed.
  expect(edge(10_000_000, 10e9)).toBe(50 * USD);
  expect(edge(100_000_000, 1_000e9)).toBe(195 * USD);
});

test("rates let through what they say, and the database is not asked for more than the origin", () => {
  const [phase] = atRates([month(1000, 1_000_000)], { offload: 0.9, byteOffload: 0.8, hitRate: 0.95 });
  expect(phase).toMatchObject({ originRequests: 100, originBytes: 200_000, databaseReads: 50 });
  expect(atRates([month(1000, 1)], { offload: 0.9, byteOffload: 1, hitRate: 0.5 })[0]?.databaseReads).toBe(100);
});
