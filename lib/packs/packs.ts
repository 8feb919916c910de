import { AKAMAI, ANY_CDN, CLOUDFLARE, FASTLY } from "./cdn";
import { CLOUDFRONT_CLOUDWATCH, CLOUDFRONT_YACE } from "./cloudfront";
import { HAZELCAST } from "./hazelcast";
import { HTTP_SOURCES } from "./http";
import { MEMCACHED } from "./memcached";
import { NGINX, NGINX_PLUS, NGINX_VTS } from "./nginx";
import type { Pack, Source } from "./pack";
import { REDIS } from "./redis";
import { VARNISH } from "./varnish";

/** Every exporter that is known, with all that can be made of it. */
export const SOURCES: readonly Source[] = [
  REDIS,
  MEMCACHED,
  HAZELCAST,
  VARNISH,
  NGINX,
  NGINX_VTS,
  NGINX_PLUS,
  CLOUDFLARE,
  CLOUDFRONT_YACE,
  CLOUDFRONT_CLOUDWATCH,
  FASTLY,
  AKAMAI,
  ANY_CDN,
  ...HTTP_SOURCES,
];

export const PACKS: readonly Pack[] = SOURCES.flatMap(({ packs }) => packs);
