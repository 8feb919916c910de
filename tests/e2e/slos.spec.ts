import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { alive } from "./alive";
import { linkOf, redeem } from "./people";

const MANY = 1000;

const names = (page: Page) => page.getByRole("rowheader").filter({ has: page.getByRole("link") });
const ready = async (page: Page): Promise<void> => {
  await expect(page.locator('table[aria-busy="false"]')).toBeVisible();
  await expect(names(page).first()).toBeVisible();
  await alive(page);
};

/** How many SLOs there are, and how many of them are latencies: other tests may have made some of their own. */
async function counts(page: Page): Promise<{ all: number; latencies: number }> {
  const { items } = await (await page.request.get("/api/v1/slos")).json();
  return { all: items.length, latencies: items.filter(({ kind }: { kind: string }) => kind === "latency").length };
}

/** As many SLOs as a list has to bear: the demo's own rows under other names, answered in place of the app's. */
async function withMany(page: Page): Promise<void> {
  await page.clock.install();
  await page.route("**/api/screens/slos", async (route) => {
    const view = await (await route.fetch()).json();
    const rows = Array.from({ length: MANY }, (_, i) => ({
      ...view.rows[i % view.rows.length],
      id: `many-${i}`,
      name: `Many ${String(i).padStart(4, "0")}`,
      service: `service-${i % 40}`,
    }));
    await route.fulfill({ json: { ...view, rows } });
  });
  await page.goto("/slos?group=none&sort=name");
  await ready(page);
  await page.clock.fastForward(20_000);
  await expect(page.getByText("Many 0000")).toBeVisible();
}

