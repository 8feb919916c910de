import type { EChartsCoreOption } from "echarts/core";
import { latency } from "@/lib/format/latency";
import { dayAndTime } from "@/lib/format/time";
import { baseOption } from "./base-option";
import { markSeries } from "./happened";
import { endSeries, gapSeries, generatedSeries, pastSeries } from "./marks";
import { measuredLine, previousLine, promisedLine } from "./measured-line";
import type { Sheet } from "./palette";
import { pastTarget } from "./past-target";
import { type Beside, observedLine, type Point, type Span, type Step } from "./points";
import { scaleFor } from "./scale";
import { corners } from "./target-steps";

export type LatencyChart = Beside & { range: Span; points: Point[]; steps: Step[]; gaps: Span[]; generated: Span[] };

/** p95 in seconds; `steps` only where the promise is one about 95 %. */
export function latencyOption(
  { range, points, steps, gaps, generated, previous, marks = [], said }: LatencyChart,
  sheet: Sheet,
): EChartsCoreOption {
  const { palette } = sheet;
  const values = points.flatMap(({ v }) => (v === null ? [] : [v]));
  const limits = { floor: 0, ceiling: Number.POSITIVE_INFINITY };
  const scale = scaleFor(
    values,
    steps.map((step) => step.value),
    limits,
  );
  const byTime = new Map(points.map((point) => [point.t, point]));
  const last = points.findLast(({ v }) => v !== null)?.v ?? null;
  const now = steps.at(-1);
  return {
    ...baseOption(sheet, range, { ...scale, label: latency }, (t) => {
      const point = byTime.get(t);
      const value = point?.v ?? null;
      const shown = value === null ? "not counted" : `p95 ${latency(value)}`;
      return [dayAndTime(t), shown, ...observedLine(point), ...(said?.get(t) ?? [])];
    }),
    series: [
      gapSeries(gaps, palette),
      ...(previous ? [previousLine(previous, palette)] : []),
      measuredLine(points, palette),
      pastSeries(pastTarget(points, steps, "above"), palette),
      promisedLine(corners(steps), palette),
      endSeries(
        range.to,
        [
          ...(last === null
            ? []
            : [{ value: last, label: latency(last), kind: now && last > now.value ? "past" : "measured" } as const]),
          ...(now ? [{ value: now.value, label: `≤\u00a0${latency(now.value)}`, kind: "target" } as const] : []),
        ],
        palette,
      ),
      generatedSeries(generated, range, palette),
      markSeries(marks, range, sheet, false),
    ],
  };
}
