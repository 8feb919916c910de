import { Counter, Histogram, Registry } from "prom-client";
import { LATENCY_EDGES } from "../../latency";

/** What the visitors see, as series. */
export function loadMetrics(labels: Record<string, string>) {
  const registry = new Registry();
  registry.setDefaultLabels(labels);
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const metrics = {
    registry,
    served: counter("caching_cacheable_reads_total", "Cacheable reads, by the level that answered", ["served"]),
    requests: counter("caching_client_requests_total", "Requests of visitors, writes included", ["result"]),
    versioned: counter("caching_versioned_reads_total", "Reads that showed prices", []),
    stale: counter("caching_stale_reads_total", "Of these, with a price that had been replaced before", []),
    bytes: counter("caching_client_bytes_total", "Bytes of bodies that visitors got", []),
    duration: new Histogram({
      name: "caching_client_request_duration_seconds",
      help: "Time from when a read was due to its last byte",
      buckets: LATENCY_EDGES,
      registers: [registry],
    }),
  };
  for (const served of ["edge", "l1", "shared", "database", "origin", "error"]) metrics.served.inc({ served }, 0);
  for (const result of ["ok", "error"]) metrics.requests.inc({ result }, 0);
  metrics.versioned.inc(0);
  metrics.stale.inc(0);
  metrics.bytes.inc(0);
  return metrics;
}
