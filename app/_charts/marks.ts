import type { Palette } from "./palette";
import type { Stretch } from "./past-target";
import type { Band, Span } from "./points";

/** The part of ECharts' custom-series interface that these drawings use. */
type Api = { coord: (at: [number, number]) => [number, number]; value: (dimension: number) => number };
type Params = { dataIndex: number; coordSys: { x: number; y: number; width: number; height: number } };
type Drawing = Record<string, unknown>;

const quiet = { type: "custom", silent: true, tooltip: { show: false }, animation: false } as const;

/** Violet dots where nothing was observed. */
export function gapSeries(gaps: Span[], palette: Palette) {
  return {
    ...quiet,
    id: "gaps",
    z: 1,
    clip: true,
    data: gaps.map((gap) => [gap.from, gap.to]),
    renderItem: (params: Params, api: Api): Drawing => {
      const { y, height } = params.coordSys;
      const [left, right] = [api.coord([api.value(0), 0])[0], api.coord([api.value(1), 0])[0]];
      return {
        type: "rect",
        shape: { x: left, y, width: Math.max(2, right - left), height },
        style: { fill: palette.dots },
      };
    },
  };
}

/** Hatched episodes with a solid left and top edge and their length above; an open one runs to the end of the chart. */
export function bandSeries(bands: Band[], { palette, narrow }: { palette: Palette; narrow: boolean }) {
  return {
    ...quiet,
    id: "breaches",
    z: 2,
    data: bands.map((band) => [band.from, band.to]),
    renderItem: (params: Params, api: Api): Drawing => {
      const { x, y, width, height } = params.coordSys;
      const left = Math.max(x, api.coord([api.value(0), 0])[0]);
      const right = Math.min(x + width, api.coord([api.value(1), 0])[0]);
      const across = Math.max(2, right - left);
      const stroke = palette.breach;
      const before = bands[params.dataIndex - 1];
      const room = before === undefined ? 99 : left - api.coord([before.from, 0])[0];
      return {
        type: "group",
        children: [
          { type: "rect", shape: { x: left, y, width: across, height }, style: { fill: palette.hatch } },
          { type: "line", shape: { x1: left, y1: y, x2: left, y2: y + height }, style: { stroke, lineWidth: 1 } },
          { type: "line", shape: { x1: left, y1: y, x2: left + across, y2: y }, style: { stroke, lineWidth: 2 } },
          ...(narrow || room < 44 || bands.length > 12
            ? []
            : [bandLabel(bands[params.dataIndex]?.label ?? "", left + across / 2, x + width, y - 4, palette)]),
        ],
      };
    },
  };
}

/** Centred above its band, or ending with the chart where it would reach beyond. */
function bandLabel(label: string, middle: number, edge: number, y: number, palette: Palette): Drawing {
  const beyond = middle + label.length * 3 > edge;
  return text(label, beyond ? edge : middle, y, palette, beyond ? "right" : "center", "bottom", 400);
}

/** What lies past the target: the line again in the breach colour, and a tint up to the target. */
export function pastSeries(stretches: Stretch[], palette: Palette) {
  return {
    ...quiet,
    id: "past",
    z: 4,
    clip: true,
    data: stretches.map((stretch) => stretch.line[0]),
    renderItem: (params: Params, api: Api): Drawing => {
      const stretch = stretches[params.dataIndex];
      if (stretch === undefined) return { type: "group", children: [] };
      const line = stretch.line.map((at) => api.coord(at));
      const target = stretch.target.map((at) => api.coord(at)).reverse();
      return {
        type: "group",
        children: [
          { type: "polygon", shape: { points: [...line, ...target] }, style: { fill: palette.breach, opacity: 0.1 } },
          {
            type: "polyline",
            shape: { points: line },
            style: { stroke: palette.breach, lineWidth: 1.75, lineJoin: "round", fill: "none" },
          },
        ],
      };
    },
  };
}

export type End = { value: number; label: string; kind: "target" | "measured" | "past" };

