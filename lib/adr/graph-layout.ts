import { type EdgeLabel, Graph, type GraphLabel, layout, type NodeLabel } from "@dagrejs/dagre";
import type { GraphEdge } from "./decision-graph";
import { BOX } from "./graph-box";

export type Place = { path: string; x: number; y: number };
/** The points are those where it leaves a column and where it comes to the next one, in turns. */
export type Route = GraphEdge & { points: Point[] };
/** In pixels; a place is the upper left corner of a box. */
export type Drawing = { width: number; height: number; places: Place[]; routes: Route[] };

/** The older stands on the left of what takes its place or links to it, in as few crossings as the library finds. */
export function drawingOf(paths: readonly string[], edges: readonly GraphEdge[]): Drawing {
  if (paths.length === 0) return { width: 0, height: 0, places: [], routes: [] };
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>({ directed: true });
  graph.setGraph({ rankdir: "LR", nodesep: 16, ranksep: 56, edgesep: 12, marginx: 2, marginy: 2 });
  for (const path of paths) graph.setNode(path, { ...BOX });
  for (const { from, to, kind } of edges) graph.setEdge(to, from, { weight: kind === "supersedes" ? 4 : 1 });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const columns = new Set(paths.map((path) => Math.round(graph.node(path).x ?? 0)));
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    places: paths.map((path) => {
      const { x, y } = graph.node(path);
      return { path, x: Math.round((x ?? 0) - BOX.width / 2), y: Math.round((y ?? 0) - BOX.height / 2) };
    }),
    routes: edges.map((edge) => {
      const { points = [] } = graph.edge(edge.to, edge.from) ?? {};
      return { ...edge, points: between(centre(graph.node(edge.from)), centre(graph.node(edge.to)), points, columns) };
    }),
  };
}

type Point = { x: number; y: number };

const centre = ({ x, y }: NodeLabel): Point => ({ x: x ?? 0, y: y ?? 0 });

/** From side to side: past the boxes of a column a line runs level, so that it turns in the gaps alone and crosses no box. */
function between(from: Point, to: Point, points: readonly Point[], columns: ReadonlySet<number>): Point[] {
  const way = Math.sign(to.x - from.x) || -1;
  const half = (way * BOX.width) / 2;
  const inner = points.slice(1, -1).sort((a, b) => way * (a.x - b.x));
  const runs = inner
    .filter(({ x }) => columns.has(Math.round(x)) && way * (x - from.x) > 1 && way * (to.x - x) > 1)
    .flatMap(({ x, y }) => [
      { x: x - half, y },
      { x: x + half, y },
    ]);
  return [{ x: from.x + half, y: from.y }, ...runs, { x: to.x - half, y: to.y }].map(({ x, y }) => ({
    x: Math.round(x),
    y: Math.round(y),
  }));
}
