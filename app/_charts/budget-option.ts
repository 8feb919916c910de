import type { EChartsCoreOption } from "echarts/core";
import { percent } from "@/lib/format/percent";
import { dayAndTime, shortDay, timeOfDay } from "@/lib/format/time";
import { baseOption } from "./base-option";
import { markSeries } from "./happened";
import { endSeries, generatedSeries, type Note, noteSeries, pastSeries } from "./marks";
import { measuredLine, promisedLine } from "./measured-line";
import type { Palette, Sheet } from "./palette";
import { pastTarget } from "./past-target";
import { type Beside, observedLine, type Point, type Span } from "./points";
import { coneOf, coneSeries, type Projection } from "./projection";

export type BudgetChart = Beside & {
  range: Span;
  points: Point[];
  /** Where a burn of 1× would stand: from all of it down to none. */
  even: Span[];
  /** The burn that the forecast goes by comes first; none where the budget holds. */
  projections: Projection[];
  generated: Span[];
};

const LOWEST = -1;

/** What was left of the error budget, and what comes if the burns of the last hours go on. */
export function budgetOption(chart: BudgetChart, sheet: Sheet): EChartsCoreOption {
  const { range, points, even, projections, generated, said } = chart;
  const { palette } = sheet;
  const last = points.findLast(({ v }) => v !== null);
  const frame = {
    from: range.from,
    to: Math.max(range.to, ...projections.flatMap(({ line }) => line.map(([t]) => t))),
  };
  const lowest = Math.min(0, ...points.flatMap(({ v }) => (v === null ? [] : [v])));
  const interval = lowest < -0.5 ? 0.5 : 0.25;
  const scale = { min: Math.max(LOWEST, Math.floor(lowest / interval) * interval), max: 1, interval };
  const byTime = new Map(points.map((point) => [point.t, point]));
  const zero = [{ from: frame.from, to: frame.to, value: 0, label: "" }];
  const cone = coneOf(projections);
  return {
    ...baseOption(sheet, frame, { ...scale, label: (v) => percent(v, 0) }, (t) => {
      const point = byTime.get(t);
      const value = point?.v ?? null;
      const left = value === null ? "not counted" : value < 0 ? `${percent(-value)} over` : `${percent(value)} left`;
      return [dayAndTime(t), left, ...observedLine(point), ...(said?.get(t) ?? [])];
    }),
    series: [
      coneSeries(cone, palette),
      measuredLine(points, palette),
      pastSeries(pastTarget(points, zero, "below"), palette),
      promisedLine(
        [
          [frame.from, 0],
          [frame.to, 0],
        ],
        palette,
      ),
      ...even.map((span, i) => evenLine(span, i, palette)),
      ...(projections[0] ? [projectedLine(projections[0], palette)] : []),
      noteSeries(notes(chart, frame, last ?? null), palette),
      ...(last?.v == null || projections.length > 0
        ? []
        : [
            endSeries(
              frame.to,
              [{ value: last.v, label: label(last.v), kind: last.v < 0 ? "past" : "measured" }],
              palette,
            ),
          ]),
      generatedSeries(generated, range, palette),
      markSeries(chart.marks ?? [], range, sheet, false),
    ],
  };
}

function notes({ range, even, projections }: BudgetChart, frame: Span, last: Point | null): Note[] {
  const [forecast] = projections;
  const goneAt = forecast?.goneAt ?? null;
  const whole = even.at(-1);
  const visible = whole
    ? (Math.min(whole.to, range.to) - Math.max(whole.from, range.from)) / (whole.to - whole.from)
    : 0;
  return [
    ...(last?.v != null && forecast
      ? [
          {
            at: last.t,
            value: Math.min(0.95, last.v + 0.06),
            label: label(last.v),
            side: "right",
            strong: true,
          } as const,
        ]
      : []),
    ...(goneAt !== null && goneAt <= frame.to
      ? [{ at: goneAt, value: 0.09, label: `gone ${briefly(goneAt)}`, side: "left", strong: true } as const]
      : []),
    ...(whole && visible > 0.4
      ? [
          {
            at: whole.from + (whole.to - whole.from) * 0.42,
            value: 0.5,
            label: "even spending",
            side: "left",
            strong: false,
          } as const,
        ]
      : []),
  ];
}

/** "30 Nov, 13:12": the axis below it says the rest. */
const briefly = (at: number): string => `${shortDay(at)}, ${timeOfDay(at)}`;

function evenLine({ from, to }: Span, i: number, palette: Palette) {
  return {
    ...promisedLine(
      [
        [from, 1],
        [to, 0],
      ],
      palette,
    ),
    id: `even ${i}`,
    z: 2,
    clip: true,
    lineStyle: { color: palette.ink3, width: 1, type: [1, 3] },
  };
}

function projectedLine({ line }: Projection, palette: Palette) {
  return {
    ...promisedLine(line, palette),
    id: "projection",
    z: 3,
    clip: true,
    lineStyle: { color: palette.risk, width: 1.5, type: [4, 3] },
    itemStyle: { color: palette.risk },
  };
}

function label(left: number): string {
  return left < 0 ? `${percent(-left, 0)} over` : `${percent(left, 0)} left`;
}