/** The weight at the end of the target line and the values at the right edge, pushed apart where they would touch. */
export function endSeries(at: number, ends: End[], palette: Palette) {
  return {
    ...quiet,
    id: "ends",
    z: 6,
    data: [[at, ends[0]?.value ?? 0]],
    renderItem: (params: Params, api: Api): Drawing => {
      const { x, y, width, height } = params.coordSys;
      const edge = x + width;
      const places = ends.map((end) => ({ end, y: Math.max(y, Math.min(y + height, api.coord([at, end.value])[1])) }));
      const labels = apart(places.map((place) => place.y));
      return {
        type: "group",
        children: places.flatMap(({ end, y: place }, i) => [
          end.kind === "target" ? weight(edge, place, palette.ink) : dot(edge, place, palette, end.kind),
          text(end.label, edge + (end.kind === "target" ? 13 : 8), labels[i] ?? place, palette, "left", "middle", 500),
        ]),
      };
    },
  };
}

export type Note = { at: number; value: number | null; label: string; side: "left" | "right"; strong: boolean };

/** Words inside the drawing: a step's version, a value past the axis (`value` null: at the lower edge). */
export function noteSeries(notes: Note[], palette: Palette) {
  return {
    ...quiet,
    id: "notes",
    z: 7,
    data: notes.map((note) => [note.at, note.value ?? 0]),
    renderItem: (params: Params, api: Api): Drawing => {
      const note = notes[params.dataIndex];
      if (note === undefined) return { type: "group", children: [] };
      const [px, py] = api.coord([note.at, note.value ?? 0]);
      const y = note.value === null ? params.coordSys.y + params.coordSys.height - 22 : py;
      const { label, side, strong } = note;
      return text(
        label,
        px + (side === "left" ? -6 : 6),
        y,
        palette,
        side === "left" ? "right" : "left",
        "middle",
        strong ? 500 : 400,
      );
    },
  };
}

/** Says on the drawing itself which stretch was generated, not measured. */
export function generatedSeries(spans: Span[], range: Span, palette: Palette) {
  const shown = spans.filter((span) => span.from < range.to && span.to > range.from);
  return {
    ...quiet,
    id: "generated",
    z: 7,
    data: shown.map((span) => [Math.max(range.from, span.from), Math.min(range.to, span.to)]),
    renderItem: (params: Params, api: Api): Drawing => {
      const { y, height } = params.coordSys;
      const [left, right] = [api.coord([api.value(0), 0])[0], api.coord([api.value(1), 0])[0]];
      const ends = (shown[params.dataIndex]?.to ?? 0) < range.to;
      const foot = y + height - 8;
      const stroke = palette.ink3;
      return {
        type: "group",
        children: [
          text("generated", left + 6, foot, palette, "left", "middle", 400),
          ...(ends
            ? [
                {
                  type: "line",
                  shape: { x1: right, y1: y, x2: right, y2: y + height },
                  style: { stroke, lineDash: [2, 3] },
                },
              ]
            : []),
        ],
      };
    },
  };
}

/** Moves neighbours until 13 px lie between their middles; keeps the order. */
export function apart(places: number[]): number[] {
  const order = places.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y);
  for (let k = 1; k < order.length; k++) {
    const [upper, lower] = [order[k - 1], order[k]];
    if (!upper || !lower) continue;
    const lacking = 13 - (lower.y - upper.y);
    if (lacking > 0) {
      upper.y -= lacking / 2;
      lower.y += lacking / 2;
    }
  }
  return order.sort((a, b) => a.i - b.i).map(({ y }) => y);
}

function weight(x: number, y: number, fill: string): Drawing {
  const points = [
    [x, y - 2.6],
    [x + 2.6, y - 3.6],
    [x + 9, y],
    [x + 2.6, y + 3.6],
    [x, y + 2.6],
  ];
  return { type: "polygon", shape: { points }, style: { fill } };
}

function dot(x: number, y: number, palette: Palette, kind: End["kind"]): Drawing {
  const fill = kind === "past" ? palette.breach : palette.chalk;
  return { type: "circle", shape: { cx: x, cy: y, r: 3 }, style: { fill, stroke: palette.surface, lineWidth: 1.5 } };
}

function text(
  label: string,
  x: number,
  y: number,
  palette: Palette,
  align: "left" | "center" | "right",
  verticalAlign: "middle" | "bottom",
  fontWeight: number,
): Drawing {
  return {
    type: "text",
    style: {
      text: label,
      x,
      y,
      align,
      verticalAlign,
      fill: fontWeight === 500 ? palette.ink : palette.ink2,
      font: `${fontWeight} 11px ${palette.sans}`,
      stroke: palette.surface,
      lineWidth: 3,
    },
  };
}
