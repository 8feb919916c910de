import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import Sqlite from "better-sqlite3";
import { quarterBefore, quarterOf } from "@/lib/slo/quarter";
import { ownStart } from "./own-start";
import { tokenOf } from "./people";

const PORT = Number(process.env.E2E_PORT) + 3;
const DAY_MS = 86_400_000;
const RECORD = "docs/adr/0024-performance-and-caching-of-the-platform.md";
const EDGE = "An edge cache in front of every cacheable page";
const FAST = "Product pages are fast for nearly everyone";
const quarter = quarterOf(new Date());
const next = quarterBefore(quarter, -1);
/** Two weeks into the quarter that follows. */
const SHIFT_MS = next.from * 60_000 + 14 * DAY_MS - Date.now();
const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

async function noFault(page: Page, ...themes: ("light" | "dark")[]): Promise<void> {
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`)).toEqual([]);
  }
}

const fits = async (page: Page): Promise<void> => {
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1440, height: 900 });
};

const outcomeForm = (page: Page) => page.getByRole("form", { name: "Outcome" });

test("a whole revisit is held on the demo, and the one a quarter later begins with its open actions", async ({
  page,
  context,
  browser,
}) => {
  test.setTimeout(180_000);
  const authorization = `Bearer ${tokenOf("architect", "editor", null, 400 * DAY_MS)}`;
  await expect
    .poll(async () => JSON.stringify((await (await page.request.get("/api/v1/revisits")).json()).queue), {
      message: "the trigger of a day fires",
      timeout: 90_000,
    })
    .toContain("The day that it names has come");

  await test.step("a visitor reads what calls for a revisit, and is offered nothing", async () => {
    await page.goto("/revisits");
    await expect(page.getByRole("region", { name: "Calls for a revisit" }).getByText(EDGE)).toBeVisible();
    await expect(page.getByRole("button", { name: /^Start/ })).toHaveCount(0);
  });

  await test.step("an editor starts it and adds a decision", async () => {
    await context.setExtraHTTPHeaders({ authorization });
    await page.goto("/revisits");
    await noFault(page, "light");
    await fits(page);
    await page.getByRole("button", { name: `Start the revisit of ${quarter.label}` }).click();
    await expect(page.getByRole("heading", { level: 1, name: `Quarterly revisit ${quarter.label}` })).toBeVisible();
    await page.getByText("Add a decision").click();
    const add = page.getByRole("form", { name: "Add a decision" });
    await add.getByLabel("Decision").selectOption(`${RECORD}#d3`);
    await add.getByLabel("Why now").fill("It has held for a year.");
    await add.getByRole("button", { name: "Add to the agenda" }).click();
    await expect(page.getByRole("navigation", { name: "Agenda" }).getByText(FAST)).toBeVisible();
    await noFault(page, "dark");
  });

  const agenda = page.getByRole("navigation", { name: "Agenda" });
  await test.step("each decision is one screen with its evidence, reached by keyboard", async () => {
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await agenda.getByRole("link", { name: new RegExp(EDGE) }).click();
    await expect(page.getByRole("heading", { level: 1, name: new RegExp(EDGE) })).toBeVisible();
    const edge = page.getByRole("region", { name: "Quarters of Edge hit rate" });
    await expect(edge.getByRole("columnheader").last()).toHaveText(/^Q\d so far$/);
    await expect(
      edge
        .getByRole("row", { name: /^Attained/ })
        .getByRole("cell")
        .last(),
    ).toHaveText(/^\d+(\.\d+)?.%$/);
    await expect(
      edge
        .getByRole("row", { name: /^Observed/ })
        .getByRole("cell")
        .last(),
    ).toHaveText(/%$/);
    await expect(page.getByRole("img", { name: /^Edge hit rate, day by day, by quarter: 20/ }).first()).toBeVisible();
    await expect(page.getByText("The day that it names has come: 26 Nov 2026.").first()).toBeVisible();
    await expect(page.getByText(/so far: [\d,.]+.USD.*the limit is 2,000[.]00.USD a month/).first()).toBeVisible();
    await expect(page.getByRole("heading", { name: "Cost then and now" })).toBeVisible();
    await expect(page.getByText("26 Nov 2026, Platform architect, Cache owner, CDN owner")).toBeVisible();
    await page.keyboard.press("p");
    await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
    await noFault(page, "light", "dark");
    await fits(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  });

  await test.step("a decision is superseded: the draft and both links are a patch", async () => {
    await page.keyboard.press("4");
    const form = outcomeForm(page);
    await expect(form.getByRole("radio", { name: /^Supersede/ })).toBeChecked();
    await form.getByLabel("Reason").fill("A shield in front of the origin does the same for less.");
    await form.getByLabel(/^Decided by/).fill("Platform architect, CDN owner");
    await form.getByRole("button", { name: /^Record/ }).click();
    await expect(form.getByText(/^Title of the decision that follows is missing/)).toBeVisible();
    await form.getByLabel("Title of the decision that follows").fill("A shield in front of the origin");
    await form.getByRole("button", { name: /^Record/ }).click();
    await expect(page.getByText("Decided by Platform architect, CDN owner.")).toBeVisible();
    const link = page.getByRole("link", { name: "Patch: draft and both links" });
    const patch = await (await page.request.get((await link.getAttribute("href")) ?? "")).text();
    expect(patch).toContain(`--- a/${RECORD}`);
    expect(patch).toMatch(/\+\+\+ b\/docs\/adr\/\d{4}-a-shield-in-front-of-the-origin\.md/);
    expect(patch).toContain(`+  - ${RECORD}#d1`);
  });

  await test.step("a target is tightened in the editor, with the decision filled in, and the way leads back", async () => {
    await agenda.getByRole("link", { name: new RegExp(FAST) }).click();
    await expect(page.getByRole("heading", { level: 1, name: new RegExp(FAST) })).toBeVisible();
    await page.keyboard.press("2");
    const form = outcomeForm(page);
    await form.getByLabel("Reason").fill("Half of the budget was left in every quarter.");
    await form.getByLabel("Next revisit").fill(day(60));
    await form.getByLabel(/^Action/).fill("Say so on the status page");
    await form.getByLabel("Who").fill("Storefront on-call");
    await form.getByLabel("Until").fill(day(20));
    // Two at once: somebody else has recorded in the meantime.
    const other = await browser.newContext({ extraHTTPHeaders: { authorization } });
    const made = await other.request.post(`${new URL(page.url()).origin}/api/v1/revisits/${quarter.id}/outcomes`, {
      headers: { "if-match": '"none"' },
      data: {
        decision: { path: RECORD, id: "d3" },
        outcome: "keep",
        reason: "It stands.",
        names: ["Product"],
        nextDue: day(60),
      },
    });
    expect(made.status(), await made.text()).toBe(201);
    await other.close();
    await form.getByRole("button", { name: /^Record/ }).click();
    await expect(page.getByText(/has recorded “Keep” meanwhile: It stands\./)).toBeVisible();
    await expect(form.getByLabel("Reason"), "what was typed is kept").toHaveValue(/^Half of the budget/);
    await form.getByRole("button", { name: /^Record/ }).click();
    await expect(page.getByText("Corrected later: Keep.")).toBeVisible();
    await page.getByRole("link", { name: "Tighten the target of Product page latency" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Edit target" })).toBeVisible();
    await expect(page.getByRole("combobox", { name: "Decision" })).toHaveValue(/^ADR 0024 · D3 /);
    await page.getByLabel("Objective", { exact: true }).fill("95.5");
    await page.getByLabel("Reason").fill(`Revisit of ${quarter.label}.`);
    await page.getByRole("region", { name: "Save" }).getByRole("button", { name: /^Save/ }).click();
    await page.waitForURL(new RegExp(`/revisits/${quarter.id}\\?d=`));
    await expect(page.getByRole("heading", { level: 1, name: new RegExp(FAST) })).toBeVisible();
    const latency = page.getByRole("region", { name: "Quarters of Product page latency" });
    const targets = latency.getByRole("row", { name: /^Target/ }).getByRole("cell");
    await expect(targets.last(), "what the meeting saw is frozen").not.toContainText("95.5");
  });

  await test.step("the report is printed", async () => {
    await page.getByRole("link", { name: "Report", exact: true }).click();
    await expect(page.getByRole("button", { name: "Print or save as PDF" })).toBeVisible();
    await noFault(page, "light");
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    await expect(page.getByRole("button", { name: "Print or save as PDF" })).toBeHidden();
    await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
    await expect(page.getByText("Decided by Platform architect, CDN owner.").first()).toBeVisible();
    const pdf = (await page.pdf({ format: "A4", outline: true, tagged: true })).toString("latin1");
    // The outline is what of the text stands in the file as it is.
    const titles = [...pdf.matchAll(/\/Title \(((?:[^()\\]|\\.)*)\)/g)].map(([, title = ""]) => title);
    expect(titles.join("\n")).toContain(`Quarterly revisit ${quarter.label}`);
    for (const title of [EDGE, FAST]) expect(titles.join("\n")).toContain(title);
    expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThanOrEqual(3);
    await page.emulateMedia({ media: "screen" });
    const markdown = await (await page.request.get(`/api/v1/revisits/${quarter.id}/report.md`)).text();
    expect(markdown).toContain("**Tighten.** Half of the budget was left in every quarter.");
  });

  await test.step("it is finished, and read only from then on", async () => {
    await page.goto(`/revisits/${quarter.id}`);
    const finish = page.getByRole("button", { name: /^Finish/ });
    if (/open/.test((await finish.textContent()) ?? "")) await finish.click();
    await page.getByRole("button", { name: "Finish the revisit" }).click();
    await expect(page.getByText(/it is read only/)).toBeVisible();
    await agenda.getByRole("link", { name: new RegExp(FAST) }).click();
    await expect(page.getByText("Half of the budget was left in every quarter.")).toBeVisible();
    await expect(outcomeForm(page)).toHaveCount(0);
  });

  const folder = mkdtempSync(join(tmpdir(), "plumbline-revisit-"));
  const from = new Sqlite(join(process.env.E2E_DATA_DIR ?? "", "plumbline.db"), { readonly: true });
  await from.backup(join(folder, "plumbline.db"));
  from.close();
  const app = await ownStart(PORT, {
    DATA_DIR: folder,
    BUILD_DIR: process.env.BUILD_DIR ?? ".next-test",
    NODE_OPTIONS: `--import=${pathToFileURL(resolve("tests/e2e/shifted-clock.mjs"))}`,
    CLOCK_SHIFT_MS: String(SHIFT_MS),
    // Nobody answers there: the engine of that day has yet to be.
    PROMETHEUS_URL: "http://127.0.0.1:9",
    SLO_DIR: resolve("storefront/slos"),
    ADR_DIR: "",
    ANONYMOUS_READ: "on",
  });
  try {
    await test.step("a quarter later the open actions come first, and the engine's silence is said", async () => {
      expect(app.lines.at(-1)).toBe(`Ready on ${app.url}`);
      await page.goto(`${app.url}/revisits`);
      await page.getByRole("button", { name: `Start the revisit of ${next.label}` }).click();
      await expect(page.getByRole("heading", { level: 1, name: `Quarterly revisit ${next.label}` })).toBeVisible();
      const first = page.getByRole("heading", { level: 2 }).nth(1);
      await expect(first, "before the agenda").toHaveText("Last quarter’s actions");
      const actions = page.getByRole("region", { name: "Last quarter’s actions" });
      await expect(actions.getByText("Say so on the status page").first()).toBeVisible();
      await expect(actions.getByText(`Storefront on-call, by`)).toContainText(quarter.label);
      await noFault(page, "dark");
      await actions.getByLabel(/^What became of/).fill("It is on the status page.");
      await actions.getByRole("button", { name: /^Close/ }).click();
      await expect(actions.getByText(/^Closed: It is on the status page\./)).toBeVisible();
      await expect(page.getByRole("navigation", { name: "Agenda" }).getByText("1 of 1 done")).toBeVisible();
      await page.goto(`${app.url}/revisits/${next.id}?d=${encodeURIComponent(`${RECORD}#d3`)}`);
      await expect(page.getByText(/^Last time, .*tighten\. Half of the budget/)).toBeVisible();
      await expect(page.getByText("Unknown", { exact: true }).first()).toBeVisible();
    });
  } finally {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
