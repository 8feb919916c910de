import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { alive } from "./alive";
import { type OwnStart, ownStart } from "./own-start";

const PORT = Number(process.env.E2E_PORT) + 7;
const PATH = "docs/adr/0001-cache-pages.md";
const RECORD = `/decisions/${PATH}`;
const record = (status: string, minutes: string): string => `---
status: ${status}
date: 2026-05-01
decisions: { d1: { title: Cache pages }, d2: { title: Purge by tag } }
---

# Cache pages

## Context

Pages are slow, and nobody has found the query that makes them so.

### D1: Cache pages

Every page is cached for ${minutes} minutes.

### D2: Purge by tag

A page is purged when what it shows has changed.
`;
const EDGE = `---
status: accepted
date: 2026-08-01
supersedes: [${PATH}#d2]
decisions: { d1: { title: Purge softly } }
---

# Purge at the edge

## Why

See [how pages are cached](0001-cache-pages.md#d1).
`;

/** Looking for faults takes a busy machine some seconds a page. */
test.beforeEach(() => test.setTimeout(120_000));

let folder: string;
let app: OwnStart;

function commit(files: Record<string, string>, at: string, subject: string): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const own = ["-C", folder, "-c", "user.name=CDN engineer", "-c", "user.email=secret@example.org"];
  const env = { ...process.env, GIT_COMMITTER_DATE: at, GIT_AUTHOR_DATE: at };
  for (const args of [
    ["add", "-A"],
    ["-c", "commit.gpgsign=false", "commit", "-q", "-m", subject],
  ])
    execFileSync("git", [...own, ...args], { env });
}

test.beforeAll(async () => {
  test.setTimeout(120_000);
  folder = realpathSync(mkdtempSync(join(tmpdir(), "plumbline-reader-")));
  execFileSync("git", ["init", "-q", folder]);
  commit({ [PATH]: record("proposed", "ten") }, "2026-05-01T12:00:00Z", "Propose to cache pages");
  commit({ [PATH]: record("accepted", "five") }, "2026-09-03T12:00:00Z", "Five minutes are enough");
  commit({ "docs/adr/0002-edge.md": EDGE }, "2026-09-04T12:00:00Z", "Purge at the edge");
  app = await ownStart(PORT, {
    DATA_DIR: join(folder, "data"),
    PROMETHEUS_URL: "http://127.0.0.1:9",
    SLO_DIR: "",
    ADR_DIR: join(folder, "docs/adr"),
    ANONYMOUS_READ: "on",
  });
});
test.afterAll(async () => {
  await app?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const to = (path: string): string => `http://127.0.0.1:${PORT}${path}`;

async function mustBeAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const axe = new AxeBuilder({ page });
    // Between the themes nothing differs but colours.
    if (colorScheme === "light") axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
    else axe.withRules(["color-contrast"]);
    const { violations } = await axe.analyze();
    expect(violations.map(({ id, nodes }) => `${page.url()} ${colorScheme}: ${id} at ${nodes[0]?.target}`)).toEqual([]);
  }
  const wide = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth), page.url()).toBeLessThanOrEqual(390);
  if (wide) await page.setViewportSize(wide);
}

test("a record’s history leads to who changed what, and two versions are compared by their words", async ({ page }) => {
  await page.goto(to(RECORD));
  await expect(page.getByText("CDN engineer: “Five minutes are enough”")).toBeVisible();
  await alive(page);
  await page.getByRole("button", { name: "2 versions" }).click();
  const versions = page.getByRole("form", { name: "Versions" });
  await expect(versions.getByRole("listitem")).toHaveCount(2);
  await expect(versions.getByRole("listitem").last()).toContainText(
    "1 May 2026, 12:00 UTC, CDN engineer“Propose to cache pages”",
  );
  await mustBeAccessible(page);
  expect(await page.content()).not.toContain("secret@example.org");

  await versions.getByRole("button", { name: "Compare the two" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "What changed in Cache pages" })).toBeVisible();
  await expect(page).toHaveURL(/[?&]from=[0-9a-f]{7}(&|$)/);
  await expect(page).toHaveURL(/[?&]to=[0-9a-f]{7}(&|$)/);
  await expect(page.getByText("2 words added, 2 words removed, in 2 places")).toBeVisible();
  await expect(page.getByRole("insertion").filter({ hasText: "five" })).toHaveCount(1);
  await expect(page.getByRole("deletion").filter({ hasText: "ten" })).toHaveCount(1);
  await page.keyboard.press("j");
  await expect(page.getByRole("region", { name: "Change 1 of 2, in Front matter" })).toBeFocused();
  await page.keyboard.press("j");
  await expect(page.getByRole("region", { name: "Change 2 of 2, in D1: Cache pages" })).toBeFocused();
  await mustBeAccessible(page);
});

