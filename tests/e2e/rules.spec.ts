import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

async function openRules(page: Page, slo: string) {
  await page.goto(`/slos/${slo}`);
  await page.getByText("Export", { exact: true }).press("Enter");
  await page.getByRole("button", { name: "Its alert rules" }).press("Enter");
  return page.getByRole("dialog", { name: "Alert rules" });
}

test("an SLO's alert rules are shown for each ruler, copied, and taken away as a file that promtool takes", async ({
  browser,
}) => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const dialog = await openRules(page, "redis-hit-rate");
  const file = dialog.getByLabel("Rule file");
  await expect(file).toHaveValue(/alert: SloBudgetBurnsFast/);
  await expect(file).toHaveValue(/adr_url: .*\/decisions\/docs\/adr\/0024/);
  expect((await new AxeBuilder({ page }).include("dialog").analyze()).violations).toEqual([]);

  await dialog.getByRole("button", { name: "Copy rules" }).press("Enter");
  await expect(dialog.getByRole("status").filter({ hasText: "Copied." })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  await expect(file).toHaveValue(copied);

  const offered = page.waitForEvent("download");
  await dialog.getByRole("link", { name: "Download" }).press("Enter");
  const path = await (await offered).path();
  expect(await readFile(path, "utf8")).toBe(copied);
  expect(execFileSync("promtool", ["check", "rules", path], { encoding: "utf8" })).toContain("SUCCESS");

  await dialog.getByRole("combobox", { name: /^For/ }).selectOption("thanos");
  await expect(file).toHaveValue(/partial_response_strategy: abort/);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await context.close();
});

test("the dialog says why there are none, when the server does not answer, and fits a phone in the dark", async ({
  page,
}) => {
  const refused = { text: "", etag: "", slos: [{ id: "a", service: "a", notes: [], refused: "it has no threshold" }] };
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 390, height: 800 });
  await page.route("**/rules?for=prometheus*", (route) => route.abort());
  await page.route("**/rules?for=vmalert*", (route) => route.fulfill({ json: refused }));
  const dialog = await openRules(page, "product-latency");
  await expect(dialog.getByRole("alert")).toContainText("The server did not answer.");
  expect((await new AxeBuilder({ page }).include("dialog").analyze()).violations).toEqual([]);
  await dialog.getByRole("combobox", { name: /^For/ }).selectOption("vmalert");
  await expect(dialog.getByText("No rules can be written of it: it has no threshold.")).toBeVisible();
  expect((await new AxeBuilder({ page }).include("dialog").analyze()).violations).toEqual([]);
  await dialog.getByRole("combobox", { name: /^For/ }).selectOption("mimir");
  await expect(dialog.getByLabel("Rule file")).toHaveValue(/^# Rules of Plumbline's SLOs/);
  const [width, inner] = await dialog.evaluate((element) => [element.scrollWidth, element.clientWidth]);
  expect(width).toBeLessThanOrEqual(inner ?? 0);
  expect((await new AxeBuilder({ page }).include("dialog").analyze()).violations).toEqual([]);
});

test("the rules of all SLOs come from one address, with an ETag, for a service, and none for nobody", async ({
  request,
}, testInfo) => {
  const all = await request.get("/api/v1/rules");
  expect(all.headers()["content-type"]).toBe("application/yaml; charset=utf-8");
  const path = testInfo.outputPath("rules.yaml");
  await writeFile(path, await all.text());
  expect(execFileSync("promtool", ["check", "rules", path], { encoding: "utf8" })).toContain("SUCCESS");
  const again = await request.get("/api/v1/rules", { headers: { "if-none-match": all.headers().etag ?? "" } });
  expect(again.status()).toBe(304);

  const files = await (await request.get("/api/v1/rules?format=json")).json();
  const [first] = files.files;
  const own = await request.get(`/api/v1/rules?service=${encodeURIComponent(first.service)}`);
  expect(await own.text()).toBe(first.text);
  const nobody = await request.get("/api/v1/rules?service=nobody");
  expect([nobody.status(), (await nobody.json()).detail]).toEqual([404, "No SLO belongs to nobody."]);
  const wrong = await request.get("/api/v1/rules?for=nagios");
  expect([wrong.status(), JSON.stringify(await wrong.json())]).toEqual([400, expect.stringContaining("is none of")]);
  expect((await request.get("/api/v1/slos/nothing/rules")).status()).toBe(404);
});

test("the command writes the same files from the address, and tells that nothing would change", async ({
  request,
  baseURL,
}, testInfo) => {
  const folder = testInfo.outputPath("rules");
  const write = (...more: string[]): string =>
    execFileSync(process.execPath, ["scripts/rules.mjs", "write", folder, "--url", baseURL ?? "", ...more], {
      encoding: "utf8",
      env: { ...process.env, INIT_CWD: testInfo.outputDir },
    });
  expect(write()).toMatch(/wrote rules\/[a-z]/);
  const { files, slos } = await (await request.get("/api/v1/rules?format=json")).json();
  expect(files.length).toBeGreaterThan(1);
  for (const { name, text } of files) expect(await readFile(join(folder, name), "utf8")).toBe(text);
  expect(write("--check")).toContain(
    `${slos.length} of ${slos.length} SLOs in ${files.length} files, none of which differ`,
  );
});
