import type { EChartsCoreOption } from "echarts/core";
import { count } from "@/lib/format/count";
import { dayAndTime } from "@/lib/format/time";
import { baseOption } from "./base-option";
import { markSeries } from "./happened";
import { gapSeries, generatedSeries } from "./marks";
import { previousLine } from "./measured-line";
import type { Sheet } from "./palette";
import { type Beside, observedLine, type Span } from "./points";
import { niceStep } from "./scale";

export type TrafficChart = Beside & {
  range: Span;
  points: { t: number; total: number; observed?: number }[];
  gaps: Span[];
  generated: Span[];
};

/** Counted events per slice. */
export function trafficOption(chart: TrafficChart, sheet: Sheet): EChartsCoreOption {
  const { range, points, gaps, generated, previous, said } = chart;
  const { palette } = sheet;
  const most = Math.max(1, ...points.map(({ total }) => total), ...(previous ?? []).map(({ v }) => v ?? 0));
  const interval = niceStep(most / 2.4);
  const scale = { min: 0, max: Math.ceil(most / interval) * interval, interval };
  const byTime = new Map(points.map((point) => [point.t, point]));
  return {
    ...baseOption(sheet, range, { ...scale, label: short }, (t) => [
      dayAndTime(t),
      `${count(byTime.get(t)?.total ?? 0)} counted`,
      ...observedLine(byTime.get(t)),
      ...(said?.get(t) ?? []),
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
      ...(previous ? [previousLine(previous, palette)] : []),
      generatedSeries(generated, range, palette),
      markSeries(chart.marks ?? [], range, sheet, false),
    ],
  };
}

/** "250", "12k", "1.5M": an axis has no room for more. */
function short(n: number): string {
  if (n >= 1_000_000) return `${Number((n / 1_000_000).toPrecision(3))}M`;
  return n >= 10_000 ? `${Number((n / 1_000).toPrecision(3))}k` : count(n);
}
