import { expect, test } from "vitest";
import { type LedgerRow, ledgerOf } from "@/lib/slo/ledger";
import type { Slo } from "@/lib/store/slos";
import { seriesOf } from "@/lib/views/series";
import { counted, targets } from "../slo/notation";

const slo = { edges: null, targets: targets("95% 28d") } as Partial<Slo> as Slo;
const minutesOf = (points: { t: number }[]) => points.map(({ t }) => t / 60_000);

test("a slice holds what its minutes held, and says how much of it was observed", () => {
  const points = seriesOf(counted("9/10*10 -*5 9/10*5"), slo, 0, 20, 10);
  expect(points).toMatchObject([
    { good: 90, total: 100, attainment: 0.9, observed: 1 },
    { good: 45, total: 50, attainment: 0.9, observed: 0.5 },
  ]);
});

test("a slice of which nothing was observed has no share", () => {
  expect(seriesOf(counted("9/10*10 -*10"), slo, 0, 20, 10)[1]).toMatchObject({ attainment: null, observed: 0 });
});

test("rows that were thinned are longer slices, and no gaps (arithmetic.md 7)", () => {
  const whole = counted("9/10*60 8/10*60 9/10*10");
  const thinned = ledgerOf([0, 60, 120, 125, 130].map((minute) => whole.at(minute) as LedgerRow));
  const points = seriesOf(thinned, slo, 0, 130, 5);
  expect(minutesOf(points)).toEqual([60, 120, 125, 130]);
  expect(points.map(({ observed }) => observed)).toEqual([1, 1, 1, 1]);
  expect(points.reduce((sum, { total }) => sum + total, 0)).toBe(1300);
});

test("before anything was counted, slices are empty and in their places", () => {
  const points = seriesOf(counted("9/10*10"), slo, -20, 10, 10);
  expect(minutesOf(points)).toEqual([-10, 0, 10]);
  expect(points.map(({ observed }) => observed)).toEqual([0, 0, 1]);
});
