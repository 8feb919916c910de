import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import * as alerts from "@/db/alerts";
import * as tables from "@/db/people";
import { saveEpisode } from "@/lib/store/breaches";
import type { AlertPage } from "@/lib/views/alerts";
import type { BreachView } from "@/lib/views/breach";
import type { SloView } from "@/lib/views/slo";
import { type Call, call } from "../commands/calls";
import { documentOf, type OwnApp, ownApp } from "../commands/own-app";
import { messageOf, type Told, toldOf } from "./message";

vi.mock("next/headers", async () => ({ headers: async () => (await import("../commands/calls")).headersGiven() }));

const MINUTE = 60_000;
const NOW = Math.floor(Date.now() / MINUTE) * MINUTE;
const at = (minutes: number): number => NOW + minutes * MINUTE;

let app: OwnApp;
let editor: string;
let mailEditor: string;
let allEditor: string;
let viewer: string;
let route: typeof import("@/app/api/v1/alerts/route");
let breachScreen: typeof import("@/app/api/screens/breaches/[id]/route");
let sloScreen: typeof import("@/app/api/screens/slos/[id]/route");
beforeAll(async () => {
  process.env.PROMETHEUS_URL = "http://prometheus.example:9090";
  app = ownApp();
  for (const name of ["hits", "took"] as const) writeFileSync(join(app.sloDir, `${name}.yaml`), documentOf(name));
  const letters = documentOf("hits")
    .replace('"name":"hits"', '"name":"letters"')
    .replace('"service":"shop"', '"service":"mail"');
  writeFileSync(join(app.sloDir, "letters.yaml"), letters);
  await app.start();
  editor = app.token("editor", "editor", ["shop"]);
  mailEditor = app.token("mail", "editor", ["mail"]);
  allEditor = app.token("all", "editor");
  viewer = app.token("viewer", "viewer");
  route = await import("@/app/api/v1/alerts/route");
  breachScreen = await import("@/app/api/screens/breaches/[id]/route");
  sloScreen = await import("@/app/api/screens/slos/[id]/route");
  opened("hits", at(-60), at(-10));
});
afterAll(() => {
  delete process.env.PROMETHEUS_URL;
  app.remove();
});
beforeEach(() => void app.db.delete(alerts.alerts).run());

function opened(sloId: string, fromMs: number, toMs: number): void {
  const [openedMinute, closedMinute] = [fromMs / MINUTE, toMs / MINUTE];
  const figures = { worst: 0.5, badEvents: 5, totalEvents: 10, budgetSpent: 0.1, targetVersion: 1 };
  const reason = { decisionPath: null, decisionId: null, adrCommit: null };
  const span = {
    kind: "objective-missed" as const,
    openedMinute,
    closedMinute,
    closeReason: "within the target again",
  };
  saveEpisode(app.db, sloId, "live", { ...span, ...figures, countedFrom: openedMinute }, reason);
}

const HIT: Told = {
  labels: { alertname: "CacheDown", slo: "hits", severity: "page" },
  annotations: { summary: "The cache is down." },
  startsAt: at(-50),
};
const send = (body: object, given: Call = {}) =>
  call((request) => route.POST(request), "POST", {}, { by: editor, body, ...given });
const list = async (query = "") =>
  (await call((request) => route.GET(request), "GET", {}, { by: viewer, query })).body as unknown as AlertPage;
const stored = () => app.db.select().from(alerts.alerts).all();
const timeline = async (): Promise<BreachView["timeline"]> =>
  ((await call(breachScreen.GET, "GET", { id: "1" }, { by: viewer })).body as unknown as BreachView).timeline;
const audited = () =>
  app.db
    .select()
    .from(tables.audit)
    .all()
    .filter(({ action }) => action === "alert.heard");

test("an alert is stored once, however often it is told, and told again when it ends", async () => {
  const before = audited().length;
  expect(await send(messageOf([HIT]))).toMatchObject({ status: 200, body: { received: 1, changed: 1, truncated: 0 } });
  expect(await send(messageOf([HIT]))).toMatchObject({ status: 200, body: { received: 1, changed: 0 } });
  const ended = { ...HIT, status: "resolved" as const, endsAt: at(-40) };
  expect(await send(messageOf([ended]))).toMatchObject({ status: 200, body: { received: 1, changed: 1 } });
  // One that was overtaken by its own end.
  expect(await send(messageOf([HIT]))).toMatchObject({ body: { changed: 0 } });
  expect(stored()).toMatchObject([{ status: "resolved", endsAt: at(-40), sloId: "hits", service: "shop", own: false }]);
  expect(audited()).toHaveLength(before + 2);
  expect(audited().at(-1)?.summary).toBe("test (token of editor) told of one alert: CacheDown");
});

