import { type Blank, packOf, type Source } from "./pack";
import { AVAILABILITY, blank, HIT_RATE, LATENCY, OFFLOAD_BYTES, OFFLOAD_REQUESTS } from "./wording";

// Names and behaviour are those of the exporters' sources: lablabs/cloudflare-exporter, fastly/fastly-exporter and
// ExpressenAB/cloudmonitor_exporter.

/** What no CDN tells of its caches. */
const evictions = blank(
  "evictions",
  "the CDN tells nothing of how full its caches are.",
  "Watch the hit rate: what is pushed out is a miss.",
);
const saturation = blank(
  "saturation",
  "the CDN has no limit of its own that could be reached.",
  "Hold the availability at the edge, and the saturation of the origin.",
);
const staleness = (how: string): Blank => blank("staleness", "stale answers are not told apart.", how);

const ZONES = ["job", "instance", "zone", "account"] as const;
const BY_THE_MINUTE =
  "The counters move once a minute, by what happened five to six minutes before; a minute that the exporter missed is lost for ever.";

export const CLOUDFLARE: Source = {
  id: "cloudflare",
  system: "Cloudflare",
  exporter: "cloudflare-exporter",
  setUp: "lablabs/cloudflare-exporter with a token that reads analytics; free plans have no figures of zones.",
  lateSeconds: 360,
  packs: [
    packOf({
      id: "cloudflare-hit-rate",
      name: "Cloudflare hit rate of all requests",
      slis: ["hit rate", "offload, requests"],
      needs: ["cloudflare_zone_requests_total", "cloudflare_zone_requests_cached"],
      labels: ZONES,
      counts: "good",
      part: "cloudflare_zone_requests_cached{$s}",
      total: "cloudflare_zone_requests_total{$s}",
      objective: 0.8,
      why: "80 % of all requests, those among them that cannot be cached: the origin then answers one in five. Look at what the zone has, and promise what its decision needs.",
      traps: [
        BY_THE_MINUTE,
        "The total holds what cannot be cached, so it is the offload as well.",
        "Zones are added up before they are divided: a mean of their ratios would weigh a small one as much as a large one.",
      ],
    }),
    packOf({
      id: "cloudflare-offload-bytes",
      name: "Cloudflare offload of bytes",
      slis: ["offload, bytes"],
      needs: ["cloudflare_zone_bandwidth_total", "cloudflare_zone_bandwidth_cached"],
      labels: ZONES,
      counts: "good",
      part: "cloudflare_zone_bandwidth_cached{$s}",
      total: "cloudflare_zone_bandwidth_total{$s}",
      objective: 0.9,
      why: OFFLOAD_BYTES,
      traps: [BY_THE_MINUTE],
    }),
    packOf({
      id: "cloudflare-availability",
      name: "Cloudflare availability",
      slis: ["availability"],
      needs: ["cloudflare_zone_requests_status"],
      labels: ZONES,
      counts: "bad",
      part: 'cloudflare_zone_requests_status{$s,status=~"5.."}',
      total: "cloudflare_zone_requests_status{$s}",
      objective: 0.999,
      why: AVAILABILITY,
      traps: [
        BY_THE_MINUTE,
        "520 to 527 and 530 are Cloudflare's own words for an origin that did not answer.",
        "Figures by colocation, country and host are sampled: they are for looking into, and do not add up to these.",
      ],
    }),
  ],
  blanks: [
    blank(
      "latency",
      "the exporter has no times of requests.",
      "Ship logs through Logpush into a histogram, or measure from outside.",
    ),
    evictions,
    saturation,
    staleness("Ship logs through Logpush: CacheCacheStatus tells stale and updating."),
  ],
};

const SERVICES = ["job", "instance", "service_name", "datacenter"] as const;
const SHIELD =
  "The metric requests_total counts the shield's requests too; what visitors see is in the edge's figures.";

