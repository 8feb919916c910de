import { z } from "zod";

/** A metric as prom-client tells it in JSON. */
export const Metric = z.object({
  name: z.string(),
  type: z.string(),
  values: z.array(
    z.object({
      value: z.number(),
      labels: z.record(z.string(), z.union([z.string(), z.number()])),
      metricName: z.string().optional(),
    }),
  ),
});
export type Metric = z.infer<typeof Metric>;

export type Labels = Record<string, string | number>;

/**
 * Adds up the counters of processes that come and go, so that a killed one's counts stay, and a scrape finds one series that
 * only grows. `source` names a process's place; a count that fell is that of its successor.
 */
export function seriesBook() {
  const types = new Map<string, string>();
  const last = new Map<string, number>();
  const sums = new Map<string, { name: string; labels: Labels; value: number }>();

  return {
    take(source: string, metrics: readonly Metric[]): void {
      for (const { name, type, values } of metrics) {
        types.set(name, type);
        for (const { value, labels, metricName = name } of values) {
          const key = `${metricName}{${inLabels(labels)}}`;
          const before = last.get(`${source} ${key}`) ?? 0;
          last.set(`${source} ${key}`, value);
          const sum = sums.get(key) ?? { name: metricName, labels, value: 0 };
          sum.value += value < before ? value : value - before;
          sums.set(key, sum);
        }
      }
    },
    /** A process was started anew in this place: it counts from 0. */
    startAnew(source: string): void {
      for (const key of last.keys()) if (key.startsWith(`${source} `)) last.delete(key);
    },
    sum(name: string, where: Labels): number {
      let total = 0;
      for (const one of sums.values())
        if (one.name === name && Object.entries(where).every(([label, value]) => one.labels[label] === value))
          total += one.value;
      return total;
    },
    /** In Prometheus' text format. */
    text(): string {
      const byMetric = new Map<string, string[]>();
      for (const [key, { name, value }] of sums) {
        const metric = types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, "");
        byMetric.set(metric, [...(byMetric.get(metric) ?? []), `${key} ${value}`]);
      }
      return [...byMetric]
        .flatMap(([metric, lines]) => [`# TYPE ${metric} ${types.get(metric) ?? "untyped"}`, ...lines, ""])
        .join("\n");
    },
  };
}
export type SeriesBook = ReturnType<typeof seriesBook>;

function inLabels(labels: Labels): string {
  const quoted = (value: string | number): string =>
    JSON.stringify(value === Number.POSITIVE_INFINITY ? "+Inf" : String(value));
  return Object.keys(labels)
    .toSorted()
    .map((label) => `${label}=${quoted(labels[label] ?? "")}`)
    .join(",");
}
