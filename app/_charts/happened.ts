import type { Palette } from "./palette";
import type { Mark, Reasoned, Span } from "./points";

type Api = { coord: (at: [number, number]) => [number, number]; value: (dimension: number) => number };
type Params = { dataIndex: number; coordSys: { x: number; y: number; width: number; height: number } };
type Drawing = Record<string, unknown>;

const quiet = { type: "custom", silent: true, tooltip: { show: false }, animation: false, clip: true } as const;
const LETTER = 5.6;
const LONGEST = 28;

/** A hairline where something happened, with its title where there is room for it before the next one. */
export function markSeries(
  marks: Mark[],
  range: Span,
  { palette, narrow }: { palette: Palette; narrow: boolean },
  titled: boolean,
) {
  const shown = marks.filter(({ from, to }) => from <= range.to && (to ?? from) >= range.from);
  return {
    ...quiet,
    id: "happened",
    z: 6,
    data: shown.map(({ from, to }) => [Math.max(from, range.from), Math.min(to ?? from, range.to)]),
    renderItem: (params: Params, api: Api): Drawing => {
      const { x, y, width, height } = params.coordSys;
      const [left, right] = [api.coord([api.value(0), 0])[0], api.coord([api.value(1), 0])[0]];
      const next = shown[params.dataIndex + 1];
      const label = shortened(shown[params.dataIndex]?.label ?? "");
      const room = (next === undefined ? x + width : api.coord([next.from, 0])[0]) - left;
      const stroke = palette.line2;
      const base = y + height;
      return {
        type: "group",
        children: [
          { type: "line", shape: { x1: left, y1: y, x2: left, y2: base }, style: { stroke, lineWidth: 1 } },
          {
            type: "polygon",
            shape: {
              points: [
                [left - 3.5, y],
                [left + 3.5, y],
                [left, y + 5.5],
              ],
            },
            style: { fill: palette.ink3 },
          },
          ...(right - left > 2
            ? [{ type: "line", shape: { x1: left, y1: y, x2: right, y2: y }, style: { stroke, lineWidth: 2 } }]
            : []),
          ...(titled && !narrow && room > label.length * LETTER + 10
            ? [title(label, left + 5, base - 40, palette)]
            : []),
        ],
      };
    },
  };
}

/** A grey ground under what the corrected figures leave out, with its reason at the foot. */
export function excludedSeries(spans: Reasoned[], { palette, narrow }: { palette: Palette; narrow: boolean }) {
  return {
    ...quiet,
    id: "excluded",
    z: 1,
    data: spans.map(({ from, to }) => [from, to]),
    renderItem: (params: Params, api: Api): Drawing => {
      const { x, y, width, height } = params.coordSys;
      const left = Math.max(x, api.coord([api.value(0), 0])[0]);
      const right = Math.min(x + width, api.coord([api.value(1), 0])[0]);
      const label = shortened(`excluded: ${spans[params.dataIndex]?.label ?? ""}`);
      const beyond = left + label.length * LETTER > x + width;
      const isFirst = params.dataIndex === 0 || spans.length < 5;
      return {
        type: "group",
        children: [
          {
            type: "rect",
            shape: { x: left, y, width: Math.max(2, right - left), height },
            style: { fill: palette.line2, opacity: 0.4 },
          },
          ...(narrow || !isFirst
            ? []
            : [title(label, beyond ? right : left + 4, y + height - 22, palette, beyond ? "right" : "left")]),
        ],
      };
    },
  };
}

const shortened = (label: string): string =>
  label.length > LONGEST ? `${label.slice(0, LONGEST - 1).trimEnd()}…` : label;

function title(label: string, x: number, y: number, palette: Palette, align: "left" | "right" = "left"): Drawing {
  return {
    type: "text",
    style: {
      text: label,
      x,
      y,
      align,
      verticalAlign: "middle",
      fill: palette.ink2,
      font: `400 11px ${palette.sans}`,
      stroke: palette.surface,
      lineWidth: 3,
    },
  };
}
