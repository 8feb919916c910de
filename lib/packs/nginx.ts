import { packOf, type Source } from "./pack";
import { AVAILABILITY, blank, HIT_RATE, OFFLOAD_BYTES, OFFLOAD_REQUESTS, SATURATION, STALENESS } from "./wording";

// Names and behaviour are those of nginx-prometheus-exporter (stub_status, Plus API) and nginx-module-vts.

const NEEDS_VTS =
  "Build nginx with nginx-module-vts, take NGINX Plus, or count the access log's lines by $upstream_cache_status.";

export const NGINX: Source = {
  id: "nginx",
  system: "NGINX",
  exporter: "nginx-prometheus-exporter with stub_status",
  setUp: "stub_status and nginx-prometheus-exporter; it knows connections and requests, and no label.",
  lateSeconds: null,
  packs: [
    packOf({
      id: "nginx-connections",
      name: "NGINX connections handled",
      slis: ["saturation"],
      needs: ["nginx_connections_accepted", "nginx_connections_handled"],
      counts: "good",
      part: "nginx_connections_handled{$s}",
      total: "nginx_connections_accepted{$s}",
      objective: 0.999,
      why: SATURATION,
      traps: ["A connection is dropped when worker_connections is reached; requests on open ones go on."],
    }),
  ],
  blanks: [
    blank("hit rate", "stub_status knows of no cache.", NEEDS_VTS),
    blank("offload, requests", "stub_status knows of no cache.", NEEDS_VTS),
    blank("offload, bytes", "stub_status counts no bytes.", NEEDS_VTS),
    blank(
      "latency",
      "stub_status holds no times.",
      "Build nginx with nginx-module-vts and its histogram, or turn $request_time of the access log into one.",
    ),
    blank(
      "availability",
      "stub_status counts no status codes; nginx_http_requests_total with a status is another exporter's.",
      NEEDS_VTS,
    ),
    blank(
      "evictions",
      "nginx does not count what it removes from its cache.",
      "Watch the size of the cache's folder against max_size.",
    ),
    blank("staleness", "stub_status knows of no cache.", NEEDS_VTS),
  ],
};

const FROM_CACHE = "hit|stale|updating|revalidated";
const HOSTS = ["job", "instance", "host"] as const;
const ALL_HOSTS = 'The host "*" is the sum of all others and is left out: with it everything counts twice.';

export const NGINX_VTS: Source = {
  id: "nginx-vts",
  system: "NGINX",
  exporter: "nginx-module-vts",
  setUp: "nginx built with nginx-module-vts; latencies need vhost_traffic_status_histogram_buckets.",
  lateSeconds: null,
  packs: [
    packOf({
      id: "nginx-vts-hit-rate",
      name: "NGINX hit rate",
      slis: ["hit rate"],
      needs: ["nginx_vts_server_cache_total"],
      labels: HOSTS,
      counts: "good",
      part: `nginx_vts_server_cache_total{$s,host!="*",status=~"${FROM_CACHE}"}`,
      total: 'nginx_vts_server_cache_total{$s,host!="*"}',
      objective: 0.95,
      why: HIT_RATE,
      traps: [ALL_HOSTS, "A stale answer while the origin is asked is a hit."],
    }),
    packOf({
      id: "nginx-vts-offload",
      name: "NGINX offload",
      slis: ["offload, requests"],
      needs: ["nginx_vts_server_requests_total", "nginx_vts_server_cache_total"],
      labels: HOSTS,
      counts: "bad",
      part: 'nginx_vts_server_cache_total{$s,host!="*",status=~"miss|bypass|expired|revalidated|scarce"}',
      total: 'nginx_vts_server_requests_total{$s,host!="*"}',
      objective: 0.9,
      why: OFFLOAD_REQUESTS,
      traps: [
        ALL_HOSTS,
        "Choose hosts that are cached: what is passed without the cache counts as spared.",
        "Fetches in the background are not seen, so the origin's load is higher.",
      ],
    }),
    packOf({
      id: "nginx-vts-offload-bytes",
      name: "NGINX offload of bytes",
      slis: ["offload, bytes"],
      needs: ["nginx_vts_server_bytes_total", "nginx_vts_upstream_bytes_total"],
      counts: "bad",
      // A peer has a port or is a socket; the upstream's own name stands for "no live upstreams".
      part: 'nginx_vts_upstream_bytes_total{$s,backend=~".*:.*",direction="out"}',
      total: 'nginx_vts_server_bytes_total{$s,host!="*",direction="out"}',
      objective: 0.9,
      why: OFFLOAD_BYTES,
      traps: [
        ALL_HOSTS,
        "Bytes of an upstream are those that went to visitors of it, not those that it sent.",
        "Answers while no upstream was live stand beside a backend of the upstream's own name; they never reached an origin, and are left out.",
      ],
    }),
    packOf({
      id: "nginx-vts-latency",
      name: "NGINX latency",
      slis: ["latency"],
      needs: ["nginx_vts_server_request_duration_seconds_count", "nginx_vts_server_request_duration_seconds_bucket"],
      labels: HOSTS,
      counts: "good",
      part: 'nginx_vts_server_request_duration_seconds_bucket{$s,le="$threshold"}',
      total: "nginx_vts_server_request_duration_seconds_count{$s}",
      threshold: 0.1,
      objective: 0.95,
      why: "95 % of requests within 100 ms is a p95 of 100 ms, with a budget: from a cache most answers take a few. Take the edge that your decision names.",
      traps: [
        "The edges are those of vhost_traffic_status_histogram_buckets.",
        "The gauge nginx_vts_server_request_seconds is the mean of the last 64 requests: nothing to promise.",
      ],
    }),
    packOf({
      id: "nginx-vts-availability",
      name: "NGINX availability",
      slis: ["availability"],
      needs: ["nginx_vts_server_requests_total"],
      labels: HOSTS,
      counts: "bad",
      part: 'nginx_vts_server_requests_total{$s,host!="*",code="5xx"}',
      total: 'nginx_vts_server_requests_total{$s,host!="*"}',
      objective: 0.999,
      why: AVAILABILITY,
      traps: [ALL_HOSTS, "The host is the first server_name alone."],
    }),
    packOf({
      id: "nginx-vts-fresh",
      name: "NGINX cached answers that are fresh",
      slis: ["staleness"],
      needs: ["nginx_vts_server_cache_total"],
      labels: HOSTS,
      counts: "bad",
      part: 'nginx_vts_server_cache_total{$s,host!="*",status=~"stale|updating"}',
      total: `nginx_vts_server_cache_total{$s,host!="*",status=~"${FROM_CACHE}"}`,
      objective: 0.95,
      why: STALENESS,
      traps: [ALL_HOSTS, "It counts stale answers, not how old they were."],
    }),
  ],
  blanks: [
    blank(
      "evictions",
      "nginx does not count what it removes from its cache.",
      "Hold nginx_vts_cache_usage_bytes, used against max, as a gauge with a bound.",
    ),
    blank(
      "saturation",
      "the module's connections have no limit beside them.",
      "Take the pack of stub_status: accepted against handled.",
    ),
  ],
};

