import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as tables from "@/db/people";
import { type Call, call } from "./calls";
import { documentOf, type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => (await import("./calls")).headersGiven() }));

const HOUR = 3_600_000;
const at = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();

let app: OwnApp;
let editor: string;
let allEditor: string;
let elsewhere: string;
let viewer: string;
let all: typeof import("@/app/api/v1/annotations/route");
let one: typeof import("@/app/api/v1/annotations/[id]/route");
let screen: typeof import("@/app/api/screens/slos/[id]/route");
beforeAll(async () => {
  app = ownApp();
  for (const name of ["hits", "took"] as const) writeFileSync(join(app.sloDir, `${name}.yaml`), documentOf(name));
  await app.start();
  editor = app.token("editor", "editor", ["shop"]);
  allEditor = app.token("all", "editor");
  elsewhere = app.token("elsewhere", "editor", ["elsewhere"]);
  viewer = app.token("viewer", "viewer");
  all = await import("@/app/api/v1/annotations/route");
  one = await import("@/app/api/v1/annotations/[id]/route");
  screen = await import("@/app/api/screens/slos/[id]/route");
});
afterAll(() => app.remove());

const DEPLOY = { kind: "deploy", service: "shop", title: "shop 1.42.0" };
const make = (body: object, given: Call = {}) =>
  call((request) => all.POST(request), "POST", {}, { by: editor, body, ...given });
const remove = (id: unknown, given: Call = {}) =>
  call(one.DELETE, "DELETE", { id: String(id) }, { by: editor, body: {}, ...given });
const list = async (query = "") =>
  (await call((request) => all.GET(request), "GET", {}, { by: viewer, query })).body as {
    items: { id: number; title: string }[];
    next: string | null;
  };
const audits = () => app.db.select().from(tables.audit).all();

test("an editor annotates a service, which is logged, and takes it off again", async () => {
  const made = await make({ ...DEPLOY, at: at(-1), url: "https://ci.example/812", text: "Shorter TTLs." });
  expect(made).toMatchObject({ status: 201, body: { id: expect.any(Number) } });
  expect(audits().at(-1)).toMatchObject({
    action: "annotation.made",
    subjectKind: "annotation",
    subjectId: String(made.body.id),
    actorKind: "token",
  });
  expect((await list()).items).toContainEqual(
    expect.objectContaining({ id: made.body.id, title: "shop 1.42.0", service: "shop", slo: null, generated: false }),
  );
  expect(await remove(made.body.id, { by: viewer })).toMatchObject({ status: 403 });
  expect(await remove(made.body.id, { by: elsewhere })).toMatchObject({ status: 403 });
  expect(await remove(made.body.id)).toMatchObject({ status: 200, body: { removedAt: expect.any(String) } });
  expect(audits().at(-1)).toMatchObject({ action: "annotation.removed", subjectId: String(made.body.id) });
  expect(await remove(made.body.id)).toMatchObject({ status: 409 });
  expect(await remove("nothing")).toMatchObject({ status: 404 });
  expect((await list()).items.map(({ id }) => id)).not.toContain(made.body.id);
});

test("only whoever may edit a service annotates it, and only an editor of all of them every service", async () => {
  expect(await make(DEPLOY, { by: null })).toMatchObject({ status: 401 });
  expect(await make(DEPLOY, { by: viewer })).toMatchObject({ status: 403 });
  expect(await make(DEPLOY, { by: elsewhere })).toMatchObject({ status: 403 });
  const { service: _, ...everywhere } = DEPLOY;
  expect(await make(everywhere)).toMatchObject({ status: 403 });
  const made = await make(everywhere, { by: allEditor });
  expect(made).toMatchObject({ status: 201 });
  expect(await remove(made.body.id)).toMatchObject({ status: 403 });
  expect(await remove(made.body.id, { by: allEditor })).toMatchObject({ status: 200 });
});

