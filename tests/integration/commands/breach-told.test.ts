import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { breachEntries, followUps } from "@/db/daily";
import * as tables from "@/db/people";
import * as schema from "@/db/schema";
import { minuteAt } from "@/lib/slo/window";
import { addAnnotation } from "@/lib/store/annotations";
import type { BreachView } from "@/lib/views/breach";
import { call } from "./calls";
import { documentOf, type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => (await import("./calls")).headersGiven() }));

const MINUTE = 60_000;
const OPENED = minuteAt(Date.now()) - 90;
const today = (days = 0): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

let app: OwnApp;
let viewer: string;
let editor: string;
let stranger: string;
let id: string;
let route: typeof import("@/app/api/v1/breaches/[id]/entries/route");
let screen: typeof import("@/app/api/screens/breaches/[id]/route");
beforeAll(async () => {
  app = ownApp();
  for (const name of ["hits", "took"] as const)
    writeFileSync(
      join(app.sloDir, `${name}.yaml`),
      documentOf(name, { annotations: { "plumbline.dev/decision": "docs/adr/0001-caching.md#d2" } }),
    );
  await app.start(new Date((OPENED - 1000) * MINUTE));
  viewer = app.token("viewer", "viewer");
  editor = app.token("editor", "editor", ["shop"]);
  stranger = app.token("stranger", "editor", ["elsewhere"]);
  route = await import("@/app/api/v1/breaches/[id]/entries/route");
  screen = await import("@/app/api/screens/breaches/[id]/route");
});
beforeEach(() => {
  id = String(breachOf("hits", OPENED));
});
afterAll(() => app.remove());

let shift = 0;
function breachOf(sloId: string, openedMinute: number): number {
  shift += 1;
  const counts = { badEvents: 10, totalEvents: 100, budgetSpent: 0.1, worst: 0.8, targetVersion: 1 };
  const decision = { decisionPath: "docs/adr/0001-caching.md", decisionId: "d2", adrCommit: null };
  const kind = "objective-missed";
  return app.db
    .insert(schema.breaches)
    .values({
      sloId,
      kind,
      origin: "live",
      openedMinute: openedMinute - shift,
      closedMinute: null,
      closeReason: null,
      ...counts,
      ...decision,
    })
    .returning({ id: schema.breaches.id })
    .get().id;
}

const tell = (body: object, by: string | null = viewer, of = id) => call(route.POST, "POST", { id: of }, { by, body });
const view = async (by: string | null = viewer) =>
  (await call(screen.GET, "GET", { id }, { by })).body as unknown as BreachView;
const CAUSE = { what: "cause", cause: "configuration", text: "Vary splits each page into forty." };
const entries = () =>
  app.db
    .select()
    .from(breachEntries)
    .all()
    .filter((entry) => entry.breachId === Number(id));
const audit = () => app.db.select().from(tables.audit).all();

test("whoever is on call acknowledges and notes; it stands in the timeline and in the audit log", async () => {
  expect((await view()).acknowledged).toBeNull();
  expect((await tell({ what: "acknowledged" })).status).toBe(201);
  expect((await tell({ what: "note", text: "Only product pages." })).status).toBe(201);
  const { acknowledged, timeline } = await view();
  expect(acknowledged?.by).toContain("viewer");
  expect(timeline.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["opened", "acknowledged", "note"]));
  expect(timeline.find(({ kind }) => kind === "note")?.detail).toBe("“Only product pages.”");
  expect(audit().at(-1)).toMatchObject({ action: "breach.told", subjectKind: "breach", subjectId: id });
  expect(audit().at(-1)?.summary).toContain("Only product pages.");
});

test("acknowledging twice says nothing new", async () => {
  const first = await tell({ what: "acknowledged" });
  const second = await tell({ what: "acknowledged" });
  expect(second.body.id).toBe(first.body.id);
  expect(entries()).toHaveLength(1);
  expect((await tell({ what: "acknowledged" }, editor)).body.id).not.toBe(first.body.id);
  expect(entries()).toHaveLength(2);
});

test("a cause is an editor's to say, of the service; nobody's who is not signed in", async () => {
  expect((await tell(CAUSE, viewer)).status).toBe(403);
  expect((await tell(CAUSE, stranger)).status).toBe(403);
  expect((await tell(CAUSE, null)).status).toBe(401);
  expect((await tell({ what: "note", text: "Hello there." }, null)).status).toBe(401);
  expect(entries()).toEqual([]);
  expect((await tell(CAUSE, editor)).status).toBe(201);
  expect(await view(viewer)).toMatchObject({ cause: { cause: "configuration" }, may: { note: true, cause: false } });
  expect((await view(editor)).may).toEqual({ note: true, cause: true });
  expect((await view(null)).may).toEqual({ note: false, cause: false });
});

