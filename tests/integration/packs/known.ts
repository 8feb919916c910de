/** Which series grow: a metric, labels that it has to have, and by how much a minute; of buckets by the edge from which on. */
type Grows = readonly [metric: string, labels: Record<string, string>, perMinute: number | Record<string, number>];

/**
 * What one minute holds. `over`: the engine evaluates it as a rate over so many minutes, so the share is known, and the total
 * within a quarter. `p95Seconds`: of a latency.
 */
export type Truth = { good: number; total: number; over?: number; p95Seconds?: number };

/** An exporter whose values move by known counts. `gauges`: values by minute, of sources that hold one period. */
export type KnownSource = {
  /** Of tests/fixtures/expositions. */
  file: string;
  /** Counters that move once a minute, as a whole. */
  inSteps?: true;
  grows?: readonly Grows[];
  gauges?: readonly (readonly [metric: string, labels: Record<string, string>, value: (minute: number) => number])[];
  /** Samples carry a time so many seconds back, at the beginning of its minute. */
  stampedBack?: number;
  /** By pack: what a minute holds, or of gauges the minute with this number. */
  truths: Record<string, Truth | ((minute: number) => Truth)>;
};

const SHOP = { zone: "shop.example.com" };
const FRA = { datacenter: "FRA" };
const LGA = { datacenter: "LGA" };
const E1 = { yace: { dimension_DistributionId: "E1AAAAAAAAAAA" }, cloudwatch: { distribution_id: "E1AAAAAAAAAAA" } };
const E2 = { yace: { dimension_DistributionId: "E2BBBBBBBBBBB" }, cloudwatch: { distribution_id: "E2BBBBBBBBBBB" } };

/** Two distributions of CloudFront; percentages that are whole events. */
const cloudFront = (exporter: "yace" | "cloudwatch"): NonNullable<KnownSource["gauges"]> => [
  ["aws_cloudfront_requests_sum", E1[exporter], (minute) => 8000 + (minute % 7) * 1000],
  ["aws_cloudfront_requests_sum", E2[exporter], () => 2000],
  ["aws_cloudfront_cache_hit_rate_average", E1[exporter], () => 94],
  ["aws_cloudfront_cache_hit_rate_average", E2[exporter], () => 13],
  ["aws_cloudfront_5xx_error_rate_average", E1[exporter], () => 0.2],
  ["aws_cloudfront_5xx_error_rate_average", E2[exporter], () => 1],
];
const cloudFrontTruths = (id: string): KnownSource["truths"] => ({
  [`${id}-hit-rate`]: (minute) => {
    const large = 8000 + (minute % 7) * 1000;
    return { good: large * 0.94 + 2000 * 0.13, total: large + 2000 };
  },
  [`${id}-availability`]: (minute) => {
    const large = 8000 + (minute % 7) * 1000;
    return { good: large * 0.998 + 2000 * 0.99, total: large + 2000 };
  },
});

/** A classic histogram of two series of labels: so many within the threshold's edge, and in all. */
const histogram = (
  metric: string,
  labels: Record<string, string>,
  edge: string,
  fast: number,
  all: number,
): Grows[] => [
  [`${metric}_bucket`, labels, { [edge]: fast, "+Inf": all }],
  [`${metric}_count`, labels, all],
];

