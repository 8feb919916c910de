import { expect, test } from "vitest";
import { type LedgerRow, ledgerOf } from "@/lib/slo/ledger";
import { coverageIn, snappedOutward } from "@/lib/views/coverage";
import { counted } from "../slo/notation";

/** Ten minutes with one hole, thinned to the rows of every fifth minute. */
const whole = counted("9/10*3 -*1 9/10*6");
const thinned = ledgerOf([0, 5, 10].map((minute) => whole.at(minute) as LedgerRow));

test("edges between kept rows snap outward (arithmetic.md 7)", () => {
  expect(snappedOutward(thinned, 1, 4)).toEqual({ from: 0, to: 5 });
  expect(snappedOutward(thinned, 3, 7)).toEqual({ from: 0, to: 10 });
  expect(snappedOutward(whole, 3, 7)).toEqual({ from: 3, to: 7 });
});

test("nothing is answered for after the last row, and what lies before the first stays", () => {
  expect(snappedOutward(thinned, 6, 99)).toEqual({ from: 5, to: 10 });
  expect(snappedOutward(thinned, -50, 3)).toEqual({ from: -50, to: 5 });
  expect(snappedOutward(thinned, -50, -10)).toEqual({ from: -50, to: -10 });
  expect(snappedOutward(ledgerOf([]), 1, 2)).toEqual({ from: 1, to: 2 });
});

test("coverage is what was observed of what has elapsed", () => {
  expect(coverageIn(whole, 0, 10)).toBe(0.9);
  expect(coverageIn(whole, 3, 4)).toBe(0);
  expect(coverageIn(whole, -10, 10)).toBe(0.45);
  expect(coverageIn(whole, 5, 15)).toBe(0.5);
  expect(coverageIn(whole, 20, 30)).toBe(0);
});

test("coverage over thinned rows is that of the minutes that were kept together", () => {
  expect(coverageIn(thinned, 1, 4)).toBe(0.8);
});