test("the same key again answers the one that is there, also at the same moment; another thing under it is refused", async () => {
  const keyed = { ...DEPLOY, key: "shop-1.43.0" };
  const answers = await Promise.all([make(keyed), make(keyed), make(keyed)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(await make({ ...keyed, title: "shop 1.44.0" })).toMatchObject({ status: 409, body: { differs: ["title"] } });
  const when = { ...DEPLOY, key: "shop-1.45.0", at: at(-2) };
  expect(await make(when)).toMatchObject({ status: 201 });
  expect(await make(when)).toMatchObject({ status: 200 });
  expect(await make({ ...when, at: at(-3) })).toMatchObject({ status: 409, body: { differs: ["at"] } });
  const id = answers[0]?.body.id;
  await remove(id);
  expect(await make(keyed)).toMatchObject({ status: 409, body: { id } });
});

test.each([
  ["of a kind that is none", { ...DEPLOY, kind: "party" }, "kind"],
  ["without a title", { ...DEPLOY, title: "  " }, "title"],
  ["with a title too long", { ...DEPLOY, title: "x".repeat(121) }, "title"],
  ["with a text too long", { ...DEPLOY, text: "x".repeat(2001) }, "text"],
  ["with an address that a browser would run", { ...DEPLOY, url: "javascript:alert(1)" }, "url"],
  ["with an address that is none", { ...DEPLOY, url: "//ci.example" }, "url"],
  ["two hours ahead", { ...DEPLOY, at: at(2) }, "at"],
  ["three years back", { ...DEPLOY, at: at(-3 * 8_766) }, "at"],
  ["at a time that is none", { ...DEPLOY, at: "yesterday" }, "at"],
  ["that ends before it begins", { ...DEPLOY, from: at(-1), to: at(-2) }, "to"],
  ["that ends two hours ahead", { ...DEPLOY, from: at(-1), to: at(2) }, "to"],
  ["with an end and no beginning", { ...DEPLOY, to: at(-1) }, "from"],
  ["with two beginnings", { ...DEPLOY, at: at(-1), from: at(-1) }, "from"],
  ["of a service that no SLO has", { ...DEPLOY, service: "shoop" }, "service"],
  ["of an SLO that is none", { ...DEPLOY, slo: "nothing" }, "slo"],
  ["of an SLO of another service", { ...DEPLOY, service: "elsewhere", slo: "hits" }, "service"],
])("an annotation %s is refused, and the field named", async (_, body, field) => {
  expect(await make(body, { by: allEditor })).toMatchObject({ status: 400, body: { issues: [{ field }] } });
});

test("the list is narrowed by service, SLO and time, and every page of it is told apart", async () => {
  const made: unknown[] = [];
  for (const hours of [-900, -899, -898, -897, -896])
    made.unshift((await make({ ...DEPLOY, title: `Old ${hours}`, at: at(hours) })).body.id);
  const own = await make({ kind: "note", slo: "hits", title: "Only here", at: at(-895) });
  const span = `from=${at(-901)}&to=${at(-894)}`;
  const ids = ({ items }: { items: { id: number }[] }) => items.map(({ id }) => id);
  expect(ids(await list(`?service=shop&${span}`))).toEqual([own.body.id, ...made]);
  expect(ids(await list(`?slo=hits&${span}`))).toEqual([own.body.id, ...made]);
  expect(ids(await list(`?slo=took&${span}`))).toEqual(made);
  expect(ids(await list(`?service=elsewhere&${span}`))).toEqual([]);
  expect(ids(await list(`?from=${at(-898.5)}&to=${at(-896.5)}`))).toEqual(made.slice(1, 3));
  const pages: number[] = [];
  for (let before: string | null = ""; before !== null; ) {
    const page: Awaited<ReturnType<typeof list>> = await list(`?${span}&limit=2${before && `&before=${before}`}`);
    expect(page.items.length).toBeLessThanOrEqual(2);
    pages.push(...ids(page));
    before = page.next;
  }
  expect(pages).toEqual([own.body.id, ...made]);
  for (const query of ["?limit=0", "?from=yesterday", "?before=x", `?from=${at(0)}&to=${at(-1)}`])
    expect(await call((request) => all.GET(request), "GET", {}, { by: viewer, query })).toMatchObject({ status: 400 });
});

test("the page of an SLO shows what happened to it, to its service and to all of them, and who may take it off", async () => {
  const shop = await make({ ...DEPLOY, title: "Shown", at: at(-0.5) });
  const other = await make({ kind: "note", slo: "took", title: "Not shown", at: at(-0.5) });
  const seen = async (by: string) =>
    (await call(screen.GET, "GET", { id: "hits" }, { by, query: "?range=24h" })).body.annotations as {
      id: number;
      mayRemove: boolean;
    }[];
  const items = await seen(editor);
  expect(items).toContainEqual(expect.objectContaining({ id: shop.body.id, mayRemove: true }));
  expect(items.map(({ id }) => id)).not.toContain(other.body.id);
  expect(await seen(viewer)).toContainEqual(expect.objectContaining({ id: shop.body.id, mayRemove: false }));
});
