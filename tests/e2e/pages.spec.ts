import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { alive } from "./alive";

const ADR = "/decisions/docs/adr/0024-performance-and-caching-of-the-platform.md";
const PAGES = [
  "/",
  "/slos",
  "/slos?group=service&sort=name",
  "/slos?group=decision&kind=latency&budget=100",
  "/slos?group=none&q=nothing",
  "/slos/new",
  "/slos/import",
  "/slos/packs",
  "/slos/edge-hit-rate",
  "/slos/edge-hit-rate/target",
  "/slos/product-latency?range=24h",
  "/breaches",
  "/decisions",
  "/decisions?q=cache",
  "/decisions/lint",
  "/revisits",
  ADR,
  "/nowhere",
  "/sign-in",
  "/set-up/nothing",
  "/account",
  "/settings/people",
  "/settings/tokens",
  "/settings/connections",
  "/settings/audit",
];

/** A breach that the generated history holds. */
async function aBreach(page: Page): Promise<string> {
  await expect
    .poll(async () => (await (await page.request.get("/api/v1/breaches")).json()).items.length, { timeout: 50_000 })
    .toBeGreaterThan(0);
  const { items } = await (await page.request.get("/api/v1/breaches")).json();
  return `/breaches/${items[0].id}`;
}

for (const theme of ["light", "dark"] as const) {
  test(`no page has an accessibility fault, ${theme}`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    for (const path of [...PAGES, await aBreach(page)]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${path}: ${id} at ${nodes[0]?.target}`)).toEqual([]);
    }
  });
}

test("no page says an error on the browser's console, and none scrolls sideways on a phone", async ({ page }) => {
  test.setTimeout(120_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("404")) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of [...PAGES, await aBreach(page)]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0);
  }
  expect(complaints).toEqual([]);
});

test("no page breaks its content security policy: charts, themes and ways between pages included", async ({ page }) => {
  test.setTimeout(120_000);
  const broken: string[] = [];
  await page.exposeFunction("policyBroken", (what: string) => broken.push(what));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, documentURI }) =>
      (window as unknown as { policyBroken(what: string): void }).policyBroken(
        `${documentURI}: ${effectiveDirective} refused ${blockedURI}`,
      ),
    );
  });
  for (const path of [...PAGES, await aBreach(page)]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    for (const chart of await page.locator("canvas").all()) await chart.hover({ force: true });
    for (const theme of ["light", "dark", "system"])
      await page.getByRole("button", { name: new RegExp(`Switch to ${theme}`) }).click();
  }
  await page.goto("/slos");
  await page.getByRole("link", { name: "Edge hit rate" }).first().click();
  await expect(page.locator("canvas").first()).toBeVisible();
  expect(broken).toEqual([]);
  // What the policy forbids is refused and would be seen.
  await page.evaluate(() => document.body.append(Object.assign(document.createElement("style"), { innerText: "p{}" })));
  await expect.poll(() => broken.length).toBeGreaterThan(0);
});

test("the list of SLOs shows every column, coverage the last, at 1280 px", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto("/slos");
  const beyond = await page.getByRole("columnheader", { name: "Coverage" }).evaluate((header) => {
    const frame = header.closest("table")?.parentElement;
    return header.getBoundingClientRect().right - (frame?.getBoundingClientRect().right ?? 0);
  });
  expect(beyond).toBeLessThanOrEqual(0.5);
});

test("the review page sends at most 250 kB of JavaScript", async ({ page }) => {
  const { gzipSync } = await import("node:zlib");
  const scripts = new Map<string, number>();
  page.on("response", async (response) => {
    if (response.request().resourceType() === "script")
      scripts.set(response.url(), gzipSync(await response.body()).length);
  });
  await page.goto("/", { waitUntil: "networkidle" });
  const bytes = [...scripts.values()].reduce((sum, size) => sum + size, 0);
  expect(scripts.size).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(250_000);
});

test("generated history says that it is generated", async ({ page }) => {
  await page.goto("/slos/edge-hit-rate");
  await expect(page.getByText(/generated/i).first()).toBeVisible();
});

test("a chart's figures can be read as a table", async ({ page }) => {
  await page.goto("/slos/edge-hit-rate?range=24h");
  await alive(page);
  await page.getByRole("button", { name: "Table" }).first().click();
  await expect(page.getByRole("table").first()).toBeVisible();
});

test("the page of an SLO explains its budget in words and figures, one press away", async ({ page, request }) => {
  await page.goto("/slos/edge-hit-rate");
  const { budgetMethod } = await (await request.get("/api/v1/slos/edge-hit-rate")).json();
  await expect(page.getByText(/^[\d,]+ of [\d,]+ allowed misses spent in 28 days; at the rate/)).toBeVisible();
  const how = page.getByText("How is this worked out?");
  await how.focus();
  await page.keyboard.press("Enter");
  const steps = page.locator(".how");
  for (const term of ["Spent", "Allowed", "Rate", "Rolls off", "Gone"])
    await expect(steps.getByRole("term").filter({ hasText: new RegExp(`^${term}$`) })).toBeVisible();
  // The ledger moves on between the two readings, but not by a tenth.
  const told = Number(
    (await steps.getByText(/ events from /).textContent())?.match(/among ([\d,]+) /)?.[1]?.replaceAll(",", ""),
  );
  expect(Math.abs(told / budgetMethod.total - 1)).toBeLessThan(0.1);
});

test("the page of an SLO says how it is counted and what is doubtful about it", async ({ page }) => {
  await page.goto("/slos/edge-hit-rate");
  const counted = page.getByRole("region", { name: "How it is counted" });
  await expect(counted.getByText("storefront/slos/edge-hit-rate.yaml")).toBeVisible();
  await expect(page.getByRole("region", { name: "Lint" })).toBeVisible();
});

test("every key figure of an SLO carries its coverage", async ({ page }) => {
  await page.goto("/slos/product-latency");
  const figures = page
    .locator(".figs > div")
    .filter({ hasNot: page.getByRole("term").filter({ hasText: "Coverage" }) });
  expect(await figures.count()).toBeGreaterThan(3);
  for (const figure of await figures.all()) await expect(figure.getByText(/%.observed$/)).toBeVisible();
});

test("a decision's targets stand beside it with their evidence", async ({ page }) => {
  await page.goto(`${ADR}#d3`);
  const section = page.locator("#d3");
  await expect(section.getByText("Product page latency").first()).toBeVisible();
  await expect(section.getByText("Visitor latency").first()).toBeVisible();
});