test("a cause with an owner and a day makes a follow-up of the breach, in one go", async () => {
  const followUp = { owner: "CDN engineer", due: today(2) };
  const { body, status } = await tell({ ...CAUSE, followUp }, editor);
  expect(status).toBe(201);
  const made = app.db
    .select()
    .from(followUps)
    .all()
    .find((each) => each.id === body.followUp);
  expect(made).toMatchObject({
    origin: "breach",
    sloId: "hits",
    breachId: Number(id),
    owner: "CDN engineer",
    dueDay: today(2),
    decisionId: "d2",
    text: CAUSE.text,
  });
  expect(
    audit()
      .slice(-2)
      .map(({ action }) => action),
  ).toEqual(["breach.told", "follow-up.made"]);
  expect(
    (await view()).timeline.some(
      ({ kind, what }) => kind === "follow-up" && what.startsWith("Follow-up for CDN engineer"),
    ),
  ).toBe(true);
});

test("a follow-up that is due in the past is refused, and its cause with it", async () => {
  const before = audit().length;
  const answer = await tell({ ...CAUSE, followUp: { owner: "Ada", due: today(-1) } }, editor);
  expect(answer).toMatchObject({
    status: 400,
    body: { issues: [{ field: "followUp.due", message: "is over already" }] },
  });
  expect(entries()).toEqual([]);
  expect(audit()).toHaveLength(before);
});

test("of two causes the newer holds, and both stay in the timeline", async () => {
  const both = await Promise.all([
    tell(CAUSE, editor),
    tell({ what: "cause", cause: "capacity", text: "Too few pods." }, editor),
  ]);
  expect(both.map(({ status }) => status)).toEqual([201, 201]);
  const { cause, timeline } = await view();
  const newest = Math.max(...both.map(({ body }) => Number(body.id)));
  const held = entries().find((entry) => entry.id === newest);
  expect(cause?.cause).toBe(held?.cause);
  expect(timeline.filter(({ kind }) => kind === "cause")).toHaveLength(2);
});

test("a note or a cause that is sent again adds nothing; what is said anew does", async () => {
  const note = { what: "note", text: "Only product pages." };
  const told = { ...CAUSE, followUp: { owner: "CDN engineer", due: today(2) } };
  const made = () =>
    app.db
      .select()
      .from(followUps)
      .all()
      .filter(({ breachId }) => breachId === Number(id));
  const first = await tell(note, editor);
  expect((await tell(note, editor)).body.id).toBe(first.body.id);
  const cause = await tell(told, editor);
  const before = audit().length;
  expect((await tell(told, editor)).body).toEqual(cause.body);
  expect([entries().length, made().length, audit().length]).toEqual([2, 1, before]);
  expect((await tell(note, viewer)).body.id, "of somebody else").not.toBe(first.body.id);
  await tell({ ...told, cause: "capacity" }, editor);
  expect([entries().length, made().length], "another cause, the same work").toEqual([4, 1]);
  await tell({ ...told, cause: "capacity", followUp: { owner: "Ada", due: today(2) } }, editor);
  expect([entries().length, made().length], "the same cause, other work").toEqual([4, 2]);
});

test("a cause that was overruled by another editor can be given again", async () => {
  const other = app.token("other", "editor", ["shop"]);
  await tell(CAUSE, editor);
  await tell({ what: "cause", cause: "capacity", text: "Too few pods." }, other);
  await tell(CAUSE, editor);
  expect((await view()).cause?.cause).toBe("configuration");
  expect(entries()).toHaveLength(3);
});

test.each([
  [{ what: "sung" }, "what"],
  [{ what: "note", text: "  " }, "text"],
  [{ what: "note", text: "x".repeat(2001) }, "text"],
  [{ what: "cause", cause: "gremlins", text: "They did it." }, "cause"],
  [{ ...CAUSE, followUp: { owner: "", due: today(1) } }, "followUp.owner"],
  [{ ...CAUSE, followUp: { owner: "Ada", due: "soon" } }, "followUp.due"],
])("%j is refused by the name of its field", async (body, field) => {
  const answer = await tell(body, editor);
  expect(answer.status).toBe(400);
  expect((answer.body.issues as { field: string }[]).map((issue) => issue.field)).toContain(field);
  expect(entries()).toEqual([]);
});

test("a breach that is not there is not found", async () => {
  for (const of of ["999999", "x"]) expect((await tell(CAUSE, editor, of)).status).toBe(404);
});

test("what is said is kept as it was said", async () => {
  await tell({ what: "note", text: "As it was." });
  expect(() => app.db.$client.prepare("UPDATE breach_entries SET text = 'other'").run()).toThrow(/only ever added to/);
  expect(() => app.db.$client.prepare("DELETE FROM breach_entries").run()).toThrow(/only ever added to/);
});

