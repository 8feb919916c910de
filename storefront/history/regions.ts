import { binomial, mixSeed, seeded } from "../random";
import { REGION_SHARES, REGIONS, type Region, SEED } from "../shop";
import type { Latencies } from "./latencies";

const known = new WeakMap<Latencies, Record<Region, Latencies>>();

/** The requests of a minute by where they came from: the same draw whenever it is asked for, and together all of them. */
export function byRegion(latencies: Latencies): Record<Region, Latencies> {
  let regions = known.get(latencies);
  if (!regions) {
    regions = split(latencies);
    known.set(latencies, regions);
  }
  return regions;
}

function split({ count, sum, perBucket }: Latencies): Record<Region, Latencies> {
  const random = seeded(mixSeed(SEED, count, Math.round(sum * 1e6), ...perBucket));
  const nothing = (): Latencies => ({ count: 0, sum: 0, perBucket: [] });
  const regions: Record<Region, Latencies> = { "eu-west": nothing(), "us-east": nothing(), "ap-south": nothing() };
  for (const inBucket of perBucket) {
    let [left, share] = [inBucket, 1];
    for (const [index, region] of REGIONS.entries()) {
      const isLast = index === REGIONS.length - 1;
      const here = isLast ? left : binomial(left, Math.min(1, REGION_SHARES[region] / share), random);
      regions[region].perBucket.push(here);
      regions[region].count += here;
      left -= here;
      share -= REGION_SHARES[region];
    }
  }
  for (const region of REGIONS) regions[region].sum = count > 0 ? (sum * regions[region].count) / count : 0;
  return regions;
}
