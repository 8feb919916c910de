import { expect, test } from "@playwright/test";
import { demo } from "./faults";

test.afterEach(() => demo("clear"));

test("a fault in the storefront opens a breach, and the breach leads to the decision that set the target", async ({
  page,
}) => {
  test.setTimeout(420_000);
  await page.goto("/slos/edge-hit-rate?range=24h");
  await expect(page.getByRole("heading", { level: 1, name: /Edge hit rate/ })).toBeVisible();

  await demo("fault", "short-ttls", "--for", "10m");
  // Today asks again by itself; nobody reloads the page.
  await page.goto("/");
  const row = page
    .getByRole("region", { name: "Review items" })
    .getByRole("listitem")
    .filter({ hasText: "Edge hit rate" })
    .filter({ hasText: "Breached" });
  await expect(row).toBeVisible({ timeout: 300_000 });
  await row.getByRole("link", { name: "Edge hit rate" }).click();

  await expect(page).toHaveURL(/\/breaches\/\d+$/);
  await expect(page.getByText(/^Open since /)).toBeVisible();
  const decision = page.getByRole("region", { name: "The decision then in force" });
  await expect(decision.getByText(/95.%.*cach/)).toBeVisible();
  await decision.getByRole("link", { name: /An edge cache in front of every cacheable page/ }).click();

  await expect(page).toHaveURL(/\/decisions\/docs\/adr\/0024-performance-and-caching-of-the-platform\.md#d1$/);
  const section = page.locator("#d1");
  await expect(section).toBeInViewport();
  await expect(section.getByRole("heading", { name: /An edge cache in front of every cacheable page/ })).toBeVisible();
  await expect(section.getByText("Breached").first()).toBeVisible();
});
