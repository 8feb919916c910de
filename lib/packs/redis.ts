import { packOf, type Source } from "./pack";
import { blank, EVICTIONS, HIT_RATE, NO_ORIGIN, SATURATION } from "./wording";

// Names and behaviour are those of oliver006/redis_exporter's source (exporter/exporter.go, latency.go).

const WRITES = "set|setex|psetex|hset|mset|getset";
/** Redis keeps these edges, µs; only those that hold something are exported, so the last one below the bound stands for all. */
const WITHIN_A_MILLISECOND = "(1|2|4|8|16|33|66|132|264|528|1056)([.]0)?";

export const REDIS: Source = {
  id: "redis",
  system: "Redis",
  exporter: "redis_exporter",
  setUp: "redis_exporter beside each server; latencies need its version 1.48 and Redis 7.",
  lateSeconds: null,
  packs: [
    packOf({
      id: "redis-hit-rate",
      name: "Redis hit rate",
      slis: ["hit rate"],
      needs: ["redis_keyspace_hits_total", "redis_keyspace_misses_total"],
      counts: "good",
      part: "redis_keyspace_hits_total{$s}",
      total: "sum(redis_keyspace_hits_total{$s}) + sum(redis_keyspace_misses_total{$s})",
      objective: 0.95,
      why: HIT_RATE,
      traps: [
        "It is per server, for all keys: Redis does not count by prefix.",
        "EXISTS and TTL count as look-ups too.",
        "A full memory is healthy for a cache; hit rate and latency say more.",
      ],
    }),
    packOf({
      id: "redis-latency",
      name: "Redis commands within 1 ms",
      slis: ["latency"],
      needs: ["redis_commands_latencies_usec_count", "redis_commands_latencies_usec_bucket"],
      labels: ["job", "instance", "cmd"],
      counts: "good",
      part: `sum(max by (job, instance, cmd) (rate(redis_commands_latencies_usec_bucket{$s,le=~"${WITHIN_A_MILLISECOND}"}[$window])))`,
      total: "redis_commands_latencies_usec_count{$s}",
      objective: 0.99,
      why: "99 % within 1.056 ms, an edge of Redis: one thread serves all, so a slow command makes every other wait. It is the server's time alone.",
      traps: [
        "Buckets without a command are not exported, so they are never added up over commands: each command's highest one is taken.",
        "Neither the network nor the wait in the queue is in it; hold the latency of the application beside it.",
        "The edges are those of Redis, in microseconds.",
      ],
    }),
    packOf({
      id: "redis-commands",
      name: "Redis commands that succeed",
      slis: ["availability"],
      needs: ["redis_commands_total", "redis_commands_failed_calls_total", "redis_commands_rejected_calls_total"],
      labels: ["job", "instance", "cmd"],
      counts: "bad",
      part: "sum(redis_commands_failed_calls_total{$s}) + sum(redis_commands_rejected_calls_total{$s})",
      total: "sum(redis_commands_total{$s}) + sum(redis_commands_rejected_calls_total{$s})",
      objective: 0.999,
      why: "99.9 %: a cache should refuse hardly anything. OOM refusals of writes come by the thousand when a limit without an eviction policy is reached.",
      traps: [
        "Rejected commands are not among all commands, so they are added to the total.",
        "A wrong command of one application counts as well; choose cmd where that is known.",
        "A server that is down answers nothing: that shows as no data, not as failures.",
      ],
    }),
    packOf({
      id: "redis-evictions",
      name: "Redis writes without an eviction",
      slis: ["evictions"],
      needs: ["redis_evicted_keys_total", "redis_commands_total"],
      counts: "bad",
      part: "redis_evicted_keys_total{$s}",
      total: `redis_commands_total{$s,cmd=~"${WRITES}"}`,
      objective: 0.9,
      why: EVICTIONS,
      traps: ["One large write may push out many keys.", "MSET writes several keys and counts as one command."],
    }),
    packOf({
      id: "redis-connections",
      name: "Redis connections accepted",
      slis: ["saturation"],
      needs: ["redis_connections_received_total", "redis_rejected_connections_total"],
      counts: "bad",
      part: "redis_rejected_connections_total{$s}",
      total: "sum(redis_connections_received_total{$s}) + sum(redis_rejected_connections_total{$s})",
      objective: 0.999,
      why: SATURATION,
      traps: [
        "With pools of connections there are few in an hour: one that is refused weighs much.",
        "Memory is no saturation of a cache: used against maxmemory is near 100 % when all is well.",
      ],
    }),
  ],
  blanks: [
    ...NO_ORIGIN,
    blank(
      "staleness",
      "Redis does not know what is out of date.",
      "Watch the share of keys without a time to live (redis_db_keys_expiring against redis_db_keys) and the lag of replicas; count stale reads in the application.",
    ),
  ],
};
