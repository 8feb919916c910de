import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { loadMetrics } from "@/storefront/caching/load/metrics";
import { LATENCY_EDGES } from "@/storefront/latency";

const DIR = "storefront/caching/slos";
const documents = readdirSync(DIR).map((file) => ({ file, document: parse(readFileSync(`${DIR}/${file}`, "utf8")) }));

test("there is an objective for each promise of the bench", () => {
  expect(documents.map(({ document }) => document.metadata.name)).toEqual([
    "caching-answered",
    "caching-edge-hit-rate",
    "caching-fresh-reads",
    "caching-hit-rate",
    "caching-read-latency",
  ]);
});

test.each(documents)(
  "$file counts series that the load generator has, and leads to a decision that exists",
  async ({ document }) => {
    const known = await loadMetrics({}).registry.getMetricsAsJSON();
    const names = known.map(({ name }) => name);
    const { good, bad, total } = document.spec.indicator.spec.ratioMetric;
    for (const { metricSource } of [good ?? bad, total]) {
      const asked = String(metricSource.spec.query).match(/caching_[a-z_]+/)?.[0] ?? "";
      expect(names).toContain(asked.replace(/_(bucket|count)$/, ""));
    }
    for (const [, edge] of JSON.stringify(document).matchAll(/le=\\"([\d.]+)/g))
      expect(LATENCY_EDGES).toContain(Number(edge));
    const [path = "", id] = document.metadata.annotations["plumbline.dev/decision"].split("#");
    expect(readFileSync(path, "utf8")).toContain(`\n  ${id}:\n`);
  },
);
