import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import * as alerts from "@/db/alerts";
import * as schema from "@/db/schema";
import type { Reader } from "@/lib/auth/actor";
import { saveEpisode } from "@/lib/store/breaches";
import type { BreachView } from "@/lib/views/breach";
import type { ShellView } from "@/lib/views/shell";
import { call } from "../commands/calls";
import { documentOf, type OwnApp, ownApp } from "../commands/own-app";
import { alertmanagerOn, amtool, type Heard, listener, program, type Running, until } from "./processes";

vi.mock("next/headers", async () => ({ headers: async () => (await import("../commands/calls")).headersGiven() }));

const MINUTE = 60_000;
const READER = {
  kind: "person",
  id: "a-test",
  name: "A test",
  role: "admin",
  services: null,
  ip: null,
} as unknown as Reader;

type Message = {
  alerts: {
    status: string;
    fingerprint: string;
    startsAt: string;
    labels: Record<string, string>;
    annotations: Record<string, string>;
  }[];
};

let home: string;
let app: OwnApp;
let token: string;
let manager: Running;
/** Where people would be paged. */
let pager: Awaited<ReturnType<typeof listener>>;
/** The receiver of Plumbline, as Alertmanager reaches it. */
let front: Awaited<ReturnType<typeof listener>>;
let sendAlerts: typeof import("@/lib/evaluator/alerting").sendAlerts;

beforeAll(async () => {
  // Before anything reads the configuration.
  home = mkdtempSync(join(tmpdir(), "plumbline-alertmanager-"));
  const file = join(home, "alertmanager.yml");
  manager = await alertmanagerOn(file, join(home, "data"));
  Object.assign(process.env, { ALERTMANAGER_URL: manager.url, PUBLIC_URL: "https://slo.example" });
  app = ownApp();
  for (const name of ["hits", "took"] as const) writeFileSync(join(app.sloDir, `${name}.yaml`), documentOf(name));
  await app.start();
  token = app.token("editor", "editor");
  const route = await import("@/app/api/v1/alerts/route");
  front = await listener(async ({ headers, body }: Heard) => {
    const by = headers.authorization?.replace(/^Bearer /, "") ?? null;
    return (await call((request) => route.POST(request), "POST", {}, { by, body: JSON.parse(body) })).status;
  });
  pager = await listener();
  writeFileSync(file, managerConfig(pager.url, `${front.url}/api/v1/alerts`, token));
  await manager.start();
  ({ sendAlerts } = await import("@/lib/evaluator/alerting"));
});
afterAll(async () => {
  for (const name of ["ALERTMANAGER_URL", "PUBLIC_URL"]) delete process.env[name];
  await manager.end("SIGKILL");
  await Promise.all([pager.stop(), front.stop()]);
  app.remove();
  rmSync(home, { recursive: true, force: true });
});
beforeEach(() => void pager.heard.splice(0));
/** What was open ends, and every Alertmanager hears of it. */
afterEach(async () => {
  app.db.update(schema.breaches).set({ closedMinute: sql`opened_minute + 1`, closeReason: "the test ended" }).run();
  rested();
  await round();
});

const managerConfig = (pagerUrl: string, plumblineUrl: string, bearer: string): string => `
route:
  receiver: pager
  group_by: [alertname, slo]
  group_wait: 1s
  group_interval: 1s
  repeat_interval: 1h
  routes:
    - receiver: plumbline
      continue: true
    - receiver: pager
receivers:
  - name: pager
    webhook_configs: [{ url: "${pagerUrl}" }]
  - name: plumbline
    webhook_configs:
      - url: "${plumblineUrl}"
        send_resolved: true
        http_config: { authorization: { credentials: "${bearer}" } }
`;

/** As if the pause after a failure were over. */
const rested = () => void app.db.update(alerts.alertTargets).set({ triedAt: 0 }).run();
const round = () => sendAlerts(app.db, new Date());
const nowMinute = (): number => Math.floor(Date.now() / MINUTE);

let made = 0;
/** A breach that opened a while ago, after the end of the one before: those of one SLO never overlap. */
function opened(sloId: "hits" | "took"): { id: number; close(): void; startsAt: string } {
  const openedMinute = nowMinute() - 60 + 3 * made++;
  const save = (closedMinute: number | null): void => {
    const figures = { worst: 0.5, badEvents: 5, totalEvents: 10, budgetSpent: 0.1, targetVersion: 1 };
    const reason = {
      decisionPath: "docs/adr/0001-caching.md",
      decisionId: sloId === "took" ? "d1" : "d2",
      adrCommit: null,
    };
    const closeReason = closedMinute === null ? null : "within the target again";
    const span = { kind: "objective-missed" as const, openedMinute, closedMinute, closeReason };
    saveEpisode(app.db, sloId, "live", { ...span, ...figures, countedFrom: openedMinute }, reason);
  };
  save(null);
  const id =
    app.db
      .select()
      .from(schema.breaches)
      .all()
      .find((row) => row.openedMinute === openedMinute)?.id ?? 0;
  return { id, close: () => save(openedMinute + 1), startsAt: new Date(openedMinute * MINUTE).toISOString() };
}

