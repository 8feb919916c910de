import * as fc from "fast-check";
import { expect, test } from "vitest";
import { firstThat } from "@/lib/costs/bisect";
import { compare } from "@/lib/costs/comparison";
import { multiplesOf, paybackOf } from "@/lib/costs/payback";
import { paybackInWords, roiInWords } from "@/lib/costs/payback-words";
import { scaled } from "@/lib/costs/usage";
import { month, PRICES, price, SETUP } from "./samples";

const phases = [month(1_000_000, 30e9)];
const pays = (requests: number): boolean => {
  const more = scaled(phases, requests / 1_000_000);
  const { benefit } = compare(SETUP, PRICES, more, more);
  return benefit.known && benefit.micros >= 0;
};

test("bisection finds where a condition begins to hold", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e12 }), fc.nat(1e6), fc.nat(1e6), (edge, below, above) => {
      expect(firstThat((n) => n >= edge, edge - 1 - below, edge + above)).toBe(edge);
    }),
  );
});

test("the caches pay from the number that is told, not from one request less, and at every greater volume looked at", () => {
  const payback = paybackOf(SETUP, PRICES, phases);
  if (payback.pays !== "from") throw new Error(payback.pays);
  expect([pays(payback.requests - 1), pays(payback.requests)]).toEqual([false, true]);
  for (const times of [1.5, 2, 5, 10, 100]) expect(pays(Math.ceil(payback.requests * times)) || times < 2).toBe(true);
  expect(payback.knownTo).toBeNull();
});

test("what is unknown from some volume on is told up to there", () => {
  const prices = [
    price("egress", "cdn", "edge-egress", "GB", [
      [1_000_000, 1_000],
      [null, null],
    ]),
    ...PRICES.slice(1),
  ];
  expect(paybackOf(SETUP, prices, phases)).toMatchObject({ pays: "from", knownTo: expect.any(Number) });
  const dear = [
    price("egress", "cdn", "edge-egress", "GB", [
      [100, 900_000_000],
      [null, null],
    ]),
    ...PRICES.slice(1),
  ];
  const never = paybackOf(SETUP, dear, phases);
  expect(never).toMatchObject({ pays: "never", isAll: false });
  expect(paybackInWords(never)).toMatch(/^no volume up to [\d,]+ requests a month, unknown above$/);
  expect(paybackOf(SETUP, [], phases)).toMatchObject({ pays: "unknown" });
  expect(paybackOf(SETUP, PRICES, [month(0, 0)])).toMatchObject({ pays: "unknown", why: "there were no requests" });
});

test("the return is what is saved for each unit that the caches cost", () => {
  const [small, own] = multiplesOf(SETUP, PRICES, [month(1_500_000_000, 45_000e9)], [0.001, 1]);
  expect(small?.roi).toBeLessThan(0);
  expect(own).toMatchObject({ times: 1, requests: 1_500_000_000 });
  if (!own?.benefit.known || !own.spend.known) throw new Error("both are known");
  expect(own.roi).toBe(own.benefit.micros / own.spend.micros);
  expect([roiInWords(-0.231), roiInWords(1.4), roiInWords(null)]).toEqual(["\u22120.23×", "1.4×", "unknown"]);
});
