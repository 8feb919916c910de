import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as tables from "@/db/people";
import { readAdr } from "@/lib/adr/record";
import type { Actor, Reader } from "@/lib/auth/actor";
import { quarterBefore, quarterOf } from "@/lib/slo/quarter";
import { openFollowUps } from "@/lib/store/follow-ups";
import { addTriggerFiring } from "@/lib/store/triggers";
import { type Call, call } from "./calls";
import { documentOf, type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => (await import("./calls")).headersGiven() }));

const NOW = new Date();
const QUARTER = quarterOf(NOW);
const NEXT = quarterBefore(QUARTER, -1);
/** In the middle of the quarter that follows. */
const LATER = new Date(NEXT.from * 60_000 + 45 * 86_400_000);
const day = (days: number): string => new Date(NOW.getTime() + days * 86_400_000).toISOString().slice(0, 10);
const OLD = "docs/adr/0001-caching.md";
const [D1, D2, D3] = ["d1", "d2", "d3"].map((id) => ({ path: OLD, id })) as [Id, Id, Id];
type Id = { path: string; id: string };
const addressOf = ({ path, id }: Id): string => `${path}#${id}`;

/** Overdue, with a trigger of its own, and a target that the store says otherwise. */
const RECORD = `---
status: accepted
date: 2026-01-10
decision-makers: [Platform architect]
confidence: high
review: { due: ${day(-9)}, every: P3M, owner: Cache owner }
decisions:
  d1: { title: Fast for nearly everyone, status: accepted }
  d2: { title: Nearly everything from the cache, status: accepted }
  d3: { title: Two levels, status: accepted }
  d4: { title: Long gone, status: superseded }
targets:
  t1: { decision: d2, slo: hits, statement: 90 % from the cache over 28 days., sli: ratio, objective: 0.9, window: 28d }
  t2: { decision: d2, slo: nothing-counts-it, statement: And quickly., sli: ratio, objective: 0.9, window: 28d }
triggers:
  r1: { decision: d3, when: date, date: 2026-01-12 }
---

# Caching
`;

let app: OwnApp;
let editor: string;
let viewer: string;
type Routes = {
  all: typeof import("@/app/api/v1/revisits/route");
  one: typeof import("@/app/api/v1/revisits/[quarter]/route");
  notes: typeof import("@/app/api/v1/revisits/[quarter]/notes/route");
  agenda: typeof import("@/app/api/v1/revisits/[quarter]/agenda/route");
  outcomes: typeof import("@/app/api/v1/revisits/[quarter]/outcomes/route");
  patch: typeof import("@/app/api/v1/revisits/[quarter]/outcomes/[n]/patch/route");
  actions: typeof import("@/app/api/v1/revisits/[quarter]/actions/[id]/route");
  finish: typeof import("@/app/api/v1/revisits/[quarter]/finish/route");
  report: typeof import("@/app/api/v1/revisits/[quarter]/report.md/route");
};
let at: Routes;
beforeAll(async () => {
  app = ownApp();
  rmSync(join(app.folder, ".git"), { recursive: true });
  writeFileSync(join(app.folder, OLD), RECORD);
  execFileSync("git", ["init", "-q", app.folder]);
  const decision = { "plumbline.dev/decision": addressOf(D2) };
  writeFileSync(join(app.sloDir, "hits.yaml"), documentOf("hits", { objective: 0.8, annotations: decision }));
  await app.start();
  editor = app.token("editor", "editor", ["shop"]);
  viewer = app.token("viewer", "viewer");
  at = {
    all: await import("@/app/api/v1/revisits/route"),
    one: await import("@/app/api/v1/revisits/[quarter]/route"),
    notes: await import("@/app/api/v1/revisits/[quarter]/notes/route"),
    agenda: await import("@/app/api/v1/revisits/[quarter]/agenda/route"),
    outcomes: await import("@/app/api/v1/revisits/[quarter]/outcomes/route"),
    patch: await import("@/app/api/v1/revisits/[quarter]/outcomes/[n]/patch/route"),
    actions: await import("@/app/api/v1/revisits/[quarter]/actions/[id]/route"),
    finish: await import("@/app/api/v1/revisits/[quarter]/finish/route"),
    report: await import("@/app/api/v1/revisits/[quarter]/report.md/route"),
  };
  addTriggerFiring(app.db, {
    path: OLD,
    decisionId: "d3",
    triggerId: "r1",
    terms: '{"kind":"date","day":"2026-01-12"}',
    occasion: "once",
    reason: "The day that it names has come.",
    measured: {},
    firedAt: NOW.getTime() - 1000,
  });
});
afterAll(() => app.remove());

