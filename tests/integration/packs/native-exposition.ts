import type { Truth } from "./known";

/** Media type in which Prometheus takes native histograms from a scrape. */
export const PROTOBUF = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

/** Observations a minute by the exponent of their bucket's edge: -2 ends at 0.25 s, 0 at 1 s. */
type Target = {
  job: string;
  metric: string;
  series: readonly { labels: Record<string, string>; perMinute: Record<number, number> }[];
  truths: Record<string, Truth>;
};

const targetOf = (job: string, metric: string, status: string): Target => ({
  job,
  metric,
  series: [
    { labels: { [status]: "200" }, perMinute: { "-2": 640, 0: 160 } },
    { labels: { [status]: "500" }, perMinute: { "-2": 0, 0: 40 } },
  ],
  truths: {
    [`${job}-latency`]: { good: 640, total: 840, over: 2 },
    [`${job}-availability`]: { good: 800, total: 840, over: 5 },
  },
});

export const NATIVE_TARGETS: readonly Target[] = [
  targetOf("http-native", "http_request_duration_seconds", "code"),
  targetOf("otel-native", "http_server_request_duration_seconds", "http_response_status_code"),
];

// Protocol buffers as prometheus/client_model's metrics.proto numbers their fields.

const HISTOGRAM = 4;

/** The histogram after so many minutes, as one delimited MetricFamily. */
export function nativeExposition({ metric, series }: Target, minutes: number): Buffer {
  const metrics = series.map(({ labels, perMinute }) => {
    const pairs = Object.entries(labels).map(([name, value]) =>
      bytes(1, Buffer.concat([bytes(1, Buffer.from(name)), bytes(2, Buffer.from(value))])),
    );
    // A thousand before the test began, so that no bucket is empty and their layout stays.
    const counts = [-2, -1, 0].map((edge) => Math.round(1000 + (perMinute[edge] ?? 0) * minutes));
    return bytes(4, Buffer.concat([...pairs, bytes(7, histogram(counts))]));
  });
  const family = Buffer.concat([bytes(1, Buffer.from(metric)), number(3, HISTOGRAM), ...metrics]);
  return Buffer.concat([varint(family.length), family]);
}

function histogram(counts: readonly number[]): Buffer {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const deltas = counts.map((count, i) => count - (counts[i - 1] ?? 0));
  return Buffer.concat([
    number(1, total),
    double(2, total * 0.3),
    number(5, zigzag(0)),
    double(6, 1e-128),
    number(7, 0),
    bytes(12, Buffer.concat([number(1, zigzag(-2)), number(2, counts.length)])),
    ...deltas.map((delta) => number(13, zigzag(delta))),
  ]);
}

function varint(value: number): Buffer {
  const parts: number[] = [];
  let rest = BigInt(value);
  for (; rest > 0x7fn; rest >>= 7n) parts.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...parts, Number(rest)]);
}
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const number = (field: number, value: number): Buffer => Buffer.concat([varint(field * 8), varint(value)]);
const bytes = (field: number, content: Buffer): Buffer =>
  Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
function double(field: number, value: number): Buffer {
  const content = Buffer.alloc(8);
  content.writeDoubleLE(value);
  return Buffer.concat([varint(field * 8 + 1), content]);
}