test("an end that comes first is not undone by the beginning", async () => {
  await send(messageOf([{ ...HIT, status: "resolved", endsAt: at(-1) }]));
  await send(messageOf([HIT]));
  expect(stored()).toMatchObject([{ status: "resolved", endsAt: at(-1) }]);
  expect(stored()[0]?.firingHeardAt).not.toBeNull();
});

test("the same alert at another time is another one", async () => {
  await send(messageOf([HIT, { ...HIT, startsAt: at(-5) }]));
  expect(stored()).toHaveLength(2);
});

test("an alert stands on the timeline of the breach and on the charts of its SLO", async () => {
  const generatorURL = "http://prometheus.example:9090/graph?g0.expr=up";
  await send(
    messageOf([
      { ...HIT, generatorURL },
      { ...HIT, startsAt: at(-600), endsAt: at(-590), status: "resolved" },
    ]),
  );
  const events = await timeline();
  expect(events).toContainEqual(
    expect.objectContaining({
      kind: "alert",
      at: new Date(at(-50)).toISOString(),
      what: "Alert fired",
      code: "CacheDown",
      href: generatorURL,
      detail: expect.stringMatching(
        /^page · The cache is down[.] · firing when last heard of at \d\d:\d\d · through plumbline$/,
      ),
    }),
  );
  expect(events.filter(({ kind }) => kind === "alert")).toHaveLength(1);
  const { alerts: marks } = (await call(sloScreen.GET, "GET", { id: "hits" }, { by: viewer }))
    .body as unknown as SloView;
  expect(marks).toMatchObject([
    { name: "CacheDown", from: new Date(at(-600)).toISOString(), to: new Date(at(-590)).toISOString() },
    { name: "CacheDown", from: new Date(at(-50)).toISOString(), to: null, summary: "The cache is down." },
  ]);
});

test("the end of an alert stands there too", async () => {
  await send(messageOf([{ ...HIT, status: "resolved", endsAt: at(-40) }]));
  const kinds = (await timeline()).map(({ kind, at: when }) => `${kind} ${(Date.parse(when) - NOW) / MINUTE}`);
  expect(kinds).toEqual(["opened -60", "alert -50", "alert-resolved -40", "closed -10"]);
});

test("an address of a place that Plumbline does not know is not linked", async () => {
  await send(messageOf([{ ...HIT, generatorURL: "http://evil.example/graph" }]));
  expect((await timeline()).find(({ kind }) => kind === "alert")?.href).toBeNull();
});

test("an alert of the service stands at all of its SLOs, one of another SLO at that one only", async () => {
  await send(messageOf([{ labels: { alertname: "NodeDown", service: "shop" }, startsAt: at(-30) }]));
  await send(messageOf([{ labels: { alertname: "Slow", slo: "took" }, startsAt: at(-30) }]));
  const events = (await timeline()).filter(({ kind }) => kind === "alert");
  expect(events.map(({ code }) => code)).toEqual(["NodeDown"]);
  expect(events[0]?.detail).toContain("of the service");
});

test("what Alertmanager left out is told", async () => {
  expect(await send(messageOf([HIT], { truncatedAlerts: 7 }))).toMatchObject({ body: { truncated: 7 } });
  expect((await timeline()).find(({ kind }) => kind === "alert")?.detail).toContain(
    "7 more of its group were not sent",
  );
});

test("our own alert that comes back is news of Alertmanager, not an alert of somebody else", async () => {
  const labels = { alertname: "PlumblineObjectiveMissed", source: "plumbline", slo: "hits", service: "shop" };
  await send(messageOf([{ labels, startsAt: at(-60) }]));
  await send(messageOf([{ labels, startsAt: at(-60), status: "resolved", endsAt: at(-10) }]));
  const events = await timeline();
  expect(events.filter(({ kind }) => kind === "alert")).toEqual([]);
  expect(events.filter(({ kind }) => kind === "notified").map(({ what, detail }) => `${what} ${detail}`)).toEqual([
    "Alertmanager notified that it opened, through plumbline",
    "Alertmanager notified that it closed, through plumbline",
  ]);
  expect((await list("?own=yes")).items).toMatchObject([{ own: true, breach: 1 }]);
});

test("what another Plumbline sent of a breach that is not ours is an alert of somebody else", async () => {
  const labels = { alertname: "PlumblineObjectiveMissed", source: "plumbline", slo: "hits" };
  await send(messageOf([{ labels, startsAt: at(-33) }]));
  expect((await list()).items).toMatchObject([{ own: false, breach: null }]);
});

test("whoever may not edit the service may not tell of its alerts, and nothing of the message is taken", async () => {
  const other = { labels: { alertname: "Elsewhere", service: "elsewhere" }, startsAt: at(-30) };
  expect(await send(messageOf([HIT]), { by: viewer })).toMatchObject({ status: 403 });
  expect(await send(messageOf([]), { by: viewer })).toMatchObject({ status: 403 });
  expect(await send(messageOf([HIT]), { by: null })).toMatchObject({ status: 401 });
  const refused = await send(messageOf([HIT, other]));
  expect(refused).toMatchObject({ status: 403 });
  expect(refused.body.detail).toContain("the alert Elsewhere, which is about no SLO and no service that is known");
  expect(stored()).toEqual([]);
  expect(await send(messageOf([HIT, other]), { by: allEditor })).toMatchObject({ status: 200 });
  expect(stored()).toMatchObject([{ sloId: "hits" }, { sloId: null, service: null }]);
});

