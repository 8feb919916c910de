import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as daily from "@/db/daily";
import * as tables from "@/db/people";
import * as schema from "@/db/schema";
import { saveEpisode } from "@/lib/store/breaches";
import type { TodayView } from "@/lib/views/today";
import { type Call, call } from "./calls";
import { documentOf, type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => (await import("./calls")).headersGiven() }));

const DAY = 86_400_000;
const minute = Math.floor(Date.now() / 60_000);
const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

let app: OwnApp;
let ada: string;
let bea: string;
let viewer: string;
let elsewhere: string;
let marks: typeof import("@/app/api/v1/reviews/marks/route");
let reviews: typeof import("@/app/api/v1/reviews/route");
let one: typeof import("@/app/api/v1/reviews/[id]/route");
let followUps: typeof import("@/app/api/v1/follow-ups/route");
let closing: typeof import("@/app/api/v1/follow-ups/[id]/close/route");
let screen: typeof import("@/app/api/screens/today/route");
beforeAll(async () => {
  app = ownApp();
  for (const name of ["hits", "took"] as const) writeFileSync(join(app.sloDir, `${name}.yaml`), documentOf(name));
  writeFileSync(
    join(app.adrDir, "0002-due.md"),
    `---\nstatus: accepted\nreview: { due: ${inDays(3)}, owner: Somebody }\ndecisions: { d1: { title: Due } }\n---\n# Due\n`,
  );
  await app.start();
  ada = app.token("ada", "editor", ["shop"]);
  bea = app.token("bea", "admin");
  viewer = app.token("viewer", "viewer");
  elsewhere = app.token("elsewhere", "editor", ["other"]);
  marks = await import("@/app/api/v1/reviews/marks/route");
  reviews = await import("@/app/api/v1/reviews/route");
  one = await import("@/app/api/v1/reviews/[id]/route");
  followUps = await import("@/app/api/v1/follow-ups/route");
  closing = await import("@/app/api/v1/follow-ups/[id]/close/route");
  screen = await import("@/app/api/screens/today/route");
});
afterAll(() => app.remove());

const today = async (by: string | null = ada): Promise<TodayView> =>
  (await call(screen.GET, "GET", {}, { by })).body as unknown as TodayView;
const all = (view: TodayView) =>
  [view.breached, view.atRisk, view.unknown, view.noTraffic, view.toSettle].flatMap(({ items }) => items);
const item = async (subject: string, by: string | null = ada) => {
  const found = all(await today(by)).find((each) => each.subject === subject);
  if (!found) throw new Error(`there is no item ${subject}`);
  return found;
};
const send = (body: object, given: Call = {}) => call(marks.POST, "POST", {}, { by: ada, body, ...given });
/** As a page does it: the item as it is seen. */
const mark = async (subject: string, what: string, more: object = {}, given: Call = {}) => {
  const { state, handled } = await item(subject);
  return send({ items: [{ subject, state, seen: handled?.id ?? null }], what, ...more }, given);
};
const takeBack = async (subject: string, mark: number, given: Call = {}) =>
  send({ items: [{ subject, state: (await item(subject)).state, mark }], what: "taken-back" }, given);
const marksOf = (subject: string) =>
  app.db.select().from(daily.reviewMarks).where(eq(daily.reviewMarks.subject, subject)).all();
const lastAudit = () => app.db.select().from(tables.audit).all().at(-1);

const [SLO, REVISIT] = ["slo:hits", "decision:docs/adr/0002-due.md"] as const;

test("what was never counted, and a record that is due, are items of the review", async () => {
  const view = await today();
  expect(all(view).map(({ subject, kind }) => [subject, kind])).toEqual(
    expect.arrayContaining([
      [SLO, "unknown"],
      ["slo:took", "unknown"],
      [REVISIT, "revisit"],
    ]),
  );
  expect(view.items).toMatchObject({ handled: 0 });
  expect((await item(REVISIT)).words.bold).toMatch(/^Due .*, in 3 days\.$/);
});