const told = (): string[] =>
  pager.heard
    .flatMap(({ body }) => (JSON.parse(body) as Message).alerts)
    .filter(({ labels }) => labels.alertname === "PlumblineObjectiveMissed")
    .map(({ status, labels, startsAt }) => `${labels.slo} ${status} ${new Date(startsAt).toISOString()}`);
const hears = (what: string) =>
  until(`the pager hears ${what}, not only ${told().join("; ")}`, () => (told().includes(what) ? true : undefined));
const screen = async (id: number): Promise<BreachView> => {
  const { breachView } = await import("@/lib/views/breach");
  return (await breachView(READER, new Date(), id)) as BreachView;
};
const shell = async (): Promise<ShellView> => (await import("@/lib/views/shell")).shellView(READER, new Date());
const timeline = async (id: number) =>
  (await screen(id)).timeline.map(({ kind, what, detail }) => `${kind}: ${what}${detail === null ? "" : ` ${detail}`}`);

test("a breach reaches a pager through Alertmanager once, and its end does, and its timeline says both", async () => {
  const breach = opened("took");
  await round();
  await hears(`took firing ${breach.startsAt}`);
  const [alert] = (
    JSON.parse(pager.heard.find(({ body }) => body.includes("PlumblineObjectiveMissed"))?.body ?? "") as Message
  ).alerts;
  expect(alert?.labels).toEqual({
    alertname: "PlumblineObjectiveMissed",
    decision: "docs/adr/0001-caching.md#d1",
    service: "shop",
    severity: "page",
    slo: "took",
    source: "plumbline",
  });
  expect(alert?.annotations).toMatchObject({
    adr_url: "https://slo.example/decisions/docs/adr/0001-caching.md#d1",
    breach_url: `https://slo.example/breaches/${breach.id}`,
    dashboard_url: "https://slo.example/slos/took",
    decision_statement: "93 % within 200 ms",
    decision_title: "Fast for nearly everyone",
  });
  for (let n = 0; n < 3; n++) await round();
  breach.close();
  await round();
  await hears(`took resolved ${breach.startsAt}`);
  expect(told()).toEqual([`took firing ${breach.startsAt}`, `took resolved ${breach.startsAt}`]);
  await until("the timeline says both", async () =>
    (await timeline(breach.id)).some((said) => /that it closed/.test(said)) ? true : undefined,
  );
  expect(await timeline(breach.id)).toEqual(
    expect.arrayContaining([
      "sent: Alertmanager took the alert",
      "notified: Alertmanager notified that it opened, through plumbline",
      "sent: Alertmanager took its end",
      "notified: Alertmanager notified that it closed, through plumbline",
    ]),
  );
  // It is our own news, no alert of somebody else.
  expect((await timeline(breach.id)).filter((said) => said.startsWith("alert:"))).toEqual([]);
  expect((await shell()).deafTargets).toEqual([]);
});

test("while Alertmanager is away nothing is lost, and when it is back nothing is told twice", async () => {
  const first = opened("took");
  await round();
  await hears(`took firing ${first.startsAt}`);
  await manager.end("SIGTERM");
  first.close();
  const second = opened("hits");
  await round();
  const [deaf] = (await shell()).deafTargets;
  expect(deaf?.name).toBe(`Alertmanager (127.0.0.1:${manager.port})`);
  expect(deaf?.why).toContain("ECONNREFUSED");
  await manager.start();
  // It is left alone for a while first.
  await round();
  expect((await shell()).deafTargets).toHaveLength(1);
  rested();
  await round();
  expect((await shell()).deafTargets).toEqual([]);
  await hears(`took resolved ${first.startsAt}`);
  await hears(`hits firing ${second.startsAt}`);
  await round();
  second.close();
  await round();
  await hears(`hits resolved ${second.startsAt}`);
  expect(told().toSorted()).toEqual(
    [
      `hits firing ${second.startsAt}`,
      `hits resolved ${second.startsAt}`,
      `took firing ${first.startsAt}`,
      `took resolved ${first.startsAt}`,
    ].toSorted(),
  );
});

