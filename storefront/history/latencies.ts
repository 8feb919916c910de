import { DATABASE_READ, LATENCY_EDGES, type Lognormal, meanSeconds, shareWithin } from "../latency";
import { binomial, type Random } from "../random";
import type { Route } from "../shop";

/** Requests by duration: one count per bucket (not cumulative), the last beyond the last edge. */
export type Latencies = { count: number; sum: number; perBucket: number[] };

/** Read off the running storefront: answers without a wait for the database, and those from the edge's memory. */
const ORIGIN_WITHOUT_DATABASE: Lognormal = { median: 0.0012, sigma: 0.5 };
const EDGE_HIT: Lognormal = { median: 0.0011, sigma: 0.6 };

export function productPageLatencies(count: number, slowness: number, random: Random): Latencies {
  return draw([[count, withinEdges(originShape("/products/:id", slowness))]], random);
}

export function visitorLatencies(
  route: Route,
  count: number,
  misses: number,
  slowness: number,
  random: Random,
): Latencies {
  return draw(
    [
      [count - misses, withinEdges(EDGE_HIT)],
      [misses, withinEdges(originShape(route, slowness))],
    ],
    random,
  );
}

/** Product pages and stock wait for one live read; the rest comes from the origin's memory. */
function originShape(route: Route, slowness: number): Lognormal {
  const readsDatabase = route === "/products/:id" || route === "/stock/:id";
  return readsDatabase ? { ...DATABASE_READ, median: DATABASE_READ.median * slowness } : ORIGIN_WITHOUT_DATABASE;
}

/** The chance that a request beyond one edge is within the next, and the mean: kept, since few shapes recur all the time. */
type Buckets = { mean: number; chances: number[] };
const known = new Map<number, Buckets>();

function withinEdges(shape: Lognormal): Buckets {
  const key = shape.median + 1000 * shape.sigma;
  let buckets = known.get(key);
  if (!buckets) {
    const within = [0, ...LATENCY_EDGES.map((edge) => shareWithin(shape, edge))];
    const chances = LATENCY_EDGES.map((_, index) => {
      const below = within[index] ?? 0;
      return Math.min(1, ((within[index + 1] ?? 1) - below) / (1 - below));
    });
    buckets = { mean: meanSeconds(shape), chances };
    known.set(key, buckets);
  }
  return buckets;
}

function draw(groups: [count: number, buckets: Buckets][], random: Random): Latencies {
  const perBucket: number[] = new Array(LATENCY_EDGES.length + 1).fill(0);
  let count = 0;
  let sum = 0;
  for (const [size, { mean, chances }] of groups) {
    count += size;
    sum += size * mean;
    let left = size;
    for (let index = 0; index < chances.length && left > 0; index++) {
      const here = binomial(left, chances[index] ?? 1, random);
      perBucket[index] = (perBucket[index] ?? 0) + here;
      left -= here;
    }
    perBucket[chances.length] = (perBucket[chances.length] ?? 0) + left;
  }
  return { count, sum, perBucket };
}

/** Counts of requests at most as long as each edge, without +Inf. */
export function cumulative({ perBucket }: Latencies): number[] {
  let total = 0;
  return perBucket.slice(0, LATENCY_EDGES.length).map((count) => {
    total += count;
    return total;
  });
}
