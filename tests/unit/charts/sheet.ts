import type { EChartsCoreOption } from "echarts/core";
import type { Sheet } from "@/app/_charts/palette";

export const SHEET: Sheet = {
  narrow: false,
  palette: {
    ink: "ink",
    ink2: "ink2",
    ink3: "ink3",
    line: "line",
    line2: "line2",
    chalk: "chalk",
    breach: "breach",
    risk: "risk",
    surface: "surface",
    sans: "sans",
    hatch: "hatch",
    dots: "dots",
  },
};

type Series = { id: string; data: unknown[]; connectNulls?: boolean; lineStyle?: { color: string } };

export function seriesOf(option: EChartsCoreOption, id: string): Series | undefined {
  return (option.series as Series[]).find((series) => series.id === id);
}