test("the list pages, newest first, and is narrowed by what is asked", async () => {
  await send(
    messageOf([1, 2, 3, 4, 5].map((n) => ({ ...HIT, startsAt: at(-n), labels: { ...HIT.labels, n: `${n}` } }))),
  );
  await send(
    messageOf([
      {
        ...HIT,
        startsAt: at(-100),
        endsAt: at(-90),
        status: "resolved",
        labels: { alertname: "Old", service: "shop" },
      },
    ]),
  );
  const first = await list("?limit=4");
  expect(first.items.map(({ labels }) => labels.n)).toEqual(["1", "2", "3", "4"]);
  const second = await list(`?limit=4&after=${first.next}`);
  expect(second.items.map(({ name }) => name)).toEqual(["CacheDown", "Old"]);
  expect(second.next).toBeNull();
  expect((await list("?status=resolved")).items).toMatchObject([
    { name: "Old", endsAt: new Date(at(-90)).toISOString() },
  ]);
  expect((await list("?slo=took")).items).toMatchObject([{ name: "Old", slo: null, service: "shop" }]);
  expect((await list("?name=CacheDown")).items).toHaveLength(5);
  expect((await list(`?to=${new Date(at(-95)).toISOString()}`)).items).toMatchObject([{ name: "Old" }]);
  expect((await list(`?from=${new Date(at(-80)).toISOString()}`)).items).toHaveLength(5);
});

test.each([
  ["?status=pending", 400, "status: is neither firing nor resolved"],
  ["?before=x", 400, "before: is no place in the list"],
  ["?limit=0", 400, "limit: is below 1"],
  ["?slo=nothing", 404, 'There is no SLO "nothing".'],
  ["?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z", 400, "to: is before from."],
])("a list that is asked for by %s is refused", async (query, status, detail) => {
  const answer = await call((request) => route.GET(request), "GET", {}, { by: viewer, query });
  expect(answer).toMatchObject({ status, body: { detail } });
});

test("a message that is too large is refused before it is read, and one of another version by its field", async () => {
  const large = await send(messageOf([{ ...HIT, annotations: { a: "x".repeat(1_100_000) } }]));
  expect(large).toMatchObject({ status: 413 });
  const old = await send(messageOf([HIT], { version: "3" }));
  expect(old).toMatchObject({ status: 400, body: { issues: [{ field: "version" }] } });
  expect(stored()).toEqual([]);
});

test("one odd alert is left out and counted, and the others of its message are taken", async () => {
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`l${n}`, "x"]));
  const odd = [
    { ...toldOf(HIT), startsAt: "0001-01-01T00:00:00Z" },
    { ...toldOf(HIT), startsAt: new Date(at(25 * 60)).toISOString() },
    { ...toldOf(HIT), labels: { ...HIT.labels, ...many } },
    { ...toldOf(HIT), labels: { ...HIT.labels, ["x".repeat(201)]: "x" } },
  ];
  expect(await send({ ...messageOf([]), alerts: [...odd, toldOf(HIT)] })).toMatchObject({
    status: 200,
    body: { received: 5, changed: 1, refused: 4 },
  });
  expect(stored()).toMatchObject([{ name: "CacheDown", startsAt: at(-50) }]);
});

test("an editor of another service cannot end an alert by its fingerprint", async () => {
  await send(messageOf([HIT]));
  const { fingerprint, startsAt } = toldOf(HIT);
  const theirs = toldOf({
    labels: { alertname: "Mine", slo: "letters" },
    startsAt: at(-50),
    status: "resolved",
    endsAt: at(-1),
  });
  const refused = await send({ ...messageOf([]), alerts: [{ ...theirs, fingerprint, startsAt }] }, { by: mailEditor });
  expect(refused).toMatchObject({ status: 403 });
  expect(refused.body.detail).toContain("which is about shop");
  expect(stored()).toMatchObject([{ status: "firing", name: "CacheDown" }]);
});

test("an editor of another service cannot claim a breach by a second label", async () => {
  const labels = { alertname: "PlumblineObjectiveMissed", source: "plumbline", slo: "hits", plumbline_slo: "letters" };
  expect(await send(messageOf([{ labels, startsAt: at(-60) }]), { by: mailEditor })).toMatchObject({ status: 200 });
  expect(stored()).toMatchObject([{ sloId: "letters", service: "mail", own: false, breachId: null }]);
  expect((await timeline()).filter(({ kind }) => kind === "notified")).toEqual([]);
});
