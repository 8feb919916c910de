import { expect, test } from "vitest";
import { ENGINE_SERIES } from "@/storefront/history/engine-series";
import { LATENCY_EDGES } from "@/storefront/latency";
import { readDocuments } from "./targets";

const DECISIONS = "docs/adr/0024-performance-and-caching-of-the-platform.md";

const EXPECTED = {
  "edge-hit-rate": [0.95, "edge", "d1"],
  "cdn-offload-requests": [0.9, "edge", "d1"],
  "cdn-offload-bytes": [0.9, "edge", "d1"],
  "l1-hit-rate": [0.95, "origin", "d2"],
  "redis-hit-rate": [0.95, "redis", "d2"],
  "combined-hit-rate": [0.95, "storefront", "d2"],
  "product-latency": [0.95, "origin", "d3"],
  "visitor-latency": [0.95, "storefront", "d3"],
};

const documents = readDocuments();

test("the eight objectives state their target, service and decision", () => {
  const stated = documents.map(({ document: { metadata, spec } }) => [
    metadata.name,
    [
      spec.objectives[0].target,
      spec.service,
      metadata.annotations["plumbline.dev/decision"].replace(`${DECISIONS}#`, ""),
    ],
  ]);
  expect(Object.fromEntries(stated)).toEqual(EXPECTED);
});

test.each(documents)("$file is a rolling 28-day OpenSLO ratio under its own name", ({ file, document }) => {
  expect(document).toMatchObject({ apiVersion: "openslo/v1", kind: "SLO" });
  expect(file).toBe(`${document.metadata.name}.yaml`);
  expect(document.spec.timeWindow).toEqual([{ duration: "28d", isRolling: true }]);
  expect(document.spec.indicator.spec.ratioMetric.counter).toBe(true);
});

test.each(documents)("$file asks only for series that the history generates too", ({ document }) => {
  const generated = new Set(ENGINE_SERIES.map(({ name }) => name.slice(0, name.indexOf("{"))));
  const { good, bad, total } = document.spec.indicator.spec.ratioMetric;
  const queries: string[] = [good ?? bad, total].map((metric) => metric.metricSource.spec.query);
  const names = queries.flatMap((query) => query.match(/[a-z][a-z0-9_]+(?=\{)/g) ?? []);
  expect(names.length).toBeGreaterThanOrEqual(2);
  for (const name of names) expect(generated).toContain(name);
});

test("a latency's threshold is an edge of its histogram", () => {
  const thresholds = documents.flatMap(({ document }) => JSON.stringify(document).match(/le=\\"([\d.]+)/)?.[1] ?? []);
  expect(thresholds).toHaveLength(2);
  for (const threshold of thresholds) expect(LATENCY_EDGES).toContain(Number(threshold));
});
