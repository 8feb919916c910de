import type { EChartsCoreOption } from "echarts/core";
import { percent } from "@/lib/format/percent";
import { dayAndTime } from "@/lib/format/time";
import { baseOption } from "./base-option";
import { endSeries, generatedSeries, noteSeries, pastSeries } from "./marks";
import { measuredLine, promisedLine } from "./measured-line";
import type { Sheet } from "./palette";
import { pastTarget } from "./past-target";
import { observedLine, type Point, type Span } from "./points";

export type BudgetChart = {
  range: Span;
  points: Point[];
  /** Seconds until nothing is left at the present rate; null: it holds. */
  exhaustedInSeconds: number | null;
  generated: Span[];
};

/** A projection may lengthen the picture by this share of its range, not more. */
const AHEAD = 0.3;
const LOWEST = -1;

/** What was left of the error budget, and at the present rate the day when nothing is. */
export function budgetOption(
  { range, points, exhaustedInSeconds, generated }: BudgetChart,
  sheet: Sheet,
): EChartsCoreOption {
  const { palette } = sheet;
  const last = points.findLast(({ v }) => v !== null);
  const goneAt =
    last?.v != null && last.v > 0 && exhaustedInSeconds !== null ? last.t + exhaustedInSeconds * 1_000 : null;
  const drawnTo = goneAt === null ? range.to : Math.min(goneAt, range.to + (range.to - range.from) * AHEAD);
  const frame = { from: range.from, to: Math.max(range.to, drawnTo) };
  const lowest = Math.min(0, ...points.flatMap(({ v }) => (v === null ? [] : [v])));
  const interval = lowest < -0.5 ? 0.5 : 0.25;
  const scale = { min: Math.max(LOWEST, Math.floor(lowest / interval) * interval), max: 1, interval };
  const byTime = new Map(points.map((point) => [point.t, point]));
  const zero = [{ from: frame.from, to: frame.to, value: 0, label: "" }];
  return {
    ...baseOption(sheet, frame, { ...scale, label: (v) => percent(v, 0) }, (t) => {
      const point = byTime.get(t);
      const value = point?.v ?? null;
      if (value === null) return [dayAndTime(t), "not counted", ...observedLine(point)];
      return [dayAndTime(t), value < 0 ? `${percent(-value)} over` : `${percent(value)} left`, ...observedLine(point)];
    }),
    series: [
      measuredLine(points, palette),
      pastSeries(pastTarget(points, zero, "below"), palette),
      promisedLine(
        [
          [frame.from, 0],
          [frame.to, 0],
        ],
        palette,
      ),
      ...(last?.v != null && goneAt !== null ? [projection(last.t, last.v, goneAt, drawnTo, sheet)] : []),
      ...(last?.v != null && goneAt !== null && goneAt <= frame.to
        ? [
            noteSeries(
              [{ at: goneAt, value: 0.09, label: `gone ${dayAndTime(goneAt)}`, side: "left", strong: true }],
              palette,
            ),
          ]
        : []),
      ...(last?.v == null || goneAt !== null
        ? []
        : [
            endSeries(
              frame.to,
              [{ value: last.v, label: label(last.v), kind: last.v < 0 ? "past" : "measured" }],
              palette,
            ),
          ]),
      generatedSeries(generated, range, palette),
    ],
  };
}

function projection(from: number, left: number, goneAt: number, to: number, { palette }: Sheet) {
  const atEnd = left * (1 - (to - from) / (goneAt - from));
  return {
    id: "projection",
    type: "line",
    z: 3,
    silent: true,
    data: [
      [from, left],
      [to, atEnd],
    ],
    symbol: "none",
    tooltip: { show: false },
    lineStyle: { color: palette.risk, width: 1.5, type: [4, 3] },
    itemStyle: { color: palette.risk },
    emphasis: { disabled: true },
  };
}

function label(left: number): string {
  return left < 0 ? `${percent(-left, 0)} over` : `${percent(left, 0)} left`;
}
