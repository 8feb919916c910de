import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { type OwnStart, ownStart } from "./own-start";

const PORT = Number(process.env.E2E_PORT) + 2;
const BUILD_DIR = process.env.BUILD_DIR ?? ".next-test";

let folder: string;
let app: OwnStart | undefined;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plumbline-input-"));
});
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string, text: string): void => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
};

const GOOD = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: checkout
  displayName: Checkout succeeds
  annotations: { plumbline.dev/decision: "adr/0001-checkout.md#d7" }
spec:
  service: shop
  indicator:
    spec:
      ratioMetric:
        counter: true
        bad: { metricSource: { type: Prometheus, spec: { query: 'checkout_errors_total' } } }
        total: { metricSource: { type: Prometheus, spec: { query: 'checkout_requests_total' } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.99 }]
`;

test("a silent engine, a broken SLO file and a broken ADR each say so, and every page stays up", async ({ page }) => {
  test.setTimeout(180_000);
  file("slos/good.yaml", GOOD);
  file("slos/broken.yaml", GOOD.replace("name: checkout", "name: other").replace("target: 0.99", "target: 99"));
  file("slos/no-yaml.yaml", "apiVersion: [openslo/v1\nkind: SLO\n");
  file(
    "adr/0001-checkout.md",
    "---\nstatus: accepted\ndecisions: [unclosed\n---\n# Checkout\n\n### D1: One call\n\nText.\n",
  );
  app = await ownStart(PORT, {
    DATA_DIR: join(folder, "data"),
    BUILD_DIR,
    PROMETHEUS_URL: "http://127.0.0.1:9",
    SLO_DIR: join(folder, "slos"),
    ADR_DIR: join(folder, "adr"),
    ANONYMOUS_READ: "on",
    TICK_SECONDS: "2",
  });
  expect(app.lines.at(-1)).toBe(`Ready on ${app.url}`);
  // The lines of the start name file and variable.
  await expect.poll(() => app?.lines.join("\n")).toMatch(/PROMETHEUS_URL: 127\.0\.0\.1:9 does not answer/);
  expect(app.lines.join("\n")).toMatch(/broken\.yaml:\d+: spec\.objectives\[0\]\.target is not between 0 and 1/);
  expect(app.lines.join("\n")).toMatch(/no-yaml\.yaml:\d+: is not YAML/);

  await page.goto(app.url);
  await page
    .getByRole("region", { name: "Configuration" })
    .getByText(/things are set up wrongly/)
    .click();
  for (const words of [/broken\.yaml/, /no-yaml\.yaml/, /0001-checkout\.md/])
    await expect(page.getByText(words).first()).toBeVisible();
  for (const path of ["/", "/slos", "/slos/checkout"]) {
    await page.goto(app.url + path);
    await expect(page.locator("main .v.unknown").first(), path).toHaveText("Unknown");
    await expect(page.locator("main .v.met"), path).toHaveCount(0);
  }
  await page.goto(`${app.url}/decisions`);
  await expect(page.getByRole("link", { name: /Checkout/ }).first()).toBeVisible();
  const { items } = await (await page.request.get(`${app.url}/api/v1/slos`)).json();
  expect(items).toMatchObject([
    { id: "checkout", verdict: "unknown", attainment: null, attainmentReason: "unknown", budgetRemaining: null },
  ]);
});

test("a file that breaks later keeps what it defined before", async ({ page }) => {
  test.setTimeout(180_000);
  const env = {
    DATA_DIR: join(folder, "data"),
    BUILD_DIR,
    PROMETHEUS_URL: "http://127.0.0.1:9",
    SLO_DIR: join(folder, "slos"),
    ADR_DIR: join(folder, "adr"),
    ANONYMOUS_READ: "on",
  };
  mkdirSync(join(folder, "adr"));
  file("slos/good.yaml", GOOD);
  app = await ownStart(PORT, env);
  await app.stop();
  file("slos/good.yaml", GOOD.replace("objectives:", "objectives"));
  app = await ownStart(PORT, env);
  const { items } = await (await page.request.get(`${app.url}/api/v1/slos`)).json();
  expect(items).toMatchObject([{ id: "checkout", objective: 0.99 }]);
});

test("without any SLO every page says how to define one", async ({ page }) => {
  test.setTimeout(120_000);
  app = await ownStart(PORT, {
    DATA_DIR: join(folder, "data"),
    BUILD_DIR,
    PROMETHEUS_URL: "http://127.0.0.1:9",
    SLO_DIR: "",
    ADR_DIR: join(folder, "none"),
    ANONYMOUS_READ: "on",
  });
  for (const path of ["/", "/slos"]) {
    await page.goto(app.url + path);
    await expect(page.getByText(/SLO_DIR/).first(), path).toBeVisible();
  }
  await page.goto(`${app.url}/breaches`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goto(`${app.url}/decisions`);
  await expect(page.getByText(/ADR_DIR/).first()).toBeVisible();
});

test("where reading is closed, no page and no answer tells anything", async ({ page }) => {
  test.setTimeout(120_000);
  file("slos/good.yaml", GOOD);
  mkdirSync(join(folder, "adr"));
  app = await ownStart(PORT, {
    DATA_DIR: join(folder, "data"),
    BUILD_DIR,
    PROMETHEUS_URL: "http://127.0.0.1:9",
    SLO_DIR: join(folder, "slos"),
    ADR_DIR: join(folder, "adr"),
    ANONYMOUS_READ: "",
  });
  for (const path of [
    "/",
    "/slos",
    "/slos/checkout",
    "/breaches",
    "/breaches/1",
    "/decisions",
    "/decisions/adr/0001-checkout.md",
  ]) {
    await page.goto(app.url + path);
    await expect(page.getByText(/Reading is closed/).first(), path).toBeVisible();
    expect(await page.content(), path).not.toContain("Checkout");
  }
  for (const path of [
    "/api/v1/slos",
    "/api/v1/slos/checkout",
    "/api/v1/slos/checkout/counts",
    "/api/v1/breaches",
    "/api/v1/breaches/1",
    "/api/v1/decisions",
    "/api/screens/shell",
    "/api/screens/today",
    "/api/screens/slos",
    "/api/screens/slos/checkout",
    "/api/screens/breaches",
    "/api/screens/breaches/1",
    "/api/screens/decisions",
  ]) {
    expect((await page.request.get(app.url + path)).status(), path).toBe(401);
  }
});
