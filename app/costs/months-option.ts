import type { EChartsCoreOption } from "echarts/core";
import { baseOption } from "@/app/_charts/base-option";
import type { Sheet } from "@/app/_charts/palette";
import { niceStep } from "@/app/_charts/scale";
import type { Amount } from "@/lib/costs/money";
import { count } from "@/lib/format/count";
import { percent } from "@/lib/format/percent";
import { monthName, shortMonth } from "@/lib/format/time";
import type { MonthRow } from "@/lib/views/costs";
import { amountInWords } from "./amount";

const MICROS = 1_000_000;

/** Grey is what it would cost without the caches, chalk what it costs; an ink tick is what was promised. */
export const monthsOption =
  (months: readonly MonthRow[], currency: string) =>
  (sheet: Sheet): EChartsCoreOption => {
    const { palette, narrow } = sheet;
    const at = new Map(months.map((month) => [middleOf(month), month]));
    const middles = [...at.keys()];
    const [first, last] = [Date.parse(months[0]?.from ?? ""), months.at(-1)];
    const end = Math.max(Date.parse(last?.to ?? ""), (middles.at(-1) ?? 0) + HALF_MONTH_MS);
    const most = Math.max(0.01, ...months.flatMap((month) => [month.without, month.with, month.promised].map(unitsOf)));
    const interval = niceStep(most / 2.6);
    const base = baseOption(
      sheet,
      { from: first, to: end },
      {
        min: 0,
        max: Math.ceil(most / interval) * interval,
        interval,
        label: (n) => (n < 1000 ? String(Number(n.toPrecision(6))) : count(n)),
      },
      (t) => tip(at.get(t), currency),
    );
    const shown = middles.filter(
      (_, i) => (middles.length - 1 - i) % Math.ceil(middles.length / (narrow ? 4 : 12)) === 0,
    );
    const label = (t: number): string => shortMonth(at.get(t)?.id ?? "").split(" ")[0] ?? "";
    const width = Math.max(3, Math.min(22, Math.floor((narrow ? 200 : 640) / Math.max(1, months.length) / 3)));
    const bars = (id: "without" | "with", color: string, opacity: number) => ({
      id: `${id} bars`,
      type: "bar",
      z: 3,
      barWidth: width,
      barGap: "12%",
      data: months.map((month) => [middleOf(month), month[id].known ? unitsOf(month[id]) : null]),
      itemStyle: { color, opacity },
      emphasis: { disabled: true },
    });
    return {
      ...base,
      grid: { left: 52, right: narrow ? 12 : 18, top: 14, bottom: 24, outerBoundsMode: "none" },
      xAxis: {
        ...(base.xAxis as object),
        axisTick: { show: false },
        axisLabel: {
          color: palette.ink3,
          fontSize: 11,
          fontFamily: palette.sans,
          customValues: shown,
          margin: 8,
          formatter: label,
        },
      },
      series: [
        bars("without", palette.ink3, 0.42),
        bars("with", palette.chalk, 0.9),
        {
          id: "promised ticks",
          type: "line",
          z: 4,
          symbol: "rect",
          symbolSize: [width * 2.4, 2],
          lineStyle: { width: 0 },
          itemStyle: { color: palette.ink },
          emphasis: { disabled: true },
          data: months.map((month) => [middleOf(month), month.promised.known ? unitsOf(month.promised) : null]),
        },
      ],
    };
  };

const HALF_MONTH_MS = 15 * 86_400_000;

/** A month that is running stands where it will stand when it has ended. */
const middleOf = ({ from }: MonthRow): number => Date.parse(from) + HALF_MONTH_MS;

const unitsOf = (amount: Amount): number => (amount.known ? amount.micros / MICROS : 0);

function tip(month: MonthRow | undefined, currency: string): string[] {
  if (!month) return [];
  return [
    `${monthName(month.id)}${month.isWhole ? "" : " so far"}`,
    `${amountInWords(month.without, currency)} without the caches`,
    `${amountInWords(month.with, currency)} with them`,
    `${amountInWords(month.promised, currency)} as promised`,
    `${percent(month.coverage)} observed`,
  ];
}
