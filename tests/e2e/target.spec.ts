import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, type Browser, expect, type Page, test } from "@playwright/test";
import { tokenOf } from "./people";

const RATIO = "edge-hit-rate";
const LATENCY = "product-latency";

async function pageOf(
  browser: Browser,
  name: string,
  role: "viewer" | "editor",
  viewport = { width: 1440, height: 1000 },
) {
  const extraHTTPHeaders = { authorization: `Bearer ${tokenOf(name, role)}` };
  const context = await browser.newContext({ extraHTTPHeaders, viewport, reducedMotion: "reduce" });
  return context.newPage();
}

/** Charts are drawn by the browser alone: from then on the page answers. */
const drawn = (page: Page) => expect(page.locator("canvas").first()).toBeVisible();

/** The editor once its own history is judged, and it answers to what is typed. */
async function open(page: Page, id: string, search = ""): Promise<void> {
  await page.goto(`/slos/${id}/target${search}`);
  await expect(page.getByRole("heading", { level: 1, name: "Edit target" })).toBeVisible();
  await expect(page.getByRole("table").first()).toBeVisible();
  await drawn(page);
}

async function changeBehind(request: APIRequestContext, token: string, id: string, objective: number) {
  const address = `/api/v1/slos/${id}/target`;
  const target = await (await request.get(address)).json();
  const held = target.versions.find((version: { state: string }) => version.state === "in-force");
  const answer = await request.put(address, {
    headers: { authorization: `Bearer ${token}`, "if-match": target.etag },
    data: {
      objective,
      threshold: held.threshold,
      window: held.window,
      decision: held.decision,
      reason: "Saved while another was typing.",
      asDrift: true,
    },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

const proposedOf = (page: Page, row: string) => page.getByRole("row", { name: row }).getByRole("cell").nth(1);

test("a target is tried on history as it is typed, saved, and stands in the timeline", async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await pageOf(browser, "Ada", "editor");
  await open(page, RATIO);
  const budget = proposedOf(page, "Budget left");
  const before = await budget.textContent();
  await page.getByLabel("Objective", { exact: true }).fill("99.5");
  await expect(budget).not.toHaveText(before ?? "");
  await expect(page.getByRole("region", { name: "Save" })).toContainText("99.5\u202f% of events good");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy as OpenSLO" }).click();
  await expect(page.getByRole("region", { name: "Save" }).getByRole("status")).toHaveText("Copied.");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^ +- target: 0[.]995$/m);
  await page.getByLabel("Reason").fill("Measured for a quarter: it is kept with room to spare.");
  // A reload loses nothing.
  await page.reload();
  await expect(page.getByLabel("Objective", { exact: true })).toHaveValue("99.5");
  await expect(page.getByLabel("Reason")).toHaveValue(/room to spare/);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page).toHaveURL(/\/slos\/edge-hit-rate#history$/);
  const history = page.getByRole("region", { name: "Target history" });
  await expect(history.getByRole("listitem").first()).toContainText("99.5\u202f%");
  await expect(history.getByRole("listitem").first()).toContainText("Ada");
  await expect(history.getByRole("listitem").first()).toContainText("room to spare");
});

test("going back to an older version is a new version, by keyboard alone", async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await pageOf(browser, "Ada", "editor");
  await page.goto(`/slos/${RATIO}`);
  const history = page.getByRole("region", { name: "Target history" });
  const versions = await history.getByRole("listitem").count();
  await history
    .getByRole("link", { name: /Go back to this/ })
    .first()
    .focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/again=\d+/);
  await expect(page.getByLabel("Reason")).toHaveValue(/^Back to v/);
  await drawn(page);
  // A reload keeps what was typed on top of the older version.
  await page.getByLabel("Reason").press("End");
  await page.keyboard.type("again, ");
  await page.reload();
  await expect(page.getByLabel("Reason")).toHaveValue(/: again, $/);
  await drawn(page);
  const box = page.getByRole("combobox", { name: "Decision" });
  await box.focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("listbox", { name: "Decisions found" })).toBeVisible();
  const active = page.getByRole("listbox", { name: "Decisions found" }).getByRole("option", { selected: true });
  const options = await page.getByRole("listbox", { name: "Decisions found" }).getByRole("option").count();
  for (let i = 0; i < options; i++) {
    await page.keyboard.press("ArrowDown");
    await expect(active).toBeInViewport({ ratio: 0.9 });
  }
  await page.keyboard.type("edge");
  await expect(
    page.getByRole("listbox", { name: "Decisions found" }).getByRole("option", { selected: true }),
  ).toContainText(/edge/i);
  await page.keyboard.press("Enter");
  await expect(box).toHaveValue(/edge/i);
  // In the closed field a key begins a search of its own, and what finds nothing chooses nothing.
  const picked = await box.inputValue();
  await page.keyboard.type("zzz");
  await expect(box).toHaveValue("zzz");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("option", { name: "No decision found" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(box).toHaveValue(picked);
  await page.getByLabel("Reason").focus();
  await page.keyboard.press("End");
  await page.keyboard.type("the stricter one was a trial.");
  const save = page.getByRole("region", { name: "Save" }).getByRole("button", { name: /^Save/ });
  await expect(save).toBeEnabled();
  await save.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#history$/);
  await expect(history.getByRole("listitem")).toHaveCount(versions + 1);
  await expect(history.getByRole("listitem").first()).toContainText("a trial");
});

