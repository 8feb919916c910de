import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import { LATENCY_EDGES } from "../latency";

export type Tier = "l1" | "l2";
export type ReadCause = "cache-miss" | "live";

export const registry = new Registry();
collectDefaultMetrics({ register: registry });

export const requestDuration = new Histogram({
  name: "storefront_http_request_duration_seconds",
  help: "Time from a request's arrival at the origin to the end of its answer",
  labelNames: ["route", "status"],
  buckets: LATENCY_EDGES,
  registers: [registry],
});

export const cacheRequests = new Counter({
  name: "storefront_cache_requests_total",
  help: "Look-ups in the origin's cache tiers",
  labelNames: ["tier", "result"],
  registers: [registry],
});

export const databaseReads = new Counter({
  name: "storefront_database_reads_total",
  help: "Reads of the product database",
  labelNames: ["cause"],
  registers: [registry],
});

// A series that appears with its first event loses that event to every rate: so all begin at zero.
for (const tier of ["l1", "l2"]) for (const result of ["hit", "miss"]) cacheRequests.inc({ tier, result }, 0);
for (const cause of ["cache-miss", "live"]) databaseReads.inc({ cause }, 0);