test("a deploy shortly before the opening is told of, one long before is not; others of the service stand around it", async () => {
  const opened = (OPENED - shift) * MINUTE;
  const deploy = {
    kind: "deploy" as const,
    service: "shop",
    sloId: null,
    text: null,
    url: null,
    toAt: null,
    key: null,
    generated: false,
    author: "CI",
    authorId: null,
    createdAt: opened,
  };
  addAnnotation(app.db, { ...deploy, title: "long-before 1", fromAt: opened - 31 * MINUTE });
  expect((await view()).changeBefore).toBeNull();
  addAnnotation(app.db, { ...deploy, title: "edge-vcl 2026.47.1", fromAt: opened - 4 * MINUTE });
  addAnnotation(app.db, { ...deploy, title: "elsewhere 7", service: "elsewhere", fromAt: opened - 2 * MINUTE });
  addAnnotation(app.db, { ...deploy, title: "after 3", fromAt: opened + 2 * MINUTE });
  const other = breachOf("took", OPENED + 5);
  const { changeBefore, timeline } = await view();
  expect(changeBefore).toMatchObject({ title: "edge-vcl 2026.47.1", minutes: 4 });
  expect(timeline.filter(({ kind }) => kind === "deploy").map(({ code }) => code)).toEqual([
    "long-before 1",
    "edge-vcl 2026.47.1",
    "after 3",
  ]);
  expect(timeline).toContainEqual(expect.objectContaining({ kind: "other-breach", href: `/breaches/${other}` }));
  expect(timeline.map(({ at }) => at)).toEqual(timeline.map(({ at }) => at).toSorted());
  addAnnotation(app.db, { ...deploy, title: "linked 1", url: "https://git.example/1", fromAt: opened });
  addAnnotation(app.db, { ...deploy, title: "forged 1", url: "javascript:alert(1)", fromAt: opened });
  const linked = (await view()).timeline.filter(({ code }) => code === "linked 1" || code === "forged 1");
  expect(linked.map(({ href }) => href)).toEqual(["https://git.example/1", null]);
});

test("of a breach during which much happened, what came before the opening is still told", async () => {
  const opened = (OPENED - shift) * MINUTE;
  const deploy = {
    kind: "deploy" as const,
    service: "shop",
    sloId: "hits",
    text: null,
    url: null,
    toAt: null,
    key: null,
  };
  const by = { generated: false, author: "CI", authorId: null, createdAt: opened };
  addAnnotation(app.db, { ...deploy, ...by, title: "culprit 1", fromAt: opened - 30_000 });
  addAnnotation(app.db, { ...deploy, ...by, kind: "note", title: "a remark", fromAt: opened - 10_000 });
  for (let i = 1; i <= 45; i++)
    addAnnotation(app.db, { ...deploy, ...by, title: `later ${i}`, fromAt: opened + i * MINUTE });
  const { changeBefore, timeline } = await view();
  expect(changeBefore).toMatchObject({ title: "culprit 1", minutes: 0 });
  const codes = timeline.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(["culprit 1", "later 45"]));
  expect(codes.filter((code) => code?.startsWith("later "))).toHaveLength(20);
});

test("the list is filtered by service, SLO, kind, state and cause; what means nothing is refused by its name", async () => {
  const list = await import("@/app/api/v1/breaches/route");
  const items = async (query: string): Promise<number[]> => {
    const answer = await list.GET(new Request(`http://localhost/api/v1/breaches?${query}`));
    return ((await answer.json()) as { items: { id: number }[] }).items.map((item) => item.id);
  };
  const [told, other, took] = [Number(id), breachOf("hits", OPENED), breachOf("took", OPENED)];
  app.db.$client.prepare("UPDATE breaches SET closed_minute = ? WHERE id = ?").run(OPENED + 10, other);
  await tell(CAUSE, editor);
  expect(await items("")).toEqual(expect.arrayContaining([told, other, took]));
  expect(await items("slo=took")).toContain(took);
  expect(await items("slo=took")).not.toContain(told);
  expect(await items("state=closed")).toEqual([other]);
  expect(await items("state=open")).not.toContain(other);
  expect(await items("cause=known")).toContain(told);
  expect(await items("cause=known&slo=took")).toEqual([]);
  expect(await items("cause=unknown")).not.toContain(told);
  expect(await items("service=elsewhere")).toEqual([]);
  expect(await items("kind=fast-burn")).toEqual([]);
  for (const query of ["kind=slow", "state=ajar", "cause=maybe", "before=x"]) {
    const answer = await list.GET(new Request(`http://localhost/api/v1/breaches?${query}`));
    expect(answer.status, query).toBe(400);
  }
});
