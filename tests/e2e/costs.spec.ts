import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { tokenOf } from "./people";

async function noFault(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`)).toEqual([]);
  }
}

const section = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

test("months are billed three ways, and the parts lead to what they come from", async ({ page }) => {
  await page.goto("/costs");
  await expect(page.getByRole("heading", { level: 1, name: "Costs" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Costs", exact: true })).toHaveAttribute("aria-current", "page");
  for (const figure of ["With the caches", "Without them", "As promised", "Benefit", "Return", "Pays from"])
    await expect(page.getByRole("term").filter({ hasText: figure })).toBeVisible();
  await expect(section(page, "By item").getByRole("row", { name: /^Monthly fee/ })).toContainText("USD");
  await expect(section(page, "By decision").getByRole("link", { name: /^D1/ })).toHaveAttribute(
    "href",
    /\/decisions\/docs\/adr\/0024-.*#d1$/,
  );
  await expect(section(page, "Volumes").getByRole("link", { name: "CDN offload, bytes" }).first()).toHaveAttribute(
    "href",
    "/slos/cdn-offload-bytes",
  );
  await expect(section(page, "Unit prices").locator('a[href^="https://"]').first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Change/ })).toHaveCount(0);
  await noFault(page);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test("a month is chosen from the picture's table, and stands in the address", async ({ page }) => {
  await page.goto("/costs?months=3");
  await page.getByRole("button", { name: "Table" }).click();
  const months = page.getByRole("region", { name: "Costs by month" }).getByRole("link");
  const name = (await months.nth(1).textContent()) ?? "";
  await months.nth(1).click();
  await expect(page).toHaveURL(/months=3&month=20\d\d-\d\d$/);
  await expect(page.getByText(`${name} costs`)).toBeVisible();
  await expect(section(page, "By item").getByRole("rowheader", { name: "The month", exact: true })).toBeVisible();
  await page.goto("/costs?month=2020-01");
  await expect(page.getByRole("heading", { name: "Nothing was counted in January 2020" })).toBeVisible();
});

test("an editor changes a price; its file's stands beside it, and a wrong one is told", async ({ page, context }) => {
  await context.setExtraHTTPHeaders({ authorization: `Bearer ${tokenOf("cost owner", "editor")}` });
  await page.goto("/costs");
  const prices = section(page, "Unit prices");
  const row = prices.getByRole("listitem").filter({ hasText: "Cloudflare Business, billed monthly" }).first();
  await row.getByRole("button", { name: /^Change/ }).click();
  const dialog = page.getByRole("dialog");
  await noFault(page);
  await dialog.getByLabel("Price per month").fill("plenty");
  await dialog.getByLabel("Reason").fill("A contract of our own.");
  await dialog.getByRole("button", { name: "Change the price" }).click();
  await expect(dialog.getByText(/is neither "unknown" nor an amount/)).toBeVisible();
  await dialog.getByLabel("Price per month").fill("unknown");
  await dialog.getByRole("button", { name: "Change the price" }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toContainText("Its file says");
  await expect(page.getByRole("list", { name: "Why totals are unknown" })).toContainText(
    "Cloudflare Business, billed monthly",
  );
  await row.getByRole("button", { name: /^Change/ }).click();
  await dialog.getByLabel("Price per month").fill("250");
  await dialog.getByLabel("Reason").fill("Back to the list price.");
  await dialog.getByRole("button", { name: "Change the price" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("list", { name: "Why totals are unknown" })).toHaveCount(0);
  await row.getByText("Stated 3 times").click();
  await expect(row).toContainText("Back to the list price.");
});
