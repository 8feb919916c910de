import type { Palette } from "./palette";

/** What a burn leaves of the budget, from now on; it ends where nothing is left. `goneAt`: ms, null where it holds. */
export type Projection = { label: string; goneAt: number | null; line: [t: number, left: number][] };

/** The outermost two of some projections at every instant: the edges of a cone. */
export type Cone = { upper: [t: number, left: number][]; lower: [t: number, left: number][] };

/** null for fewer than two. */
export function coneOf(projections: readonly Projection[]): Cone | null {
  if (projections.length < 2) return null;
  const times = [...new Set(projections.flatMap(({ line }) => line.map(([t]) => t)))].sort((a, b) => a - b);
  const at = (t: number): number[] => projections.map(({ line }) => leftAt(line, t));
  return {
    upper: times.map((t) => [t, Math.max(...at(t))]),
    lower: times.map((t) => [t, Math.max(0, Math.min(...at(t)))]),
  };
}

/** Between two points along the line; after the last one what is left then, or nothing where it ran out. */
function leftAt(line: Projection["line"], t: number): number {
  const after = line.findIndex(([each]) => each >= t);
  const [to, from] = [line[after], line[after - 1]];
  if (to === undefined) return line.at(-1)?.[1] ?? 0;
  if (from === undefined || to[0] === t) return to[1];
  return from[1] + ((to[1] - from[1]) * (t - from[0])) / (to[0] - from[0]);
}

type Api = { coord: (at: [number, number]) => [number, number] };

/** At-risk colour, faint: every burn between its edges ends inside it. */
export function coneSeries(cone: Cone | null, palette: Palette) {
  return {
    type: "custom",
    id: "cone",
    silent: true,
    tooltip: { show: false },
    animation: false,
    clip: true,
    z: 1,
    data: cone ? [cone.upper[0]] : [],
    renderItem: (_: unknown, api: Api) => ({
      type: "polygon",
      shape: { points: cone ? [...cone.upper, ...cone.lower.toReversed()].map((at) => api.coord(at)) : [] },
      style: { fill: palette.risk, opacity: 0.14 },
    }),
  };
}
