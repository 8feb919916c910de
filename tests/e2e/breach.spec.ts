import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, expect, test } from "@playwright/test";
import { tokenOf } from "./people";
import { plantBreach } from "./planted-breach";

const ID = "visitors-within-5-ms";
/** Answers that need the origin are slower than this; of the routes, stock alone is never cached. */
const DOCUMENT = `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${ID}, displayName: Visitors within 5 ms }
spec:
  service: storefront
  indicator:
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { type: Prometheus, spec: { query: 'storefront_visitor_request_duration_seconds_bucket{le="0.005"}' } } }
        total: { metricSource: { type: Prometheus, spec: { query: storefront_visitor_request_duration_seconds_count } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.98 }]
`;

async function made(request: APIRequestContext, token: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await request.post("/api/v1/slos", {
    headers,
    data: { document: DOCUMENT, reason: "To be broken down." },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  // Two hours ago the demo's history is generated: the same on every machine.
  const end = Math.floor(Date.now() / 60_000) - 120;
  return `/breaches/${plantBreach(ID, end - 30, end)}`;
}

test.afterAll(async ({ request }) => {
  // The demo is shared: others count its SLOs.
  const headers = { authorization: `Bearer ${tokenOf("Ada", "editor")}` };
  const answer = await request.delete(`/api/v1/slos/${ID}`, { headers, data: {} });
  expect(answer.status(), await answer.text()).toBe(200);
});

test("who is hit is asked, cancelled, asked again and answered; then the breach is acknowledged, noted and explained by keyboard", async ({
  browser,
  request,
}) => {
  test.setTimeout(120_000);
  const token = tokenOf("Grace", "editor");
  const extraHTTPHeaders = { authorization: `Bearer ${token}` };
  const context = await browser.newContext({
    extraHTTPHeaders,
    viewport: { width: 1440, height: 1000 },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(await made(request, token));
  const hit = page.getByRole("region", { name: "Who is hit" });
  await expect(hit).toContainText("Nobody has asked yet");

  // An engine that takes its time: how far it is shows, and it can be given up.
  await page.route("**/contribution", async (route) => {
    if (route.request().method() === "POST") return route.fulfill({ status: 202, json: { id: 1, began: true } });
    if (route.request().method() === "DELETE") return route.fulfill({ json: { id: 1 } });
    const answer = await (await route.fetch()).json();
    const running = { answered: 7, questions: 20, author: "Grace" };
    return route.fulfill({ json: { ...answer, state: "running", running } });
  });
  await hit.getByRole("button", { name: "Ask who is hit" }).press("Enter");
  await expect(hit.getByRole("status")).toContainText("7 of 20 questions answered");
  // A question that is under way is answered by the server itself.
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await hit.getByRole("button", { name: "Cancel" }).press("Enter");
  await expect(hit.getByRole("button", { name: "Ask who is hit" })).toBeVisible();

  await hit.getByRole("button", { name: "Ask who is hit" }).press("Enter");
  // Stock was as slow before, so it is not what this breach comes from.
  await expect(hit).toContainText("Who stands out did so before the breach as well", { timeout: 30_000 });
  await expect(hit.getByRole("row").nth(1)).toContainText("/stock/:id");
  await expect(hit.getByRole("row").nth(1)).toContainText("as bad before");
  await expect(page.locator(".lede")).toContainText(
    /Route \/stock\/:id .*carr(y|ies) .* and did so before the breach as well/,
  );
  const tabs = hit.getByRole("tab");
  await tabs.first().press("ArrowRight");
  await expect(tabs.nth(1)).toBeFocused();
  await expect(tabs.nth(1)).toHaveAttribute("aria-selected", "true");
  await hit.getByRole("button", { name: "Table" }).press("Enter");
  await expect(hit.getByRole("table").last()).toContainText("route=/stock/:id");

  const timeline = page.getByRole("region", { name: "Timeline" });
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("e");
  await expect(timeline).toContainText("Grace) acknowledged");
  await page.keyboard.press("n");
  await page.getByLabel("What you saw or did").fill("Only product pages in one region.");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(timeline).toContainText("“Only product pages in one region.”");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  const form = page.getByRole("form", { name: "Cause and follow-up" });
  await form.getByLabel("Cause").selectOption("dependency");
  await form.getByLabel("What happened").fill("The way to that region was slow.");
  await form.getByLabel("Owner").fill("CDN engineer");
  await form.getByLabel("Due").fill(new Date(Date.now() + 86_400_000).toISOString().slice(0, 10));
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(timeline).toContainText("Cause: Dependency");
  await expect(timeline).toContainText("Follow-up for CDN engineer");

  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);

  await page.setViewportSize({ width: 1440, height: 1000 });
  await page.goto("/breaches");
  await page.getByLabel("Cause").selectOption("known");
  await expect(page).toHaveURL(/\/breaches\?cause=known$/);
  await expect(page.getByRole("row").nth(1)).toContainText("Visitors within 5 ms");
  await page.getByLabel("Service").selectOption("redis");
  await expect(page.getByRole("heading", { name: "No closed breach fits" })).toBeVisible();
  await context.close();
});
