import type { EChartsCoreOption } from "echarts/core";
import { count } from "@/lib/format/count";
import { dayAndTime } from "@/lib/format/time";
import { baseOption } from "./base-option";
import { gapSeries, generatedSeries } from "./marks";
import type { Sheet } from "./palette";
import { observedLine, type Span } from "./points";
import { niceStep } from "./scale";

export type TrafficChart = {
  range: Span;
  points: { t: number; total: number; observed?: number }[];
  gaps: Span[];
  generated: Span[];
};

/** Counted events per slice. */
export function trafficOption({ range, points, gaps, generated }: TrafficChart, sheet: Sheet): EChartsCoreOption {
  const { palette } = sheet;
  const most = Math.max(1, ...points.map(({ total }) => total));
  const interval = niceStep(most / 2.4);
  const scale = { min: 0, max: Math.ceil(most / interval) * interval, interval };
  const byTime = new Map(points.map((point) => [point.t, point]));
  return {
    ...baseOption(sheet, range, { ...scale, label: short }, (t) => [
      dayAndTime(t),
      `${count(byTime.get(t)?.total ?? 0)} counted`,
      ...observedLine(byTime.get(t)),
    ]),
    series: [
      gapSeries(gaps, palette),
      {
        id: "traffic",
        type: "bar",
        z: 3,
        clip: true,
        data: points.map(({ t, total }) => [t, total]),
        barCategoryGap: "20%",
        itemStyle: { color: palette.chalk, opacity: 0.38 },
        emphasis: { disabled: true },
      },
      generatedSeries(generated, range, palette),
    ],
  };
}

/** "250", "12k", "1.5M": an axis has no room for more. */
function short(n: number): string {
  if (n >= 1_000_000) return `${Number((n / 1_000_000).toPrecision(3))}M`;
  return n >= 10_000 ? `${Number((n / 1_000).toPrecision(3))}k` : count(n);
}
