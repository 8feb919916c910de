import type { Palette } from "./palette";
import type { Point } from "./points";

/** Chalk, 1.5 px, and never joined over a slice without a figure. */
export function measuredLine(points: Point[], palette: Palette) {
  return {
    id: "measured",
    type: "line",
    z: 3,
    data: points.map(({ t, v }) => [t, v]),
    symbol: "circle",
    showSymbol: false,
    symbolSize: 6,
    connectNulls: false,
    clip: true,
    lineStyle: { color: palette.chalk, width: 1.5, join: "round" },
    itemStyle: { color: palette.chalk },
    emphasis: { disabled: true },
  };
}

/** Ink, 1 px: what was promised. */
export function promisedLine(corners: [t: number, value: number][], palette: Palette) {
  return {
    id: "target",
    type: "line",
    z: 5,
    silent: true,
    data: corners,
    symbol: "none",
    tooltip: { show: false },
    lineStyle: { color: palette.ink, width: 1 },
    itemStyle: { color: palette.ink },
    emphasis: { disabled: true },
  };
}

/** Grey, 1 px: the same slices of the time before. */
export function previousLine(points: Point[], palette: Palette) {
  return {
    ...measuredLine(points, palette),
    id: "previous",
    z: 2,
    silent: true,
    tooltip: { show: false },
    lineStyle: { color: palette.ink3, width: 1, opacity: 0.7 },
    itemStyle: { color: palette.ink3 },
  };
}
