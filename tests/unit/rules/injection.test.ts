import { parser } from "@prometheus-io/lezer-promql";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readCounterSum, splitBucket } from "@/lib/rules/counter-sum";
import {
  births,
  falls,
  increaseInSteps,
  increasePerMinute,
  joined,
  LOOKBACK_SECONDS,
  newestSample,
  notNumbers,
  samplesInTenMinutes,
  steadyIncrease,
  steadySums,
  targetsUp,
} from "@/lib/rules/counting";
import { familiesOf } from "@/lib/rules/family";
import { attainmentQuery, p95Query, totalQuery } from "@/lib/rules/shown-query";
import { labelValue, literalOf } from "./label-values";

const CASES = 1_000;
const VALUES = 10;

/** The names of a tree's nodes with their depth: what is left when every text in it is forgotten. */
function shapeOf(promql: string): string {
  const names: string[] = [];
  let depth = 0;
  parser.parse(promql).iterate({
    enter: ({ name }) => void names.push(`${depth++}${name}`),
    leave: () => void depth--,
  });
  return names.join(" ");
}

/** Every query that is written with a selector in it. */
function queriesWith(literals: readonly string[]): string {
  const [a, b, ...others] = literals;
  const labels = others.map((literal, i) => `l${i}${["=", "!="][i % 2]}${literal}`).join(",");
  const read = readCounterSum(`sum(rate(hits{job=${a},instance=${b}}[5m])) - misses{job=${a},${labels}}`);
  const bucket = splitBucket(`h_bucket{job=${b},le="0.2",z=~"a|b"}`);
  if (!read.ok || !bucket) throw new Error(`cannot be read: ${literals.join(" ")}`);
  const { sum } = read;
  const counted = [
    ...sum.map(({ selector }) => ({ selector, perBucket: false })),
    { selector: bucket.buckets, perBucket: true },
    // A family where values are plain: three that differ in one label alone.
    ...literals.slice(-3).map((literal) => ({ selector: `f{x=${literal}}`, perBucket: false })),
  ];
  const queries = [
    ...familiesOf(counted).flatMap((family) => [
      ...Object.values(steadyIncrease(family, family.label)),
      ...Object.values(steadySums(family, family.label)),
    ]),
    ...counted.flatMap((each) => [
      increasePerMinute(each),
      increaseInSteps(each, LOOKBACK_SECONDS, false),
      increaseInSteps(each, LOOKBACK_SECONDS, true),
      falls(each.selector),
      births(each.selector),
      notNumbers(each.selector),
      newestSample(each.selector),
      samplesInTenMinutes(each.selector),
      targetsUp(each.selector) ?? "1",
    ]),
  ];
  const part = { part: "", total: "" };
  const ratio = { kind: "ratio" as const, counts: "good" as const, part: sum, total: sum, queries: part };
  const latency = { kind: "latency" as const, buckets: bucket.buckets, total: sum, queries: part };
  for (const sli of [ratio, latency]) queries.push(attainmentQuery(sli, 0.2), totalQuery(sli), p95Query(sli) ?? "1");
  return joined(queries.map((promql, i) => ({ key: String(i), promql })));
}

/** A value that goes into families as this one does: those are made of plain values alone. */
const like = (value: string, i: number): string => (/^[\w./:@%~ -]+$/.test(value) ? `plain${i}` : `(${i})`);

it(`leaves the tree of every query unchanged, whatever ${CASES * VALUES} label values hold`, {
  timeout: 120_000,
}, () => {
  const quote = fc.constantFrom('"' as const, "'" as const, "`" as const);
  const drawn = fc.uniqueArray(fc.tuple(labelValue, quote), {
    minLength: VALUES,
    maxLength: VALUES,
    selector: ([value]) => value,
  });
  const shapes = new Map<string, string>();
  let values = 0;
  fc.assert(
    fc.property(drawn, (pairs) => {
      values += pairs.length;
      const shape = shapeOf(queriesWith(pairs.map(([value, mark]) => literalOf(value, mark))));
      const plain = pairs.map(([value], i) => literalOf(like(value, i), '"'));
      const wanted = shapes.get(plain.join()) ?? shapeOf(queriesWith(plain));
      shapes.set(plain.join(), wanted);
      expect(shape).toBe(wanted);
      expect(shape).not.toContain("⚠");
    }),
    { numRuns: CASES },
  );
  expect(values).toBeGreaterThanOrEqual(CASES * VALUES);
});

it("sees a value that is not escaped", () => {
  const shapes = ["a", '"} or vector(1) #', "\\"].map((value) => shapeOf(`hits{job="${value}"}`));
  expect(new Set(shapes).size).toBe(3);
});
