import type { Scraped } from "./week";

/** A series' samples as OpenMetrics wants them: together, ascending. Times in s. */
export type Samples = {
  name: string;
  labels: Record<string, string>;
  at: readonly number[];
  values: readonly number[];
};

/** OpenMetrics text; the samples of one name must follow each other in `series`. NaN marks what was not exposed. */
export function openMetrics(series: readonly Samples[]): string {
  const parts: string[] = [];
  let family = "";
  for (const { name, labels, at, values } of series) {
    if (name !== family) parts.push(`# TYPE ${name} unknown\n`);
    family = name;
    const matchers = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    const key = `${name}{${matchers.join(",")}} `;
    for (const [i, value] of values.entries()) if (!Number.isNaN(value)) parts.push(`${key}${value} ${at[i]}\n`);
  }
  return `${parts.join("")}# EOF\n`;
}

/** Everything that the targets of a generated week were scraped for, name by name. */
export function seriesOf(targets: readonly Scraped[], edges: readonly number[], job: string): Samples[] {
  const labelsOf = ({ instance }: Scraped) => ({ job, instance });
  const each = (name: string, values: (target: Scraped) => number[]): Samples[] =>
    targets.map((target) => ({ name, labels: labelsOf(target), at: target.at, values: values(target) }));
  return [
    ...targets.map((target) => {
      const up = [...target.at.map((at) => ({ at, value: 1 })), ...target.downAt.map((at) => ({ at, value: 0 }))];
      up.sort((a, b) => a.at - b.at);
      return { name: "up", labels: labelsOf(target), at: up.map(({ at }) => at), values: up.map(({ value }) => value) };
    }),
    ...each("process_start_time_seconds", ({ startedAt }) => startedAt),
    ...each("shop_requests", ({ requests }) => requests),
    ...each("shop_bad", ({ bad }) => bad),
    ...each("shop_seconds_count", ({ buckets }) => buckets.at(-1) ?? []),
    ...targets.flatMap((target) =>
      target.buckets.map((values, e) => ({
        name: "shop_seconds_bucket",
        labels: { ...labelsOf(target), le: e < edges.length ? String(edges[e]) : "+Inf" },
        at: target.at,
        values,
      })),
    ),
  ];
}
