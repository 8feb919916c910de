import fc from "fast-check";
import { expect, test } from "vitest";
import { inSeconds, inUnit, LATENCY_UNITS, queryInSeconds, unitInName } from "@/lib/slo/latency-unit";

test("an edge in its own unit is a threshold in s, and the same edge again", () => {
  expect([inSeconds(250, "ms"), inSeconds(0.5, "ms"), inSeconds(300, "ms"), inSeconds(1056, "us")]).toEqual([
    0.25, 0.0005, 0.3, 0.001056,
  ]);
  expect([inSeconds(250), inSeconds(250, "s"), inUnit(0.3, "ms"), inUnit(0.3)]).toEqual([250, 250, 300, 0.3]);
  fc.assert(
    fc.property(fc.constantFrom(...LATENCY_UNITS), fc.integer({ min: 1, max: 1e8 }), (unit, tenths) => {
      const edge = tenths / 10;
      expect(inUnit(inSeconds(edge, unit), unit)).toBe(edge);
    }),
  );
});

test("the last bucket has no end in any unit", () => {
  for (const unit of LATENCY_UNITS) expect(inSeconds(Number("+Inf"), unit)).not.toBe(0);
  expect(inSeconds(Number.POSITIVE_INFINITY, "ms")).toBe(Number.POSITIVE_INFINITY);
});

test("a query's answer comes in s", () => {
  expect(queryInSeconds("q")).toBe("q");
  expect(queryInSeconds("q", "ms")).toBe("q / 1000");
});

test.each([
  ["istio_request_duration_milliseconds_bucket", "ms"],
  ["envoy_cluster_upstream_rq_time_bucket", "ms"],
  ["envoy_http_downstream_rq_time", "ms"],
  ["http_server_duration_milliseconds_bucket", "ms"],
  ["took_ms_bucket", "ms"],
  ["redis_commands_latencies_usec_bucket", "us"],
  ["http_request_duration_seconds_bucket", null],
  ["items_bucket", null],
  ["rq_time_bucket", null],
])("the name %s says %s", (metric, unit) => {
  expect(unitInName(metric)).toBe(unit);
});
