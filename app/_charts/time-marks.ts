import type { EChartsCoreOption } from "echarts/core";
import type { Sheet } from "./palette";

/** A moment on a chart: a change is solid and ends in the weight, what was said of it is dashed. */
export type TimeMark = { at: number; label: string; kind: "change" | "told" };

type Api = { coord: (at: [number, number]) => [number, number] };
type Params = { dataIndex: number; coordSys: { x: number; y: number; width: number; height: number } };

/** Labels nearer than this would touch, px: the later one is left out, its line stays. */
const ROOM = 74;

/** The option with vertical marks over it. */
export function withTimeMarks(option: EChartsCoreOption, marks: readonly TimeMark[], sheet: Sheet): EChartsCoreOption {
  const { palette, narrow } = sheet;
  const ordered = marks.toSorted((a, b) => a.at - b.at);
  const series = {
    type: "custom",
    silent: true,
    tooltip: { show: false },
    animation: false,
    id: "time-marks",
    z: 8,
    data: ordered.map(({ at }) => [at, 0]),
    renderItem: (params: Params, api: Api) => {
      const mark = ordered[params.dataIndex];
      if (mark === undefined) return { type: "group", children: [] };
      const { x: start, y, width, height } = params.coordSys;
      const x = api.coord([mark.at, 0])[0];
      if (x < start || x > start + width) return { type: "group", children: [] };
      const isChange = mark.kind === "change";
      const next = ordered[params.dataIndex + 1];
      const hasRoom = isChange
        ? x - start > ROOM
        : !narrow && (next === undefined || api.coord([next.at, 0])[0] - x > ROOM) && start + width - x > ROOM;
      const foot = y + height;
      const weight = [
        [x - 1.5, foot],
        [x + 1.5, foot],
        [x + 1.5, foot + 1],
        [x + 4, foot + 3],
        [x, foot + 9],
        [x - 4, foot + 3],
        [x - 1.5, foot + 1],
      ];
      return {
        type: "group",
        children: [
          {
            type: "line",
            shape: { x1: x, y1: y, x2: x, y2: foot },
            style: { stroke: palette.ink, lineWidth: 1, ...(isChange ? {} : { lineDash: [3, 3] }) },
          },
          ...(isChange ? [{ type: "polygon", shape: { points: weight }, style: { fill: palette.ink } }] : []),
          ...(hasRoom
            ? [
                {
                  type: "text",
                  style: {
                    text: mark.label,
                    x: x + (isChange ? -5 : 5),
                    y: y - 5,
                    align: isChange ? "right" : "left",
                    verticalAlign: "bottom",
                    fill: isChange ? palette.ink : palette.ink2,
                    font: `${isChange ? 500 : 400} 11px ${palette.sans}`,
                    stroke: palette.surface,
                    lineWidth: 3,
                  },
                },
              ]
            : []),
        ],
      };
    },
  };
  return { ...option, series: [...(option.series as unknown[]), series] };
}