test("an Alertmanager that was killed, and forgot whom it told, is told again what fires; here that is known already", async () => {
  const breach = opened("hits");
  await round();
  const rows = () =>
    app.db
      .select()
      .from(alerts.alerts)
      .all()
      .filter(({ breachId }) => breachId === breach.id);
  await until("it comes back to Plumbline", () => (rows().length > 0 ? true : undefined));
  const before = rows()[0]?.heardAt ?? 0;
  await manager.end("SIGKILL");
  await manager.start();
  await round();
  await until("it is told once more", () => ((rows()[0]?.heardAt ?? 0) > before ? true : undefined));
  expect(rows()).toHaveLength(1);
  expect((await timeline(breach.id)).filter((said) => said.startsWith("notified"))).toHaveLength(1);
});

test("a silence made with amtool shows at the breach and on Today, and hides neither", async () => {
  const breach = opened("hits");
  await round();
  const id = amtool(
    manager.url,
    "silence",
    "add",
    "slo=hits",
    "--author=Grace",
    "--comment=deploying",
    "--duration=1h",
  );
  await round();
  const view = await screen(breach.id);
  expect(view.silences).toMatchObject([{ by: "Grace", comment: "deploying", alert: null }]);
  expect(Date.parse(view.silences[0]?.until ?? "") - Date.now()).toBeGreaterThan(50 * MINUTE);
  expect(view.row.closedAt).toBeNull();
  const { silencedNow } = await import("@/lib/views/silences");
  expect(silencedNow(app.db, new Date()).get(breach.id)).toMatchObject({ by: "Grace" });
  expect((await shell()).counts.openBreaches).toBe(1);
  amtool(manager.url, "silence", "expire", id);
  await round();
  expect((await screen(breach.id)).silences).toEqual([]);
});

test("a revisit that is due is an alert, and ends once nothing calls for it", async () => {
  const record = join(app.adrDir, "0002-due.md");
  const text = (due: string): string => `---
status: accepted
date: 2026-01-02
decisions: { d1: { title: One edge for all, status: accepted } }
review: { due: ${due}, owner: Edge team }
---
# The edge
`;
  writeFileSync(record, text("2026-02-01"));
  await round();
  const posted = () =>
    JSON.parse(
      amtool(manager.url, "alert", "query", "alertname=PlumblineRevisitDue", "-o", "json"),
    ) as Message["alerts"];
  expect(posted()).toMatchObject([
    {
      labels: { decision: "docs/adr/0002-due.md#d1", owner: "Edge team", severity: "info" },
      annotations: {
        adr_url: "https://slo.example/decisions/docs/adr/0002-due.md#d1",
        summary: "One edge for all: a revisit is due",
      },
      startsAt: "2026-02-01T00:00:00.000Z",
    },
  ]);
  writeFileSync(record, text("2099-02-01"));
  await round();
  await until("it fires no more", () => (posted().length === 0 ? true : undefined));
});

test("an alert of Prometheus comes through Alertmanager to the timeline of the breach that is open", async () => {
  const breach = opened("hits");
  const rules = join(app.folder, "rules.yml");
  const rule = (expr: string): string =>
    `groups: [{ name: g, interval: 1s, rules: [{ alert: CacheDown, expr: "${expr}", labels: { slo: hits, severity: page }, annotations: { summary: The cache is down. } }] }]\n`;
  writeFileSync(rules, rule("vector(1) > 0"));
  const config = join(app.folder, "prometheus.yml");
  writeFileSync(
    config,
    `global: { evaluation_interval: 1s }\nrule_files: ["${rules}"]\nalerting: { alertmanagers: [{ static_configs: [{ targets: ["127.0.0.1:${manager.port}"] }] }] }\n`,
  );
  const engine = await program("prometheus", (port) => [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(app.folder, "tsdb")}`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--rules.alert.resend-delay=2s",
    "--web.enable-lifecycle",
  ]);
  await engine.start();
  try {
    await until(
      "the alert is on the timeline",
      async () =>
        (await timeline(breach.id)).some((said) => /^alert: .*page · The cache is down/.test(said)) ? true : undefined,
      60,
    );
    writeFileSync(rules, rule("vector(1) > 2"));
    expect((await fetch(`${engine.url}/-/reload`, { method: "POST" })).ok).toBe(true);
    await until(
      "its end is, too",
      async () => ((await timeline(breach.id)).includes("alert-resolved: Alert resolved") ? true : undefined),
      60,
    );
    expect((await timeline(breach.id)).filter((said) => said.startsWith("alert"))).toHaveLength(2);
  } finally {
    await engine.end("SIGTERM");
  }
});
