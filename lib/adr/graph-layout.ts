import { type EdgeLabel, Graph, type GraphLabel, layout, type NodeLabel } from "@dagrejs/dagre";
import type { GraphEdge } from "./decision-graph";
import { BOX } from "./graph-box";

export type Place = { path: string; x: number; y: number };
export type Route = GraphEdge & { points: { x: number; y: number }[] };
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
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    places: paths.map((path) => {
      const { x, y } = graph.node(path);
      return { path, x: Math.round((x ?? 0) - BOX.width / 2), y: Math.round((y ?? 0) - BOX.height / 2) };
    }),
    routes: edges.map((edge) => {
      const { points = [] } = graph.edge(edge.to, edge.from) ?? {};
      return { ...edge, points: points.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) })).toReversed() };
    }),
  };
}