test("an editor acknowledges an item, it leaves what is to do, and the audit log has it", async () => {
  const before = (await today()).items;
  const made = await mark(SLO, "acknowledged");
  expect(made).toMatchObject({ status: 200, body: { items: [{ subject: SLO, mark: expect.any(Number) }] } });
  expect(lastAudit()).toMatchObject({ action: "review.marked", subjectKind: "review", subjectId: SLO });
  expect((await today()).items).toEqual({ ...before, handled: before.handled + 1 });
  expect((await item(SLO)).handled).toMatchObject({ what: "acknowledged", by: "test (token of ada)", mine: true });
  expect((await item(SLO, viewer)).handled).toMatchObject({ mine: false });
});

test("a retry of what was done adds nothing", async () => {
  const { state } = await item("slo:took");
  const body = { items: [{ subject: "slo:took", state, seen: null }], what: "acknowledged" };
  const first = await send(body);
  const again = await send(body);
  expect(again).toMatchObject({ status: 200, body: first.body });
  expect(marksOf("slo:took")).toHaveLength(1);
  await takeBack("slo:took", (first.body as { items: { mark: number }[] }).items[0]?.mark ?? 0);
});

test("of two reviewers at one item the later is told who was first, and nothing of theirs is written", async () => {
  const subject = "slo:took";
  const { state } = await item(subject);
  const body = { items: [{ subject, state, seen: null }], what: "acknowledged" };
  // Both saw an item that nobody had handled.
  expect(await send(body)).toMatchObject({ status: 200 });
  const { status, body: refused } = await send(body, { by: bea });
  expect(status).toBe(412);
  expect(refused.detail).toMatch(/ada.* was first: took is acknowledged since \d\d:\d\d UTC/);
  expect(refused.present).toMatchObject([{ subject, state, handled: { what: "acknowledged" } }]);
  const stands = (await item(subject)).handled;
  expect(marksOf(subject).filter(({ id }) => id >= (stands?.id ?? 0))).toHaveLength(1);
  await takeBack(subject, stands?.id ?? 0, { by: bea });
});

test("several at once are marked all or not at all", async () => {
  const subject = "slo:took";
  const { state } = await item(subject);
  const count = marksOf(subject).length;
  const stale = { subject: REVISIT, state: "due 2020-01-01", seen: null };
  const refused = await send({ items: [{ subject, state, seen: null }, stale], what: "acknowledged" });
  expect(refused).toMatchObject({ status: 412, body: { present: [{ subject: REVISIT, state: `due ${inDays(3)}` }] } });
  expect(marksOf(subject)).toHaveLength(count);
});

test("who may not change the service is refused, but may leave a note; a revisit is for every editor", async () => {
  const { state } = await item(SLO);
  const ack = { items: [{ subject: SLO, state }], what: "acknowledged" };
  expect(await send(ack, { by: viewer })).toMatchObject({ status: 403 });
  expect(await send(ack, { by: elsewhere })).toMatchObject({ status: 403 });
  expect(await send(ack, { by: null })).toMatchObject({ status: 401 });
  expect(await mark(SLO, "noted", { text: "The exporter was moved." }, { by: viewer })).toMatchObject({ status: 200 });
  expect((await item(SLO)).notes).toMatchObject([{ text: "The exporter was moved.", by: "test (token of viewer)" }]);
  expect(await mark(SLO, "noted", { text: "Nobody." }, { by: null })).toMatchObject({ status: 401 });
  const theirs = await mark(SLO, "noted", { text: "Never mind." }, { by: viewer });
  const noted = (theirs.body.items as { mark: number }[])[0]?.mark ?? 0;
  expect(await takeBack(SLO, noted, { by: elsewhere }), "the note of somebody else").toMatchObject({ status: 403 });
  expect(await takeBack(SLO, noted, { by: viewer }), "a note of one's own").toMatchObject({ status: 200 });
  const made = await mark(REVISIT, "dismissed", { text: "Done last week." }, { by: elsewhere });
  expect(made).toMatchObject({ status: 200 });
  expect((await item(REVISIT)).handled).toMatchObject({ what: "dismissed", text: "Done last week." });
});

test("what got worse is open again", async () => {
  const { handled } = await item(SLO);
  expect(handled).toMatchObject({ what: "acknowledged" });
  saveEpisode(
    app.db,
    "hits",
    "live",
    {
      kind: "objective-missed",
      openedMinute: minute - 20,
      countedFrom: minute - 25,
      closedMinute: null,
      closeReason: null,
      worst: 0.5,
      badEvents: 10,
      totalEvents: 20,
      budgetSpent: 0.1,
      targetVersion: 1,
    },
    { decisionPath: null, decisionId: null, adrCommit: null },
  );
  expect(await item(SLO)).toMatchObject({ kind: "breached", handled: null, notes: [] });
  expect((await item(SLO)).words.bold).toMatch(/^Since .*, 2\d.min\.$/);
});

