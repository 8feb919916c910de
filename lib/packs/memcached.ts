import { packOf, type Source } from "./pack";
import { blank, EVICTIONS, HIT_RATE, NO_ORIGIN, SATURATION } from "./wording";

// Names and behaviour are those of prometheus/memcached_exporter's source (pkg/exporter/exporter.go).

export const MEMCACHED: Source = {
  id: "memcached",
  system: "Memcached",
  exporter: "memcached_exporter",
  setUp: "memcached_exporter beside each server; refused stores and connections need its version 0.15 or later.",
  lateSeconds: null,
  packs: [
    packOf({
      id: "memcached-hit-rate",
      name: "Memcached hit rate",
      slis: ["hit rate"],
      needs: ["memcached_commands_total"],
      counts: "good",
      part: 'memcached_commands_total{$s,command="get",status="hit"}',
      total: 'memcached_commands_total{$s,command="get"}',
      objective: 0.95,
      why: HIT_RATE,
      traps: [
        "Without command=get the ratio is too good: every set counts as a hit.",
        "An expired item that is read is a plain miss.",
      ],
    }),
    packOf({
      id: "memcached-stores",
      name: "Memcached stores that succeed",
      slis: ["availability"],
      needs: ["memcached_commands_total", "memcached_item_too_large_total", "memcached_item_no_memory_total"],
      counts: "bad",
      part: "sum(memcached_item_too_large_total{$s}) + sum(memcached_item_no_memory_total{$s})",
      total: 'memcached_commands_total{$s,command=~"set|cas"}',
      objective: 0.999,
      why: "99.9 %: what is too large is never kept, and every read of it goes to the origin. A few sizes that do not fit are a mistake worth finding.",
      traps: [
        "Errors of the protocol are not counted.",
        "The exporter counts a set for every cas as well and takes it off again.",
      ],
    }),
    packOf({
      id: "memcached-evictions",
      name: "Memcached stores without an eviction",
      slis: ["evictions"],
      needs: ["memcached_items_evicted_total", "memcached_commands_total"],
      counts: "bad",
      part: "memcached_items_evicted_total{$s}",
      total: 'memcached_commands_total{$s,command="set"}',
      objective: 0.9,
      why: EVICTIONS,
      traps: [
        "Slab classes fill apart: there are evictions while half of the memory is free.",
        "Bytes against the limit are no sign of pressure.",
      ],
    }),
    packOf({
      id: "memcached-connections",
      name: "Memcached connections accepted",
      slis: ["saturation"],
      needs: ["memcached_connections_total", "memcached_connections_rejected_total"],
      counts: "bad",
      part: "memcached_connections_rejected_total{$s}",
      total: "sum(memcached_connections_total{$s}) + sum(memcached_connections_rejected_total{$s})",
      objective: 0.999,
      why: SATURATION,
      traps: [
        "Only with maxconns_fast is a connection refused; without it, it waits, and memcached_connections_listener_disabled_total grows.",
      ],
    }),
  ],
  blanks: [
    ...NO_ORIGIN,
    blank(
      "latency",
      "Memcached measures no times.",
      "Count its calls in a histogram of the application, and take the pack of HTTP latency as a model.",
    ),
    blank("staleness", "Memcached does not know what is out of date.", "Count stale reads in the application."),
  ],
};
