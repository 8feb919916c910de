import fc from "fast-check";
import { expect, test } from "vitest";
import type { Matrix } from "@/lib/adr/matrix";
import { weighed } from "@/lib/adr/weighing";

const matrixOf = (weights: number[], scores: Record<string, number[]>): Matrix => ({
  question: "Which?",
  decision: "docs/adr/0001-a.md#d1",
  criteria: weights.map((weight, i) => ({ id: `c${i}`, title: `C${i}`, weight, why: "because" })),
  options: Object.entries(scores).map(([id, each]) => ({
    id,
    title: id,
    scores: each.map((score) => ({ score, because: "so", source: "here", sure: "high" as const })),
  })),
  chosen: Object.keys(scores)[0] ?? "",
});

const ahead = (matrix: Matrix): string | undefined => weighed(matrix).ranked[0]?.option;

const reweighed = (matrix: Matrix, at: number, weight: number): Matrix => ({
  ...matrix,
  criteria: matrix.criteria.map((criterion, i) => (i === at ? { ...criterion, weight } : criterion)),
});

test("totals are means of the scores by weight", () => {
  const { ranked } = weighed(matrixOf([3, 1], { a: [4, 2], b: [3, 5] }));
  expect(ranked.map(({ option, total }) => [option, total])).toEqual([
    ["a", 3.5],
    ["b", 3.5],
  ]);
  expect(ahead(matrixOf([3, 2], { a: [4, 2], b: [3, 5] }))).toBe("b");
});

test("a choice that hangs on one weight says at which weight it flips, and to what", () => {
  const { flips } = weighed(matrixOf([2, 1], { a: [5, 1], b: [3, 3] }));
  expect(flips[0]).toMatchObject({ below: { weight: 1, to: "b" }, above: null });
  expect(flips[1]).toMatchObject({ below: null, above: { weight: 2, to: "b" } });
});

test("an option that is best on everything flips nowhere", () => {
  const { flips } = weighed(matrixOf([1, 1], { a: [5, 5], b: [1, 4] }));
  expect(flips.every(({ below, above }) => below === null && above === null)).toBe(true);
});

test("a choice that is level only where a criterion weighs nothing does not flip there", () => {
  const [first] = weighed(matrixOf([1, 1], { a: [5, 3], b: [4, 3] })).flips;
  expect(first).toMatchObject({ below: null, above: null });
});

test("a margin says how much worse the leader could be on one criterion, where the scale has room for it", () => {
  const { margins } = weighed(matrixOf([1, 1], { a: [5, 5], b: [4, 4] }));
  expect(margins.map(({ criterion, by, to }) => [criterion, by, to])).toEqual([
    ["c0", 2, "b"],
    ["c1", 2, "b"],
  ]);
  expect(weighed(matrixOf([1, 9], { a: [5, 5], b: [1, 1] })).margins).toEqual([]);
});

test("a flip is told as a share of all weights, the others staying as they are", () => {
  const [first] = weighed(matrixOf([2, 1], { a: [5, 1], b: [3, 3] })).flips;
  expect(first).toMatchObject({ share: 2 / 3, below: { share: 1 / 2 } });
});

test("a choice is steady where no weight that is halved or doubled changes it, and is counted where one does", () => {
  expect(weighed(matrixOf([1, 1], { a: [5, 5], b: [1, 4] })).steadiness).toEqual({ led: 9, of: 9 });
  // It falls where the second weighs more than the first: 1 to 2, ½ to 1 and ½ to 2.
  expect(weighed(matrixOf([1, 1], { a: [5, 1], b: [1, 5] })).steadiness).toEqual({ led: 6, of: 9 });
});

test("what is not surely known is held against the leader by a point, on the scale", () => {
  const matrix = matrixOf([1, 1], { a: [5, 5], b: [4, 5] });
  expect(weighed(matrix).doubted).toMatchObject({
    first: { option: "a", total: 5 },
    second: { option: "b", total: 4.5 },
  });
  const unsure = {
    ...matrix,
    options: matrix.options.map((option) => ({
      ...option,
      scores: option.scores.map((each, i) => ({ ...each, sure: i === 0 ? ("low" as const) : ("high" as const) })),
    })),
  };
  expect(weighed(unsure).doubted).toMatchObject({
    first: { option: "b", total: 5 },
    second: { option: "a", total: 4.5 },
  });
});

const score = fc.integer({ min: 1, max: 5 });
const matrices = fc
  .record({ criteria: fc.integer({ min: 1, max: 5 }), options: fc.integer({ min: 2, max: 5 }) })
  .chain(({ criteria, options }) =>
    fc
      .record({
        weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: criteria, maxLength: criteria }),
        scores: fc.array(fc.array(score, { minLength: criteria, maxLength: criteria }), {
          minLength: options,
          maxLength: options,
        }),
      })
      .map(({ weights, scores }) =>
        matrixOf(weights, Object.fromEntries(scores.map((each, i) => [String.fromCharCode(97 + i), each]))),
      ),
  );

test("law: just inside a flip the leader stays, just past it another is ahead", () => {
  fc.assert(
    fc.property(matrices, (matrix) => {
      const leader = ahead(matrix);
      const { flips, ranked } = weighed(matrix);
      // Of two that are level either may be called the leader.
      fc.pre((ranked[0]?.total ?? 0) - (ranked[1]?.total ?? 0) > 1e-9);
      flips.forEach(({ below, above, weight }, at) => {
        if (above) {
          expect(ahead(reweighed(matrix, at, above.weight + 1e-6))).not.toBe(leader);
          expect(ahead(reweighed(matrix, at, (weight + above.weight) / 2))).toBe(leader);
        } else expect(ahead(reweighed(matrix, at, 1e6))).toBe(leader);
        if (below && below.weight > 1e-6) expect(ahead(reweighed(matrix, at, below.weight - 1e-6))).not.toBe(leader);
        if (!below) expect(ahead(reweighed(matrix, at, 1e-9))).toBe(leader);
      });
    }),
  );
});

test("law: weights are relative, so all of them twice as large change no total", () => {
  fc.assert(
    fc.property(matrices, (matrix) => {
      const doubled = { ...matrix, criteria: matrix.criteria.map((c) => ({ ...c, weight: c.weight * 2 })) };
      weighed(matrix).ranked.forEach(({ total }, i) => {
        expect(weighed(doubled).ranked[i]?.total).toBeCloseTo(total, 12);
      });
    }),
  );
});
