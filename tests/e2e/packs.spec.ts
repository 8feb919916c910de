import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { type OwnStart, ownStart } from "./own-start";
import { tokenOf } from "./people";

const PORT = Number(process.env.E2E_PORT) + 23;
const PASSWORD = "brittle lanterns over Vega";

const ADR = `---
status: accepted
date: 2026-11-01
decisions: [{ id: d1, title: Pages come from the cache, status: accepted }]
---
# Cache pages

### d1: Pages come from the cache

The origin answers one request in ten.
`;

/** A fresh start that watches the demo's engine: real exporters of a real Redis and a real Varnish, scraped since it began. */
let app: OwnStart | undefined;
let folder: string;
let silent: Server | undefined;

test.describe.configure({ mode: "serial" });
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plumbline-packs-"));
  mkdirSync(join(folder, "adr"));
  writeFileSync(join(folder, "adr/0001-cache-pages.md"), ADR);
});
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
  silent?.closeAllConnections();
  silent?.close();
  silent = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const start = (engine: string): Promise<OwnStart> =>
  ownStart(PORT, {
    DATA_DIR: join(folder, "data"),
    PROMETHEUS_URL: engine,
    ADR_DIR: join(folder, "adr"),
    SLO_DIR: "",
    ANONYMOUS_READ: "on",
    TICK_SECONDS: "5",
    DELAY_SECONDS: "5",
  });

/** The admin whom the first start makes. */
async function becomeAdmin(page: Page): Promise<void> {
  await page.goto(app?.lines.join("\n").match(/http:\S+\/set-up\/\S+/)?.[0] ?? "no link was printed");
  await page.getByLabel("Name").fill("Ada");
  await page.getByLabel("Email address").fill("ada@example.org");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Become an admin" }).click();
  await expect(page).toHaveURL(`${app?.url}/`);
}

/** Where the demo's engine is. */
async function enginesAddress(request: APIRequestContext): Promise<string> {
  const asked = await request.post("/api/v1/slos/check", {
    headers: { authorization: `Bearer ${tokenOf("An editor", "editor")}` },
    data: { indicator: { kind: "ratio", counts: "good", part: "up", total: "up", counter: true } },
  });
  return `http://${(await asked.json()).dryRun.engine}`;
}

