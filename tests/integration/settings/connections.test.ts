import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { addAlertEvent, beginWebhook, passEvent } from "@/lib/store/alert-events";
import { saveNotTaken, saveRefused, saveTaken, WEBHOOK } from "@/lib/store/alert-targets";
import { saveEngineState } from "@/lib/store/engine-state";
import type { ConnectionsView } from "@/lib/views/connections";
import { ownSettings } from "./own-settings";

const NOON = Date.parse("2026-11-24T12:00:00Z");
const MINUTE = 60_000;
const at = (minutes: number): string => new Date(NOON + minutes * MINUTE).toISOString();

let app: ReturnType<typeof ownSettings>;
vi.mock("next/headers", () => ({ headers: () => app.headers() }));
vi.mock("@/lib/auth/session", () => ({ sessionOf: (given: Headers) => app.sessionOf(given) }));

const folder = mkdtempSync(join(tmpdir(), "plumbline-connections-"));
let connections: typeof import("@/app/api/screens/settings/connections/route");
let admin: string;
beforeAll(async () => {
  const file = join(folder, "engines.yaml");
  writeFileSync(
    file,
    `engines:
  - { name: default, url: "http://prometheus.example:9090/under/here" }
  - { name: eu, url: "http://thanos.example:10902", delay: 2m, labels: { cluster: eu } }
  - { name: us, url: "http://thanos.example:10903" }
`,
  );
  Object.assign(process.env, {
    ENGINES_FILE: file,
    ALERTMANAGER_URL: "http://am-1.example:9093,http://am-2.example:9093,http://am-3.example:9093",
    ALERT_WEBHOOK_URL: "https://chat.example/hook/t0p-s3cret",
  });
  app = ownSettings();
  admin = app.person("First admin", "admin");
  connections = await import("@/app/api/screens/settings/connections/route");
});
afterAll(() => {
  app.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function seen(): Promise<ConnectionsView> {
  const { status, body } = await app.ask(connections.GET, { session: admin });
  expect(status).toBe(200);
  return body as unknown as ConnectionsView;
}

test("is for admins alone", async () => {
  expect((await app.ask(connections.GET, null)).status).toBe(401);
  for (const role of ["viewer", "editor"] as const)
    expect((await app.ask(connections.GET, { session: app.person(`A ${role}`, role) })).status).toBe(403);
});

test("each engine: how it is, what it counts, its delay and its labels, and no address that may hold a secret", async () => {
  saveEngineState(app.db, "default", { askedAt: NOON, answeredAt: NOON, error: null });
  saveEngineState(app.db, "eu", { askedAt: NOON, answeredAt: NOON, error: null });
  saveEngineState(app.db, "eu", { askedAt: NOON + MINUTE, answeredAt: null, error: "eu does not answer" });
  const { engines } = await seen();
  expect(engines).toEqual([
    {
      name: "default (prometheus.example:9090)",
      state: "answering",
      lastAnswerAt: at(0),
      message: null,
      slos: 2,
      labels: {},
      delaySeconds: 60,
    },
    {
      name: "eu (thanos.example:10902)",
      state: "silent",
      lastAnswerAt: at(0),
      message: "eu does not answer",
      slos: 0,
      labels: { cluster: "eu" },
      delaySeconds: 120,
    },
    expect.objectContaining({ name: "us (thanos.example:10903)", state: "waiting", lastAnswerAt: null }),
  ]);
});

test("each receiver: whether it takes what it is sent, since when not and why, and what waits", async () => {
  const db = app.db;
  const manager = (n: number) => `am-${n}.example:9093`;
  saveTaken(db, manager(1), "alertmanager", NOON);
  saveTaken(db, manager(2), "alertmanager", NOON);
  saveNotTaken(db, manager(2), "alertmanager", "it answered 500", NOON + MINUTE);
  beginWebhook(db, NOON);
  const { receivers } = await seen();
  expect(receivers).toMatchObject([
    { name: `Alertmanager (${manager(1)})`, state: "taking", takenAt: at(0), message: null, eventsWaiting: null },
    { state: "failing", takenAt: at(0), failingSince: at(1), message: "it answered 500" },
    { state: "waiting", takenAt: null },
    { name: "The webhook (chat.example)", kind: "webhook", state: "waiting", eventsWaiting: 0 },
  ]);

  for (const key of ["first", "second"])
    addAlertEvent(db, { key, event: "revisit-due", breachId: null, detail: {}, createdAt: NOON });
  const first = db.$client.prepare("SELECT min(id) AS id FROM alert_events").get() as { id: number };
  passEvent(db, first.id, true);
  saveRefused(db, WEBHOOK, "it answered 400", NOON);
  const { text, body } = await app.ask(connections.GET, { session: admin });
  expect((body.receivers as unknown[]).at(-1)).toMatchObject({
    state: "refusing",
    failingSince: null,
    message: expect.stringContaining("it refused one event"),
    eventsWaiting: 1,
  });
  expect(text).not.toContain("s3cret");
  expect(text).not.toContain("under/here");
});
