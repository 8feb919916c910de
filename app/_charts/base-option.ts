import type { EChartsCoreOption } from "echarts/core";
import type { Sheet } from "./palette";
import type { Span } from "./points";
import type { Scale } from "./scale";
import { tickLabel, timeTicks } from "./time-axis";

type Axis = Scale & { label: (value: number) => string };

/** Frame, axes and cursor that all charts share. `tip` writes the lines of the tooltip for the slice under the cursor. */
export function baseOption(sheet: Sheet, range: Span, y: Axis, tip: (t: number) => string[]): EChartsCoreOption {
  const { palette, narrow } = sheet;
  const ticks = timeTicks(range, narrow ? 4 : 7);
  const axisText = { color: palette.ink3, fontSize: 11, fontFamily: palette.sans };
  return {
    animation: false,
    useUTC: true,
    aria: { enabled: false },
    textStyle: { fontFamily: palette.sans },
    grid: { left: 44, right: narrow ? 62 : 76, top: 22, bottom: 24, outerBoundsMode: "none" },
    xAxis: {
      type: "time",
      min: range.from,
      max: range.to,
      axisLine: { onZero: false, lineStyle: { color: palette.line2 } },
      axisTick: { customValues: ticks, length: 4, lineStyle: { color: palette.line2 } },
      axisLabel: {
        ...axisText,
        customValues: ticks,
        hideOverlap: true,
        margin: 8,
        formatter: (t: number) => tickLabel(t, range),
      },
      splitLine: { show: false },
      axisPointer: {
        show: true,
        type: "line",
        snap: true,
        label: { show: false },
        lineStyle: { color: palette.ink3, type: [1, 2], width: 1 },
      },
    },
    yAxis: {
      type: "value",
      min: y.min,
      max: y.max,
      interval: y.interval,
      axisLabel: {
        ...axisText,
        margin: 8,
        // Where the axis ends between two steps, its end carries no label.
        formatter: (value: number) =>
          Math.abs(value / y.interval - Math.round(value / y.interval)) < 1e-6 ? y.label(value) : "",
      },
      splitLine: { lineStyle: { color: palette.line, width: 1 } },
    },
    tooltip: {
      trigger: "axis",
      confine: true,
      transitionDuration: 0,
      backgroundColor: palette.surface,
      borderColor: palette.line2,
      borderWidth: 1,
      padding: [5, 10],
      extraCssText: "box-shadow:none;border-radius:6px",
      textStyle: { color: palette.ink, fontSize: 11, lineHeight: 15, fontFamily: palette.sans },
      formatter: (params: { axisValue: number }[]) => {
        const t = params[0]?.axisValue;
        const [head, ...lines] = t === undefined ? [] : tip(t);
        if (head === undefined) return "";
        const body = lines.map((line) => `<div style="font-weight:500">${escaped(line)}</div>`);
        return `<div style="color:${palette.ink3}">${escaped(head)}</div>${body.join("")}`;
      },
    },
  };
}

/** The tooltip is HTML, and some of its lines were typed by people. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