export const FASTLY: Source = {
  id: "fastly",
  system: "Fastly",
  exporter: "fastly-exporter",
  setUp: "fastly-exporter with a token that reads the real-time figures; origin and domain inspector are paid for.",
  lateSeconds: null,
  packs: [
    packOf({
      id: "fastly-hit-rate",
      name: "Fastly hit rate",
      slis: ["hit rate"],
      needs: ["fastly_rt_hits_total", "fastly_rt_miss_total"],
      labels: SERVICES,
      counts: "good",
      part: "fastly_rt_hits_total{$s}",
      total: "sum(fastly_rt_hits_total{$s}) + sum(fastly_rt_miss_total{$s})",
      objective: 0.95,
      why: HIT_RATE,
      traps: [
        "Passed requests are in neither count; offload counts them.",
        "A data centre that is new begins without its first events.",
        "Gaps of the real-time API are lost.",
      ],
    }),
    packOf({
      id: "fastly-offload",
      name: "Fastly offload",
      slis: ["offload, requests"],
      needs: ["fastly_rt_edge_total", "fastly_rt_origin_fetches_total"],
      labels: SERVICES,
      counts: "bad",
      part: "fastly_rt_origin_fetches_total{$s}",
      total: "fastly_rt_edge_total{$s}",
      objective: 0.9,
      why: OFFLOAD_REQUESTS,
      traps: [SHIELD, "Retries and revalidations are fetches that no visitor made."],
    }),
    packOf({
      id: "fastly-offload-bytes",
      name: "Fastly offload of bytes",
      slis: ["offload, bytes"],
      needs: [
        "fastly_rt_edge_resp_body_bytes_total",
        "fastly_rt_edge_resp_header_bytes_total",
        "fastly_rt_origin_fetch_resp_body_bytes_total",
        "fastly_rt_origin_fetch_resp_header_bytes_total",
      ],
      labels: SERVICES,
      counts: "bad",
      part: "sum(fastly_rt_origin_fetch_resp_body_bytes_total{$s}) + sum(fastly_rt_origin_fetch_resp_header_bytes_total{$s})",
      total: "sum(fastly_rt_edge_resp_body_bytes_total{$s}) + sum(fastly_rt_edge_resp_header_bytes_total{$s})",
      objective: 0.9,
      why: OFFLOAD_BYTES,
      traps: ["One data centre may fetch more than it sends: a shield fetches for others.", SHIELD],
    }),
    packOf({
      id: "fastly-miss-latency",
      name: "Fastly latency of misses",
      slis: ["latency"],
      needs: ["fastly_rt_miss_duration_seconds_count", "fastly_rt_miss_duration_seconds_bucket"],
      labels: SERVICES,
      counts: "good",
      part: 'fastly_rt_miss_duration_seconds_bucket{$s,le="$threshold"}',
      total: "fastly_rt_miss_duration_seconds_count{$s}",
      threshold: 0.25,
      objective: 0.9,
      why: "90 % of misses within 250 ms: they wait for the origin, and are a few in a hundred requests. Take the edge that your decision names.",
      traps: ["Hits are not in it; they take a few milliseconds.", "It is the time to the origin's first byte."],
    }),
    packOf({
      id: "fastly-availability",
      name: "Fastly availability",
      slis: ["availability"],
      needs: ["fastly_rt_status_group_total"],
      labels: SERVICES,
      counts: "bad",
      part: 'fastly_rt_status_group_total{$s,status_group="5xx"}',
      total: "fastly_rt_status_group_total{$s}",
      objective: 0.999,
      why: AVAILABILITY,
      traps: ["Answers of edge and shield are both counted, so one failure may be two."],
    }),
  ],
  blanks: [evictions, saturation, staleness("Ship logs: fastly_info.state tells HIT-STALE.")],
};

const CLOUD_MONITOR = ["job", "instance", "host"] as const;
const OLD_PRODUCT =
  "Cloud Monitor is an older product; DataStream 2 has another form, for which the pack of counters of your own is.";

export const AKAMAI: Source = {
  id: "akamai",
  system: "Akamai",
  exporter: "cloudmonitor_exporter",
  setUp:
    "Cloud Monitor that pushes to cloudmonitor_exporter, which nobody maintains; for DataStream 2 take the CDN pack with counters of your own.",
  lateSeconds: 60,
  packs: [
    packOf({
      id: "akamai-hit-rate",
      name: "Akamai hit rate",
      slis: ["hit rate"],
      needs: ["cloudmonitor_http_requests_total"],
      labels: CLOUD_MONITOR,
      counts: "good",
      part: 'cloudmonitor_http_requests_total{$s,cache="hit"}',
      total: 'cloudmonitor_http_requests_total{$s,cache=~"hit|miss"}',
      objective: 0.95,
      why: HIT_RATE,
      traps: ["A sample is multiplied by a whole number, so a share of 30 % counts a tenth too little.", OLD_PRODUCT],
    }),
    packOf({
      id: "akamai-offload",
      name: "Akamai offload",
      slis: ["offload, requests"],
      needs: ["cloudmonitor_http_requests_total"],
      labels: CLOUD_MONITOR,
      counts: "good",
      part: 'cloudmonitor_http_requests_total{$s,cache="hit"}',
      total: "cloudmonitor_http_requests_total{$s}",
      objective: 0.9,
      why: OFFLOAD_REQUESTS,
      traps: ["What cannot be cached is in the total.", OLD_PRODUCT],
    }),
    packOf({
      id: "akamai-offload-bytes",
      name: "Akamai offload of bytes",
      slis: ["offload, bytes"],
      needs: ["cloudmonitor_http_response_bytes_total"],
      labels: CLOUD_MONITOR,
      counts: "good",
      part: 'cloudmonitor_http_response_bytes_total{$s,cache="hit"}',
      total: "cloudmonitor_http_response_bytes_total{$s}",
      objective: 0.9,
      why: OFFLOAD_BYTES,
      traps: [OLD_PRODUCT],
    }),
    packOf({
      id: "akamai-availability",
      name: "Akamai availability",
      slis: ["availability"],
      needs: ["cloudmonitor_http_requests_total"],
      labels: CLOUD_MONITOR,
      counts: "bad",
      part: 'cloudmonitor_http_requests_total{$s,status_code=~"5.."}',
      total: "cloudmonitor_http_requests_total{$s}",
      objective: 0.999,
      why: AVAILABILITY,
      traps: [OLD_PRODUCT],
    }),
  ],
  blanks: [
    blank(
      "latency",
      "its times are quantiles of each process, which cannot be added up.",
      "Ship DataStream 2 through Vector or a collector into a histogram.",
    ),
    evictions,
    saturation,
    staleness("Ship DataStream 2 and count by its cache status."),
  ],
};

