import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { readOpenSlo } from "@/lib/interop/openslo";
import { tokenOf } from "./people";

let editor: string;
test.beforeAll(() => {
  editor = `Bearer ${tokenOf("An editor", "editor")}`;
});
const as = (context: BrowserContext, authorization: string) => context.setExtraHTTPHeaders({ authorization });

/** From the list of SLOs to the form that Redis' ready-made definition has filled in. */
async function redis(page: Page): Promise<void> {
  await page.goto("/slos");
  await page.getByRole("link", { name: "New SLO" }).click();
  const pack = page.getByRole("button", { name: /^Redis hit rate/ });
  await expect(pack).toContainText(/[1-9]\d* series/);
  await pack.click();
  await expect(page.getByLabel("All events")).toHaveValue(/redis_keyspace_misses_total\{job="redis"\}/);
}

test("an editor makes a Redis hit rate SLO from its pack, it is counted within two ticks, and its download reads back", async ({
  page,
  context,
  request,
}) => {
  await as(context, editor);
  const began = Date.now();
  await redis(page);
  await expect(page.getByText("is taken by Redis hit rate")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Redis hits of the shop");
  await expect(page.getByLabel("Id", { exact: true })).toHaveValue("redis-hits-of-the-shop");
  await page.getByLabel("Service").fill("redis");
  await page.getByLabel("Objective").fill("92.5");
  await page.getByLabel("Decision").selectOption({ index: 2 });
  await page.getByLabel("Reason").fill("The shared cache spares the database.");
  await expect(page.getByRole("heading", { name: "The last 6 hours" })).toBeVisible();
  await expect(page.getByText(/Counted exactly/)).toBeVisible();
  await expect(page.getByText("Nothing stands against it.")).toBeVisible();
  const offered = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download OpenSLO" }).click();
  const before = readOpenSlo(await readFile(await (await offered).path(), "utf8"));
  await page.getByRole("button", { name: "Create SLO" }).click();
  await expect(page).toHaveURL(/\/slos\/redis-hits-of-the-shop$/);
  expect(Date.now() - began).toBeLessThan(60_000);
  const made = Date.now();
  // A tick is five seconds here.
  await expect
    .poll(async () => (await (await request.get("/api/v1/slos/redis-hits-of-the-shop")).json()).finalTo, {
      timeout: 20_000,
    })
    .not.toBeNull();
  expect(Date.now() - made).toBeLessThan(20_000);
  await expect
    .poll(async () => (await (await request.get("/api/v1/slos/redis-hits-of-the-shop")).json()).backfill.state, {
      timeout: 50_000,
    })
    .toBe("done");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Redis hits of the shop");
  const counted = page.getByRole("region", { name: "How it is counted" });
  await expect(counted.getByText("The app", { exact: true })).toBeVisible();
  const again = page.waitForEvent("download");
  await counted.getByRole("link", { name: "Download OpenSLO" }).click();
  const after = readOpenSlo(await readFile(await (await again).path(), "utf8"));
  expect(after).toEqual(before);
  expect(after.problems).toEqual([]);
  expect(after.definitions).toMatchObject([
    { id: "redis-hits-of-the-shop", target: { objective: 0.925, window: "28d" } },
  ]);
});

test("a mistake in a query is shown where it is, as one types, and everything typed survives a reload", async ({
  page,
  context,
}) => {
  await as(context, editor);
  await page.goto("/slos/new");
  await page.getByRole("button", { name: "Write PromQL" }).click();
  await page.getByLabel("Good events", { exact: true }).last().fill("sum(rate(hits_total[5m])");
  await expect(
    page.getByText("1:25 is not PromQL: the query ends where a closing bracket ) is expected"),
  ).toBeVisible();
  await page.getByLabel("All events").fill("reads_total");
  await page.getByLabel("Reason").fill("To be kept.");
  await page.getByRole("button", { name: "Create SLO" }).click();
  await expect(page.getByText("It was not made.")).toBeVisible();
  await expect(page.getByText("is missing").first()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Good events", { exact: true }).last()).toHaveValue("sum(rate(hits_total[5m])");
  await expect(page.getByLabel("Reason")).toHaveValue("To be kept.");
  await page.getByLabel("Good events", { exact: true }).last().fill("sum(rate(hits_total[5m]))");
  await expect(page.getByText("The engine never had a series for total and good.")).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByRole("button", { name: "Write PromQL" })).toBeVisible();
});

test("a threshold is one of the edges that the histogram has", async ({ page, context }) => {
  await as(context, editor);
  await page.goto("/slos/new");
  await page.getByRole("button", { name: "Write PromQL" }).click();
  const good = page.getByLabel("Good events", { exact: true }).last();
  await good.fill('storefront_http_request_duration_seconds_bucket{route="/products/:id",le="0.17"}');
  await page.getByLabel("All events").fill('storefront_http_request_duration_seconds_count{route="/products/:id"}');
  await expect(page.getByText(/No bucket of the histogram ends at 170/)).toBeVisible();
  await page.getByRole("button", { name: "200 ms", exact: true }).click();
  await expect(good).toHaveValue(/le="0.2"/);
  await expect(page.getByText(/95.% of requests ≤.200.ms is p95 ≤.200.ms/)).toBeVisible();
  await expect(page.getByText(/No bucket of the histogram/)).toBeHidden();
});

test("who may not make SLOs is told so, and loses nothing", async ({ page, context, request }) => {
  await page.goto("/slos/new");
  await page.getByRole("button", { name: "Write PromQL" }).click();
  await page.getByLabel("All events").fill("reads_total");
  await expect(page.getByRole("heading", { name: "Sign in to make an SLO" })).toBeVisible();
  await as(context, `Bearer ${tokenOf("A viewer", "viewer")}`);
  await page.reload();
  await expect(page.getByLabel("All events")).toHaveValue("reads_total");
  await expect(page.getByRole("heading", { name: "This is for editors" })).toBeVisible();
  const sent = await request.post("/api/v1/slos", {
    data: {},
    headers: { authorization: `Bearer ${tokenOf("A viewer", "viewer")}` },
  });
  expect(sent.status()).toBe(403);
});

for (const theme of ["light", "dark"] as const)
  test(`making an SLO has no accessibility fault and fits a phone, ${theme}`, async ({ page, context }) => {
    await as(context, editor);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    const faults = async (): Promise<string[]> => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        .analyze();
      return violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`);
    };
    await page.goto("/slos/new");
    await expect(page.getByRole("button", { name: /^Redis hit rate/ })).toContainText("series");
    expect(await faults()).toEqual([]);
    await page.screenshot({ path: `test-results/new-slo-start-${theme}.png`, fullPage: true });
    await redis(page);
    await expect(page.getByRole("heading", { name: "The last 6 hours" })).toBeVisible();
    await page.getByLabel("Good events", { exact: true }).last().fill("sum(redis_keyspace_hits_total");
    await expect(page.getByText(/closing bracket/)).toBeVisible();
    expect(await faults()).toEqual([]);
    await page.screenshot({ path: `test-results/new-slo-wrong-${theme}.png`, fullPage: true });
    await page.getByLabel("Good events", { exact: true }).last().fill('redis_keyspace_hits_total{job="redis"}');
    await expect(page.getByRole("heading", { name: "The last 6 hours" })).toBeVisible();
    await expect(page.locator(".newslo canvas")).toBeVisible();
    expect(await faults()).toEqual([]);
    await page.screenshot({ path: `test-results/new-slo-form-${theme}.png` });
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `test-results/new-slo-phone-${theme}.png`, fullPage: true });
    await page.goto("/slos");
    await expect(page.getByRole("link", { name: "New SLO" })).toBeVisible();
    await page.screenshot({ path: `test-results/slos-${theme}.png` });
  });
