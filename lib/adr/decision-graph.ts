import type { Succession } from "./succession";

/** `from` takes the place of, or links to, `to`. */
export type GraphEdge = { from: string; to: string; kind: "supersedes" | "links" };
export type Graph = { paths: string[]; edges: GraphEdge[] };

/** What fits into a drawing. `alone`: nothing leads from or to them. How many records and edges did not fit is said. */
export type ShownGraph = Graph & { alone: string[]; left: number; edgesLeft: number };
export type Room = { records: number; edges: number };

/** Each pair once a way: where a record supersedes another one, that it links to it as well says nothing more. */
export function graphOf(
  paths: readonly string[],
  successions: readonly Succession[],
  links: readonly { from: string; to: string }[],
): Graph {
  const known = new Set(paths);
  const edges = new Map<string, GraphEdge>();
  const pairs = new Set<string>();
  const add = (edge: GraphEdge): void => {
    if (edge.from === edge.to || !known.has(edge.from) || !known.has(edge.to)) return;
    const key = `${edge.from}\n${edge.to}`;
    const isTold = edges.has(key) || (edge.kind === "links" && pairs.has([edge.from, edge.to].sort().join("\n")));
    if (!isTold) edges.set(key, edge);
  };
  for (const { old, successor } of successions) {
    if (old === null || successor === null) continue;
    add({ from: successor, to: old, kind: "supersedes" });
    pairs.add([successor, old].sort().join("\n"));
  }
  for (const { from, to } of links) add({ from, to, kind: "links" });
  return { paths: [...paths], edges: [...edges.values()] };
}

/** All of it where it fits; else what lies around one record; else the chains of supersession, the newest first. */
export function shownGraph(graph: Graph, around: string | null, room: Room): ShownGraph {
  const most = room.records;
  const neighbours = neighboursIn(graph.edges);
  if (around !== null && graph.paths.includes(around)) {
    const near = spread([around], neighbours, most, REACH);
    return part(graph, near, near.size < 2 ? near : new Set(), room);
  }
  if (graph.paths.length <= most) {
    const alone = new Set(graph.paths.filter((path) => !neighbours.has(path)));
    return part(graph, new Set(graph.paths), alone, room);
  }
  const chains = neighboursIn(graph.edges.filter(({ kind }) => kind === "supersedes"));
  const shown = new Set<string>();
  for (const path of graph.paths.toReversed()) {
    if (shown.has(path) || !chains.has(path)) continue;
    const chain = spread([path], chains, most - shown.size, Number.POSITIVE_INFINITY);
    for (const each of chain) shown.add(each);
    if (shown.size >= most) break;
  }
  return part(graph, shown, new Set(), room);
}

/** Steps from the chosen record: what it names, and what those name. */
const REACH = 2;

function part(graph: Graph, shown: ReadonlySet<string>, alone: ReadonlySet<string>, room: Room): ShownGraph {
  const edges = graph.edges
    .filter(({ from, to }) => shown.has(from) && shown.has(to))
    .sort((a, b) => Number(b.kind === "supersedes") - Number(a.kind === "supersedes"));
  return {
    paths: graph.paths.filter((path) => shown.has(path) && !alone.has(path)),
    edges: edges.slice(0, room.edges),
    alone: graph.paths.filter((path) => alone.has(path)),
    left: graph.paths.length - shown.size,
    edgesLeft: Math.max(0, edges.length - room.edges),
  };
}

function neighboursIn(edges: readonly GraphEdge[]): Map<string, string[]> {
  const neighbours = new Map<string, string[]>();
  const add = (a: string, b: string) => {
    const known = neighbours.get(a);
    if (known) known.push(b);
    else neighbours.set(a, [b]);
  };
  for (const { from, to } of edges) {
    add(from, to);
    add(to, from);
  }
  return neighbours;
}

/** Breadth first, so that the nearest are in where not all fit. */
function spread(
  start: readonly string[],
  neighbours: ReadonlyMap<string, readonly string[]>,
  most: number,
  reach: number,
): Set<string> {
  const found = new Set(start);
  let ring: readonly string[] = start;
  for (let step = 0; step < reach && ring.length > 0; step++) {
    const next: string[] = [];
    for (const path of ring)
      for (const near of neighbours.get(path) ?? []) {
        if (found.size >= most) return found;
        if (found.has(near)) continue;
        found.add(near);
        next.push(near);
      }
    ring = next;
  }
  return found;
}
