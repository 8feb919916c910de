import { LATENCY_EDGES } from "../latency";
import { ROUTES, type Route } from "../shop";
import { cumulative, type Latencies } from "./latencies";
import type { Minute } from "./minute";

/** Good and total events of one objective; for a latency, also the count within each edge of the histogram. */
export type Counts = { good: number; total: number; buckets?: number[] };

const GOOD_EDGE = LATENCY_EDGES.indexOf(0.2);

/** The same arithmetic as the queries in `storefront/slos`, on the model's counters. */
export const SLO_COUNTS: Record<string, (minute: Minute) => Counts> = {
  "edge-hit-rate": ({ edge }) => ({ good: edge.hits, total: edge.hits + edge.misses }),
  "cdn-offload-requests": ({ edge }) => ({
    good: edge.clientRequests - edge.backendRequests,
    total: edge.clientRequests,
  }),
  "cdn-offload-bytes": ({ bytes }) => {
    const total = bytes.clientBody + bytes.clientHeader;
    return { good: total - bytes.originBody - bytes.originHeader, total };
  },
  "l1-hit-rate": ({ l1 }) => ({ good: l1.hits, total: l1.hits + l1.misses }),
  "redis-hit-rate": ({ redis }) => ({ good: redis.hits, total: redis.hits + redis.misses }),
  "combined-hit-rate": ({ edge, database }) => {
    const total = edge.hits + edge.misses;
    return { good: total - database.cacheMisses, total };
  },
  "product-latency": ({ productPages }) => latencyCounts([productPages]),
  "visitor-latency": ({ visitors }) => latencyCounts(ROUTES.map((route: Route) => visitors[route])),
};

function latencyCounts(parts: Latencies[]): Counts {
  const buckets = parts.map(cumulative).reduce((sums, counts) => sums.map((sum, index) => sum + (counts[index] ?? 0)));
  return { good: buckets[GOOD_EDGE] ?? 0, total: parts.reduce((sum, { count }) => sum + count, 0), buckets };
}
