import type { Split } from "@/lib/slo/contribution";
import { binomial, mixSeed, normal, poisson, type Random, seeded } from "@/storefront/random";

/** A fault that is planted into generated counts. */
export type Fault = "route" | "region" | "pair" | "uniform";
export type Planted = { splits: Split[]; culprit: { labels: string[]; values: string[] } | null };

const LABELS = { route: 12, region: 6, instance: 3, tier: 2 };
const NAMES = Object.keys(LABELS) as (keyof typeof LABELS)[];

/** Shares that fall by rank, in an order of their own: skew 0 is all alike. */
function zipf(size: number, skew: number, random: Random): number[] {
  const weights = Array.from({ length: size }, (_, i) => 1 / (i + 1) ** skew).sort(() => random() - 0.5);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** Bad events at the planted place, at least, on average. */
const FEWEST_HIT = 30;

/** What is named must be there to be seen, and leave somebody else. */
const isVisible = (share: number): boolean => share >= 0.03 && share <= 0.6;

/**
 * Counts of `events` requests over four labels, each a Zipf of its own, with traffic that leans a little between routes and
 * regions. Something bad happens to 2 % of all; at the planted place to several times as many, everywhere in a uniform fault.
 */
export function planted(fault: Fault, events: number, skew: number, seed: number): Planted {
  const random = seeded(mixSeed(seed, events, skew * 10, fault.length));
  const shares = NAMES.map((name) => zipf(LABELS[name], skew, random));
  const lean = Array.from({ length: LABELS.route * LABELS.region }, () => Math.exp(0.3 * normal(random)));
  const cells: { at: number[]; weight: number }[] = [];
  for (let r = 0; r < LABELS.route; r++)
    for (let g = 0; g < LABELS.region; g++)
      for (let i = 0; i < LABELS.instance; i++)
        for (let t = 0; t < LABELS.tier; t++) {
          const at = [r, g, i, t];
          const weight = at.reduce(
            (product, v, n) => product * (shares[n]?.[v] ?? 0),
            lean[r * LABELS.region + g] ?? 1,
          );
          cells.push({ at, weight });
        }
  const all = cells.reduce((sum, { weight }) => sum + weight, 0);
  const shareOf = (place: number[]): number =>
    cells.filter(({ at }) => place.every((v, n) => v < 0 || at[n] === v)).reduce((sum, c) => sum + c.weight, 0) / all;
  const draw = (size: number): number => Math.floor(random() * size);
  let place = [-1, -1];
  for (let tries = 0; fault !== "uniform" && tries < 500; tries++) {
    place = [fault === "region" ? -1 : draw(LABELS.route), fault === "route" ? -1 : draw(LABELS.region)];
    const whole = place.map((v, n) => shareOf(place.map((_, k) => (k === n ? v : -1))));
    // Where the cell is most of its row, the row is as good a name for it.
    if (isVisible(shareOf(place)) && (fault !== "pair" || whole.every((share) => shareOf(place) < 0.6 * share))) break;
  }
  const uniform = fault === "uniform" ? 0.02 + 0.2 * random() : 0.02;
  // A fault of a handful of events is nobody's to find.
  const hit = Math.min(0.9, Math.max(0.15 + 0.5 * random(), FEWEST_HIT / (events * shareOf(place))));
  const counted = cells.map(({ at, weight }) => {
    const total = poisson((events * weight) / all, random);
    const isHit = fault !== "uniform" && place.every((v, n) => v < 0 || at[n] === v);
    return { at, total, bad: binomial(total, isHit ? hit : uniform, random) };
  });
  const splitBy = (...by: number[]): Split => {
    const sums = new Map<string, { values: string[]; bad: number; total: number }>();
    for (const { at, bad, total } of counted) {
      const values = by.map((n) => `${NAMES[n]}-${at[n]}`);
      const sum = sums.get(values.join()) ?? { values, bad: 0, total: 0 };
      sums.set(values.join(), { values, bad: sum.bad + bad, total: sum.total + total });
    }
    return { labels: by.map((n) => NAMES[n] as string), cells: [...sums.values()], isConsequence: false };
  };
  const indices = NAMES.map((_, n) => n);
  const splits = [
    ...indices.map((n) => splitBy(n)),
    ...indices.flatMap((a) => indices.filter((b) => b > a).map((b) => splitBy(a, b))),
  ];
  const named = place.flatMap((v, n) => (v < 0 ? [] : [{ label: NAMES[n] as string, value: `${NAMES[n]}-${v}` }]));
  if (fault === "uniform") return { splits, culprit: null };
  return { splits, culprit: { labels: named.map(({ label }) => label), values: named.map(({ value }) => value) } };
}
