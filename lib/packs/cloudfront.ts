import { type Blank, type Pack, packOf, type Source } from "./pack";
import { AVAILABILITY, blank } from "./wording";

// Names and behaviour are those of CloudWatch's metrics of CloudFront, and of yet-another-cloudwatch-exporter and
// prometheus/cloudwatch_exporter: gauges, each of which holds one period.

const LOGS =
  "Ship CloudFront's real-time logs into a log pipeline and count there (x-edge-result-type, time-taken, x-edge-location).";
const PERIOD =
  "Each gauge holds one period's sum and is counted once a period, however often it is scraped; rate() of it means nothing.";

const BLANKS: readonly Blank[] = [
  blank("offload, requests", "CloudWatch counts no requests to the origin.", LOGS),
  blank("offload, bytes", "CloudWatch counts no bytes of the origin.", LOGS),
  blank(
    "latency",
    "there is only a quantile of the origin's times (OriginLatency, paid for), and no share within a bound comes of it.",
    `Hold aws_cloudfront_origin_latency_p95 as a gauge with a bound: minutes, not requests. ${LOGS}`,
  ),
  blank(
    "evictions",
    "the CDN tells nothing of how full its caches are.",
    "Watch the hit rate: what is pushed out is a miss.",
  ),
  blank(
    "saturation",
    "the CDN has no limit of its own that could be reached.",
    "Hold the availability, and the saturation of the origin.",
  ),
  blank("staleness", "stale answers are not told apart.", LOGS),
];

type Exporter = {
  id: string;
  label: string;
  says: string;
  delaySeconds: number | null;
  periodSeconds: number;
  trap: string;
};

function packsOf({ id, label, says, delaySeconds, periodSeconds, trap }: Exporter): Pack[] {
  const usual = { labels: ["job", label], telling: label, delaySeconds, periodSeconds, window: "28d" } as const;
  const requests = "aws_cloudfront_requests_sum{$s}";
  return [
    packOf({
      ...usual,
      id: `${id}-hit-rate`,
      name: `CloudFront hit rate${says}`,
      slis: ["hit rate"],
      needs: ["aws_cloudfront_cache_hit_rate_average", "aws_cloudfront_requests_sum"],
      counts: "good",
      part: `${requests} * aws_cloudfront_cache_hit_rate_average{$s} / 100`,
      total: requests,
      objective: 0.9,
      why: "90 %: CloudFront counts what may be cached, so what is left are first reads by place. Look at what there is, and promise what the decision needs.",
      traps: [PERIOD, "The rate is of requests that may be cached, but is weighed with all.", trap],
    }),
    packOf({
      ...usual,
      id: `${id}-availability`,
      name: `CloudFront availability${says}`,
      slis: ["availability"],
      needs: ["aws_cloudfront_5xx_error_rate_average", "aws_cloudfront_requests_sum"],
      counts: "good",
      part: `${requests} * (1 - aws_cloudfront_5xx_error_rate_average{$s} / 100)`,
      total: requests,
      objective: 0.999,
      why: AVAILABILITY,
      traps: [PERIOD, "Events are worked out from a percentage that CloudWatch rounds.", trap],
    }),
  ];
}

export const CLOUDFRONT_YACE: Source = {
  id: "cloudfront",
  system: "AWS CloudFront",
  exporter: "yet-another-cloudwatch-exporter",
  setUp:
    "YACE in us-east-1 with Requests (Sum), 5xxErrorRate and CacheHitRate (Average, paid for) of a period of 300 s.",
  lateSeconds: 600,
  packs: packsOf({
    id: "cloudfront",
    label: "dimension_DistributionId",
    says: "",
    delaySeconds: null,
    periodSeconds: 300,
    trap: "YACE gives no time to its samples: what happened five to ten minutes before is booked when it is read.",
  }),
  blanks: BLANKS,
};

export const CLOUDFRONT_CLOUDWATCH: Source = {
  id: "cloudfront-cloudwatch",
  system: "AWS CloudFront",
  exporter: "cloudwatch_exporter",
  setUp:
    "cloudwatch_exporter in us-east-1; its example asks for the Sum of error rates, which is of no use: configure Average.",
  lateSeconds: null,
  packs: packsOf({
    id: "cloudfront-cloudwatch",
    label: "distribution_id",
    says: " (cloudwatch_exporter)",
    // Ten minutes that the exporter waits, a period of 60 s, and a scrape.
    delaySeconds: 720,
    periodSeconds: 60,
    trap: "Samples carry CloudWatch's own time, ten minutes back: asked for now there are none, so minutes are final after twelve.",
  }),
  blanks: BLANKS,
};
