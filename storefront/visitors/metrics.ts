import { Counter, Histogram, Registry } from "prom-client";
import { LATENCY_EDGES } from "../latency";

export const registry = new Registry();

export const requestDuration = new Histogram({
  name: "storefront_visitor_request_duration_seconds",
  help: "Time from a visitor's request to the last byte of the answer, through the edge",
  labelNames: ["route", "region", "status"],
  buckets: LATENCY_EDGES,
  registers: [registry],
});

export const dropped = new Counter({
  name: "storefront_visitor_dropped_total",
  help: "Requests not sent because too many were under way",
  registers: [registry],
});
