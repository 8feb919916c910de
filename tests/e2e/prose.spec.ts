import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { accessibilityFaults } from "./accessibility-faults";
import { askedAtOnce } from "./asked-at-once";
import { type OwnStart, ownStart } from "./own-start";
import { DIAGRAMS, hostileDiagrams, writeHostile, writePlain, writeProse } from "./prose-world";

const PORT = Number(process.env.E2E_PORT) + 7;
const RECORDS = "/decisions/docs/adr";

let folder: string;
/** Whoever is asked here was asked for something of another origin. */
let elsewhere: Server;
let app: OwnStart;
const asked: string[] = [];

test.beforeAll(async () => {
  test.setTimeout(120_000);
  folder = mkdtempSync(join(tmpdir(), "plumbline-prose-"));
  elsewhere = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end();
  });
  await new Promise<void>((ready) => elsewhere.listen(0, "127.0.0.1", ready));
  writeProse(folder, originOf(elsewhere));
  app = await ownStart(PORT, {
    DATA_DIR: join(folder, "data"),
    ADR_DIR: join(folder, "docs", "adr"),
    // Nobody answers there: nothing is counted.
    PROMETHEUS_URL: "http://127.0.0.1:9",
    ANONYMOUS_READ: "on",
    LOG_LEVEL: "error",
  });
});
test.afterAll(async () => {
  await app?.stop();
  elsewhere?.close();
  rmSync(folder, { recursive: true, force: true });
});

const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** What broke the policy of our own pages; the frame's own has nothing to allow, and what it refuses is what it is for. */
async function watchPolicy(context: BrowserContext): Promise<string[]> {
  const broken: string[] = [];
  await context.exposeFunction("policyBroken", (what: string) => broken.push(what));
  await context.addInitScript(() => {
    if (location.pathname === "/-/diagram") return;
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
      (window as unknown as { policyBroken(what: string): void }).policyBroken(
        `${effectiveDirective} refused ${blockedURI}`,
      ),
    );
  });
  return broken;
}

/** Every diagram of the page, scrolled to, so that none waits to be near. */
async function drawAll(page: Page): Promise<void> {
  for (const figure of await page.locator("figure.diagram").all()) {
    await figure.scrollIntoViewIfNeeded();
    await expect(figure).toHaveAttribute("aria-busy", "false");
  }
}

