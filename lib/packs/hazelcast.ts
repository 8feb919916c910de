import { packOf, type Source } from "./pack";
import { blank, blankOf, HIT_RATE, NO_ORIGIN } from "./wording";

// Names are those of Hazelcast's JMX metrics as the exporter in its official image writes them: com_hazelcast_Metrics_<attribute>.

const LABELS = ["job", "instance", "tag0"] as const;
const PER_MEMBER = "Every member counts its own part: all of them are added up.";
const QUOTES = 'The label tag0 holds its quotation marks, as in "name=sessions".';

export const HAZELCAST: Source = {
  id: "hazelcast",
  system: "Hazelcast",
  exporter: "JMX exporter of the official image",
  setUp: "PROMETHEUS_PORT and -Dhazelcast.jmx=true on every member; statistics turned on for the caches.",
  lateSeconds: null,
  packs: [
    packOf({
      id: "hazelcast-cache-hit-rate",
      name: "Hazelcast cache hit rate",
      slis: ["hit rate"],
      needs: ["com_hazelcast_Metrics_cacheHits", "com_hazelcast_Metrics_cacheMisses"],
      labels: LABELS,
      counts: "good",
      part: 'com_hazelcast_Metrics_cacheHits{$s,prefix="cache"}',
      total:
        'sum(com_hazelcast_Metrics_cacheHits{$s,prefix="cache"}) + sum(com_hazelcast_Metrics_cacheMisses{$s,prefix="cache"})',
      objective: 0.95,
      why: HIT_RATE,
      traps: ["It is of JCache (ICache); an IMap has no misses.", PER_MEMBER, QUOTES],
    }),
    packOf({
      id: "hazelcast-near-cache-hit-rate",
      name: "Hazelcast near cache hit rate",
      slis: ["hit rate"],
      needs: ["com_hazelcast_Metrics_misses", "com_hazelcast_Metrics_hits"],
      labels: LABELS,
      counts: "good",
      part: 'com_hazelcast_Metrics_hits{$s,prefix="map.nearcache"}',
      total:
        'sum(com_hazelcast_Metrics_hits{$s,prefix="map.nearcache"}) + sum(com_hazelcast_Metrics_misses{$s,prefix="map.nearcache"})',
      objective: 0.9,
      why: "90 %: a near cache spares the way through the network; below that, members ask one another for one entry in ten and more.",
      traps: [
        "The near caches of clients are not in the members' figures.",
        "The same metric counts IMaps too: prefix tells them apart.",
        QUOTES,
      ],
    }),
    packOf({
      id: "hazelcast-operations",
      name: "Hazelcast operations in time",
      slis: ["availability"],
      needs: ["com_hazelcast_Metrics_completedCount", "com_hazelcast_Metrics_operationTimeoutCount"],
      labels: ["job", "instance"],
      counts: "bad",
      part: 'com_hazelcast_Metrics_operationTimeoutCount{$s,prefix="operation"}',
      total: 'com_hazelcast_Metrics_completedCount{$s,prefix="operation"}',
      objective: 0.9999,
      why: "99.99 %: a timeout is tens of seconds that somebody waited; in a healthy cluster there are none.",
      traps: ["Operations of the cluster itself are among them.", PER_MEMBER],
    }),
  ],
  blanks: [
    blankOf(
      "hit rate",
      "IMap",
      "an IMap counts no misses, and its hits hold overwriting puts as well.",
      "Put a near cache or a JCache before the map, or count hits and misses in the application.",
    ),
    ...NO_ORIGIN,
    blank(
      "latency",
      "there are means only (totalGetLatency, averageGetTime), and no quantile comes of a mean.",
      "Count the calls in a histogram of the application.",
    ),
    blank(
      "evictions",
      "evictionCount exists in newer versions of 5.x only, beside no count of entries that were stored.",
      "Watch it beside the hit rate.",
    ),
    blank(
      "saturation",
      "the heap is a gauge, and garbage collection moves it.",
      "Hold usedHeap against maxHeap as a gauge with a bound; there is no limit to connections.",
    ),
    blank(
      "staleness",
      "it does not know what is out of date.",
      "Watch the invalidations of near caches; count stale reads in the application.",
    ),
  ],
};
