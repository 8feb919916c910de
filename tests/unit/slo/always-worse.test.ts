import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wasAsBad } from "@/lib/slo/always-worse";
import { type Cell, contributionOf, type Split, worthComparing } from "@/lib/slo/contribution";
import { binomial, mixSeed, poisson, type Random, seeded } from "@/storefront/random";

const ROUTES = ["/cart", "/home", "/images", "/products", "/search", "/stock"];
const REGIONS = ["ap", "eu", "us"];
const USUAL = 0.01;
/** What is always bad at /stock. */
const WORSE = 0.12;

type Rate = (route: string, region: string) => number;
const usually: Rate = (route) => (route === "/stock" ? WORSE : USUAL);

/** Generated counts of one time, by each label and by the pair. */
function countsOf(rate: Rate, events: number, random: Random): Split[] {
  const counted = ROUTES.flatMap((route, r) =>
    REGIONS.map((region, g) => {
      const total = poisson(events / ((r + 1) * (g + 1)), random);
      return { values: [route, region], total, bad: binomial(total, rate(route, region), random) };
    }),
  );
  const by = (...at: number[]): Cell[] => {
    const sums = new Map<string, Cell>();
    for (const { values, bad, total } of counted) {
      const key = at.map((i) => values[i] as string);
      const sum = sums.get(key.join()) ?? { values: key, bad: 0, total: 0 };
      sums.set(key.join(), { values: key, bad: sum.bad + bad, total: sum.total + total });
    }
    return [...sums.values()];
  };
  return [
    { labels: ["route"], cells: by(0), isConsequence: false },
    { labels: ["region"], cells: by(1), isConsequence: false },
    { labels: ["route", "region"], cells: by(0, 1), isConsequence: false },
  ];
}

function named(breach: Rate, seed: number, before: readonly Rate[] = [usually, usually], events = 20_000): string {
  const random = seeded(mixSeed(seed, events, 7));
  const splits = countsOf(breach, events, random);
  const earlier = before.map((rate) => countsOf(rate, events, random));
  const compared = splits.map((split, i) => ({ ...split, before: earlier.flatMap((then) => [then[i]?.cells ?? []]) }));
  const { verdict } = contributionOf(compared);
  return "rows" in verdict
    ? `${verdict.kind} ${verdict.rows.map(({ values }) => values.join(" ")).join(", ")}`
    : verdict.kind;
}

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);
const faults: [string, Rate, string][] = [
  ["nothing but what was always so", usually, "always-worse /stock"],
  ["a fault that doubles what is bad everywhere", (a, b) => 2 * usually(a, b), "always-worse /stock"],
  ["a fault of another route", (a, b) => (a === "/products" ? 0.2 : usually(a, b)), "value /products"],
  ["a small fault of a busy route", (a, b) => (a === "/cart" ? 0.03 : usually(a, b)), "value /cart"],
  ["a fault of a region", (a, b) => (b === "us" ? usually(a, b) + 0.2 : usually(a, b)), "value us"],
  ["a fault of a pair", (a, b) => (a === "/home" && b === "us" ? 0.3 : usually(a, b)), "pair /home us"],
  ["a fault of the route that was worse already", (a, b) => (a === "/stock" ? 0.4 : usually(a, b)), "value /stock"],
];

describe("a route that is always worse, in generated counts", () => {
  test.each(faults)("%s is told as it is, 20 of 20", (_, breach, expected) => {
    expect(SEEDS.map((seed) => named(breach, seed))).toEqual(SEEDS.map(() => expected));
  });

  test("without an earlier time it is held to be the culprit", () => {
    expect(named(usually, 1, [])).toBe("value /stock");
  });

  test("where one of the earlier times was better, it is new", () => {
    expect(named(usually, 1, [usually, () => USUAL])).toBe("value /stock");
  });

  test("without a fault and without bad events before, a fault is named as ever", () => {
    const fault: Rate = (route) => (route === "/stock" ? WORSE : USUAL);
    expect(SEEDS.map((seed) => named(fault, seed, [() => 0, () => 0]))).toEqual(SEEDS.map(() => "value /stock"));
  });
});

test("only splits of which something stands out are worth comparing", () => {
  const random = seeded(3);
  const labels = (splits: readonly Split[]): string[] => splits.map((split) => split.labels.join(" "));
  expect(labels(worthComparing(countsOf(() => 0.05, 20_000, random)))).toEqual([]);
  expect(labels(worthComparing(countsOf(usually, 20_000, random)))).toEqual(["route", "route region"]);
});

test("the shares of who is named leave out what was as bad before", () => {
  const cells = (rates: number[]): Cell[] =>
    rates.map((rate, i) => ({ values: [`v${i}`], bad: 1000 * rate, total: 1000 }));
  const [now, then] = [cells([0.5, 0.2, 0.01, 0.01]), cells([0.5, 0.01, 0.01, 0.01])];
  const { verdict, tables } = contributionOf([{ labels: ["route"], cells: now, isConsequence: false, before: [then] }]);
  expect(verdict).toMatchObject({ kind: "value", rows: [{ values: ["v1"] }], setAside: [{ values: ["v0"] }] });
  if (!("rows" in verdict)) throw new Error("nobody is named");
  expect(verdict.rows[0]?.badShare).toBeCloseTo(200 / 220);
  expect(tables[0]?.rows.map(({ isAlwaysWorse }) => isAlwaysWorse)).toEqual([true, false, false, false]);
  expect(tables[0]?.rows[0]?.badShare).toBeCloseTo(500 / 720);
});

const counts = fc.record({ bad: fc.integer({ min: 5, max: 5_000 }), good: fc.integer({ min: 1, max: 5_000 }) });
const whole = counts.map(({ bad, good }) => ({ bad, total: bad + good }));

test("whoever was no worse than the rest before is never as bad as before", () => {
  fc.assert(
    fc.property(whole, whole, whole, whole, (now, rest, then, restThen) => {
      if (then.bad / then.total <= restThen.bad / restThen.total)
        expect(wasAsBad(now, rest, then, restThen)).toBe(false);
    }),
  );
});

test("counts of before that are few say nothing", () => {
  const [now, rest] = [
    { bad: 500, total: 1000 },
    { bad: 10, total: 9000 },
  ];
  expect(wasAsBad(now, rest, { bad: 4, total: 100 }, { bad: 10, total: 9000 })).toBeNull();
  expect(wasAsBad(now, rest, { bad: 0, total: 0 }, rest)).toBeNull();
  expect(wasAsBad(now, rest, now, { bad: 0, total: 0 })).toBeNull();
});
