import type { EChartsCoreOption } from "echarts/core";
import { objectivePercent, percent } from "@/lib/format/percent";
import { dayAndTime } from "@/lib/format/time";
import { baseOption } from "./base-option";
import { excludedSeries, markSeries } from "./happened";
import { bandSeries, endSeries, gapSeries, generatedSeries, type Note, noteSeries, pastSeries } from "./marks";
import { measuredLine, previousLine, promisedLine } from "./measured-line";
import type { Sheet } from "./palette";
import { pastTarget } from "./past-target";
import { type Band, type Beside, observedLine, type Point, type Span, type Step } from "./points";
import { scaleFor } from "./scale";
import { corners, stepAt } from "./target-steps";

export type ShareChart = Beside & {
  range: Span;
  points: Point[];
  steps: Step[];
  bands: Band[];
  gaps: Span[];
  /** Histories that were generated, not measured. */
  generated: Span[];
};

/** The measured share against its stepped target. */
export function shareOption(chart: ShareChart, sheet: Sheet): EChartsCoreOption {
  const { range, points, steps, bands, gaps } = chart;
  const { palette } = sheet;
  const values = points.flatMap(({ v }) => (v === null ? [] : [v]));
  const scale = scaleFor(
    values,
    steps.map((step) => step.value),
    { floor: 0, ceiling: 1 },
  );
  const byTime = new Map(points.map((point) => [point.t, point]));
  const last = points.findLast(({ v }) => v !== null);
  const now = steps.at(-1);
  const base = baseOption(sheet, range, { ...scale, label: objectivePercent }, (t) => {
    const point = byTime.get(t);
    const value = point?.v ?? null;
    const target = stepAt(steps, t)?.value;
    const more = chart.said?.get(t) ?? [];
    if (value === null) return [dayAndTime(t), "not counted", ...observedLine(point), ...more];
    const judged = target !== undefined && value < target ? `, past ${objectivePercent(target)}` : "";
    return [dayAndTime(t), `${percent(value)}${judged}`, ...observedLine(point), ...more];
  });
  return {
    ...base,
    series: [
      gapSeries(gaps, palette),
      excludedSeries(chart.excluded ?? [], sheet),
      bandSeries(bands, sheet),
      ...(chart.previous ? [previousLine(chart.previous, palette)] : []),
      measuredLine(points, palette),
      pastSeries(pastTarget(points, steps, "below"), palette),
      promisedLine(corners(steps), palette),
      endSeries(
        range.to,
        [
          ...(last?.v == null
            ? []
            : [
                {
                  value: last.v,
                  label: percent(last.v),
                  kind: last.v < (now?.value ?? 0) ? "past" : "measured",
                } as const,
              ]),
          ...(now === undefined
            ? []
            : [{ value: now.value, label: `≥\u00a0${objectivePercent(now.value)}`, kind: "target" } as const]),
        ],
        palette,
      ),
      noteSeries([...stepNotes(steps, scale.max - scale.min, sheet.narrow), ...cutNotes(points, scale.min)], palette),
      generatedSeries(chart.generated, range, palette),
      markSeries(chart.marks ?? [], range, sheet, true),
    ],
  };
}

function stepNotes(steps: Step[], height: number, narrow: boolean): Note[] {
  return steps.slice(1).map((step, i) => {
    const before = steps[i]?.value ?? step.value;
    const value = Math.min(before, step.value) - height * 0.08;
    return {
      at: step.from,
      value,
      label: narrow ? (step.label.split(":")[0] ?? "") : step.label,
      side: "left",
      strong: false,
    };
  });
}

/** The lowest value, where the axis cuts it. */
function cutNotes(points: Point[], floor: number): Note[] {
  const lowest = points.reduce<Point | null>((low, p) => (p.v !== null && p.v < (low?.v ?? floor) ? p : low), null);
  if (lowest === null || lowest.v === null) return [];
  const first = points[0]?.t ?? lowest.t;
  const side = lowest.t - first < ((points.at(-1)?.t ?? first) - first) / 4 ? "right" : "left";
  return [{ at: lowest.t, value: null, label: `down to ${percent(lowest.v, 0)}`, side, strong: true }];
}