test("a record is read as it stood on a day, with the way back to now", async ({ page }) => {
  await page.goto(to(RECORD));
  await page.getByLabel("the text in force on").fill("2026-06-01");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByText("As it stood at the end of 1 Jun 2026 (UTC).")).toBeVisible();
  await expect(page).toHaveURL(/[?]on=2026-06-01$/);
  await expect(page.getByText("cached for ten minutes")).toBeVisible();
  await expect(page.getByRole("definition").first()).toContainText("Proposed");
  await mustBeAccessible(page);
  await page.getByRole("link", { name: "The record as it is now" }).click();
  await expect(page.getByText("cached for five minutes")).toBeVisible();

  await page.goto(to(`${RECORD}?on=2026-01-01`));
  await expect(page.getByRole("heading", { name: "This record did not exist on 1 Jan 2026" })).toBeVisible();
  await page.goto(to(`${RECORD}?at=--output%3D%2Ftmp%2Fstolen`));
  await expect(page.getByRole("heading", { name: "This record has no such version" })).toBeVisible();
});

test("what takes a record’s place and what links to it leads there and back", async ({ page }) => {
  await page.goto(to(RECORD));
  const supersession = page.getByRole("list", { name: "Supersession" });
  await expect(supersession).toHaveText(
    "D2 is superseded by ADR 0002 Purge at the edge. ADR 0002 alone says so; this record does not.",
  );
  await expect(page.getByRole("navigation", { name: "Linked from" })).toContainText(
    "ADR 0002 Purge at the edgeWhy → D1",
  );
  await supersession.getByRole("link").click();
  await expect(page.getByRole("list", { name: "Supersession" })).toHaveText(
    "Supersedes D2 of ADR 0001 Cache pages. ADR 0001 does not say so.",
  );
});

test("the graph and its table tell what takes whose place, and lead to the record", async ({ page }) => {
  await page.goto(to("/decisions"));
  await page.getByRole("navigation", { name: "Decisions", exact: true }).getByRole("link", { name: "Graph" }).click();
  await expect(
    page.getByText("2 records: 1 takes the place of another, 0 links lead from one to another."),
  ).toBeVisible();
  const drawing = page.getByRole("region", { name: /^Drawing of the records/ });
  await expect(drawing.getByRole("link")).toHaveCount(2);
  await mustBeAccessible(page);
  await page.getByRole("link", { name: "Table" }).click();
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "ADR 0002" }) });
  await expect(row).toContainText("0001, in part");
  await mustBeAccessible(page);
  await row.getByRole("link", { name: "ADR 0002 Purge at the edge" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Purge at the edge" })).toBeVisible();
});

test("the timeline tells the same by quarter, and its year stands in the address", async ({ page }) => {
  await page.goto(to("/decisions"));
  await page
    .getByRole("navigation", { name: "Decisions", exact: true })
    .getByRole("link", { name: "Timeline" })
    .click();
  const table = page.getByRole("table", { name: "Decisions of 2026" });
  await expect(table.getByRole("rowheader")).toHaveText([
    "Q3",
    "ADR 0002 Purge at the edge",
    "Q2",
    "ADR 0001 Cache pages",
  ]);
  await expect(table.getByRole("row").last()).toContainText("Superseded by 0002 in part");
  await mustBeAccessible(page);
  await page.getByRole("navigation", { name: "Year" }).getByRole("link", { name: /^2026/ }).click();
  await expect(page).toHaveURL(/year=2026/);
  await page.getByRole("link", { name: "ADR 0001 Cache pages" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Cache pages" })).toBeVisible();
});
