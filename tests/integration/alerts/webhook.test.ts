import { createHmac } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { eq, lte } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as alerts from "@/db/alerts";
import type { Reader } from "@/lib/auth/actor";
import { saveEpisode } from "@/lib/store/breaches";
import { atomically } from "@/lib/store/database";
import { alertsSent } from "@/lib/telemetry";
import { documentOf, type OwnApp, ownApp } from "../commands/own-app";
import { type Heard, listener } from "./processes";

const MINUTE = 60_000;
const SECRET = "a secret of the test's own";
const READER = { kind: "person", id: "a-test", name: "A test", role: "admin", services: null } as unknown as Reader;

let app: OwnApp;
let chat: Awaited<ReturnType<typeof listener>>;
let answer: (heard: Heard) => number;
let sendAlerts: typeof import("@/lib/evaluator/alerting").sendAlerts;

beforeAll(async () => {
  chat = await listener((heard) => answer(heard));
  Object.assign(process.env, {
    ALERT_WEBHOOK_URL: `${chat.url}/hook/t0p-s3cret`,
    ALERT_WEBHOOK_SECRET: SECRET,
    PUBLIC_URL: "https://slo.example",
  });
  app = ownApp();
  for (const name of ["hits", "took"] as const) writeFileSync(join(app.sloDir, `${name}.yaml`), documentOf(name));
  await app.start();
  ({ sendAlerts } = await import("@/lib/evaluator/alerting"));
  // What happened before somebody listened is not told.
  opened(1);
  await round();
  expect(chat.heard).toEqual([]);
});
afterAll(async () => {
  for (const name of ["ALERT_WEBHOOK_URL", "ALERT_WEBHOOK_SECRET", "PUBLIC_URL"]) delete process.env[name];
  await chat.stop();
  app.remove();
});
beforeEach(() => {
  answer = () => 204;
  chat.heard.splice(0);
});

const round = () => sendAlerts(app.db, new Date());
/** As if the pause after a failure were over. */
const rested = () => void app.db.update(alerts.alertTargets).set({ triedAt: 0 }).run();
const target = () => app.db.select().from(alerts.alertTargets).all()[0];
/** As /metrics has it. */
const counted = async (outcome: string): Promise<number> =>
  (await alertsSent.get()).values.find(({ labels }) => labels.kind === "webhook" && labels.outcome === outcome)
    ?.value ?? 0;
const events = () => chat.heard.map(({ body }) => JSON.parse(body) as { id: string; event: string });

function opened(openedMinute: number, closedMinute: number | null = null): void {
  const figures = { worst: 0.5, badEvents: 5, totalEvents: 10, budgetSpent: 0.1, targetVersion: 1 };
  const reason = { decisionPath: "docs/adr/0001-caching.md", decisionId: "d2", adrCommit: null };
  const closeReason = closedMinute === null ? null : "within the target again";
  const span = { kind: "objective-missed" as const, openedMinute, closedMinute, closeReason };
  saveEpisode(app.db, "hits", "live", { ...span, ...figures, countedFrom: openedMinute }, reason);
}

test("a breach that opens and closes is told twice, in order, signed, each with an id of its own", async () => {
  opened(100);
  opened(100, 110);
  await round();
  expect(chat.heard.map(({ headers }) => headers["x-plumbline-event"])).toEqual(["breach-2-opened", "breach-2-closed"]);
  const [first, second] = chat.heard.map(({ body }) => JSON.parse(body));
  expect(first).toMatchObject({
    version: 1,
    id: "breach-2-opened",
    event: "breach-opened",
    labels: { alertname: "PlumblineObjectiveMissed", slo: "hits" },
    annotations: { breach_url: "https://slo.example/breaches/2" },
    breach: { id: 2, openedAt: new Date(100 * MINUTE).toISOString(), closedAt: null, closeReason: null },
    revisit: null,
  });
  expect(second).toMatchObject({
    event: "breach-closed",
    breach: { closedAt: new Date(110 * MINUTE).toISOString(), closeReason: "within the target again" },
  });
  for (const { headers, body } of chat.heard) {
    const signed = createHmac("sha256", SECRET).update(`${headers["x-plumbline-timestamp"]}.${body}`).digest("hex");
    expect(headers["x-plumbline-signature"]).toBe(`sha256=${signed}`);
  }
  await round();
  expect(chat.heard).toHaveLength(2);
});

test("what the database takes back was never told", async () => {
  expect(() =>
    atomically(app.db, () => {
      opened(200);
      throw new Error("it does not commit");
    }),
  ).toThrow("it does not commit");
  await round();
  expect(chat.heard).toEqual([]);
});

test("while the webhook fails nothing is lost and nothing overtakes; an event that may have arrived comes again with its id", async () => {
  answer = () => 503;
  opened(300);
  await round();
  opened(300, 310);
  await round();
  expect(events().map(({ event }) => event)).toEqual(["breach-opened"]);
  const { shellView } = await import("@/lib/views/shell");
  const [deaf] = (await shellView(READER, new Date())).deafTargets;
  expect(deaf).toMatchObject({
    name: `The webhook (${new URL(chat.url).host})`,
    why: "HTTP 503",
    meanwhile: "2 events wait for it.",
  });
  expect(JSON.stringify(deaf)).not.toContain("t0p-s3cret");
  answer = () => 200;
  rested();
  await round();
  const ids = events().map(({ id }) => id);
  expect(ids[1]).toBe(ids[0]);
  expect(events().map(({ event }) => event)).toEqual(["breach-opened", "breach-opened", "breach-closed"]);
  expect((await shellView(READER, new Date())).deafTargets).toEqual([]);
});

