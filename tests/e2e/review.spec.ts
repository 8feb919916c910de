import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import Sqlite from "better-sqlite3";
import { tokenOf } from "./people";

const SLOS = ["edge-hit-rate", "product-latency", "l1-hit-rate", "cdn-offload-bytes"];

function write(statements: (db: Sqlite.Database) => void): void {
  const db = new Sqlite(join(process.env.E2E_DATA_DIR ?? "", "plumbline.db"), { timeout: 20_000 });
  statements(db);
  db.close();
}

let [tests, opened] = [0, 0];
test.beforeEach(() => {
  // Breaches that are as open as the evaluator's own: a test need not wait for a fault to be one.
  opened = Math.floor(Date.now() / 60_000) - 20 - 3 * tests++;
  write((db) => {
    for (const slo of SLOS)
      db.prepare(
        `INSERT OR IGNORE INTO breaches (slo_id, kind, origin, opened_minute, worst, bad_events, total_events, budget_spent, target_version)
         VALUES (?, 'objective-missed', 'live', ?, 0.5, 40, 80, 0.02, 1)`,
      ).run(slo, opened);
  });
});
test.afterEach(() =>
  write((db) =>
    db
      .prepare(
        "UPDATE breaches SET closed_minute = ?, close_reason = 'recovered' WHERE opened_minute = ? AND worst = 0.5",
      )
      .run(opened + 10, opened),
  ),
);

const items = (page: Page) => page.getByRole("region", { name: "Review items" });
const row = (page: Page, name: string) =>
  items(page)
    .locator("li.row")
    .filter({ has: page.getByRole("link", { name, exact: true }) });
const current = (page: Page) => items(page).locator("li[aria-current=true]");
const open = async (page: Page, name: string, role: "editor" | "viewer"): Promise<void> => {
  await page.context().setExtraHTTPHeaders({ authorization: `Bearer ${tokenOf(name, role)}` });
  await page.goto("/", { waitUntil: "networkidle" });
  await expect(row(page, "Edge hit rate")).toContainText("Breached");
};

const noFault = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`)).toEqual([]);
};

/** By j and k alone. */
async function moveTo(page: Page, name: string): Promise<void> {
  const place = async () =>
    items(page)
      .locator("li.row")
      .evaluateAll((rows, name) => {
        const named = rows.findIndex((each) => each.querySelector(".nm a")?.textContent === name);
        return named - rows.findIndex((each) => each.getAttribute("aria-current") === "true");
      }, name);
  for (let steps = await place(); steps !== 0; steps = await place()) await page.keyboard.press(steps > 0 ? "j" : "k");
  await expect(row(page, name)).toHaveAttribute("aria-current", "true");
}

test("a whole morning review by keyboard alone, from the first item to the day that opens as it was", async ({
  page,
}) => {
  test.setTimeout(90_000);
  await open(page, "Ada", "editor");
  // Of how many can change meanwhile: the demo's own history has breaches too.
  const isHandled = (n: number) => expect(page.getByText(new RegExp(`^${n} of \\d+ handled$`))).toBeVisible();
  await isHandled(0);

  await moveTo(page, "Edge hit rate");
  await expect(current(page)).toContainText(/Since .* At worst 50\.0.%/);
  await page.keyboard.press("e");
  await expect(row(page, "Edge hit rate")).toContainText(/Acknowledged by .*Ada/);
  await isHandled(1);
  await expect(current(page), "the next one that waits is current").not.toContainText("Edge hit rate");

  await moveTo(page, "Product page latency");
  await page.keyboard.press("f");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect(page.getByLabel("What is to be done")).toBeFocused();
  await noFault(page);
  await page.keyboard.type("Warm the cache before the deploy");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Cache owner");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(row(page, "Product page latency")).toContainText("Warm the cache before the deploy (Cache owner, due");
  await expect(page.getByRole("region", { name: /^Carried over/ })).toContainText("Warm the cache before the deploy");

  await moveTo(page, "L1 hit rate");
  await page.keyboard.press("d");
  await expect(page.getByLabel("Why it needs nobody")).toBeFocused();
  await page.keyboard.type("It was restarted for the test");
  await page.keyboard.press("Enter");
  await expect(row(page, "L1 hit rate")).toContainText(/Dismissed by .*: It was restarted for the test/);
  await isHandled(3);

  await moveTo(page, "CDN offload, bytes");
  await page.keyboard.press("n");
  await page.keyboard.type("The images were moved");
  await page.keyboard.press("Enter");
  await expect(row(page, "CDN offload, bytes")).toContainText("The images were moved");
  await page.keyboard.press("e");
  await isHandled(4);
  await page.keyboard.press("z");
  await isHandled(3);
  await expect(row(page, "CDN offload, bytes")).toContainText("The images were moved");
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await noFault(page);
  }

  await page.keyboard.press("Shift+Enter");
  await expect(page.getByRole("dialog", { name: "Finish review" })).toContainText(/3 of \d+ items are handled/);
  await page.keyboard.type("Quiet but for the edge");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: /^Finished\./ })).toBeVisible();
  await expect(page.getByText(/^Reviewed today by/)).toContainText("Ada");

  const today = items(page).locator("xpath=following-sibling::aside").getByRole("link", { name: /Ada/ });
  await today.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\?day=\d{4}-\d\d-\d\d$/);
  const banner = page.getByRole("note");
  await expect(banner).toContainText(/as it was when .*Ada.* finished the review .*It can only be read/);
  await expect(banner).toContainText("Quiet but for the edge");
  await expect(row(page, "Edge hit rate")).toContainText(/Acknowledged by .*Ada/);
  await expect(items(page).getByRole("button", { name: /Acknowledge|Dismiss|Follow up|Close/ })).toHaveCount(0);
  await banner.getByRole("link", { name: "Back to today" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Finish review/ })).toBeVisible();
});

test("several are handled at once, a day without a review says so, and who may not is told why", async ({ page }) => {
  test.setTimeout(60_000);
  await open(page, "Bea", "editor");
  await row(page, "Edge hit rate").hover();
  await items(page).getByLabel("Select Edge hit rate").check();
  await items(page).getByLabel("Select L1 hit rate").check();
  const bulk = page.getByRole("region", { name: "Selected items" });
  await expect(bulk).toContainText("2 selected");
  await bulk.getByRole("button", { name: /^Acknowledge/ }).click();
  for (const name of ["Edge hit rate", "L1 hit rate"])
    await expect(row(page, name)).toContainText(/Acknowledged by .*Bea/);
  await expect(bulk).toHaveCount(0);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);

  await page.goto("/?day=2020-02-03");
  await expect(page.getByRole("note")).toContainText("Nobody finished a review on Mon 3 Feb.");
  await expect(page.getByText("None was open on that day.")).toBeVisible();
  await page.goto("/?day=2020-02-30");
  await expect(page.getByText("“2020-02-30” is no day.")).toBeVisible();

  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, "Cy", "viewer");
  await row(page, "Product page latency").locator(".c-f").click();
  await expect(current(page)).toContainText(/Editors of .* handle Product page latency; a note is open/);
  await page.context().setExtraHTTPHeaders({});
  await page.goto("/");
  await expect(current(page)).toContainText("Sign in to acknowledge, follow up, dismiss or note.");
});