test("a follow-up is carried over until it is closed with a note, and the item is open again then", async () => {
  const followUp = { text: "Add a replica.", owner: "Cache owner", dueDay: inDays(2) };
  const made = await mark(SLO, "followed-up", { followUp });
  expect(made.status).toBe(200);
  const [{ followUpId } = { followUpId: 0 }] = (made.body as { items: { followUpId: number }[] }).items;
  const view = await today();
  expect(view.carried).toMatchObject({
    total: 1,
    items: [{ id: followUpId, ...followUp, dueInDays: 2, mayClose: true }],
  });
  expect(view.carried.items[0]).toMatchObject({ slo: { id: "hits" }, breachId: expect.any(Number) });
  expect((await item(SLO)).handled).toMatchObject({ what: "followed-up", followUp });
  const close = (given: Call) =>
    call(closing.POST, "POST", { id: String(followUpId) }, { body: { note: "Two were added." }, ...given });
  expect(await close({ by: viewer })).toMatchObject({ status: 403 });
  expect(await close({ by: ada })).toMatchObject({ status: 200 });
  expect(lastAudit()).toMatchObject({ action: "follow-up.closed", detail: { note: "Two were added." } });
  expect(await close({ by: bea })).toMatchObject({ status: 409 });
  expect((await item(SLO)).handled).toBeNull();
  expect((await today()).carried.total).toBe(0);
  const listed = await call(followUps.GET, "GET", {}, { by: viewer });
  expect(listed.body).toMatchObject({ open: [], closed: [{ id: followUpId, closed: { note: "Two were added." } }] });
});

test("taking a mark back opens the item, and closes the follow-up that it began", async () => {
  const followUp = { text: "Never mind.", owner: "Nobody", dueDay: inDays(1) };
  await mark(SLO, "followed-up", { followUp });
  const { handled } = await item(SLO);
  expect(await takeBack(SLO, handled?.id ?? 0, { by: viewer })).toMatchObject({ status: 403 });
  const back = await takeBack(SLO, handled?.id ?? 0);
  expect(back.status).toBe(200);
  expect(await takeBack(SLO, handled?.id ?? 0), "twice is once").toMatchObject({ status: 200, body: back.body });
  expect((await item(SLO)).handled).toBeNull();
  expect((await today()).carried.total).toBe(0);
  expect((await takeBack(SLO, 99_999)).status).toBe(404);
});

test.each([
  ["dismisses without a reason", { what: "dismissed" }, "text"],
  ["follows up without a follow-up", { what: "followed-up" }, "followUp"],
  [
    "follows up by a day that has passed",
    { what: "followed-up", followUp: { text: "Look", owner: "X", dueDay: "2020-01-01" } },
    "dueDay",
  ],
  [
    "follows up by no day",
    { what: "followed-up", followUp: { text: "Look", owner: "X", dueDay: "soon" } },
    "followUp.dueDay",
  ],
  ["does what there is not", { what: "forgotten" }, "what"],
])("a mark that %s is refused, and the field named", async (_, body, field) => {
  expect(await mark(SLO, body.what, body)).toMatchObject({ status: 400, body: { issues: [{ field }] } });
});

test("a breach has its follow-ups too, and a retry adds none", async () => {
  const breachId = app.db.select().from(schema.breaches).all().at(-1)?.id ?? 0;
  const body = { breachId, text: "Write the timeline.", owner: "On-call", dueDay: inDays(1) };
  const make = (given: Call = {}) => call(followUps.POST, "POST", {}, { by: ada, body, ...given });
  const made = await make();
  expect(made).toMatchObject({ status: 201, body: { id: expect.any(Number) } });
  expect(lastAudit()).toMatchObject({ action: "follow-up.made", detail: { breachId, sloId: "hits" } });
  expect((await make()).body).toEqual(made.body);
  expect(await make({ by: elsewhere })).toMatchObject({ status: 403 });
  expect(await make({ body: { ...body, sloId: "hits" } })).toMatchObject({
    status: 400,
    body: { issues: [{ field: "sloId" }] },
  });
  expect(await make({ body: { ...body, breachId: 99_999 } })).toMatchObject({ status: 404 });
  const decision = { path: "docs/adr/0002-due.md", id: "d1" };
  const ofDecision = { decision, text: "Ask for figures.", owner: "Architect", dueDay: inDays(5) };
  expect(await make({ body: ofDecision })).toMatchObject({ status: 201 });
  expect(await make({ body: { ...ofDecision, decision: { ...decision, id: "d9" } } })).toMatchObject({ status: 404 });
});

