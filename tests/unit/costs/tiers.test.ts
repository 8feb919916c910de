import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CENT, known } from "@/lib/costs/money";
import { type Tier, tieredCost } from "@/lib/costs/tiers";

const GB = 1_000_000_000;
const TIERS: Tier[] = [
  { upTo: 1_000, micros: 0 },
  { upTo: 10_000, micros: 85_000 },
  { upTo: null, micros: 60_000 },
];

const micros = (tiers: readonly Tier[], quantity: number, per: number): number => {
  const cost = tieredCost(tiers, quantity, per);
  if (!cost.known) throw new Error(cost.why);
  return cost.micros;
};

/** Tiers whose edges ascend, and prices as providers have them or not. */
const anyTiers = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { maxLength: 5 }), fc.infiniteStream(fc.nat(1_000_000)))
  .map(([edges, prices]): Tier[] =>
    [...edges.sort((a, b) => a - b), null].map((upTo) => ({ upTo, micros: prices.next().value })),
  );

test("each part of a quantity is charged by its own tier", () => {
  expect(tieredCost(TIERS, 500 * GB, GB)).toEqual(known(0));
  expect(tieredCost(TIERS, 1_001 * GB, GB)).toEqual(known(90_000));
  expect(tieredCost(TIERS, 12_000 * GB, GB)).toEqual(known((9_000 * 85_000 + 2_000 * 60_000) as number));
  expect(tieredCost(TIERS, 0, GB)).toEqual(known(0));
});

test("it is the exact sum, rounded once to the hundredth", () => {
  fc.assert(
    fc.property(
      anyTiers,
      fc.integer({ min: 0, max: 1_000_000_000 }),
      fc.constantFrom(1, 60, 10_000),
      (tiers, n, per) => {
        let sum = 0n;
        let below = 0n;
        for (const { upTo, micros: each } of tiers) {
          const edge = upTo === null ? BigInt(n) : BigInt(upTo) * BigInt(per);
          const part = (edge < BigInt(n) ? edge : BigInt(n)) - below;
          if (part > 0n) sum += part * BigInt(each ?? 0);
          below = edge > below ? edge : below;
        }
        const off = Number(sum) / per - micros(tiers, n, per);
        expect(Math.abs(off)).toBeLessThanOrEqual(CENT / 2 + Number(sum) / per / 1e12);
      },
    ),
  );
});

test("more never costs less, and nothing jumps where a tier ends", () => {
  fc.assert(
    fc.property(anyTiers, fc.nat(2_000_000), fc.nat(1_000_000), (tiers, n, more) => {
      expect(micros(tiers, n + more, 10)).toBeGreaterThanOrEqual(micros(tiers, n, 10));
      for (const { upTo } of tiers) {
        if (upTo === null) continue;
        const at = upTo * 10;
        const dearest = Math.max(...tiers.map((tier) => tier.micros ?? 0));
        expect(micros(tiers, at + 1, 10) - micros(tiers, at, 10)).toBeLessThanOrEqual(dearest / 10 + CENT);
      }
    }),
  );
});

test("a volume that reaches into an unknown tier has no cost, and below it has one", () => {
  const tiers: Tier[] = [
    { upTo: 10, micros: 120_000 },
    { upTo: null, micros: null },
  ];
  expect(tieredCost(tiers, 10 * GB, GB)).toEqual(known(1_200_000));
  expect(tieredCost(tiers, 10 * GB + 1, GB)).toEqual({ known: false, why: expect.stringContaining("above 10 units") });
});

test("a cost past what a number holds exactly is unknown, whether it is told in cents or in millionths", () => {
  const dear = (micros: number, quantity: number) => tieredCost([{ upTo: null, micros }], quantity, 1);
  const tooLarge = { known: false, why: "the amount is too large to be told exactly" };
  expect(dear(999_999_999_000_000, 1_000_000_000_000)).toEqual(tooLarge);
  // Its cents are a safe whole number, its millionths are none.
  expect(dear(99_999_999_000_000, 1_000)).toEqual(tooLarge);
  expect(dear(CENT, Math.floor(Number.MAX_SAFE_INTEGER / CENT))).toMatchObject({ known: true });
});
