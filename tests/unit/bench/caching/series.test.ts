import { expect, test } from "vitest";
import { type Metric, seriesBook } from "@/bench/caching/series";

const reads = (value: number, level = "l1"): Metric[] => [
  { name: "reads_total", type: "counter", values: [{ value, labels: { level } }] },
];

test("counts of several processes add up, each from its own last count", () => {
  const book = seriesBook();
  book.take("a", reads(3));
  book.take("b", reads(10));
  book.take("a", reads(5));
  expect(book.sum("reads_total", { level: "l1" })).toBe(15);
  expect(book.sum("reads_total", { level: "shared" })).toBe(0);
});

test("a process that was killed keeps what it counted, and its successor counts on top", () => {
  const book = seriesBook();
  book.take("a", reads(7));
  book.startAnew("a");
  book.take("a", reads(9));
  expect(book.sum("reads_total", {})).toBe(16);
  book.take("a", reads(2));
  expect(book.sum("reads_total", {})).toBe(18);
});

test("it is told in Prometheus' own format, buckets under their histogram", () => {
  const book = seriesBook();
  book.take("a", reads(2));
  book.take("a", [
    {
      name: "seconds",
      type: "histogram",
      values: [
        { value: 1, labels: { le: 0.2 }, metricName: "seconds_bucket" },
        { value: 1, labels: { le: "+Inf" }, metricName: "seconds_bucket" },
        { value: 1, labels: {}, metricName: "seconds_count" },
      ],
    },
  ]);
  expect(book.text()).toBe(
    [
      "# TYPE reads_total counter",
      'reads_total{level="l1"} 2',
      "",
      "# TYPE seconds histogram",
      'seconds_bucket{le="0.2"} 1',
      'seconds_bucket{le="+Inf"} 1',
      "seconds_count{} 1",
      "",
    ].join("\n"),
  );
});
