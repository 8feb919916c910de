import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { DecisionGraphView } from "@/lib/views/decision-graph";
import type { DecisionTimelineView } from "@/lib/views/decision-timeline";
import { call } from "../commands/calls";
import { documentOf, type OwnApp, ownApp } from "../commands/own-app";

vi.mock("next/headers", async () => ({ headers: async () => (await import("../commands/calls")).headersGiven() }));

const layouts = vi.hoisted(() => ({ made: 0 }));
vi.mock("@/lib/adr/graph-layout", async (original) => {
  const layout = await original<typeof import("@/lib/adr/graph-layout")>();
  const drawingOf: typeof layout.drawingOf = (...given) => {
    layouts.made++;
    return layout.drawingOf(...given);
  };
  return { ...layout, drawingOf };
});

const RECORDS = 700;
const path = (n: number): string => `docs/adr/${String(n).padStart(4, "0")}-record.md`;

let app: OwnApp;
let graph: typeof import("@/app/api/screens/decisions/graph/route");
let timeline: typeof import("@/app/api/screens/decisions/timeline/route");

beforeAll(async () => {
  app = ownApp();
  for (let n = 2; n <= RECORDS; n++) {
    const superseded = n % 10 === 0 ? `superseded-by: [${String(n + 1).padStart(4, "0")}-record.md]` : "";
    const supersedes = n % 10 === 1 ? `supersedes: [${String(n - 1).padStart(4, "0")}-record.md]` : "";
    const date = n % 7 === 0 ? "" : `date: ${2020 + (n % 6)}-0${1 + (n % 9)}-15`;
    const status = n % 10 === 0 ? "superseded" : "accepted";
    writeFileSync(
      join(app.folder, path(n)),
      `---\nstatus: ${status}\n${date}\n${superseded}\n${supersedes}\n---\n# Record ${n}\n\nSee [the first](0001-caching.md).\n`,
    );
  }
  writeFileSync(
    join(app.sloDir, "hits.yaml"),
    documentOf("hits", { annotations: { "plumbline.dev/decision": "docs/adr/0001-caching.md#d2" } }),
  );
  await app.start();
  graph = await import("@/app/api/screens/decisions/graph/route");
  timeline = await import("@/app/api/screens/decisions/timeline/route");
});
afterAll(() => app.remove());

async function graphFor(query: string): Promise<DecisionGraphView> {
  return (await call(graph.GET, "GET", {}, { query })).body as unknown as DecisionGraphView;
}
async function timelineFor(query: string): Promise<DecisionTimelineView> {
  return (await call(timeline.GET, "GET", {}, { query })).body as unknown as DecisionTimelineView;
}

test("a large folder is drawn by its chains of supersession, and says how many records are not drawn", async () => {
  const view = await graphFor("");
  expect(view.records).toBe(RECORDS);
  expect(view.nodes.length + view.left).toBe(RECORDS);
  expect(view.nodes.length).toBeLessThanOrEqual(150);
  expect(view.edges.filter(({ kind }) => kind === "supersedes").length).toBeGreaterThanOrEqual(69);
  expect(view.drawing.places).toHaveLength(view.nodes.length);
  const drawn = new Set(view.nodes.map((node) => node.path));
  for (const { from, to } of view.edges) expect(drawn.has(from) && drawn.has(to)).toBe(true);
});

test("around one record lies what it leads to, with the state of what measures it", async () => {
  const view = await graphFor(`?around=${encodeURIComponent(path(11))}`);
  expect(view.around?.path).toBe(path(11));
  expect(view.nodes.length).toBeLessThanOrEqual(150);
  expect(view.nodes.find((node) => node.path === path(10))).toMatchObject({ gone: true, verdict: null, slos: 0 });
  expect(view.nodes.find((node) => node.path === "docs/adr/0001-caching.md")).toMatchObject({
    verdict: "unknown",
    slos: 1,
  });
});

test("a status leaves its records alone, and another than any has leaves none", async () => {
  const view = await graphFor("?status=superseded");
  expect([...view.nodes, ...view.alone].map(({ status }) => status)).toEqual(Array(RECORDS / 10).fill("superseded"));
  expect(view.statuses).toEqual([
    { status: "accepted", records: RECORDS - RECORDS / 10 },
    { status: "superseded", records: RECORDS / 10 },
  ]);
  expect(await graphFor("?status=nonsense")).toMatchObject({ nodes: [], alone: [], left: 0 });
});

test("a record that is not there is said not to be", async () => {
  expect(await graphFor("?around=docs/adr/none.md")).toMatchObject({ around: null });
});

test("nothing is laid out for records and statuses that are not there, and what is kept stays", async () => {
  await graphFor("");
  await graphFor("?status=superseded");
  const before = layouts.made;
  for (let n = 0; n < 18; n++) {
    await graphFor(`?around=docs/adr/invented-${n}.md`);
    await graphFor(`?status=invented-${n}`);
    await graphFor(`?status=superseded&around=docs/adr/invented-${n}.md`);
  }
  await graphFor("");
  expect(layouts.made).toBe(before);
});

test("the graph and the search count among the costly reads", async () => {
  const { config } = await import("@/lib/config");
  const search = await import("@/app/api/screens/decisions/search/route");
  const known = config();
  const { rateLimit } = known;
  known.rateLimit = 1;
  try {
    // Four reads go with one change.
    for (const status of [200, 200, 200, 200, 429])
      expect((await call(graph.GET, "GET", {}, { query: "" })).status).toBe(status);
    expect((await call(search.GET, "GET", {}, { query: "?q=record" })).status).toBe(429);
  } finally {
    known.rateLimit = rateLimit;
  }
});

test("a time line holds as many as fit on a page, and every record is counted", async () => {
  const all = await timelineFor("");
  const shown = all.timeline.years.flatMap(({ quarters }) => quarters.flatMap(({ items }) => items));
  expect(shown.length + all.timeline.undated.length + all.left).toBe(RECORDS);
  expect(all.left).toBeGreaterThan(0);
  expect(all.years.reduce((sum, { records }) => sum + records, all.undated)).toBe(RECORDS);
});

test("one year of it tells what took whose place", async () => {
  const view = await timelineFor("?year=2022&status=superseded");
  const rows = view.timeline.years.flatMap(({ quarters }) => quarters.flatMap(({ items }) => items));
  expect(view.timeline.years.map(({ year }) => year)).toEqual(["2022"]);
  expect(view.timeline.undated).toEqual([]);
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    expect(row.gone).toBe(true);
    expect(row.supersededBy.map(({ number }) => Number(number))).toEqual(
      Number(row.number) === RECORDS ? [] : [Number(row.number) + 1],
    );
  }
});

test("those without a date stand apart", async () => {
  const view = await timelineFor("?year=undated");
  expect(view.timeline.years).toEqual([]);
  expect(view.timeline.undated).toHaveLength(view.undated);
  expect(view.undated).toBe(RECORDS / 7 + 1);
});
