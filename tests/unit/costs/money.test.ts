import * as fc from "fast-check";
import { expect, test } from "vitest";
import { difference, dividedHalfUp, exactly, known, microsOf, sumOf, unknown } from "@/lib/costs/money";
import { amountOfUnits, money, unitPrice } from "@/lib/format/money";

const THIN = "\u202f";

test.each([
  ["0.0075", 7_500],
  ["12", 12_000_000],
  ["0.000001", 1],
  ["999999999.999999", 999_999_999_999_999],
])("%s is kept exactly", (text, micros) => expect(microsOf(text)).toBe(micros));

test.each(["", "-1", "1.0000001", "1e3", "a lot", "1,5"])("%j is no amount", (text) =>
  expect(microsOf(text)).toBeNull(),
);

test("halves are rounded up, and the quotient is never off by more than a half", () => {
  expect([dividedHalfUp(1n, 2n), dividedHalfUp(14n, 10n), dividedHalfUp(15n, 10n)]).toEqual([1n, 1n, 2n]);
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 20n), fc.bigInt(10n ** 5n, 10n ** 10n), (a, b) => {
      const off = 2n * (dividedHalfUp(a, b) * b - a);
      expect(off > -b && off <= b).toBe(true);
    }),
  );
});

test("a sum with something unknown is unknown, for that reason", () => {
  expect(sumOf([known(1), known(2)])).toEqual(known(3));
  expect(sumOf([known(1), unknown("nobody says"), known(2)])).toEqual(unknown("nobody says"));
});

test("what a number does not hold exactly is unknown, and so is what it is a part of", () => {
  const most = Number.MAX_SAFE_INTEGER;
  const tooLarge = unknown("the amount is too large to be told exactly");
  expect([exactly(BigInt(most)), exactly(BigInt(most) + 1n)]).toEqual([known(most), tooLarge]);
  expect([sumOf([known(most), known(1)]), difference(known(-most), known(1))]).toEqual([tooLarge, tooLarge]);
});

test("money is told to the cent, prices to their last digit", () => {
  expect(money(1_234_567_891, "USD")).toBe(`1,234.57${THIN}USD`);
  expect(money(-5_000, "EUR")).toBe(`\u22120.01${THIN}EUR`);
  expect(money(-4_999, "EUR")).toBe(`0.00${THIN}EUR`);
  expect(unitPrice(7_500, "USD")).toBe(`0.0075${THIN}USD`);
  expect(unitPrice(250_000_000, "USD")).toBe(`250.00${THIN}USD`);
  expect(amountOfUnits(1.6666, "GB")).toBe(`1.67${THIN}GB`);
  expect(amountOfUnits(744, "node-hour")).toBe(`744${THIN}node-hours`);
  expect(amountOfUnits(8123.4, "10k requests")).toBe("8,123 × 10k requests");
});