test("who loses a race sees both targets and keeps what was typed", async ({ browser, request }) => {
  test.setTimeout(120_000);
  const page = await pageOf(browser, "Grace", "editor");
  await open(page, LATENCY);
  await page.getByLabel("Objective", { exact: true }).fill("99");
  await page.getByLabel("Reason").fill("Nearly every page has to be fast.");
  await changeBehind(request, tokenOf("Linus", "editor"), LATENCY, 0.97);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const race = page.getByRole("alert").filter({ hasText: "Somebody else saved first" });
  await expect(race.getByRole("row", { name: /objective/i })).toContainText("97\u202f%");
  await expect(race.getByRole("row", { name: /objective/i })).toContainText("99\u202f%");
  await expect(page.getByLabel("Reason")).toHaveValue("Nearly every page has to be fast.");
  await race.getByRole("button", { name: "Keep mine on top of theirs" }).click();
  await expect(page).toHaveURL(/#history$/);
  const items = page.getByRole("region", { name: "Target history" }).getByRole("listitem");
  await expect(items.first()).toContainText("99\u202f%");
  await expect(items.nth(1)).toContainText("97\u202f%");
});

test("what could not be tried is not saved as if nothing stood against it", async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await pageOf(browser, "Grace", "editor");
  await open(page, LATENCY);
  const refuse = { status: 429, json: { title: "too-many", detail: "Too many requests.", status: 429 } };
  await page.route("**/what-if", (route) => route.fulfill(refuse));
  await page.getByLabel("Objective", { exact: true }).fill("50");
  await page.getByLabel("Reason").fill("Nobody knows what it would come to.");
  await expect(page.getByRole("alert").filter({ hasText: "It could not be tried" })).toBeVisible();
  await expect(page.getByText("of what was tried before", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Save", exact: true })).toBeDisabled();
  await page.unroute("**/what-if");
  // It is asked again by itself.
  await expect(page.getByRole("button", { name: "Save as drift" })).toBeEnabled({ timeout: 30_000 });
  await page.getByRole("button", { name: "Discard" }).click();
});

test("keeping one’s own on top of another’s is judged by what is there then", async ({ browser, request }) => {
  test.setTimeout(120_000);
  const page = await pageOf(browser, "Grace", "editor");
  await open(page, LATENCY);
  const held = Number(await page.getByLabel("Objective", { exact: true }).inputValue());
  const mine = Number((held + (100 - held) / 4).toFixed(4));
  await page.getByLabel("Objective", { exact: true }).fill(String(mine));
  await page.getByLabel("Reason").fill("A little more than before.");
  await expect(page.getByRole("button", { name: "Save", exact: true })).toBeEnabled();
  await changeBehind(request, tokenOf("Linus", "editor"), LATENCY, Number(((held + 100) / 200).toFixed(6)));
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: "Keep mine on top of theirs" }).click();
  await expect(page.getByText("This loosens the target, so it needs a decision that says so.")).toBeVisible();
  await page.getByRole("button", { name: "Save as drift" }).click();
  await expect(page).toHaveURL(/#history$/);
});

test("a version to come can be cancelled until it holds", async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await pageOf(browser, "Grace", "editor");
  await open(page, LATENCY);
  await page.getByLabel("Objective", { exact: true }).fill("99.5");
  const later = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 16);
  await page.getByLabel("Effective from, UTC").fill(later);
  await page.getByLabel("Reason").fill("From next week on, when the new edge is there.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const first = page.getByRole("region", { name: "Target history" }).getByRole("listitem").first();
  await expect(first).toContainText("to come");
  await first.getByRole("button", { name: /^Cancel/ }).click();
  await first.getByLabel(/^Why v\d+ is cancelled/).fill("The new edge comes later.");
  await first.getByRole("button", { name: /^Cancel v/ }).click();
  await expect(first).toContainText("cancelled");
  await expect(first).toContainText("The new edge comes later.");
});

