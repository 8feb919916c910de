import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import Sqlite from "better-sqlite3";
import { alertmanagerOn, amtool } from "../integration/alerts/processes";
import { ownStart } from "./own-start";
import { tokenOf } from "./people";
import { plantBreach } from "./planted-breach";

const ID = "alerted";
const documentOf = (id: string): string => `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${id}, displayName: Alerted }
spec:
  service: storefront
  indicator:
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { type: Prometheus, spec: { query: 'storefront_visitor_request_duration_seconds_bucket{le="0.005"}' } } }
        total: { metricSource: { type: Prometheus, spec: { query: storefront_visitor_request_duration_seconds_count } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.98 }]
`;
const MINUTE = 60_000;
const end = Math.floor(Date.now() / MINUTE) - 20;
const FIRED = "4f6e1c0de4a1e57d";

const at = (minute: number): string => new Date(minute * MINUTE).toISOString();
const message = (labels: Record<string, string>, startsAt: string, endsAt: string | null) => ({
  version: "4",
  receiver: "plumbline",
  status: endsAt === null ? "firing" : "resolved",
  truncatedAlerts: 0,
  alerts: [
    {
      status: endsAt === null ? "firing" : "resolved",
      labels,
      annotations: { summary: "A third of the visits is slow." },
      startsAt,
      endsAt: endsAt ?? "0001-01-01T00:00:00Z",
      generatorURL: "http://prometheus.example:9090/graph",
      fingerprint: FIRED,
    },
  ],
});

async function isSound(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.setViewportSize({ width: 1440, height: 900 });
}

test.afterAll(async ({ request }) => {
  // The demo is shared: others count its SLOs.
  const headers = { authorization: `Bearer ${tokenOf("Ada", "editor")}` };
  const answer = await request.delete(`/api/v1/slos/${ID}`, { headers, data: {} });
  expect(answer.status(), await answer.text()).toBe(200);
  const db = new Sqlite(join(process.env.E2E_DATA_DIR ?? "", "plumbline.db"), { timeout: 20_000 });
  db.prepare("DELETE FROM alerts WHERE fingerprint = ?").run(FIRED);
  db.close();
});

test("an alert that Alertmanager tells of stands on the breach and on the charts of its SLO", async ({
  page,
  request,
}) => {
  test.setTimeout(120_000);
  const headers = { authorization: `Bearer ${tokenOf("Ada", "editor")}` };
  const made = await request.post("/api/v1/slos", {
    headers,
    data: { document: documentOf(ID), reason: "To be alerted." },
  });
  expect(made.status(), await made.text()).toBe(201);
  const breach = plantBreach(ID, end - 30, end);
  const labels = { alertname: "SlowVisits", severity: "page", slo: ID };
  const fired = await request.post("/api/v1/alerts", { headers, data: message(labels, at(end - 25), null) });
  expect(fired.status(), await fired.text()).toBe(200);

  await page.goto(`/breaches/${breach}`);
  const timeline = page.getByRole("region", { name: "Timeline" });
  await expect(timeline).toContainText("Alert fired SlowVisits");
  await expect(timeline).toContainText("page · A third of the visits is slow. · firing when last heard of at");
  await expect(timeline).not.toContainText("Alert resolved");
  const ended = await request.post("/api/v1/alerts", { headers, data: message(labels, at(end - 25), at(end - 5)) });
  expect(await ended.json()).toEqual({ received: 1, changed: 1, truncated: 0, refused: 0 });
  await page.reload();
  await expect(timeline).toContainText("Alert resolved SlowVisits");
  await isSound(page);

  await page.goto(`/slos/${ID}?range=24h`);
  const alerts = page.getByRole("region", { name: "Alerts" });
  await expect(alerts).toContainText("Alert, page: SlowVisits");
  await expect(alerts).toContainText("through plumbline");
  await isSound(page);
  const toggle = page.getByRole("button", { name: /^Alerts\s*1$/ });
  await expect(toggle).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Table" }).first().click();
  await expect(page.getByRole("table").first()).toContainText("Alert: SlowVisits (page)");
  await toggle.press("Enter");
  await expect(page.getByRole("table").first()).not.toContainText("Alert: SlowVisits (page)");
  await expect(page).toHaveURL(/alerts=off/);
});

test("a silence shows at the breach and on Today, and an Alertmanager that takes no alerts is told of on every page", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const home = mkdtempSync(join(tmpdir(), "plumbline-alerts-"));
  const [slos, data] = [join(home, "slos"), join(home, "data")];
  for (const folder of [slos, join(home, "adr"), join(home, "am")]) mkdirSync(folder);
  writeFileSync(join(slos, "alerted.yaml"), documentOf(ID));
  writeFileSync(join(home, "alertmanager.yml"), "route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n");
  const manager = await alertmanagerOn(join(home, "alertmanager.yml"), join(home, "am"));
  await manager.start();
  const app = await ownStart(Number(process.env.E2E_PORT) + 9, {
    DATA_DIR: data,
    SLO_DIR: slos,
    ADR_DIR: join(home, "adr"),
    // Nobody answers there: the breach stays as it is.
    PROMETHEUS_URL: "http://127.0.0.1:9",
    ALERTMANAGER_URL: manager.url,
    ANONYMOUS_READ: "on",
    TICK_SECONDS: "1",
  });
  try {
    const id = plantBreach(ID, end, null, data);
    const timeline = page.getByRole("region", { name: "Timeline" });
    await expect(async () => {
      await page.goto(`${app.url}/breaches/${id}`);
      await expect(timeline).toContainText("Alertmanager took the alert", { timeout: 1_000 });
    }).toPass();
    await expect(page.getByText("Silenced", { exact: true })).toHaveCount(0);
    amtool(
      manager.url,
      "silence",
      "add",
      `slo=${ID}`,
      "--author=Grace",
      "--comment=We deploy a smaller cache",
      "--duration=2h",
    );
    await expect(async () => {
      await page.goto(`${app.url}/breaches/${id}`);
      await expect(page.getByText("Silenced", { exact: true })).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await expect(
      page.getByText(
        /Alertmanager tells nobody of this breach until .*, silenced by Grace: “We deploy a smaller cache”/,
      ),
    ).toBeVisible();
    await isSound(page);
    await page.goto(app.url);
    await expect(page.getByText(/Silenced until .* by Grace: “We deploy a smaller cache”/)).toBeVisible();
    await isSound(page);

    await manager.end("SIGTERM");
    const notice = page.getByRole("region", { name: "Alerts" });
    await expect(async () => {
      await page.goto(`${app.url}/decisions`);
      await expect(notice).toContainText("has not taken alerts since", { timeout: 1_000 });
    }).toPass();
    await expect(notice).toContainText(`Alertmanager (127.0.0.1:${manager.port})`);
    await expect(notice).toContainText("no answer: ECONNREFUSED");
    await isSound(page);
    await manager.start();
    await expect(async () => {
      await page.goto(`${app.url}/decisions`);
      await expect(notice).toHaveCount(0, { timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
  } finally {
    await app.stop();
    await manager.end("SIGKILL");
    rmSync(home, { recursive: true, force: true });
  }
});
