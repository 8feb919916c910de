import type { Blank, SliName } from "./pack";

export const HIT_RATE =
  "Every miss costs a read from what is behind the cache. At 95 % one look-up in twenty does; a drop to 90 % doubles the load behind it.";
export const OFFLOAD_REQUESTS = "What the origin is spared, as a CDN counts it: at 90 % it answers one request in ten.";
export const OFFLOAD_BYTES =
  "Bytes are what the origin's traffic is billed by: at 90 % it sends one byte in ten. Large objects that are not kept show here first.";
export const LATENCY =
  "95 % of requests within 250 ms is a p95 of 250 ms, with a budget: a page of several requests still feels immediate. Take the edge that your decision names.";
export const AVAILABILITY =
  "99.9 % leaves 40 minutes of outage in 28 days, about what one bad deploy takes to notice and undo. More needs two of everything.";
export const ORIGIN_AVAILABILITY =
  "99.5 %: a cache answers for its origin while objects last, so a few failures behind it are not seen; more than that means it is down.";
export const EVICTIONS =
  "A full cache that evicts is healthy. At 90 % one write in ten pushes something out; beyond that memory is too small for what is asked for.";
export const SATURATION =
  "99.9 %: no connection should be turned away. Some are in a restart; a limit that is reached turns away all at once.";
export const STALENESS =
  "95 %: stale answers while the origin is slow are what grace is for; when one hit in twenty is stale, objects live shorter than it takes to renew them.";

const said = (sli: SliName, why: string, instead: string): Blank => ({
  sli,
  why: `not available from this exporter: ${why}`,
  instead,
});
export const blank = said;

/** The same of one thing, where another of that name is counted. */
export const blankOf = (sli: SliName, of: string, why: string, instead: string): Blank => ({
  ...said(sli, why, instead),
  of,
});

/** What no HTTP server's histogram tells. */
export const NO_CACHE: readonly Blank[] = [
  said(
    "hit rate",
    "it knows of no cache.",
    "Take the pack of the cache itself, or count hits and misses in the application.",
  ),
  said(
    "offload, requests",
    "it sees what reached it, not what a cache answered.",
    "Take the pack of the CDN or the cache before it.",
  ),
  said(
    "offload, bytes",
    "it sees what reached it, not what a cache answered.",
    "Take the pack of the CDN or the cache before it.",
  ),
  said("evictions", "it knows of no cache.", "Take the pack of the cache itself."),
  said(
    "saturation",
    "it counts no connection that was turned away.",
    "Hold the latency: a full server is slow before it refuses. The proxy before it counts refusals as 5xx.",
  ),
  said("staleness", "it knows of no cache.", "Take the pack of the cache itself."),
];

/** What no cache in memory knows, because it stands beside its origin and not before it. */
export const NO_ORIGIN: readonly Blank[] = [
  said(
    "offload, requests",
    "it stands beside its origin and does not see what goes there.",
    "Hold the hit rate, and count the reads of the database where they are made.",
  ),
  said(
    "offload, bytes",
    "it stands beside its origin and does not see what goes there.",
    "Hold the hit rate; bytes by key only the application can count.",
  ),
];