const hits = { name: "hits", says: "Requests answered from the cache", example: 'cdn_requests_total{cache="hit"}' };
const requests = { name: "requests", says: "All requests", example: "cdn_requests_total" };
const OWN =
  "Counters that only grow: of gauges that hold a period's sum write the PromQL yourself, and name the period.";

export const ANY_CDN: Source = {
  id: "cdn",
  system: "Akamai and other CDNs",
  exporter: "counters of your own",
  setUp:
    "Logs or reports turned into counters: Akamai's DataStream 2 or any log through Vector, or a collector's count connector.",
  lateSeconds: null,
  packs: [
    packOf({
      id: "cdn-hit-rate",
      name: "CDN hit rate",
      slis: ["hit rate"],
      needs: [],
      labels: [],
      counts: "good",
      part: "$hits",
      total: "$requests",
      mapped: [
        hits,
        {
          ...requests,
          says: "Requests that may be cached, hits among them",
          example: 'cdn_requests_total{cache=~"hit|miss"}',
        },
      ],
      objective: 0.95,
      why: HIT_RATE,
      traps: [OWN],
    }),
    packOf({
      id: "cdn-offload",
      name: "CDN offload",
      slis: ["offload, requests"],
      needs: [],
      labels: [],
      counts: "good",
      part: "$hits",
      total: "$requests",
      mapped: [hits, requests],
      objective: 0.9,
      why: OFFLOAD_REQUESTS,
      traps: [OWN],
    }),
    packOf({
      id: "cdn-offload-bytes",
      name: "CDN offload of bytes",
      slis: ["offload, bytes"],
      needs: [],
      labels: [],
      counts: "good",
      part: "$hits",
      total: "$requests",
      mapped: [
        { name: "hits", says: "Bytes sent from the cache", example: 'cdn_bytes_total{cache="hit"}' },
        { name: "requests", says: "All bytes", example: "cdn_bytes_total" },
      ],
      objective: 0.9,
      why: OFFLOAD_BYTES,
      traps: [OWN],
    }),
    packOf({
      id: "cdn-latency",
      name: "CDN latency",
      slis: ["latency"],
      needs: [],
      labels: [],
      counts: "good",
      part: "$fast",
      total: "$requests",
      mapped: [
        { name: "fast", says: "The bucket of quick answers, with its edge", example: 'cdn_seconds_bucket{le="0.25"}' },
        { ...requests, example: "cdn_seconds_count" },
      ],
      objective: 0.95,
      why: LATENCY,
      traps: [OWN, "The edge has to be one of the histogram's."],
    }),
    packOf({
      id: "cdn-availability",
      name: "CDN availability",
      slis: ["availability"],
      needs: [],
      labels: [],
      counts: "bad",
      part: "$errors",
      total: "$requests",
      mapped: [{ name: "errors", says: "Answers of 5xx", example: 'cdn_requests_total{status=~"5.."}' }, requests],
      objective: 0.999,
      why: AVAILABILITY,
      traps: [OWN],
    }),
    packOf({
      id: "cdn-fresh",
      name: "CDN hits that are fresh",
      slis: ["staleness"],
      needs: [],
      labels: [],
      counts: "bad",
      part: "$stale",
      total: "$hits",
      mapped: [{ name: "stale", says: "Stale answers", example: 'cdn_requests_total{cache="stale"}' }, hits],
      objective: 0.95,
      why: "95 %: stale answers while the origin is slow are what they are for; when one in twenty is stale, objects live too short.",
      traps: [OWN],
    }),
  ],
  blanks: [evictions, saturation],
};
