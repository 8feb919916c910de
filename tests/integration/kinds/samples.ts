/** Samples of one series: `value` by second, or null where it has none. */
export type Series = {
  name: string;
  labels?: Record<string, string>;
  everySeconds: number;
  value(second: number): number | null;
};

/** OpenMetrics text of series in (from, to], s, as `promtool` reads it. Series of one name stand together. */
export function openMetrics(series: readonly Series[], from: number, to: number): string {
  const lines: string[] = [];
  for (const name of new Set(series.map((each) => each.name))) {
    lines.push(`# TYPE ${name} unknown`);
    for (const { labels = {}, everySeconds, value } of series.filter((each) => each.name === name)) {
      const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
      for (let second = from + everySeconds; second <= to; second += everySeconds) {
        const sample = value(second);
        if (sample !== null) lines.push(`${name}{${pairs.join(",")}} ${written(sample)} ${second}`);
      }
    }
  }
  return `${lines.join("\n")}\n# EOF\n`;
}

const written = (value: number): string =>
  Number.isFinite(value) ? String(value) : Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