/** An engine whose every answer is the same. */
async function engineThatSays(answer: (send: (body: string) => void) => void): Promise<string> {
  const server = createServer((_, response) =>
    answer((body) => response.writeHead(200, { "content-type": "application/json" }).end(body)),
  );
  silent = server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function mustBeSound(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${name}, ${colorScheme}: ${id} at ${nodes[0]?.target}`)).toEqual([]);
    await page.screenshot({ path: `test-results/packs-${name}-${colorScheme}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(0);
  await page.screenshot({ path: `test-results/packs-${name}-phone.png`, fullPage: true });
  if (size) await page.setViewportSize(size);
}

test("a fresh start offers what real exporters of Redis and Varnish can promise, and five clicks later shows it with history", async ({
  page,
  request,
}) => {
  test.setTimeout(240_000);
  app = await start(await enginesAddress(request));
  await becomeAdmin(page);
  await expect(page.getByRole("heading", { name: "No SLO yet" })).toBeVisible();

  let clicks = 0;
  const click = async (role: "link" | "button" | "checkbox", name: string): Promise<void> => {
    await page.getByRole("main").getByRole(role, { name, exact: true }).click();
    clicks += 1;
  };
  await click("link", "Ready-made SLOs");
  for (const system of ["Redis", "Varnish"])
    await expect(page.getByRole("heading", { name: system, exact: true })).toBeVisible();
  // What each showed lately, by the engine.
  await expect(page.locator(".offer", { hasText: "Redis hit rate" })).toContainText(/\d %|\d\u202f% in 6 hours/);
  const varnish = page.locator(".offer", { hasText: "Varnish hit rate" });
  await varnish.scrollIntoViewIfNeeded();
  await expect(varnish).toContainText(/in 6 hours/);
  await click("checkbox", "Redis hit rate");
  await click("checkbox", "Varnish hit rate");
  await click("button", "Create 2 SLOs");
  await expect(page.getByText("2 SLOs were made")).toBeVisible();
  await click("link", "See them in the list");
  expect(clicks).toBe(5);

  for (const name of ["Redis hit rate", "Varnish hit rate"])
    await expect(page.getByRole("main").getByRole("link", { name })).toBeVisible();
  for (const id of ["redis-hit-rate", "varnish-hit-rate"]) {
    const slo = async () => (await request.get(`${app?.url}/api/v1/slos/${id}`)).json();
    // History: more than was scraped since it was made, and an attainment of it.
    await expect.poll(async () => (await slo()).backfill.state, { timeout: 120_000 }).toMatch(/done/);
    const { attainment, coverage } = await slo();
    expect(attainment).toBeGreaterThan(0);
    expect(coverage).toBeGreaterThan(0);
    const to = Date.now() / 1000;
    const counts = await request.get(`${app.url}/api/v1/slos/${id}/counts?from=${to - 3 * 3600}&to=${to - 2 * 3600}`);
    expect((await counts.json()).total, `${id}, hours before it was made`).toBeGreaterThan(0);
  }
  await page.goto(`${app.url}/slos/redis-hit-rate`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Redis hit rate");

  // What is there is not offered again, and what cannot be told says so.
  await page.goto(`${app.url}/slos/packs`);
  await expect(page.getByRole("link", { name: "Redis hit rate", exact: true })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Redis hit rate", exact: true })).toHaveCount(0);
  await page
    .getByText(/^Not available from this exporter: .*staleness/)
    .first()
    .click();
  await expect(page.getByText("Count stale reads in the application").first()).toBeVisible();
  const bytes = page.locator(".offer", { hasText: "Varnish offload of bytes" });
  await bytes.scrollIntoViewIfNeeded();
  await expect(bytes).toContainText(/in 6 hours/);
  await mustBeSound(page, "found");

  // By keyboard alone, with an objective of its own and a mistake that is told.
  const box = page.getByRole("checkbox", { name: "Varnish offload", exact: true });
  await box.focus();
  await page.keyboard.press("Space");
  await expect(box).toBeChecked();
  const objective = page.getByLabel("At least, objective of Varnish offload", { exact: true });
  await objective.fill("200");
  await page.getByRole("button", { name: "Create 1 SLO" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Nothing was made.")).toBeVisible();
  await expect(
    page.locator(".offer", { hasText: "Varnish offload" }).getByText("objective is not below 1"),
  ).toBeVisible();
  await objective.fill("85.5");
  await page.getByLabel("Decision behind them").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Create 1 SLO" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 SLO was made")).toBeVisible();
  expect(await (await request.get(`${app.url}/api/v1/slos/varnish-offload`)).json()).toMatchObject({
    objective: 0.855,
    decision: { path: expect.stringContaining("0001-cache-pages.md") },
  });
});

test("previews are asked for when their rows come into view, and nothing moves by it", async ({ page, request }) => {
  test.setTimeout(120_000);
  app = await start(await enginesAddress(request));
  await becomeAdmin(page);
  const previews = new Set<string>();
  page.on("request", (each) => {
    if (each.url().includes("/preview")) previews.add(each.url());
  });
  await page.setViewportSize({ width: 1280, height: 400 });
  await page.goto(`${app.url}/slos/packs`);
  const rows = page.locator(".offer");
  await expect(rows.first()).toContainText(/in 6 hours|for 6 hours/);
  const [all, before] = [await rows.count(), previews.size];
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(all);
  await expect(rows.last()).toContainText("being asked");
  await rows.last().scrollIntoViewIfNeeded();
  const height = (await rows.last().boundingBox())?.height;
  await expect(rows.last()).toContainText(/in 6 hours|for 6 hours/);
  expect((await rows.last().boundingBox())?.height).toBe(height);
  expect(previews.size).toBeGreaterThan(before);
});

test("previews are asked for all the same where the browser cannot tell what is in view", async ({ page, request }) => {
  test.setTimeout(120_000);
  app = await start(await enginesAddress(request));
  await becomeAdmin(page);
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, "IntersectionObserver");
  });
  await page.setViewportSize({ width: 1280, height: 400 });
  await page.goto(`${app.url}/slos/packs`);
  await expect(page.locator(".offer").last()).toContainText(/in 6 hours|for 6 hours/, { timeout: 30_000 });
});

test("an engine without any of it, one that is silent, and somebody who may only read are told what to do", async ({
  page,
}) => {
  test.setTimeout(120_000);
  let answer = (send: (body: string) => void): void =>
    send('{"status":"success","data":{"resultType":"matrix","result":[]}}');
  app = await start(await engineThatSays((send) => answer(send)));
  await page.goto(`${app.url}/slos/packs`);
  await expect(page.getByRole("heading", { name: "This is for editors" })).toBeVisible();
  await mustBeSound(page, "reader");

  await becomeAdmin(page);
  await page.goto(`${app.url}/slos/packs`);
  await expect(page.getByRole("heading", { name: "Nothing was found that is ready-made" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Others" })).toBeVisible();
  await mustBeSound(page, "nothing");

  answer = () => {};
  await page.getByRole("button", { name: "Ask again" }).click();
  await expect(page.getByRole("heading", { name: "It is not known what the engine has" })).toBeVisible({
    timeout: 30_000,
  });
  await mustBeSound(page, "silent");

  // A CDN without an exporter: its counters are named in New SLO.
  answer = (send) => send('{"status":"success","data":{"resultType":"matrix","result":[]}}');
  await page.getByRole("button", { name: "Ask again" }).click();
  await page.getByRole("link", { name: "CDN hit rate" }).click();
  await page.getByLabel("Requests answered from the cache").fill('edge_total{cache="hit"}');
  await page.getByLabel("Requests that may be cached, hits among them").fill("edge_total");
  await expect(page.getByLabel("Good events")).toHaveValue('edge_total{cache="hit"}');
  await expect(page.getByLabel("All events")).toHaveValue("edge_total");
});
