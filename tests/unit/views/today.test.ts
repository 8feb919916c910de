import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Reader } from "@/lib/auth/actor";
import { addAnnotation } from "@/lib/store/annotations";
import { saveEpisode } from "@/lib/store/breaches";
import { database } from "@/lib/store/database";
import { addFollowUp } from "@/lib/store/follow-ups";
import { addMark } from "@/lib/store/review-marks";
import { addReview } from "@/lib/store/reviews";
import { saveSlo } from "@/lib/store/slos";
import { adrIndex } from "@/lib/views/adr-index";
import { dayView } from "@/lib/views/day";
import { keep } from "@/lib/views/kept-review";
import { ranking } from "@/lib/views/ranking";
import { shellView } from "@/lib/views/shell";
import { type TodayView, todayView } from "@/lib/views/today";
import { addSlo, LAST, NOW, stock } from "./stocked";

const adrs = mkdtempSync(join(tmpdir(), "plumbline-records-"));
process.env.ADR_DIR = adrs;
const { db, clear } = stock();
afterAll(() => {
  clear();
  rmSync(adrs, { recursive: true, force: true });
});

const record = (name: string, front: string): void =>
  writeFileSync(join(adrs, name), `---\n${front}\ndecisions: { d1: { title: One } }\n---\n# ${name}\n`);
const EDITOR = { kind: "person", id: "ada", name: "Ada", role: "editor", services: ["shop"] } as unknown as Reader;
const VIEWER = { ...EDITOR, id: "viv", role: "viewer", services: null } as unknown as Reader;
const NOBODY = { ...VIEWER, kind: "anonymous", id: null } as unknown as Reader;
const LATER = new Date(NOW.getTime() + 1000);

const breach = (slo: string, openedMinute: number, closedMinute: number | null = null): void =>
  saveEpisode(
    db,
    slo,
    "live",
    {
      kind: "objective-missed",
      openedMinute,
      countedFrom: openedMinute,
      closedMinute,
      closeReason: closedMinute === null ? null : "recovered",
      worst: 0.5,
      badEvents: 10,
      totalEvents: 20,
      budgetSpent: 0.1,
      targetVersion: 1,
    },
    { decisionPath: null, decisionId: null, adrCommit: null },
  );
const all = (view: TodayView) =>
  [view.breached, view.atRisk, view.unknown, view.noTraffic, view.toSettle].flatMap(({ items }) => items);
const mark = (subject: string, state: string, what: string, more: object = {}) =>
  addMark(db, {
    ...{ subject, state, what, text: null, followUpId: null, takesBack: null },
    ...{ author: "Ada", authorId: "ada", createdAt: NOW.getTime() - 60_000, ...more },
  });

beforeAll(() => {
  record("0001-due.md", "status: accepted\nreview: { due: 2026-11-30, owner: Architect }");
  record("0002-overdue.md", "status: accepted\nreview: { due: 2026-11-20 }");
  record("0003-later.md", "status: accepted\nreview: { due: 2027-11-20 }");
  record("0004-over.md", "status: superseded by 0001\nreview: { due: 2026-11-20 }");
  for (const id of ["fine", "broken", "drifting"]) addSlo(db, id);
  addSlo(db, "silent", { minutes: "" });
  const facts = { name: "Hits of drifting", service: "shop", tier: null, team: null, description: null, runbook: null };
  const fileTarget = { objective: 0.97, threshold: null, window: "28d", decisionPath: null, decisionId: null };
  saveSlo(db, { id: "drifting", ...facts, source: "drifting.yaml", fileTarget }, NOW);
  breach("broken", LAST - 30);
});

test("items are what is breached, unknown, drifts or is due, and nothing that is met or over", async () => {
  const view = await todayView(EDITOR, NOW);
  expect(all(view).map(({ kind, name }) => [kind, name])).toEqual([
    ["breached", "Hits of broken"],
    ["unknown", "Hits of silent"],
    ["drift", "Hits of drifting"],
    ["revisit", "Revisit of ADR 0002"],
    ["revisit", "Revisit of ADR 0001"],
  ]);
  expect(view.items).toEqual({ total: 5, handled: 0 });
  expect(view.toSettle.items.map(({ words }) => words.bold)).toEqual([
    "The file says 97\u202f%, the store says 95\u202f%.",
    "Was due 20 Nov, overdue by 4 days.",
    "Due 30 Nov, in 6 days.",
  ]);
  expect((await shellView(EDITOR, NOW)).counts.today, "the sidebar counts the same").toBe(5);
});

test("a deploy shortly before a breach is told beside it, and among what else changed", async () => {
  const opened = (LAST - 30) * 60_000;
  const at = { fromAt: opened - 4 * 60_000, toAt: null, text: null, url: null, key: null, createdAt: opened };
  addAnnotation(db, {
    ...at,
    kind: "deploy",
    service: "shop",
    sloId: null,
    title: "shop 4.2",
    generated: false,
    author: "ci",
    authorId: null,
  });
  const view = await todayView(EDITOR, NOW);
  expect(view.breached.items[0]?.words.rest).toMatch(
    /^4.min after the deploy shop 4\.2\. At worst 50\.0.% instead of ≥.95.%\./,
  );
  expect(view.since.others).toMatchObject([{ kind: "deploy", name: "shop 4.2" }]);
});

test("who may not is not offered what would be refused", async () => {
  const may = async (reader: Reader) => all(await todayView(reader, NOW)).map(({ mayMark }) => mayMark);
  expect(new Set(await may(EDITOR))).toEqual(new Set([true]));
  expect(new Set(await may(VIEWER))).toEqual(new Set([false]));
  expect(new Set(await may(NOBODY))).toEqual(new Set([false]));
  expect((await todayView(NOBODY, NOW)).reader).toEqual({ signedIn: false, mayReview: false });
  expect((await todayView(VIEWER, NOW)).reader).toEqual({ signedIn: true, mayReview: false });
});