test("one diagram of each kind is drawn in both themes, named, and never wider than the page", async ({
  page,
  context,
}) => {
  const broken = await watchPolicy(context);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.goto(`${app.url}${RECORDS}/0002-diagrams.md`);
  await drawAll(page);
  const sources = async (): Promise<string[]> =>
    page
      .locator("figure.diagram img")
      .evaluateAll((images) => images.map((image) => decodeURIComponent((image as HTMLImageElement).src)));
  const light = await sources();
  expect(light).toHaveLength(DIAGRAMS.length);
  for (const [i, [name, word, source]] of DIAGRAMS.entries()) {
    const figure = page.getByRole("figure", { name, exact: true });
    await expect(figure.getByRole("img", { name: new RegExp(`^${name}\\. `) })).toBeVisible();
    expect(await figure.locator("img").evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(
      0,
    );
    expect(light[i]?.replace(/<[^>]+>/g, " ").replace(/\s+/g, " "), name).toContain(word);
    await expect(figure.getByText(source.split("\n").at(-1)?.trim() ?? "")).toBeAttached();
  }
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(async () => (await sources()).filter((src, i) => src === light[i]).length).toBe(0);
  expect(await accessibilityFaults(page)).toEqual([]);

  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  const wide = page.getByRole("figure", { name: "Timeline: History of the cache" }).locator(".box");
  expect(await wide.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeGreaterThan(0);
  await wide.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => wide.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);

  const first = page.getByRole("figure").first();
  await first.getByText("Show source").focus();
  await page.keyboard.press("Enter");
  await expect(first.getByText("accTitle: Ways of a request")).toBeVisible();
  expect([broken, asked]).toEqual([[], []]);
});

test("hostile diagrams are drawn without harm, or refused with a reason and their source", async ({
  page,
  context,
}) => {
  const broken = await watchPolicy(context);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.goto(`${app.url}${RECORDS}/0003-hostile.md`);
  await drawAll(page);
  const refused: Record<string, RegExp> = {
    "an image from elsewhere": /cannot be decoded/,
    "a style from elsewhere": /Parse error on line 3/,
    "a mistake": /Parse error on line/,
    "too much": /more than 20,000 characters/,
  };
  for (const what of Object.keys(hostileDiagrams(""))) {
    const part = page.getByRole("region", { name: what, exact: true });
    const why = refused[what];
    if (why === undefined) await expect(part.locator("figure img")).toBeVisible();
    else {
      await expect(part.getByText("This diagram could not be drawn.")).toBeVisible();
      await expect(part.getByText(why)).toBeVisible();
      await expect(part.getByText("flowchart LR").last()).toBeVisible();
    }
  }
  for (const image of await page.locator("figure.diagram img").all()) await image.click();
  for (const frame of page.frames()) expect(await frame.evaluate(() => Reflect.get(globalThis, "ran"))).toBe(undefined);
  expect([broken, asked]).toEqual([[], []]);
  expect(await accessibilityFaults(page)).toEqual([]);
});

test("a diagram that never ends holds up nobody: it is ended, said, and the next one is drawn", async ({ page }) => {
  await page.addInitScript(() => {
    if (location.pathname !== "/-/diagram") return;
    // As a fault of the library would: the word stands in the sequence diagram alone.
    addEventListener("message", ({ data }) => {
      if (typeof data?.text === "string" && data.text.includes("one request is let through")) for (;;);
    });
  });
  await page.goto(`${app.url}${RECORDS}/0002-diagrams.md`);
  const figures = page.locator("figure.diagram");
  await figures.nth(1).scrollIntoViewIfNeeded();
  const longest = page.evaluate(async () => {
    let longest = 0;
    for (let before = performance.now(); !document.querySelector("figure.diagram .no"); ) {
      await new Promise((next) => setTimeout(next, 20));
      longest = Math.max(longest, performance.now() - before);
      before = performance.now();
    }
    return longest;
  });
  await expect(figures.nth(1).getByText("It could not be drawn within 5 s.")).toBeVisible({ timeout: 30_000 });
  // On the page's own thread it would be all that the diagram is given.
  expect(await longest).toBeLessThan(5_000 / 2);
  await figures.nth(2).scrollIntoViewIfNeeded();
  await expect(figures.nth(2).locator("img")).toBeVisible();
});

test("images, tables, tasks, code, footnotes and links of a record work, and what is not shown says why", async ({
  page,
  context,
}) => {
  const broken = await watchPolicy(context);
  // A page without a diagram asks for nothing that draws them.
  const drawing: string[] = [];
  page.on("response", async (response) => {
    if (response.request().resourceType() !== "script") return;
    if (/This diagram could not be drawn/.test(await response.text())) drawing.push(response.url());
  });
  page.on("request", (request) => {
    if (/\/-\/diagram/.test(request.url())) drawing.push(request.url());
  });
  await page.goto(`${app.url}${RECORDS}/0001-prose.md`);
  const image = page.getByRole("img", { name: "Two levels of cache" });
  await expect.poll(() => image.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(320);
  await expect(page.getByText("The image lost.png is not shown. There is no such file")).toBeVisible();
  await expect(page.getByText("The image outside.png is not shown. There is no such file")).toBeVisible();
  await expect(page.getByRole("link", { name: /^A badge \(image at 127\.0\.0\.1:\d+, not loaded\)$/ })).toBeVisible();

  const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  await page.getByRole("link", { name: "1", exact: true }).click();
  await expect(page.locator(":target")).toContainText("The nearest of four places.");
  await page.getByRole("link", { name: "Back to reference 1", exact: true }).click();
  await expect(page.locator(":target")).toHaveText("1");

  await expect(page.getByRole("checkbox", { name: "Done", exact: true })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Not done" })).not.toBeChecked();
  await expect(page.locator(".code")).toHaveText(/^vcl\s*sub vcl_recv \{\n {2}unset req\.http\.Cookie;\n\}\n?$/, {
    useInnerText: true,
  });
  const links = page.getByRole("article").getByRole("link");
  await expect(links.filter({ hasText: "the other record" })).toHaveAttribute(
    "href",
    `${RECORDS}/0002-diagrams.md#sequence`,
  );
  await expect(
    page.getByText("a record that was lost (docs/adr/0009-lost.md), the guide (docs/guide.md)"),
  ).toBeVisible();
  await links.filter({ hasText: /^the edge$/ }).click();
  await expect(page.locator("section.targeted")).toHaveAttribute("id", "d1");
  await expect(page.getByRole("complementary", { name: "Not measured of D1" })).toContainText(
    "There is no SLO edge-hits.",
  );
  expect(await accessibilityFaults(page)).toEqual([]);

  await page.setViewportSize({ width: 390, height: 844 });
  const table = page.locator(".prose .scroll");
  expect(await table.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeGreaterThan(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);

  // An SVG that is opened by itself runs nothing and loads nothing.
  const answer = await page.goto(`${app.url}/api/v1/decisions/images/docs/adr/img/tiers.svg`);
  expect(answer?.headers()["content-security-policy"]).toContain("sandbox");
  expect(await page.evaluate(() => Reflect.get(globalThis, "ran"))).toBe(undefined);
  expect([broken, asked, drawing]).toEqual([[], [], []]);
});

test("a badge is offered with its Markdown, for the record and each of its decisions", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${app.url}${RECORDS}/0001-prose.md`);
  await page.getByRole("button", { name: "Badge" }).click();
  const dialog = page.getByRole("dialog", { name: "Badge" });
  await dialog.getByRole("combobox").selectOption({ label: "D1 A cache at the edge" });
  const shown = dialog.getByRole("img", { name: "Badge of D1 A cache at the edge" });
  await expect.poll(() => shown.evaluate((img) => (img as HTMLImageElement).naturalHeight)).toBe(20);
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Copy badge Markdown" }).click();
  await expect(dialog.getByText("Copied.")).toBeVisible();
  const address = `${app.url}/api/v1/decisions/badge.svg?record=docs%2Fadr%2F0001-prose.md&decision=d1`;
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `[![D1 A cache at the edge](${address})](${app.url}${RECORDS}/0001-prose.md#d1)`,
  );
  expect(await (await page.request.get(address)).text()).toContain("D1 A cache at the edge: Not measured</title>");
});

test("while hostile records are read and drawn others are answered, and the reader says what was refused", async ({
  page,
  request,
}) => {
  test.setTimeout(120_000);
  const plain = await askedAtOnce(request, app.url, writePlain(folder));
  const names = writeHostile(folder);
  const hostile = await askedAtOnce(request, app.url, names);
  expect(hostile.meanwhile).toBeGreaterThan(1);
  // The bound that is promised, or on a machine that does other things too, a few times what plain records take of it.
  expect(hostile.lag).toBeLessThanOrEqual(Math.max(0.2, 3 * plain.lag));
  console.log(
    `the server's thread was held up for ${Math.round(hostile.lag * 1e3)} ms at most by ${names.length} hostile records, ` +
      `for ${Math.round(plain.lag * 1e3)} ms by as many plain ones; ${hostile.meanwhile} other requests were answered meanwhile`,
  );
  for (const [i, answer] of hostile.answers.entries()) {
    const { sections, source, problem } = await answer.json();
    expect(source === null || /^The text .* It is shown as it stands\.$/.test(problem), names[i]).toBe(true);
    expect(source === null ? sections.length : source.length, names[i]).toBeGreaterThan(0);
    if (names[i]?.endsWith("bomb.md")) expect(problem).toContain("Line 3: The YAML cannot be read");
  }

  await page.goto(`${app.url}${RECORDS}/0100-emphasis.md`);
  await expect(
    page.getByText(/The text holds too many emphasis marks and brackets to be drawn, up to line/),
  ).toBeVisible();
  await expect(page.getByText("*a_ *a_").first()).toBeVisible();
  await page.goto(`${app.url}/decisions`);
  const notice = page.getByRole("region", { name: "Configuration" });
  await notice.locator("summary").click();
  for (const said of [
    /0005-large\.md: This file cannot be read: it is larger than 256 KiB/,
    /0007-passwords\.md: This is a link that leads out of the ADR folder/,
  ])
    await expect(notice.getByText(said)).toBeVisible();
});

test("evidence stands directly after the promise that it is of", async ({ page }) => {
  await page.goto("/decisions/docs/adr/0024-performance-and-caching-of-the-platform.md");
  const evidence = page.getByRole("complementary", { name: "Evidence for D1: Edge hit rate" });
  await expect(evidence).toBeVisible();
  const before = await evidence.evaluate(
    (panel) => panel.previousElementSibling?.querySelector(".promise")?.textContent,
  );
  expect(before).toContain("95\u202f% of the requests for cacheable pages are answered");
  // Figures, the coverage of each, and the quarters before.
  await expect(evidence).toContainText(/observed over 28 days/);
  await expect(evidence.getByRole("img", { name: /^Q\d .*, Q\d .*, Q\d .*, Q\d so far / })).toBeVisible();
});
