import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { tokenOf } from "./people";

const editor = (context: BrowserContext) =>
  context.setExtraHTTPHeaders({ authorization: `Bearer ${tokenOf("An editor", "editor")}` });

const PLUGIN = `---
version: prometheus/v1
service: catalogue
slos: [{ name: plugged, objective: 99, sli: { plugin: { id: somebody/plugin } }, alerting: {} }]
`;

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  return violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`);
}

test("an editor pastes Sloth's documents, sees what becomes of each line, and makes those that can be", async ({
  page,
  context,
}) => {
  await editor(context);
  await page.goto("/slos/new");
  await page.getByRole("link", { name: "Import OpenSLO, Sloth or Pyrra" }).click();
  await expect(page.getByRole("button", { name: "Check" })).toBeDisabled();
  const mailer = await readFile("tests/fixtures/interop/sloth-crd.yaml", "utf8");
  await page.getByLabel("Text").fill(mailer + PLUGIN);
  await page.getByRole("button", { name: "Check" }).click();
  await expect(page.getByText("2 documents: 0 mapped, 1 approximated, 1 refused, 0 not used.")).toBeVisible();
  await expect(page.getByText("slos[0].sli.plugin.id")).toBeVisible();
  await expect(page.getByText(/mailer-delivered: ≥.97.5.% over 30d, service mailer/)).toBeVisible();
  await page
    .getByText(/^\d+ lines$/)
    .first()
    .click();
  await expect(page.getByText("names no window: 30d, which is Sloth's default").first()).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await faults(page)).toEqual([]);
    await page.screenshot({ path: `test-results/import-${colorScheme}.png`, fullPage: true });
  }
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.screenshot({ path: "test-results/import-phone.png", fullPage: true });
  if (size) await page.setViewportSize(size);
  await page.getByLabel("PrometheusServiceLevel mailer").uncheck();
  await expect(page.getByText("There is nothing to make.")).toBeVisible();
  await page.getByLabel("PrometheusServiceLevel mailer").check();
  await page.getByRole("button", { name: "Create 1 SLO" }).click();
  await expect(page.getByText("1 SLO was made; counted from the next minute on.")).toBeVisible();
  await page.getByRole("link", { name: "mailer-delivered" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("mailer delivered");
  const gone = await page.request.delete("/api/v1/slos/mailer-delivered", {
    headers: { authorization: `Bearer ${tokenOf("An editor", "editor")}` },
    data: {},
  });
  expect(gone.status()).toBe(200);
});

test("who may not make SLOs is told so, and keeps what was typed", async ({ page }) => {
  await page.goto("/slos/import");
  await page.getByLabel("Text").fill("apiVersion: openslo/v1");
  await page.getByRole("button", { name: "Check" }).click();
  await expect(page.getByText("This needs somebody signed in.")).toBeVisible();
  await expect(page.getByLabel("Text")).toHaveValue("apiVersion: openslo/v1");
});
