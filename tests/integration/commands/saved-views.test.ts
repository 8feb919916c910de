import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { savedViews } from "@/db/daily";
import * as tables from "@/db/people";
import type { Actor, Reader } from "@/lib/auth/actor";
import { removeView } from "@/lib/commands/remove-view";
import { saveView } from "@/lib/commands/save-view";
import type { Role } from "@/lib/rights";
import { SavedViewDraft } from "@/lib/slo/saved-view-draft";
import { savedViewsView } from "@/lib/views/saved-views";
import { shellView } from "@/lib/views/shell";
import { type Call, call } from "./calls";
import { documentOf, type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => (await import("./calls")).headersGiven() }));

let app: OwnApp;
let editorToken: string;
let viewerToken: string;
let all: typeof import("@/app/api/v1/views/route");
let one: typeof import("@/app/api/v1/views/[id]/route");
beforeAll(async () => {
  app = ownApp();
  for (const name of ["took", "hits"] as const) writeFileSync(join(app.sloDir, `${name}.yaml`), documentOf(name));
  await app.start();
  editorToken = app.token("editor", "editor");
  viewerToken = app.token("viewer", "viewer");
  all = await import("@/app/api/v1/views/route");
  one = await import("@/app/api/v1/views/[id]/route");
});
beforeEach(() => {
  app.db.delete(savedViews).run();
});
afterAll(() => app.remove());

const NOW = new Date();
const person = (id: string, role: Role): Actor & Reader =>
  ({ kind: "person", id, name: id, role, services: null, ip: null }) as Actor & Reader;
const anonymous = { kind: "anonymous", id: null, name: "anonymous", role: "viewer", services: null } as Reader;
const editor = person("editor", "editor");
const viewer = person("viewer", "viewer");

const draft = (name: string, said: object = {}) => SavedViewDraft.parse({ name, query: "service=shop", ...said });
const save = (by: Actor, name: string, said: object = {}) => saveView(by, draft(name, said), NOW);
const names = (reader: Reader) => savedViewsView(reader, NOW).items.map(({ name }) => name);
const post = (body: object, given: Call = {}) => call(all.POST, "POST", {}, { by: editorToken, body, ...given });
const remove = (id: number, given: Call = {}) =>
  call(one.DELETE, "DELETE", { id: String(id) }, { by: editorToken, ...given });
const audited = () => app.db.select().from(tables.audit).all();

test("a view of one's own is seen by oneself alone, and removed by oneself alone", async () => {
  const { id } = await save(viewer, "Mine");
  expect([names(viewer), names(editor), names(anonymous)]).toEqual([["Mine"], [], []]);
  await expect(removeView(person("admin", "admin"), id, NOW)).rejects.toMatchObject({ code: "not-found" });
  await removeView(viewer, id, NOW);
  expect(names(viewer)).toEqual([]);
});

test("a shared view is seen by everybody, kept and removed by editors, and both are in the audit log", async () => {
  await expect(save(viewer, "Ours", { shared: true })).rejects.toMatchObject({ code: "not-allowed" });
  const { id } = await save(editor, "Ours", { shared: true });
  expect([names(viewer), names(anonymous)]).toEqual([["Ours"], ["Ours"]]);
  expect(audited().at(-1)).toMatchObject({ action: "view.saved", subjectKind: "view", subjectId: String(id) });
  await expect(removeView(viewer, id, NOW)).rejects.toMatchObject({ code: "not-allowed" });
  await removeView(editor, id, NOW);
  expect(audited().at(-1)).toMatchObject({ action: "view.removed", detail: { name: "Ours", query: "service=shop" } });
  expect(names(anonymous)).toEqual([]);
});

test("what somebody keeps for themselves is nobody's business and in no log", async () => {
  const before = audited().length;
  const { id } = await save(editor, "Mine");
  await removeView(editor, id, NOW);
  expect(audited().length).toBe(before);
});

test("a name holds for one view of a person, and of everybody's, whatever its case", async () => {
  await save(viewer, "Edge");
  await expect(save(viewer, "EDGE")).rejects.toMatchObject({
    code: "conflict",
    details: { issues: [{ field: "name" }] },
  });
  await save(editor, "Edge");
  await save(editor, "Edge", { shared: true });
  expect(names(editor)).toEqual(["Edge", "Edge"]);
});

test("one person keeps 50 views at most", async () => {
  for (let i = 0; i < 50; i++) await save(viewer, `View ${i}`);
  await expect(save(viewer, "One more")).rejects.toMatchObject({ code: "conflict" });
  await save(editor, "Another's first");
});

test("over HTTP an editor's token shares a view; a token has none of its own, and nobody keeps any", async () => {
  const shared = await post({ name: "Tier 1", query: "?group=team&tier=1", shared: true });
  expect(shared).toMatchObject({ status: 201, body: { id: expect.any(Number) } });
  expect(await call(all.GET, "GET", {}, { by: null })).toMatchObject({
    status: 200,
    body: { items: [{ name: "Tier 1", query: "tier=1&group=team", shared: true, mayRemove: false }] },
  });
  expect(await call(all.GET, "GET", {}, { by: editorToken })).toMatchObject({ body: { items: [{ mayRemove: true }] } });
  expect(await post({ name: "Own", query: "" })).toMatchObject({ status: 403 });
  expect(await post({ name: "Own", query: "" }, { by: null })).toMatchObject({ status: 401 });
  const id = Number(shared.body.id);
  expect(await remove(id, { by: viewerToken })).toMatchObject({ status: 403 });
  expect(await remove(id, { by: null })).toMatchObject({ status: 401 });
  expect(await remove(id)).toMatchObject({ status: 200 });
  expect(await remove(id)).toMatchObject({ status: 404 });
  expect(await remove(Number.NaN)).toMatchObject({ status: 404 });
});

test.each([
  ["has no name", { name: " ", query: "" }, "name"],
  ["has a name longer than 60 characters", { name: "x".repeat(61), query: "" }, "name"],
  ["asks for what means nothing", { name: "Odd", query: "verdict=fine" }, "query"],
  ["names what is no term", { name: "Odd", query: "colour=red" }, "query"],
  ["is longer than 4000 characters", { name: "Long", query: `q=${"x".repeat(4000)}` }, "query"],
])("a view that %s is refused, and the field named", async (_, body, field) => {
  expect(await post({ shared: true, ...body })).toMatchObject({ status: 400, body: { issues: [{ field }] } });
});

test("what stands at the side counts what fits each view, and what only the list can tell has no number", async () => {
  const queries = [
    "service=shop",
    "service=elsewhere",
    "kind=latency",
    "q=took",
    "decision=none",
    "budget=100",
    "lint=yes",
  ];
  for (const query of queries) await save(editor, query, { query, shared: true });
  const { savedViews: shown } = await shellView(anonymous, NOW);
  expect(shown.map(({ query, count }) => [query, count])).toEqual([
    ["service=shop", 2],
    ["service=elsewhere", 0],
    ["kind=latency", 1],
    ["q=took", 1],
    ["decision=none", 2],
    ["budget=100", 0],
    ["lint=yes", null],
  ]);
});
