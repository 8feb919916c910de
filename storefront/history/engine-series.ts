import { LATENCY_EDGES } from "../latency";
import { REGIONS, ROUTES } from "../shop";
import { cumulative, type Latencies } from "./latencies";
import type { Minute } from "./minute";
import { byRegion } from "./regions";

/** A process whose restart sets its counters back to zero. */
export type Process = "edge" | "origin" | "redis" | "visitors";

/** One counter of the engine: its name with labels as the live scrape gives them, and its growth in a minute. */
export type Series = { name: string; process: Process; growth: (minute: Minute) => number };

/** What the exporter calls the backend of `edge/vcl.ts`. */
const BACKEND = 'backend="origin",server="unknown"';

/** Every series of the generated history, by the names and labels of the live one. */
export const ENGINE_SERIES: Series[] = [
  edge("varnish_main_cache_hit", "", ({ edge }) => edge.hits),
  edge("varnish_main_cache_miss", "", ({ edge }) => edge.misses),
  edge("varnish_main_client_req", "", ({ edge }) => edge.clientRequests),
  edge("varnish_main_backend_req", "", ({ edge }) => edge.backendRequests),
  edge("varnish_main_s_resp_bodybytes", "", ({ bytes }) => bytes.clientBody),
  edge("varnish_main_s_resp_hdrbytes", "", ({ bytes }) => bytes.clientHeader),
  edge("varnish_backend_beresp_bodybytes", BACKEND, ({ bytes }) => bytes.originBody),
  edge("varnish_backend_beresp_hdrbytes", BACKEND, ({ bytes }) => bytes.originHeader),
  redis("redis_keyspace_hits_total", (minute) => minute.redis.hits),
  redis("redis_keyspace_misses_total", (minute) => minute.redis.misses),
  lookups("l1", "hit", ({ l1 }) => l1.hits),
  lookups("l1", "miss", ({ l1 }) => l1.misses),
  lookups("l2", "hit", (minute) => minute.redis.hits),
  lookups("l2", "miss", (minute) => minute.redis.misses),
  reads("cache-miss", ({ database }) => database.cacheMisses),
  reads("live", ({ database }) => database.live),
  ...histogram(
    "origin",
    "storefront_http_request_duration_seconds",
    'route="/products/:id"',
    ({ productPages }) => productPages,
  ),
  ...ROUTES.flatMap((route) =>
    REGIONS.flatMap((region) =>
      histogram(
        "visitors",
        "storefront_visitor_request_duration_seconds",
        `route="${route}",region="${region}"`,
        ({ visitors }) => byRegion(visitors[route])[region],
      ),
    ),
  ),
];

/** `up` is a gauge and stands at 1 throughout. */
export const UP_SERIES = (["edge", "origin", "redis", "visitors"] as const).map(
  (process) => `up{job="${process}",instance="${process}-1"}`,
);

function series(process: Process, name: string, labels: string, growth: Series["growth"]): Series {
  const target = `job="${process}",instance="${process}-1"`;
  return { name: `${name}{${labels ? `${labels},` : ""}${target}}`, process, growth };
}

function edge(name: string, labels: string, growth: Series["growth"]): Series {
  return series("edge", name, labels, growth);
}

function redis(name: string, growth: Series["growth"]): Series {
  return series("redis", name, "", growth);
}

function lookups(tier: string, result: string, growth: Series["growth"]): Series {
  return series("origin", "storefront_cache_requests_total", `tier="${tier}",result="${result}"`, growth);
}

function reads(cause: string, growth: Series["growth"]): Series {
  return series("origin", "storefront_database_reads_total", `cause="${cause}"`, growth);
}

function histogram(process: Process, name: string, place: string, of: (minute: Minute) => Latencies): Series[] {
  const labels = `${place},status="200"`;
  const buckets = LATENCY_EDGES.map((edge, index) =>
    series(process, `${name}_bucket`, `${labels},le="${edge}"`, (minute) => cumulative(of(minute))[index] ?? 0),
  );
  return [
    ...buckets,
    series(process, `${name}_bucket`, `${labels},le="+Inf"`, (minute) => of(minute).count),
    series(process, `${name}_count`, labels, (minute) => of(minute).count),
    series(process, `${name}_sum`, labels, (minute) => of(minute).sum),
  ];
}