test("filter, grouping, order and folds are in the address, and come back from it", async ({ page }) => {
  await page.goto("/slos");
  await ready(page);
  await page.keyboard.press("/");
  await page.keyboard.type("hit rate");
  await expect(page).toHaveURL(/q=hit\+rate/);
  await expect(page.getByText(new RegExp(`^\\d of ${(await counts(page)).all} fit the filter$`))).toBeVisible();
  await page.getByLabel("Search SLOs").blur();

  await page.keyboard.press("g");
  await expect(page.getByRole("radio", { name: "Verdict" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/group=service/);
  const head = page
    .getByRole("rowheader")
    .filter({ has: page.getByRole("button", { expanded: true }) })
    .first();
  await head.getByRole("button").click();
  await expect(page).toHaveURL(/folded=/);

  await page.getByRole("button", { name: "Budget left", exact: true }).click();
  const budget = page.getByRole("columnheader", { name: "Budget left" });
  await expect(budget).toHaveAttribute("aria-sort", "ascending");
  await page.getByRole("button", { name: "Budget left", exact: true }).click();
  await expect(budget).toHaveAttribute("aria-sort", "descending");
  await expect(page).toHaveURL(/sort=budget&order=desc/);

  const shown = await names(page).allInnerTexts();
  await page.reload();
  await ready(page);
  expect(await names(page).allInnerTexts()).toEqual(shown);
  await expect(page.getByLabel("Search SLOs")).toHaveValue("hit rate");
  await expect(page.getByRole("button", { expanded: false }).filter({ hasText: /\d$/ })).toHaveCount(1);
});

test("the filter narrows by what there is, is told in chips, and a filter that nothing fits shows the way back", async ({
  page,
}) => {
  await page.goto("/slos?verdict=fine&budget=1");
  await expect(page.getByText(/The address says verdict=fine, which means nothing here/)).toBeVisible();
  await alive(page);
  await page.getByRole("button", { name: "Take it out of the address" }).click();
  await expect(page).not.toHaveURL(/fine/);
  await page.getByRole("button", { name: "Leave out Budget under" }).click();
  await expect(page).toHaveURL(/\/slos$/);

  await page.keyboard.press("f");
  const panel = page.getByRole("group", { name: "Filter" });
  await panel.locator("summary", { hasText: "Kind" }).click();
  await panel.getByRole("checkbox", { name: /^Latency/ }).check();
  await expect(page).toHaveURL(/kind=latency/);
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Kind Latency" })).toBeVisible();
  const { all, latencies } = await counts(page);
  expect(latencies).toBeGreaterThan(0);
  await expect(page.getByText(`${latencies} of ${all} fit the filter`)).toBeVisible();

  await page.getByLabel("Search SLOs").fill("nothing is called so");
  await expect(page.getByRole("heading", { name: "No SLO fits this filter" })).toBeVisible();
  await page.getByRole("button", { name: `Show all ${all}` }).click();
  await ready(page);
  await expect(page).toHaveURL(/\/slos$/);
});

test("the keyboard goes from row to row and opens one", async ({ page }) => {
  await page.goto("/slos?group=none&sort=name");
  await ready(page);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(names(page).nth(1).getByRole("link").first()).toBeFocused();
  await page.keyboard.press("k");
  const first = names(page).first().getByRole("link").first();
  await expect(first).toBeFocused();
  const href = await first.getAttribute("href");
  await page.keyboard.press("o");
  await expect(page).toHaveURL(new RegExp(`${href}$`));
});

test("of a thousand rows a screenful is drawn, each says where it stands, and paper gets all of them", async ({
  page,
}) => {
  await withMany(page);
  const rows = page.locator("tbody tr");
  await expect(page.getByRole("table")).toHaveAttribute("aria-rowcount", String(MANY + 1));
  expect(await rows.count()).toBeLessThan(80);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await expect(page.getByText(`Many 0${MANY - 1}`)).toBeVisible();
  await expect(rows.last()).toHaveAttribute("aria-rowindex", String(MANY + 1));
  expect(await rows.count()).toBeLessThan(80);

  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  expect(await rows.count()).toBe(MANY);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await expect.poll(() => rows.count()).toBeLessThan(80);

  await page.setViewportSize({ width: 390, height: 844 });
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await expect(page.getByText(`Many 0${MANY - 1}`)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  // Cards stand under each other, however high each is.
  const overlap = await rows.evaluateAll((cards) => {
    const boxes = cards.map((card) => card.getBoundingClientRect()).sort((a, b) => a.top - b.top);
    return Math.max(...boxes.slice(1).map((box, i) => (boxes[i]?.bottom ?? 0) - box.top));
  });
  expect(overlap).toBeLessThanOrEqual(1);
});

test("a view is saved for everybody, stands in the tabs and at the side with its count, and is removed", async ({
  page,
  browser,
}) => {
  await redeem(page.request, linkOf("invite", "editor"), "List editor");
  await page.goto("/slos?kind=latency");
  await ready(page);
  await page.getByRole("button", { name: "Save view" }).click();
  const dialog = page.getByRole("dialog", { name: "Save view" });
  await dialog.getByLabel("Name").fill("Latencies");
  await dialog.getByLabel("Everybody sees it").check();
  await dialog.getByRole("button", { name: "Save for everybody" }).click();
  await expect(dialog).toHaveCount(0);
  const tabs = page.getByRole("navigation", { name: "Views of the list" });
  const { all, latencies } = await counts(page);
  const kept = `Latencies ${latencies}`;
  await expect(tabs.getByRole("link", { name: kept })).toHaveAttribute("aria-current", "true");
  await tabs.getByRole("link", { name: `All ${all}` }).click();
  await expect(page).toHaveURL(/\/slos$/);

  const other = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await other.goto(new URL("/", page.url()).href);
  await other.getByRole("navigation", { name: "Saved views" }).getByRole("link", { name: kept }).click();
  await expect(other).toHaveURL(/\/slos\?kind=latency$/);
  await ready(other);
  await expect(names(other)).toHaveCount(latencies);
  await expect(other.getByRole("button", { name: /Remove Latencies|Save view/ })).toHaveCount(0);
  await other.close();

  await tabs.getByRole("link", { name: "Latencies" }).click();
  await tabs.getByRole("button", { name: "Remove Latencies" }).click();
  await expect(tabs.getByRole("link", { name: "Latencies" })).toHaveCount(0);
});

test("menus, dialog and groupings have no accessibility fault", async ({ page }) => {
  const noFault = async (where: string): Promise<void> => {
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${where}: ${id} at ${nodes[0]?.target}`)).toEqual([]);
  };
  await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "dark" });
  await page.goto("/slos?group=team&kind=ratio");
  await ready(page);
  for (const key of ["f", "g"]) {
    await page.keyboard.press(key);
    await expect(page.locator(".pp")).toBeVisible();
    await noFault(key);
    await page.keyboard.press("Escape");
  }
});
