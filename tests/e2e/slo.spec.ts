import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { tokenOf } from "./people";

const HOUR = 3_600_000;
const toMinute = (at: number): string => new Date(at).toISOString().slice(0, 16);

async function asEditor(browser: Browser): Promise<Page> {
  const extraHTTPHeaders = { authorization: `Bearer ${tokenOf("Ada", "editor")}` };
  const context = await browser.newContext({ extraHTTPHeaders, reducedMotion: "reduce" });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  return context.newPage();
}

/** Charts are drawn by the browser alone: from then on the page answers. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator("canvas").first()).toBeVisible();
}

const chart = (page: Page, name: string | RegExp) => page.getByRole("region", { name });

test("a range is chosen by its instants or by a drag, compared, linked to, and undone by going back", async ({
  browser,
}) => {
  const page = await asEditor(browser);
  await open(page, "/slos/product-latency?range=24h");
  const [from, to] = [toMinute(Date.now() - 8 * HOUR), toMinute(Date.now() - 2 * HOUR)];
  await page.getByRole("button", { name: / – .* UTC$/ }).press("Enter");
  const fields = page.getByRole("form", { name: "Range by its instants" });
  await fields.getByLabel("From, UTC").fill(to);
  await fields.getByLabel("To, UTC").fill(from);
  await fields.getByRole("button", { name: "Show this range" }).press("Enter");
  await expect(fields.getByRole("alert")).toHaveText("The range does not begin before it ends.");
  await fields.getByLabel("From, UTC").fill(from);
  await fields.getByLabel("To, UTC").fill(to);
  await fields.getByLabel("To, UTC").press("Enter");
  await expect(page).toHaveURL(new RegExp(encodeURIComponent(`${from}Z`)));
  await expect(chart(page, "Traffic")).toContainText("one bar is 2\u202fmin");

  await page.getByRole("button", { name: "Previous 6" }).press("Enter");
  await expect(page).toHaveURL(/previous=on/);
  const share = chart(page, /^Requests within/);
  await expect(share).toContainText(/Grey: the 6.h before, .* observed\)/);
  await share.getByRole("button", { name: "Table" }).press("Enter");
  await expect(share.getByRole("columnheader", { name: "Slice before" })).toBeVisible();
  const rows = await share.getByRole("row").count();
  expect(rows).toBeGreaterThan(150);
  expect(rows).toBeLessThanOrEqual(341);

  await page.getByRole("button", { name: "Copy link" }).press("Enter");
  await expect(page.getByText("Copied.")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(copied).searchParams.get("from")).toBe(`${from}Z`);

  const before = page.url();
  const box = await share.locator("canvas").boundingBox();
  if (!box) throw new Error("the chart has no place");
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(page).not.toHaveURL(before);
  expect(new URL(page.url()).searchParams.get("previous")).toBe("on");
  await page.goBack();
  await expect(page).toHaveURL(before);
  await expect(chart(page, "Traffic")).toContainText("one bar is 2\u202fmin");
});

test("what a pipeline and a person annotate stands on the charts, in their tables and in the list, until it is removed", async ({
  browser,
}) => {
  const page = await asEditor(browser);
  const key = `deploy ${Date.now()}`;
  const body = { kind: "deploy", service: "edge", title: "edge 1.42.0 <img src=x>", key };
  const [first, again] = [
    await page.request.post("/api/v1/annotations", { data: body }),
    await page.request.post("/api/v1/annotations", { data: body }),
  ];
  expect([first.status(), again.status()]).toEqual([201, 200]);
  await open(page, "/slos/edge-hit-rate?range=24h");
  const list = page.getByRole("region", { name: "Deploys and events" });
  await expect(list).toContainText("Deploy: edge 1.42.0 <img src=x>");
  await expect(list.getByText("generated", { exact: true }).or(list.getByText("Ada")).first()).toBeVisible();

  await page.getByRole("button", { name: "Annotate" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Annotate" });
  await expect(dialog.getByLabel("Title")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("Title is empty")).toBeVisible();
  expect((await new AxeBuilder({ page }).include("dialog").analyze()).violations).toEqual([]);
  await dialog.getByLabel("Title").fill("Sale begins");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Annotate" })).toBeFocused();

  const share = chart(page, "Good events");
  await share.getByRole("button", { name: "Table" }).press("Enter");
  const happened = share.getByRole("row").filter({ hasText: "Deploy: edge 1.42.0" });
  await expect(happened).toBeVisible();
  await expect(share.getByRole("row").filter({ hasText: "Note: Sale begins" })).toBeVisible();
  await page.getByRole("button", { name: /^Deploys/ }).press("Enter");
  await expect(page).toHaveURL(/deploys=off/);
  await expect(happened).toBeHidden();

  for (const title of ["Sale begins", "edge 1.42.0"]) {
    const remove = list.getByRole("button", { name: `Remove “${title}` });
    await remove.press("Enter");
    await expect(remove).toBeHidden();
  }
  await expect(list).not.toContainText("Sale begins");
});

test("a range of which nothing can be said says why, and what is shown goes out as a file", async ({ page }) => {
  await page.goto("/slos/edge-hit-rate?from=2026-11-20&to=yesterday");
  await expect(page.getByText('"yesterday" is no time.')).toBeVisible();
  await expect(page.getByRole("link", { name: "28\u202fd" })).toHaveAttribute("aria-current", "page");
  const [from, to] = [toMinute(Date.now() - 400 * 24 * HOUR), toMinute(Date.now() - 399 * 24 * HOUR)];
  await page.goto(`/slos/edge-hit-rate?from=${from}Z&to=${to}Z`);
  await expect(page.getByText("Nothing of this range was observed.")).toBeVisible();
  await expect(chart(page, "Good events")).toContainText("Of this range nothing can be said.");
  await page.goto("/slos/edge-hit-rate?range=24h");
  await page.getByText("Export", { exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "These slices as CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("edge-hit-rate.csv");
});

test("before the charts are loaded the page shows its figures and lines, and nothing moves when they come", async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/slos/product-latency?range=24h");
  await expect(page.locator(".figs")).toContainText("observed");
  const lines = page.locator(".first-line .m");
  expect(await lines.count()).toBe(4);
  expect((await lines.first().getAttribute("d"))?.length).toBeGreaterThan(100);
  const place = (of: Page) =>
    chart(of, "Traffic").evaluate((panel) => Math.round(panel.getBoundingClientRect().height));
  const without = await place(page);
  const alive = await (await browser.newContext()).newPage();
  await open(alive, "/slos/product-latency?range=24h");
  expect(await place(alive)).toBe(without);
});
