import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Graph, type GraphEdge, graphOf, shownGraph } from "@/lib/adr/decision-graph";
import { BOX } from "@/lib/adr/graph-box";
import { drawingOf } from "@/lib/adr/graph-layout";
import type { Succession } from "@/lib/adr/succession";

const succession = (successor: string, old: string): Succession => ({
  old,
  successor,
  text: old,
  several: [],
  ids: [],
  successorIds: [],
  inPart: false,
  saidBy: "both",
});
const ROOM = { records: 10, edges: 20 };

const anyGraph: fc.Arbitrary<Graph> = fc.integer({ min: 1, max: 40 }).chain((n) => {
  const path = fc.integer({ min: 0, max: n - 1 }).map((i) => `${i}.md`);
  return fc
    .tuple(fc.array(fc.tuple(path, path), { maxLength: 60 }), fc.array(fc.tuple(path, path), { maxLength: 60 }))
    .map(([supersedes, links]) =>
      graphOf(
        Array.from({ length: n }, (_, i) => `${i}.md`),
        supersedes.map(([a, b]) => succession(a, b)),
        links.map(([from, to]) => ({ from, to })),
      ),
    );
});

describe("the graph of records", () => {
  test("tells a pair once: that it supersedes says that it links as well", () => {
    const graph = graphOf(
      ["a", "b", "c"],
      [succession("b", "a")],
      [
        { from: "b", to: "a" },
        { from: "a", to: "b" },
        { from: "c", to: "a" },
        { from: "c", to: "a" },
        { from: "c", to: "c" },
        { from: "c", to: "nowhere" },
      ],
    );
    expect(graph.edges).toEqual([
      { from: "b", to: "a", kind: "supersedes" },
      { from: "c", to: "a", kind: "links" },
    ]);
  });

  test("is shown whole where it fits, with what nothing leads to apart", () => {
    const graph = graphOf(["a", "b", "c"], [succession("b", "a")], []);
    expect(shownGraph(graph, null, ROOM)).toMatchObject({ paths: ["a", "b"], alone: ["c"], left: 0 });
  });

  test("is shown by its chains of supersession where it does not fit", () => {
    const paths = Array.from({ length: 30 }, (_, i) => `${i}`);
    const links = paths.slice(1).map((from, i) => ({ from, to: `${i}` }));
    const shown = shownGraph(graphOf(paths, [succession("9", "5"), succession("5", "2")], links), null, ROOM);
    expect(shown).toMatchObject({ paths: ["2", "5", "9"], alone: [], left: 27 });
  });

  test("is shown around a record by what lies two steps away", () => {
    const paths = ["a", "b", "c", "d"];
    const links = [
      { from: "b", to: "a" },
      { from: "c", to: "b" },
      { from: "d", to: "c" },
    ];
    expect(shownGraph(graphOf(paths, [], links), "a", ROOM)).toMatchObject({ paths: ["a", "b", "c"], left: 1 });
    expect(shownGraph(graphOf(paths, [], []), "a", ROOM)).toMatchObject({ paths: [], alone: ["a"], left: 3 });
  });

  test("never takes more room than there is, draws no line to what is not drawn, and says how much is left out", () => {
    fc.assert(
      fc.property(anyGraph, fc.option(fc.integer({ min: 0, max: 45 })), (graph, around) => {
        const chosen = around === null ? null : `${around}.md`;
        const shown = shownGraph(graph, chosen, ROOM);
        const drawn = new Set([...shown.paths, ...shown.alone]);
        expect(drawn.size).toBe(shown.paths.length + shown.alone.length);
        expect(drawn.size).toBeLessThanOrEqual(ROOM.records);
        expect(shown.edges.length).toBeLessThanOrEqual(ROOM.edges);
        for (const { from, to } of shown.edges) expect(shown.paths).toEqual(expect.arrayContaining([from, to]));
        expect(drawn.size + shown.left).toBe(graph.paths.length);
        if (chosen && graph.paths.includes(chosen)) expect(drawn).toContain(chosen);
      }),
    );
  });
});

describe("the drawing", () => {
  test("puts what is older on the left of what takes its place, and no box on another", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const shown = shownGraph(graph, null, { records: 40, edges: 60 });
        const { places, width, height } = drawingOf(shown.paths, shown.edges);
        expect(places).toHaveLength(shown.paths.length);
        for (const [i, a] of places.entries()) {
          expect(a.x).toBeGreaterThanOrEqual(0);
          expect(a.x + BOX.width).toBeLessThanOrEqual(width);
          expect(a.y + BOX.height).toBeLessThanOrEqual(height);
          for (const b of places.slice(i + 1))
            expect(Math.abs(a.x - b.x) >= BOX.width || Math.abs(a.y - b.y) >= BOX.height).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
    const chain: GraphEdge[] = [
      { from: "c", to: "b", kind: "supersedes" },
      { from: "b", to: "a", kind: "supersedes" },
    ];
    const { places, routes } = drawingOf(["a", "b", "c"], chain);
    expect(places.map(({ x }) => x)).toEqual(places.map(({ x }) => x).toSorted((a, b) => a - b));
    // From the newer one's left edge to the older one's right edge, where the tip is.
    expect(routes[0]?.points[0]?.x).toBeGreaterThan(routes[0]?.points.at(-1)?.x ?? Number.NaN);
  });

  test("leads no line through a box: past a column it runs level, between the boxes", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const shown = shownGraph(graph, null, { records: 40, edges: 60 });
        const { places, routes } = drawingOf(shown.paths, shown.edges);
        for (const { points } of routes) {
          const [begin = 0, end = 0] = [points[0]?.x, points.at(-1)?.x].toSorted((x, y) => (x ?? 0) - (y ?? 0));
          const passed = new Set(places.flatMap(({ x }) => (x > begin && x + BOX.width < end ? x : [])));
          expect(points).toHaveLength(2 + 2 * passed.size);
          for (let i = 1; i + 1 < points.length; i += 2) {
            const [come, leave] = [points[i], points[i + 1]];
            expect(come?.y).toBe(leave?.y);
            const y = come?.y ?? 0;
            const left = Math.min(come?.x ?? 0, leave?.x ?? 0);
            expect(places.some((box) => Math.abs(box.x - left) <= 1 && y > box.y && y < box.y + BOX.height)).toBe(
              false,
            );
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  test("of nothing is empty", () => {
    expect(drawingOf([], [])).toEqual({ width: 0, height: 0, places: [], routes: [] });
  });
});