/** What else would be counted if a matcher were forgotten moves as well. */
export const KNOWN: readonly KnownSource[] = [
  {
    file: "redis",
    grows: [
      ["redis_keyspace_hits_total", {}, 904],
      ["redis_keyspace_misses_total", {}, 96],
      ["redis_commands_total", { cmd: "get" }, 800],
      ["redis_commands_total", { cmd: "set" }, 160],
      ["redis_commands_failed_calls_total", { cmd: "get" }, 8],
      ["redis_commands_rejected_calls_total", { cmd: "set" }, 40],
      ["redis_evicted_keys_total", {}, 16],
      ["redis_connections_received_total", {}, 240],
      ["redis_rejected_connections_total", {}, 8],
      ["redis_commands_latencies_usec_bucket", { cmd: "get" }, { 4: 720, 8: 800 }],
      ["redis_commands_latencies_usec_count", { cmd: "get" }, 800],
      ["redis_commands_latencies_usec_bucket", { cmd: "keys" }, { 2113: 80 }],
      ["redis_commands_latencies_usec_count", { cmd: "keys" }, 80],
    ],
    truths: {
      "redis-hit-rate": { good: 904, total: 1000 },
      "redis-commands": { good: 952, total: 1000 },
      "redis-evictions": { good: 144, total: 160 },
      "redis-connections": { good: 240, total: 248 },
      "redis-latency": { good: 800, total: 880, over: 5 },
    },
  },
  {
    file: "memcached",
    grows: [
      ["memcached_commands_total", { command: "get", status: "hit" }, 480],
      ["memcached_commands_total", { command: "get", status: "miss" }, 32],
      ["memcached_commands_total", { command: "set", status: "hit" }, 160],
      ["memcached_commands_total", { command: "cas", status: "hit" }, 40],
      ["memcached_commands_total", { command: "delete", status: "hit" }, 24],
      ["memcached_item_too_large_total", {}, 8],
      ["memcached_item_no_memory_total", {}, 16],
      ["memcached_items_evicted_total", {}, 40],
      ["memcached_connections_total", {}, 72],
      ["memcached_connections_rejected_total", {}, 8],
    ],
    truths: {
      "memcached-hit-rate": { good: 480, total: 512 },
      "memcached-stores": { good: 176, total: 200 },
      "memcached-evictions": { good: 120, total: 160 },
      "memcached-connections": { good: 72, total: 80 },
    },
  },
  {
    file: "hazelcast",
    grows: [
      ["com_hazelcast_Metrics_cacheHits", { prefix: "cache" }, 640],
      ["com_hazelcast_Metrics_cacheMisses", { prefix: "cache" }, 64],
      ["com_hazelcast_Metrics_hits", { prefix: "map.nearcache" }, 320],
      ["com_hazelcast_Metrics_misses", { prefix: "map.nearcache" }, 80],
      ["com_hazelcast_Metrics_hits", { prefix: "map" }, 8000],
      ["com_hazelcast_Metrics_operationTimeoutCount", { prefix: "operation" }, 8],
      ["com_hazelcast_Metrics_completedCount", { prefix: "operation" }, 4000],
    ],
    truths: {
      "hazelcast-cache-hit-rate": { good: 640, total: 704 },
      "hazelcast-near-cache-hit-rate": { good: 320, total: 400 },
      "hazelcast-operations": { good: 3992, total: 4000 },
    },
  },
  {
    file: "varnish",
    grows: [
      ["varnish_main_cache_hit", {}, 800],
      ["varnish_main_cache_hit_grace", {}, 80],
      ["varnish_main_cache_miss", {}, 160],
      ["varnish_main_client_req", {}, 1040],
      ["varnish_main_backend_req", {}, 200],
      ["varnish_main_s_resp_bodybytes", {}, 8000],
      ["varnish_main_s_resp_hdrbytes", {}, 2000],
      ["varnish_backend_beresp_bodybytes", { backend: "default" }, 800],
      ["varnish_backend_beresp_bodybytes", { backend: "api" }, 160],
      ["varnish_backend_beresp_hdrbytes", { backend: "default" }, 80],
      ["varnish_main_fetch", { type: "failed" }, 16],
      ["varnish_main_fetch", { type: "length" }, 184],
      ["varnish_main_fetch_total", {}, 200],
      ["varnish_main_n_lru_nuked", {}, 24],
      ["varnish_main_sessions", { type: "conn" }, 400],
      ["varnish_main_sessions", { type: "dropped" }, 8],
      ["varnish_main_sessions", { type: "queued" }, 40],
    ],
    truths: {
      "varnish-hit-rate": { good: 800, total: 960 },
      "varnish-offload": { good: 840, total: 1040 },
      "varnish-offload-bytes": { good: 8960, total: 10_000 },
      "varnish-fetches": { good: 184, total: 200 },
      "varnish-evictions": { good: 136, total: 160 },
      "varnish-sessions": { good: 392, total: 400 },
      "varnish-fresh-hits": { good: 720, total: 800 },
    },
  },
  {
    file: "nginx",
    grows: [
      ["nginx_connections_accepted", {}, 240],
      ["nginx_connections_handled", {}, 232],
    ],
    truths: { "nginx-connections": { good: 232, total: 240 } },
  },
  {
    file: "nginx-vts",
    grows: [
      ["nginx_vts_server_cache_total", { host: "shop.example", status: "hit" }, 640],
      ["nginx_vts_server_cache_total", { host: "shop.example", status: "stale" }, 80],
      ["nginx_vts_server_cache_total", { host: "shop.example", status: "miss" }, 160],
      ["nginx_vts_server_cache_total", { host: "shop.example", status: "bypass" }, 40],
      ["nginx_vts_server_cache_total", { host: "*", status: "miss" }, 160],
      ["nginx_vts_server_cache_total", { host: "*", status: "hit" }, 640],
      ["nginx_vts_server_requests_total", { host: "shop.example", code: "2xx" }, 960],
      ["nginx_vts_server_requests_total", { host: "shop.example", code: "5xx" }, 40],
      ["nginx_vts_server_requests_total", { host: "*", code: "5xx" }, 40],
      ["nginx_vts_server_bytes_total", { host: "shop.example", direction: "out" }, 80_000],
      ["nginx_vts_server_bytes_total", { host: "shop.example", direction: "in" }, 8000],
      ["nginx_vts_server_bytes_total", { host: "*", direction: "out" }, 80_000],
      ["nginx_vts_upstream_bytes_total", { backend: "127.0.0.1:48081", direction: "out" }, 16_000],
      ["nginx_vts_upstream_bytes_total", { backend: "127.0.0.1:48081", direction: "in" }, 800],
      // "No live upstreams": what was answered never reached an origin.
      ["nginx_vts_upstream_bytes_total", { upstream: "origin", backend: "origin", direction: "out" }, 4000],
      ...histogram("nginx_vts_server_request_duration_seconds", { host: "shop.example" }, "0.1", 720, 960),
    ],
    truths: {
      "nginx-vts-hit-rate": { good: 720, total: 920 },
      "nginx-vts-offload": { good: 800, total: 1000 },
      "nginx-vts-offload-bytes": { good: 64_000, total: 80_000 },
      "nginx-vts-latency": { good: 720, total: 960 },
      "nginx-vts-availability": { good: 960, total: 1000 },
      "nginx-vts-fresh": { good: 640, total: 720 },
      "cdn-fresh": { good: 640, total: 720 },
    },
  },
  {
    file: "nginx-plus",
    grows: [
      ...(["responses", "bytes"] as const).flatMap((unit): Grows[] => {
        const scale = unit === "bytes" ? 1000 : 1;
        const states = { hit: 640, stale: 40, updating: 8, revalidated: 32, miss: 160, expired: 40, bypass: 80 };
        return Object.entries(states).map(([state, n]) => [`nginxplus_cache_${state}_${unit}`, {}, n * scale]);
      }),
      ["nginxplus_server_zone_responses", { code: "2xx" }, 952],
      ["nginxplus_server_zone_responses", { code: "5xx" }, 8],
      ["nginxplus_connections_accepted", {}, 160],
      ["nginxplus_connections_dropped", {}, 16],
    ],
    truths: {
      "nginx-plus-hit-rate": { good: 720, total: 1000 },
      "nginx-plus-offload": { good: 688, total: 1000 },
      "nginx-plus-offload-bytes": { good: 720_000, total: 1_000_000 },
      "nginx-plus-availability": { good: 952, total: 960 },
      "nginx-plus-connections": { good: 144, total: 160 },
      "nginx-plus-fresh": { good: 672, total: 720 },
    },
  },
  {
    file: "cloudflare",
    inSteps: true,
    grows: [
      ["cloudflare_zone_requests_total", SHOP, 6000],
      ["cloudflare_zone_requests_total", { zone: "api.example.com" }, 2000],
      ["cloudflare_zone_requests_cached", SHOP, 4800],
      ["cloudflare_zone_requests_cached", { zone: "api.example.com" }, 100],
      ["cloudflare_zone_bandwidth_total", SHOP, 9_000_000],
      ["cloudflare_zone_bandwidth_cached", SHOP, 8_000_000],
      ["cloudflare_zone_requests_status", { ...SHOP, status: "200" }, 5900],
      ["cloudflare_zone_requests_status", { ...SHOP, status: "404" }, 60],
      ["cloudflare_zone_requests_status", { ...SHOP, status: "502" }, 30],
      ["cloudflare_zone_requests_status", { ...SHOP, status: "522" }, 10],
      ["cloudflare_zone_colocation_requests_total", {}, 700],
    ],
    truths: {
      "cloudflare-hit-rate": { good: 4900, total: 8000 },
      "cloudflare-offload-bytes": { good: 8_000_000, total: 9_000_000 },
      "cloudflare-availability": { good: 5960, total: 6000 },
    },
  },
  { file: "cloudfront-yace", gauges: cloudFront("yace"), truths: cloudFrontTruths("cloudfront") },
  {
    file: "cloudfront-cloudwatch_exporter",
    gauges: cloudFront("cloudwatch"),
    stampedBack: 600,
    truths: cloudFrontTruths("cloudfront-cloudwatch"),
  },
  {
    file: "fastly",
    grows: [
      ["fastly_rt_hits_total", FRA, 800],
      ["fastly_rt_hits_total", LGA, 400],
      ["fastly_rt_miss_total", FRA, 80],
      ["fastly_rt_pass_total", FRA, 40],
      ["fastly_rt_requests_total", FRA, 1600],
      ["fastly_rt_edge_total", FRA, 960],
      ["fastly_rt_edge_total", LGA, 440],
      ["fastly_rt_origin_fetches_total", FRA, 120],
      ["fastly_rt_edge_resp_body_bytes_total", FRA, 80_000],
      ["fastly_rt_edge_resp_header_bytes_total", FRA, 8000],
      ["fastly_rt_origin_fetch_resp_body_bytes_total", FRA, 4000],
      ["fastly_rt_origin_fetch_resp_header_bytes_total", FRA, 400],
      ...histogram("fastly_rt_miss_duration_seconds", FRA, "0.25", 72, 80),
      ["fastly_rt_status_group_total", { ...FRA, status_group: "2xx" }, 992],
      ["fastly_rt_status_group_total", { ...FRA, status_group: "5xx" }, 8],
    ],
    truths: {
      "fastly-hit-rate": { good: 1200, total: 1280 },
      "fastly-offload": { good: 1280, total: 1400 },
      "fastly-offload-bytes": { good: 83_600, total: 88_000 },
      "fastly-miss-latency": { good: 72, total: 80 },
      "fastly-availability": { good: 992, total: 1000 },
    },
  },
  {
    file: "akamai-cloudmonitor",
    grows: [
      ["cloudmonitor_http_requests_total", { status_code: "200", cache: "hit" }, 800],
      ["cloudmonitor_http_requests_total", { status_code: "200", cache: "miss" }, 40],
      ["cloudmonitor_http_requests_total", { status_code: "502", cache: "miss" }, 8],
      ["cloudmonitor_http_requests_total", { status_code: "404", cache: "notcachable" }, 80],
      ["cloudmonitor_http_response_bytes_total", { status_code: "200", cache: "hit" }, 8000],
      ["cloudmonitor_http_response_bytes_total", { status_code: "200", cache: "miss" }, 800],
    ],
    truths: {
      "akamai-hit-rate": { good: 800, total: 848 },
      "akamai-offload": { good: 800, total: 928 },
      "akamai-offload-bytes": { good: 8000, total: 8800 },
      "akamai-availability": { good: 920, total: 928 },
      // Its counters are as good as any that somebody counts themselves.
      "cdn-hit-rate": { good: 800, total: 848 },
      "cdn-offload": { good: 800, total: 928 },
      "cdn-offload-bytes": { good: 8000, total: 8800 },
      "cdn-availability": { good: 920, total: 928 },
    },
  },
  {
    file: "http-promclient",
    grows: [
      ...histogram("http_request_duration_seconds", { route: "/products/:id", code: "200" }, "0.25", 720, 800),
      ...histogram("http_request_duration_seconds", { route: "/api/cart", code: "500" }, "0.5", 40, 40),
    ],
    truths: {
      "http-latency": { good: 720, total: 840 },
      "http-availability": { good: 800, total: 840 },
      "cdn-latency": { good: 720, total: 840 },
    },
  },
  {
    file: "http-otel",
    grows: [
      ...histogram(
        "http_server_request_duration_seconds",
        { http_route: "/api/cart", http_response_status_code: "200" },
        "0.25",
        640,
        720,
      ),
      ...histogram("http_server_request_duration_seconds", { http_response_status_code: "500" }, "0.25", 8, 16),
    ],
    truths: { "otel-latency": { good: 648, total: 736 }, "otel-availability": { good: 720, total: 736 } },
  },
  {
    file: "http-otel-js",
    grows: [
      ...histogram("http_server_request_duration", { http_response_status_code: "200" }, "0.1", 160, 200),
      ...histogram("http_server_request_duration", { http_response_status_code: "500" }, "10", 8, 8),
    ],
    truths: { "otel-js-latency": { good: 160, total: 208 }, "otel-js-availability": { good: 200, total: 208 } },
  },
  {
    file: "http-envoy",
    grows: [
      ["envoy_http_downstream_rq_time_bucket", {}, { "100": 800, "250": 880, "500": 960 }],
      ["envoy_http_downstream_rq_time_count", {}, 960],
      ["envoy_http_downstream_rq_xx", { envoy_response_code_class: "2" }, 944],
      ["envoy_http_downstream_rq_xx", { envoy_response_code_class: "5" }, 16],
      ["envoy_cluster_upstream_rq_xx", { envoy_response_code_class: "5" }, 400],
    ],
    truths: {
      // The 912th of 960: 32 of the 80 between 250 and 500 ms.
      "envoy-latency": { good: 880, total: 960, p95Seconds: 0.35 },
      "envoy-availability": { good: 944, total: 960 },
    },
  },
  {
    file: "http-istio",
    grows: ["source", "destination"].flatMap((reporter) => [
      [
        "istio_request_duration_milliseconds_bucket",
        { reporter, response_code: "200" },
        { "250": 720, "500": 760, "1000": 800 },
      ],
      ["istio_request_duration_milliseconds_count", { reporter, response_code: "200" }, 800],
      ...histogram("istio_request_duration_milliseconds", { reporter, response_code: "503" }, "1000", 40, 40),
    ]),
    truths: {
      // The 798th of 840: 38 of the 80 between 500 and 1000 ms.
      "istio-latency": { good: 720, total: 840, p95Seconds: 0.7375 },
      "istio-availability": { good: 800, total: 840 },
    },
  },
  {
    file: "http-traefik",
    grows: [
      ...histogram("traefik_service_request_duration_seconds", { code: "200" }, "0.3", 480, 640),
      ...histogram("traefik_service_request_duration_seconds", { code: "502" }, "5", 8, 8),
    ],
    truths: { "traefik-latency": { good: 480, total: 648 }, "traefik-availability": { good: 640, total: 648 } },
  },
  {
    file: "http-ingress-nginx",
    grows: [
      ...histogram("nginx_ingress_controller_request_duration_seconds", { status: "200" }, "0.25", 400, 480),
      ...histogram("nginx_ingress_controller_request_duration_seconds", { status: "503" }, "0.25", 8, 8),
    ],
    truths: {
      "ingress-nginx-latency": { good: 408, total: 488 },
      "ingress-nginx-availability": { good: 480, total: 488 },
    },
  },
];