const quarter = QUARTER.id;
const post = (route: { POST: Parameters<typeof call<{ quarter: string }>>[0] }, body: object, given: Call = {}) =>
  call(route.POST, "POST", { quarter }, { by: editor, body, ...given });
const screen = async (decision: Id) => {
  const { body } = await call(
    at.one.GET,
    "GET",
    { quarter },
    { query: `?d=${encodeURIComponent(addressOf(decision))}` },
  );
  return body as { current: { etag: string; evidence: Record<string, unknown>; outcomes: { id: number }[] } };
};
const draft = (decision: Id, more: object = {}) => ({
  decision,
  outcome: "keep",
  reason: "It stands.",
  names: ["Platform architect", "Cache owner"],
  nextDue: day(80),
  ...more,
});
const audited = () =>
  app.db
    .select()
    .from(tables.audit)
    .all()
    .map(({ action }) => action);
const patchOf = async (n: number, query = "") => {
  const response = await at.patch.GET(new Request(`http://localhost/${query}`), {
    params: Promise.resolve({ quarter, n: String(n) }),
  });
  return { status: response.status, text: await response.text() };
};

// One meeting from its beginning to its end, and the next one: the order is what is tested.
test("a meeting is held: queue, start, notes, outcomes, patches, finish, and the next one begins with its actions", async () => {
  const before = (await call(at.all.GET, "GET", {})).body as { queue: { decision: { id: string }; why: string[] }[] };
  expect(before.queue.map(({ decision, why }) => [decision.id, why])).toEqual([
    ["d1", ["overdue"]],
    ["d2", ["overdue", "drifting"]],
    ["d3", ["overdue", "triggered"]],
  ]);
  expect(await call(at.one.GET, "GET", { quarter })).toMatchObject({ body: { state: "not-started", notNow: null } });
  expect(await call(at.one.GET, "GET", { quarter: "soon" })).toMatchObject({ status: 404 });

  // Starting.
  expect(await post(at.outcomes, draft(D1), { ifMatch: '"none"' })).toMatchObject({ status: 404 });
  expect(await post(at.one, {}, { by: viewer })).toMatchObject({ status: 403 });
  expect(await post(at.one, {}, { by: null })).toMatchObject({ status: 401 });
  expect(await call(at.one.POST, "POST", { quarter: "2031-Q1" }, { by: editor })).toMatchObject({ status: 409 });
  expect(await post(at.one, {})).toMatchObject({ status: 201, body: { quarter, agenda: 3 } });
  expect(await post(at.one, {})).toMatchObject({ status: 409 });

  // Evidence.
  const { current } = await screen(D2);
  expect(current.evidence).toMatchObject({
    owner: "Cache owner",
    confidence: "high",
    status: "accepted",
    due: { day: day(-9), by: "record" },
    statements: ["90 % from the cache over 28 days.", "And quickly."],
    targets: [{ slo: { id: "hits" }, drift: expect.stringMatching(/^The document says 90.%, the store says 80.%\.$/) }],
    unmeasured: [{ id: "t2", slo: "nothing-counts-it" }],
  });
  const quarters = (current.evidence.targets as { quarters: { label: string; attainment: null }[] }[])[0]?.quarters;
  expect(quarters?.map(({ label, attainment }) => [label, attainment])).toEqual(
    [3, 2, 1, 0].map((back) => [quarterBefore(QUARTER, back).label, null]),
  );
  expect((await screen(D1)).current.evidence).toMatchObject({ targets: [], unmeasured: [] });
  expect((await screen(D3)).current.evidence).toMatchObject({
    triggers: [{ id: "r1", fired: { reason: "The day that it names has come.", answered: false } }],
  });

  // Notes, and what is added.
  expect(await post(at.notes, { decision: D1, text: "Nobody measures it." })).toMatchObject({ status: 201 });
  expect(await post(at.notes, { text: "No" }, {})).toMatchObject({
    status: 400,
    body: { issues: [{ field: "text" }] },
  });
  const d4 = { path: OLD, id: "d4" };
  expect(await post(at.notes, { decision: d4, text: "Not on the agenda." })).toMatchObject({ status: 404 });
  expect(await post(at.agenda, { decision: d4, reason: "Is it really gone?" })).toMatchObject({ status: 201 });
  expect(await post(at.agenda, { decision: d4, reason: "Is it really gone?" })).toMatchObject({ status: 409 });
  expect(await post(at.agenda, { decision: { path: OLD, id: "d9" }, reason: "What?" })).toMatchObject({ status: 400 });

  // Outcomes.
  expect(await post(at.outcomes, draft(D1))).toMatchObject({ status: 428 });
  expect(await post(at.outcomes, draft(D1), { ifMatch: '"none"', by: viewer })).toMatchObject({ status: 403 });
  const action = { text: "Measure it", owner: "Cache owner", dueDay: day(20) };
  const kept = await post(at.outcomes, draft(D1, { outcome: "need-data", action }), { ifMatch: '"none"' });
  expect(kept).toMatchObject({ status: 201, body: { id: expect.any(Number), followUp: expect.any(Number) } });
  expect(openFollowUps(app.db)).toMatchObject([{ origin: "revisit", decisionId: "d1", ...action }]);

  // Two at once: the later one is told, and goes on top of what is there if it wants to.
  const late = await post(at.outcomes, draft(D1), { ifMatch: '"none"' });
  expect(late).toMatchObject({
    status: 412,
    body: { detail: expect.stringMatching(/has recorded “Need data” meanwhile/) },
  });
  const onTop = await post(at.outcomes, draft(D1, { reason: "On second thoughts." }), {
    ifMatch: late.body.etag as string,
  });
  expect(onTop.status).toBe(201);
  expect((await screen(D1)).current.outcomes).toMatchObject([
    { outcome: "need-data", corrected: true, patch: null },
    { outcome: "keep", corrected: false, reason: "On second thoughts." },
  ]);

  // Evidence is frozen: a record that changes later changes nothing of it.
  writeFileSync(join(app.folder, OLD), RECORD.replace("confidence: high", "confidence: low"));
  expect((await screen(D1)).current.evidence).toMatchObject({ confidence: "high" });
  expect((await screen(D2)).current.evidence).toMatchObject({ confidence: "low" });
  writeFileSync(join(app.folder, OLD), RECORD);

  // The patch of the date.
  const due = await patchOf(onTop.body.id as number);
  expect(due.text).toContain(`+review: { due: ${day(80)}, every: P3M, owner: Cache owner }`);
  execFileSync("git", ["-C", app.folder, "apply", "-"], { input: due.text });
  expect(readAdr(OLD, readFileSync(join(app.folder, OLD), "utf8")).review?.due).toBe(day(80));
  writeFileSync(join(app.folder, OLD), RECORD);

  // Supersede: the draft and both links.
  const title = "Three levels, and a shield";
  const superseded = await post(at.outcomes, draft(D3, { outcome: "supersede", nextDue: null, title }), {
    ifMatch: '"none"',
  });
  expect(superseded.status).toBe(201);
  const still = (await call(at.all.GET, "GET", {})).body as { queue: { decision: { id: string } }[] };
  expect(
    still.queue.map(({ decision }) => decision.id),
    "also while its record still says accepted",
  ).not.toContain("d3");
  const next = "docs/adr/0002-three-levels-and-a-shield.md";
  const both = await patchOf(superseded.body.id as number);
  execFileSync("git", ["-C", app.folder, "apply", "-"], { input: both.text });
  const [was, is] = [OLD, next].map((path) => readAdr(path, readFileSync(join(app.folder, path), "utf8")));
  expect(was).toMatchObject({ status: "accepted", problems: [] });
  expect(was?.decisions.find(({ id }) => id === "d3")?.status).toBe("superseded");
  expect(readFileSync(join(app.folder, OLD), "utf8")).toContain(`superseded-by: [${next}#d1]`);
  expect(is).toMatchObject({ title, status: "proposed", problems: [], review: { owner: "Cache owner" } });
  expect(readFileSync(join(app.folder, next), "utf8")).toContain(`- ${addressOf(D3)}`);
  expect((await patchOf(superseded.body.id as number, "?part=draft")).text).toContain(`# ${title}`);
  expect(await patchOf(999)).toMatchObject({ status: 404 });

  // Finish.
  expect(await post(at.finish, {}, { by: viewer })).toMatchObject({ status: 403 });
  expect(await post(at.finish, {})).toMatchObject({ status: 200 });
  expect(await post(at.finish, {})).toMatchObject({ status: 409 });
  expect(await post(at.outcomes, draft(D2), { ifMatch: '"none"' })).toMatchObject({ status: 409 });
  expect(await post(at.notes, { text: "Too late." })).toMatchObject({ status: 409 });
  expect(audited()).toEqual(
    expect.arrayContaining([
      "revisit.started",
      "revisit.noted",
      "revisit.decided",
      "follow-up.made",
      "revisit.finished",
    ]),
  );

  // The report.
  const report = await (
    await at.report.GET(new Request("http://localhost/"), { params: Promise.resolve({ quarter }) })
  ).text();
  for (const words of [
    `# Quarterly revisit ${QUARTER.label}`,
    "2 of 4 decided",
    "**Keep.** On second thoughts. Decided by Platform architect, Cache owner",
    "Corrected later: **Need data**",
    `Followed by ${title}`,
    "Nothing measures this decision.",
    "Nobody measures it.",
    "**No outcome.**",
  ])
    expect(report).toContain(words);

  // A quarter later.
  const actor = {
    kind: "person",
    id: "ann",
    name: "Ann",
    role: "admin",
    services: null,
    ip: null,
  } as unknown as Reader;
  const { revisitView } = await import("@/lib/views/revisit");
  const { revisitQueue } = await import("@/lib/views/revisit-queue");
  const { adrIndex } = await import("@/lib/views/adr-index");
  const { startRevisit } = await import("@/lib/commands/start-revisit");
  const { settleAction } = await import("@/lib/commands/settle-action");
  const queue = revisitQueue(app.db, await adrIndex(), LATER, NEXT.lastDay);
  // d2 was left without an outcome, d3 is superseded, the date of d1 comes from its outcome, and the new record is due.
  expect(queue.map(({ decision, why, due: on }) => [decision.adrNumber, decision.id, why.join(), on])).toEqual(
    expect.arrayContaining([
      ["0001", "d1", LATER.toISOString().slice(0, 10) > day(80) ? "overdue" : "due", day(80)],
      ["0001", "d2", "overdue,drifting,carried", day(-9)],
    ]),
  );
  expect(queue.some(({ decision }) => decision.id === "d3" || decision.id === "d4")).toBe(false);
  await startRevisit(actor as Actor, NEXT.id, LATER);
  const second = await revisitView(actor, LATER, NEXT.id, null);
  expect(second).toMatchObject({
    state: "open",
    actions: { label: QUARTER.label, items: [{ ...action, from: QUARTER.label, closedAt: null, said: null }] },
  });
  const id = second?.actions.items[0]?.id ?? 0;
  await settleAction(actor as Actor, NEXT.id, id, { what: "kept", note: "Until the spring." }, LATER);
  expect(openFollowUps(app.db)).toHaveLength(1);
  await settleAction(actor as Actor, NEXT.id, id, { what: "closed", note: "It is measured now." }, LATER);
  expect(openFollowUps(app.db)).toHaveLength(0);
  expect(await revisitView(actor, LATER, NEXT.id, null)).toMatchObject({
    actions: { items: [{ said: { what: "closed", note: "It is measured now.", author: "Ann" } }] },
  });
  await expect(
    settleAction(actor as Actor, NEXT.id, id, { what: "kept", note: "Once more." }, LATER),
  ).rejects.toMatchObject({ code: "conflict" });
});

test.each([
  ["no reason", { reason: " " }, "reason"],
  ["nobody who decided", { names: [] }, "names"],
  ["no next date", { nextDue: null }, "nextDue"],
  ["a next date that is past", { nextDue: day(0) }, "nextDue"],
  ["a next date that is no day", { nextDue: "2027-02-30" }, "nextDue"],
  ["a next date that will never come", { nextDue: "2099-01-01" }, "nextDue"],
  ["a next date of what is retired", { outcome: "retire" }, "nextDue"],
  ["no title of what follows", { outcome: "supersede", nextDue: null }, "title"],
  ["an action of nobody", { action: { text: "Do it", owner: " ", dueDay: day(9) } }, "action.owner"],
  ["an action without a day", { action: { text: "Do it", owner: "Ann" } }, "action.dueDay"],
  ["an action that was due", { action: { text: "Do it", owner: "Ann", dueDay: day(-1) } }, "action.dueDay"],
  ["an outcome that there is not", { outcome: "ignore" }, "outcome"],
])("an outcome with %s is refused, and the field named", async (_, more, field) => {
  expect(await post(at.outcomes, draft(D1, more), { ifMatch: '"none"' })).toMatchObject({
    status: 400,
    body: { issues: [{ field }] },
  });
});