const CACHED = ["job", "instance", "cache"] as const;
const sumOf = (states: readonly string[], unit: string): string =>
  states.map((state) => `sum(nginxplus_cache_${state}_${unit}{$s})`).join(" + ");
const HITS = ["hit", "stale", "updating", "revalidated"];
const TO_ORIGIN = ["miss", "expired", "bypass"];
const namesOf = (states: readonly string[], unit: string): string[] =>
  states.map((state) => `nginxplus_cache_${state}_${unit}`);

export const NGINX_PLUS: Source = {
  id: "nginx-plus",
  system: "NGINX Plus",
  exporter: "nginx-prometheus-exporter with the Plus API",
  setUp: "The Plus API, with a zone for each cache and server, and nginx-prometheus-exporter.",
  lateSeconds: null,
  packs: [
    packOf({
      id: "nginx-plus-hit-rate",
      name: "NGINX Plus hit rate",
      slis: ["hit rate"],
      needs: namesOf([...HITS, ...TO_ORIGIN], "responses"),
      labels: CACHED,
      counts: "good",
      part: sumOf(HITS, "responses"),
      total: sumOf([...HITS, ...TO_ORIGIN], "responses"),
      objective: 0.95,
      why: HIT_RATE,
      traps: [
        "A revalidated answer asked the origin, but took no body from it: it is a hit.",
        "A stale answer is a hit.",
      ],
    }),
    packOf({
      id: "nginx-plus-offload",
      name: "NGINX Plus offload",
      slis: ["offload, requests"],
      needs: namesOf([...HITS, ...TO_ORIGIN], "responses"),
      labels: CACHED,
      counts: "bad",
      part: sumOf(["revalidated", ...TO_ORIGIN], "responses"),
      total: sumOf([...HITS, ...TO_ORIGIN], "responses"),
      objective: 0.9,
      why: OFFLOAD_REQUESTS,
      traps: ["Only what goes through a cache is counted.", "A revalidated answer asked the origin: it is not spared."],
    }),
    packOf({
      id: "nginx-plus-offload-bytes",
      name: "NGINX Plus offload of bytes",
      slis: ["offload, bytes"],
      needs: namesOf([...HITS, ...TO_ORIGIN], "bytes"),
      labels: CACHED,
      counts: "bad",
      part: sumOf(TO_ORIGIN, "bytes"),
      total: sumOf([...HITS, ...TO_ORIGIN], "bytes"),
      objective: 0.9,
      why: OFFLOAD_BYTES,
      traps: ["Only what goes through a cache is counted."],
    }),
    packOf({
      id: "nginx-plus-availability",
      name: "NGINX Plus availability",
      slis: ["availability"],
      needs: ["nginxplus_server_zone_responses"],
      labels: ["job", "instance", "server_zone"],
      counts: "bad",
      part: 'nginxplus_server_zone_responses{$s,code="5xx"}',
      total: "nginxplus_server_zone_responses{$s}",
      objective: 0.999,
      why: AVAILABILITY,
      traps: ["A server without a zone is not counted."],
    }),
    packOf({
      id: "nginx-plus-connections",
      name: "NGINX Plus connections handled",
      slis: ["saturation"],
      needs: ["nginxplus_connections_accepted", "nginxplus_connections_dropped"],
      counts: "bad",
      part: "nginxplus_connections_dropped{$s}",
      total: "nginxplus_connections_accepted{$s}",
      objective: 0.999,
      why: SATURATION,
      traps: ["A connection is dropped when worker_connections is reached; requests on open ones go on."],
    }),
    packOf({
      id: "nginx-plus-fresh",
      name: "NGINX Plus cached answers that are fresh",
      slis: ["staleness"],
      needs: namesOf(HITS, "responses"),
      labels: CACHED,
      counts: "bad",
      part: sumOf(["stale", "updating"], "responses"),
      total: sumOf(HITS, "responses"),
      objective: 0.95,
      why: STALENESS,
      traps: ["It counts stale answers, not how old they were."],
    }),
  ],
  blanks: [
    blank(
      "latency",
      "nginxplus_upstream_server_response_time is a mean, and no quantile comes of a mean.",
      "Turn $request_time of the access log into a histogram.",
    ),
    blank(
      "evictions",
      "nginx does not count what it removes from its cache.",
      "Hold nginxplus_cache_size against nginxplus_cache_max_size as a gauge with a bound.",
    ),
  ],
};