test("without a review the last 24 h are told, and that they are", async () => {
  const { since } = await todayView(EDITOR, NOW);
  expect(since).toMatchObject({ by: null, at: "2026-11-23T09:12:30.000Z" });
  expect(since.verdicts).toMatchObject([{ what: "new", slo: { id: "broken" } }]);
});

test("what is handled leaves what is to do and stays to be seen; a closed follow-up opens it again", async () => {
  const [first] = (await todayView(EDITOR, NOW)).breached.items;
  const state = first?.state ?? "";
  const nothing = { breachId: null, decisionPath: null, decisionId: null };
  const work = { text: "Look", owner: "Team", dueDay: "2026-11-24", author: "Ada", authorId: "ada", createdAt: 0 };
  const followUpId = addFollowUp(db, { ...nothing, ...work, sloId: "broken", origin: "review" });
  const id = mark("slo:broken", state, "followed-up", { followUpId });
  const view = await todayView(VIEWER, NOW);
  expect(view.items).toEqual({ total: 5, handled: 1 });
  expect(view.breached.items[0]?.handled).toMatchObject({ id, by: "Ada", mine: false, followUp: { owner: "Team" } });
  expect(view.carried).toMatchObject({ total: 1, items: [{ dueInDays: 0, mayClose: false }] });
  expect((await shellView(EDITOR, NOW)).counts.today).toBe(4);
  db.$client.prepare("UPDATE follow_ups SET closed_at = 1, closed_by = 'Ada' WHERE id = ?").run(followUpId);
  expect((await todayView(EDITOR, NOW)).items.handled).toBe(0);
  mark("slo:broken", state, "acknowledged");
  expect((await todayView(EDITOR, NOW)).items.handled).toBe(1);
  breach("broken", LAST - 5);
  breach("broken", LAST - 30, LAST - 20);
  expect((await todayView(EDITOR, NOW)).items.handled, "another breach is another state").toBe(0);
});

test("since a review is what has changed since, and its day opens as it was", async () => {
  const index = await adrIndex();
  const view = await todayView(EDITOR, NOW);
  const by = { author: "Ada", authorId: "ada", note: null };
  const day = "2026-11-24";
  const at = { day, startedAt: NOW.getTime() - 420_000, finishedAt: NOW.getTime() };
  const id = addReview(db, { ...at, ...by, view: keep(view, ranking(db, NOW), index) });
  addSlo(db, "new-and-silent", { minutes: "" });
  breach("broken", LAST - 5, LAST + 1);
  record("0003-later.md", "status: deprecated\nreview: { due: 2027-11-20 }");
  const { since, reviews } = await todayView(EDITOR, LATER);
  expect(since).toMatchObject({ by: "Ada", at: NOW.toISOString() });
  expect(since.verdicts).toMatchObject([{ what: "resolved", slo: { id: "broken" }, is: ["met", expect.anything()] }]);
  expect(since.others).toMatchObject([{ kind: "record", words: "deprecated, was accepted" }]);
  expect(reviews).toMatchObject({ medianMinutes: 7, last: { id } });
  expect(reviews.days.map(({ day, reviews }) => [day, reviews.length])).toEqual([
    ...["18", "19", "20", "21", "22", "23"].map((each) => [`2026-11-${each}`, 0]),
    [day, 1],
  ]);
  const past = await dayView(VIEWER, LATER, day, null);
  expect(past.kept).toEqual(JSON.parse(JSON.stringify(view)));
  const without = await dayView(VIEWER, LATER, "2026-11-23", null);
  expect(without).toMatchObject({ chosen: null, kept: null, breaches: [], after: day });
});

test("a review that was kept in another shape is listed, and not drawn", async () => {
  const at = { day: "2026-11-22", startedAt: null, finishedAt: NOW.getTime() - 2 * 86_400_000 };
  const id = addReview(db, { ...at, note: null, author: "Bea", authorId: "bea", view: { shape: 0 } });
  expect(await dayView(VIEWER, NOW, "2026-11-22", null)).toMatchObject({ chosen: { id, by: "Bea" }, kept: null });
});

test("marks and follow-ups add no query per item, and what waits is shown before what was handled", async () => {
  for (let i = 0; i < 60; i++) {
    addSlo(db, `many-${String(i).padStart(2, "0")}`);
    breach(`many-${String(i).padStart(2, "0")}`, LAST - 10);
  }
  const asked = async (): Promise<number> => {
    const statement = Object.getPrototypeOf(database().$client.prepare("SELECT 1"));
    await todayView(EDITOR, NOW);
    const spies = (["get", "all", "iterate"] as const).map((way) => vi.spyOn(statement, way));
    await todayView(EDITOR, NOW);
    const calls = spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    for (const spy of spies) spy.mockRestore();
    return calls;
  };
  const before = await asked();
  const view = await todayView(EDITOR, NOW);
  for (const { subject, state } of view.breached.items) mark(subject, state, "acknowledged");
  const work = { text: "Look", owner: "Team", dueDay: "2026-11-30", author: "Ada", authorId: "ada", createdAt: 0 };
  const nothing = { breachId: null, decisionPath: null, decisionId: null };
  for (let i = 0; i < 40; i++) addFollowUp(db, { ...nothing, ...work, sloId: `many-${10 + i}`, origin: "review" });
  expect(await asked()).toBe(before);
  const after = await todayView(EDITOR, NOW);
  expect(after.items.handled).toBe(25);
  expect(after.breached.items.filter(({ handled }) => handled === null)).toHaveLength(25);
  expect(after.carried.total).toBe(40);
});