test("after each failure in a row it is left alone for longer", async () => {
  answer = () => 500;
  opened(400);
  await round();
  await round();
  expect(chat.heard).toHaveLength(1);
  rested();
  await round();
  expect(target()?.failures).toBe(2);
  const tried = target()?.triedAt ?? 0;
  await sendAlerts(app.db, new Date(tried + 9_999));
  expect(chat.heard).toHaveLength(2);
  await sendAlerts(app.db, new Date(tried + 10_001));
  expect(chat.heard).toHaveLength(3);
  answer = () => 200;
  rested();
  await round();
});

test("an event that the webhook refuses for good is given up, and holds up none", async () => {
  answer = ({ body }) => (body.includes("breach-opened") ? 422 : 200);
  const before = await counted("given_up");
  opened(500, 510);
  await round();
  expect(events().map(({ event }) => event)).toEqual(["breach-opened", "breach-closed"]);
  expect(await counted("given_up")).toBe(before + 1);
  // It took the one after it.
  expect(target()?.givenUp).toBe(0);
  await round();
  expect(chat.heard).toHaveLength(2);
});

test("a webhook that refuses everything is shown until it takes an event again", async () => {
  const { shellView } = await import("@/lib/views/shell");
  const deaf = async () => (await shellView(READER, new Date())).deafTargets;
  // It failed before: that it answers at all ends that.
  answer = () => 503;
  opened(600, 610);
  await round();
  rested();
  answer = () => 410;
  const before = await counted("given_up");
  await round();
  expect(chat.heard).toHaveLength(3);
  expect(target()).toMatchObject({ failingSince: null, failures: 0, givenUp: 2 });
  expect(await deaf()).toMatchObject([
    {
      why: "it refused 2 events since it last took one, the last: HTTP 410",
      meanwhile: "What it refuses is not sent again.",
    },
  ]);
  answer = () => 200;
  opened(700);
  await round();
  expect(await deaf()).toEqual([]);
  // What is shown begins anew; what is scraped goes on.
  expect([target()?.givenUp, await counted("given_up")]).toEqual([0, before + 2]);
  answer = () => 410;
  opened(710);
  await round();
  expect(await deaf()).toMatchObject([{ why: "it refused one event since it last took one, the last: HTTP 410" }]);
  answer = () => 200;
  opened(720);
  await round();
});

test("that it fails is told since it has failed, not since it last took something", async () => {
  const { shellView } = await import("@/lib/views/shell");
  opened(700, 710);
  await round();
  app.db.update(alerts.alertTargets).set({ takenAt: 1 }).run();
  answer = () => 503;
  opened(800);
  const at = Date.now();
  await round();
  const [deaf] = (await shellView(READER, new Date())).deafTargets;
  expect(Date.parse(deaf?.since ?? "")).toBeGreaterThanOrEqual(at);
  answer = () => 200;
  rested();
  await round();
});

test("a clock that was set back does not silence the webhook", async () => {
  answer = () => 503;
  opened(900);
  await round();
  app.db
    .update(alerts.alertTargets)
    .set({ triedAt: Date.now() + 3_600_000 })
    .run();
  answer = () => 200;
  await round();
  expect(events().map(({ event }) => event)).toEqual(["breach-opened", "breach-opened"]);
});

test("events that it took a month ago are dropped, but for revisits, whose keys say that they were told", async () => {
  const rows = () => app.db.select().from(alerts.alertEvents).all();
  opened(1_000);
  await round();
  const taken = target()?.lastEventId ?? 0;
  app.db
    .insert(alerts.alertEvents)
    .values({ key: "revisit:old", event: "revisit-due", breachId: null, detail: {}, createdAt: 1 })
    .run();
  app.db
    .update(alerts.alertTargets)
    .set({ lastEventId: taken + 1 })
    .run();
  app.db
    .update(alerts.alertEvents)
    .set({ createdAt: Date.now() - 31 * 86_400_000 })
    .where(lte(alerts.alertEvents.id, taken))
    .run();
  opened(1_000, 1_010);
  await round();
  expect(rows().map(({ key }) => key)).toEqual(["revisit:old", expect.stringMatching(/^breach-\d+-closed$/)]);
  app.db.delete(alerts.alertEvents).where(eq(alerts.alertEvents.key, "revisit:old")).run();
});

test("a webhook that is set again after a while is told of what happens from then on", async () => {
  const { forgetWebhook } = await import("@/lib/store/alert-events");
  opened(1_100, 1_110);
  const revisit = { key: "revisit:told", event: "revisit-due", breachId: null, detail: {}, createdAt: 1 };
  app.db.insert(alerts.alertEvents).values(revisit).run();
  forgetWebhook(app.db);
  expect(app.db.select().from(alerts.alertEvents).all()).toMatchObject([{ key: "revisit:told" }]);
  opened(1_200);
  await round();
  expect(chat.heard).toEqual([]);
  opened(1_200, 1_210);
  await round();
  expect(events().map(({ event }) => event)).toEqual(["breach-closed"]);
});

test("a revisit that is due is told once for each time that it calls", async () => {
  writeFileSync(
    join(app.adrDir, "0002-due.md"),
    "---\nstatus: accepted\ndate: 2026-01-02\ndecisions: { d1: { title: One edge for all, status: accepted } }\nreview: { due: 2026-02-01, owner: Edge team }\n---\n# The edge\n",
  );
  await round();
  await round();
  expect(chat.heard.map(({ body }) => JSON.parse(body))).toMatchObject([
    {
      id: "revisit:docs/adr/0002-due.md#d1@2026-02-01T00:00:00.000Z",
      event: "revisit-due",
      breach: null,
      revisit: { owner: "Edge team", since: "2026-02-01T00:00:00.000Z", decision: { title: "One edge for all" } },
    },
  ]);
});
