import type { EChartsCoreOption } from "echarts/core";
import { dayAndTime } from "@/lib/format/time";
import { baseOption } from "./base-option";
import { bandSeries, endSeries, gapSeries, generatedSeries, noteSeries, pastSeries } from "./marks";
import { measuredLine, promisedLine } from "./measured-line";
import type { Sheet } from "./palette";
import { pastTarget } from "./past-target";
import { type Band, observedLine, type Point, type Span, type Step } from "./points";
import { scaleFor } from "./scale";
import { corners } from "./target-steps";

export type TriedChart = {
  range: Span;
  /** What the proposed target is held against. */
  points: Point[];
  /** The share by the threshold in force, where it is another line. */
  before: Point[];
  inForce: Step[];
  proposed: number;
  /** Which side of the target is bad. */
  past: "below" | "above";
  ceiling: number;
  bands: Band[];
  gaps: Span[];
  generated: Span[];
  /** A value in the chart's unit, as a figure and as an axis label; a target with its sign. */
  words: { value: (value: number) => string; axis: (value: number) => string; target: (value: number) => string };
};

/** What was measured against the target in force, dashed, and the proposed one. */
export function triedOption(chart: TriedChart, sheet: Sheet): EChartsCoreOption {
  const { range, points, before, inForce, proposed, words, gaps, bands } = chart;
  const { palette } = sheet;
  const values = [...points, ...before].flatMap(({ v }) => (v === null ? [] : [v]));
  const targets = [proposed, ...inForce.map(({ value }) => value)];
  const scale = scaleFor(values, targets, { floor: 0, ceiling: chart.ceiling });
  const byTime = new Map(points.map((point) => [point.t, point]));
  const steps: Step[] = [{ ...range, value: proposed, label: "" }];
  const last = inForce.at(-1);
  const isMoved = last !== undefined && Math.abs(last.value - proposed) > 1e-12;
  return {
    ...baseOption(sheet, range, { ...scale, label: words.axis }, (t) => {
      const point = byTime.get(t);
      const value = point?.v ?? null;
      return [dayAndTime(t), value === null ? "not counted" : words.value(value), ...observedLine(point)];
    }),
    series: [
      gapSeries(gaps, palette),
      bandSeries(bands, sheet),
      {
        ...measuredLine(before, palette),
        id: "before",
        z: 2,
        silent: true,
        tooltip: { show: false },
        lineStyle: { color: palette.ink3, width: 1 },
        itemStyle: { color: palette.ink3 },
      },
      measuredLine(points, palette),
      pastSeries(pastTarget(points, steps, chart.past), palette),
      {
        ...promisedLine(corners(inForce), palette),
        id: "in force",
        lineStyle: { color: palette.ink2, width: 1, type: [4, 4] },
      },
      promisedLine(corners(steps), palette),
      endSeries(range.to, [{ value: proposed, label: words.target(proposed), kind: "target" }], palette),
      noteSeries(
        isMoved
          ? [
              {
                at: range.from,
                value: last.value + (scale.max - scale.min) * (last.value > proposed ? 0.05 : -0.05),
                label: `in force ${words.target(last.value)}`,
                side: "right",
                strong: false,
              },
            ]
          : [],
        palette,
      ),
      generatedSeries(chart.generated, range, palette),
    ],
  };
}