test("loosening needs a decision, or is saved as drift on purpose", async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await pageOf(browser, "Grace", "editor");
  await open(page, LATENCY);
  await page.getByRole("radio", { name: "500\u202fms" }).check();
  await expect(page.getByText("This loosens the target, so it needs a decision that says so.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save as drift" })).toBeVisible();
  await page.getByRole("radio", { name: "50\u202fms" }).check();
  await expect(page.getByText(/requests between .* count as bad by the proposed target only/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Save", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByRole("region", { name: "Save" })).toContainText("Nothing is changed yet");
});

test("who may not edit proposes, and who is not signed in is told the way", async ({ browser, page: nobody }) => {
  test.setTimeout(120_000);
  const page = await pageOf(browser, "Vera", "viewer");
  await open(page, RATIO);
  await page.getByLabel("Objective", { exact: true }).fill("99.9");
  await page.getByLabel("Reason").fill("Customers ask for it.");
  await page.getByRole("button", { name: "Propose" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Proposed." })).toBeVisible();
  await page.goto("/");
  await expect(page.getByRole("region", { name: "Waiting for an editor" })).toContainText("Customers ask for it.");
  await nobody.goto(`/slos/${RATIO}/target`);
  await expect(nobody.getByRole("link", { name: "Sign in to save" })).toHaveAttribute(
    "href",
    `/sign-in?to=${encodeURIComponent(`/slos/${RATIO}/target`)}`,
  );
  await nobody.goto(`/slos/${RATIO}/target?again=1`);
  await expect(nobody.getByRole("link", { name: "Sign in to save" })).toHaveAttribute(
    "href",
    `/sign-in?to=${encodeURIComponent(`/slos/${RATIO}/target?again=1`)}`,
  );
});

test("a time is excluded with a reason, and ended", async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await pageOf(browser, "Grace", "editor");
  await page.goto(`/slos/${RATIO}`);
  await drawn(page);
  const panel = page.getByRole("region", { name: "Exclusions" });
  await panel.getByRole("button", { name: "Exclude a time" }).click();
  const form = panel.getByRole("form", { name: "Exclude a time" });
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
  await form.getByLabel("From, UTC").fill(at(-3));
  await form.getByLabel("To, UTC").fill(at(-2));
  await form.getByLabel("Repeats").selectOption("FREQ=WEEKLY");
  await form.getByLabel("Time zone of the rule").fill("Nowhere/Land");
  await form.getByLabel("Reason").fill("The edge was moved.");
  await form.getByRole("button", { name: "Exclude it" }).click();
  await expect(form.getByText(/time zone/i).last()).toBeVisible();
  await form.getByLabel("Time zone of the rule").fill("Europe/Berlin");
  await form.getByRole("button", { name: "Exclude it" }).click();
  const item = panel.getByRole("listitem").filter({ hasText: "The edge was moved." });
  await expect(item).toContainText("every week (Europe/Berlin)");
  await expect(item).toContainText("Grace");
  await item.getByRole("button", { name: /^End/ }).click();
  await item.getByLabel("Why it ends").fill("It was moved once only.");
  await item.getByRole("button", { name: "End the exclusion" }).click();
  await expect(item).toContainText("ended");
});

for (const theme of ["light", "dark"] as const)
  test(`the editor has no accessibility fault and fits a phone, ${theme}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const page = await pageOf(browser, "Ada", "editor");
    await page.emulateMedia({ colorScheme: theme });
    await open(page, LATENCY);
    await page.getByRole("radio", { name: "500\u202fms" }).check();
    await expect(page.getByRole("button", { name: "Save as drift" })).toBeVisible();
    await page.getByRole("combobox", { name: "Decision" }).click();
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`)).toEqual([]);
    await page.screenshot({ path: test.info().outputPath(`target-${theme}.png`), fullPage: true });
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.screenshot({ path: test.info().outputPath(`target-${theme}-phone.png`), fullPage: true });
    await page.goto(`/slos/${LATENCY}`);
    await expect(page.getByRole("region", { name: "Target history" })).toBeVisible();
    await page.screenshot({ path: test.info().outputPath(`slo-${theme}-phone.png`), fullPage: true });
  });