test("a finished review keeps the page as it was, and cannot be finished twice by mistake", async () => {
  await mark(SLO, "acknowledged");
  const finish = (body: object, given: Call = {}) => call(reviews.POST, "POST", {}, { by: ada, body, ...given });
  expect(await finish({ after: null }, { by: viewer })).toMatchObject({ status: 403 });
  const done = await finish({ after: null, note: "Quiet, but for hits." });
  expect(done).toMatchObject({ status: 201, body: { by: "test (token of ada)", note: "Quiet, but for hits." } });
  expect(done.body.startedAt, "it began with their first mark").not.toBeNull();
  expect(lastAudit()).toMatchObject({ action: "review.finished", subjectId: String(done.body.id) });
  expect(await finish({ after: null }, { by: bea }), "a second press").toMatchObject({
    status: 412,
    body: { last: { id: done.body.id } },
  });
  const second = await finish({ after: done.body.id }, { by: bea });
  expect(second.status).toBe(201);
  const list = await call(reviews.GET, "GET", {}, { by: viewer });
  expect((list.body.items as { id: number }[]).map(({ id }) => id)).toEqual([second.body.id, done.body.id]);

  const handledThen = (await item(SLO)).handled;
  await takeBack(SLO, handledThen?.id ?? 0);
  expect((await item(SLO)).handled).toBeNull();
  const kept = await call(one.GET, "GET", { id: String(done.body.id) }, { by: viewer });
  const view = kept.body.view as TodayView;
  expect(all(view).find(({ subject }) => subject === SLO)?.handled, "as it was").toMatchObject({
    what: "acknowledged",
  });
  expect(await call(one.GET, "GET", { id: "999" }, { by: viewer })).toMatchObject({ status: 404 });
});

test("marks and reviews cannot be altered or deleted", () => {
  for (const table of ["review_marks", "reviews"])
    for (const sql of [`UPDATE ${table} SET author = 'other'`, `DELETE FROM ${table}`])
      expect(() => app.db.$client.prepare(sql).run(), sql).toThrow(/only ever added to/);
});

test("a past day opens as its review left it, and one without a review says what was open", async () => {
  const { dayView } = await import("@/lib/views/day");
  const reader = { kind: "anonymous", id: null, role: "viewer", services: null } as never;
  const now = new Date();
  const kept = await dayView(reader, now, inDays(0), null);
  expect(kept.reviews).toHaveLength(2);
  expect(kept.kept?.now).toBe(kept.chosen?.finishedAt);
  const first = kept.reviews[0]?.id;
  expect((await dayView(reader, now, inDays(0), String(first))).chosen?.id).toBe(first);
  const empty = await dayView(reader, now, inDays(-40), null);
  expect(empty).toMatchObject({ chosen: null, kept: null, breaches: [], breachesTotal: 0, after: inDays(0) });
  for (const bad of ["yesterday", "2026-02-30", "2026-11-3", inDays(1)])
    await expect(dayView(reader, now, bad, null), bad).rejects.toMatchObject({ code: "bad-input" });
  await expect(dayView(reader, now, inDays(0), "999")).rejects.toMatchObject({ code: "not-found" });
});

test("the summary for a chat is Markdown with links", async () => {
  const { GET } = await import("@/app/api/v1/reviews/today.md/route");
  const answer = await GET(new Request("http://shop.example/api/v1/reviews/today.md"));
  expect(answer.headers.get("content-type")).toContain("text/markdown");
  expect(await answer.text()).toMatch(/^- \[hits\]\(http:\/\/shop\.example\/breaches\/\d+\)/m);
});