/** What stands for the counters of the packs that somebody maps. */
export const MAPPED: Record<string, Record<string, string>> = {
  "cdn-hit-rate": {
    hits: 'cloudmonitor_http_requests_total{cache="hit"}',
    requests: 'cloudmonitor_http_requests_total{cache=~"hit|miss"}',
  },
  "cdn-offload": {
    hits: 'cloudmonitor_http_requests_total{cache="hit"}',
    requests: "cloudmonitor_http_requests_total",
  },
  "cdn-offload-bytes": {
    hits: 'cloudmonitor_http_response_bytes_total{cache="hit"}',
    requests: "cloudmonitor_http_response_bytes_total",
  },
  "cdn-latency": {
    fast: 'http_request_duration_seconds_bucket{job="http-promclient",le="0.25"}',
    requests: 'http_request_duration_seconds_count{job="http-promclient"}',
  },
  "cdn-availability": {
    errors: 'cloudmonitor_http_requests_total{status_code=~"5.."}',
    requests: "cloudmonitor_http_requests_total",
  },
  "cdn-fresh": {
    stale: 'nginx_vts_server_cache_total{job="nginx-vts",host!="*",status="stale"}',
    hits: 'nginx_vts_server_cache_total{job="nginx-vts",host!="*",status=~"hit|stale"}',
  },
};
