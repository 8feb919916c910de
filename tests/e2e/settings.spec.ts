import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import type { Role } from "@/lib/rights";
import { linkOf, redeem } from "./people";

const URL_OF_APP = `http://127.0.0.1:${process.env.E2E_PORT}`;

/** Somebody who joined and is signed in; everybody has another name, so that tests share one app. */
async function signedIn(page: Page, name: string, role: Role, services: string[] | null = null): Promise<void> {
  await redeem(page.request, linkOf("invite", role, services), name);
}

async function another(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: URL_OF_APP, viewport: { width: 1440, height: 900 } });
  return context.newPage();
}

const rowOf = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name }).first();

test("a token is made, told once, used and revoked, and the audit log has it all", async ({ page }) => {
  await signedIn(page, "Token admin", "admin");
  await page.goto("/settings/tokens");
  await page.getByRole("button", { name: "New token" }).click();
  await page.getByLabel("What will use it").fill("Nightly report");
  await page.getByRole("button", { name: "Make the token" }).click();
  const told = page.getByLabel("Nightly report, viewer");
  await expect(told).toHaveValue(/^plb_[\w-]{43}$/);
  const secret = await told.inputValue();
  await page.getByRole("button", { name: "Put away" }).click();
  await expect(page.getByLabel("Nightly report, viewer")).toHaveCount(0);
  expect(await page.content()).not.toContain(secret);
  await expect(rowOf(page, "Nightly report")).toContainText("never");

  const headers = { authorization: `Bearer ${secret}` };
  expect((await fetch(`${URL_OF_APP}/api/v1/slos`, { headers })).status).toBe(200);
  await expect
    .poll(async () => {
      const { items } = await (await page.request.get("/api/v1/tokens")).json();
      return items.find((item: { name: string }) => item.name === "Nightly report").lastUsedAt;
    })
    .not.toBeNull();

  await page.getByRole("button", { name: "Revoke Nightly report" }).click();
  await page.getByRole("button", { name: "Revoke for good Nightly report" }).click();
  await expect(page.getByText(/^\d+ tokens? works? no longer$/)).toBeVisible();
  expect((await fetch(`${URL_OF_APP}/api/v1/slos`, { headers })).status).toBe(401);

  await page.getByRole("link", { name: "Audit log" }).click();
  await expect(page.getByRole("rowheader", { name: "Token admin revoked the token Nightly report." })).toBeVisible();
  await expect(
    page.getByRole("rowheader", { name: /made the token Nightly report, viewer, for 90 days/ }),
  ).toBeVisible();
  expect(await page.content()).not.toContain(secret.slice(12));
});

test("a changed role stands in the audit log with before and after, can be filtered for and exported", async ({
  page,
  browser,
}) => {
  await signedIn(page, "Role admin", "admin");
  const viewer = await another(browser);
  await signedIn(viewer, "Curious viewer", "viewer");
  await page.goto("/settings/people");
  await rowOf(page, "Curious viewer").getByRole("button", { name: "Change" }).click();
  await page.getByText("Editor", { exact: true }).click();
  await page.getByText("Only these").click();
  await expect(page.getByText("Choose one service at least.")).toBeVisible();
  await page.getByLabel("edge", { exact: true }).check();
  await page.getByRole("button", { name: "Save as editor of edge" }).click();
  await expect(rowOf(page, "Curious viewer")).toContainText("editor of edge");

  await page.getByRole("link", { name: "Audit log" }).click();
  await page.getByRole("searchbox", { name: "Search the log" }).fill("curious");
  await page.getByRole("combobox", { name: "What" }).selectOption({ label: "rights changed" });
  await expect(page).toHaveURL(/q=curious/);
  await expect(page).toHaveURL(/action=person\.changed/);
  const entry = "Role admin made Curious viewer editor of edge; before: viewer.";
  await expect(page.getByRole("rowheader")).toHaveText([entry]);
  await page.getByRole("button", { name: `Details of: ${entry}` }).click();
  const changes = page.getByRole("table", { name: "What changed" });
  await expect(changes.getByRole("row", { name: /role viewer editor/ })).toBeVisible();
  await expect(changes.getByRole("row", { name: /services – edge/ })).toBeVisible();

  // The address alone leads somebody else there.
  await page.reload();
  await expect(page.getByRole("rowheader")).toHaveText([entry]);

  for (const [format, holds] of [
    ["CSV", `"person.changed","person",`],
    ["NDJSON", `"action":"person.changed"`],
  ] as const) {
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: `Export ${format}`, exact: true }).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toMatch(
      new RegExp(`^plumbline-audit-\\d{4}-\\d{2}-\\d{2}\\.${format.toLowerCase()}$`),
    );
    const text = readFileSync(await file.path(), "utf8");
    expect(text).toContain(holds);
    expect(text.trimEnd().split("\n")).toHaveLength(format === "CSV" ? 2 : 1);
  }

  await page.getByRole("searchbox", { name: "Search the log" }).fill("nobody has ever done this");
  await expect(page.getByText("No entry fits this filter")).toBeVisible();
  await page.getByRole("button", { name: "Show the whole log" }).click();
  await expect(page.getByRole("rowheader").nth(1)).toBeVisible();
  await expect(page.getByRole("searchbox", { name: "Search the log" })).toHaveValue("");
  await viewer.context().close();
});

test("of two admins who change one person, the later one is told what holds now and keeps what they chose", async ({
  page,
  browser,
}) => {
  await signedIn(page, "Slow admin", "admin");
  const [fast, somebody] = [await another(browser), await another(browser)];
  await signedIn(fast, "Fast admin", "admin");
  await signedIn(somebody, "Wanted by both", "viewer");
  for (const admin of [page, fast]) {
    await admin.goto("/settings/people");
    await rowOf(admin, "Wanted by both").getByRole("button", { name: "Change" }).click();
    await admin.getByText("Editor", { exact: true }).click();
  }
  await fast.getByRole("button", { name: "Save as editor of all services" }).click();
  await expect(rowOf(fast, "Wanted by both")).toContainText("editor of all services");
  await page.getByText("Admin", { exact: true }).click();
  await page.getByRole("button", { name: "Save as admin" }).click();
  await expect(page.getByText("Wanted by both was changed by somebody else meanwhile.")).toBeVisible();
  await expect(
    page.getByText("Now Wanted by both is editor of all services. What you chose above is kept."),
  ).toBeVisible();
  await page.getByRole("button", { name: "Save as admin" }).click();
  await expect(rowOf(page, "Wanted by both").getByText("admin", { exact: true })).toBeVisible();
  for (const other of [fast, somebody]) await other.context().close();
});

test("somebody who is disabled is out at once, and in again once enabled", async ({ page, browser }) => {
  await signedIn(page, "Strict admin", "admin");
  const leaver = await another(browser);
  await signedIn(leaver, "Leaving editor", "editor");
  await leaver.goto("/settings/tokens");
  await expect(leaver.getByRole("heading", { level: 1 })).toHaveText("API tokens");
  await page.goto("/settings/people");
  await rowOf(page, "Leaving editor").getByRole("button", { name: "Change" }).click();
  await page.getByRole("button", { name: "Disable", exact: true }).click();
  await page.getByRole("button", { name: "Disable now" }).click();
  await expect(rowOf(page, "Leaving editor")).toContainText("disabled");
  await leaver.reload();
  await expect(leaver.getByRole("heading", { level: 1 })).toHaveText("Settings are for people who signed in");
  await rowOf(page, "Leaving editor").getByRole("button", { name: "Change" }).click();
  await page.getByRole("button", { name: "Enable" }).click();
  await expect(rowOf(page, "Leaving editor")).not.toContainText("disabled");
  await leaver.context().close();
});

test("an invite link is told once and lets one person in with the rights it names", async ({ page, browser }) => {
  await signedIn(page, "Inviting admin", "admin");
  await page.goto("/settings/people");
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByRole("button", { name: "Make an invite link" }).click();
  const told = page.getByLabel("Invite link for one viewer");
  await expect(told).toHaveValue(/^http:\/\/127\.0\.0\.1:\d+\/.{40,}$/);
  const secret = (await told.inputValue()).split("/").at(-1) ?? "";
  const invited = await another(browser);
  await redeem(invited.request, secret, "Invited viewer");
  await page.reload();
  await expect(rowOf(page, "Invited viewer")).toContainText("viewer");
  expect(await page.content()).not.toContain(secret);
  await invited.context().close();
});

test("a viewer finds only their own tokens, and nobody signed in finds nothing", async ({ page, browser }) => {
  await signedIn(page, "Plain viewer", "viewer");
  await page.goto("/settings");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("API tokens");
  const places = page.getByRole("navigation", { name: "Settings" }).getByRole("link");
  await expect(places).toHaveText(["API tokens"]);
  await expect(page.getByText("No token works now")).toBeVisible();
  for (const path of ["/settings/people", "/settings/connections", "/settings/audit"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This part of the settings is closed to you");
    await expect(page.getByRole("rowheader")).toHaveCount(0);
  }
  const nobody = await another(browser);
  for (const path of [
    "/settings",
    "/settings/people",
    "/settings/tokens",
    "/settings/connections",
    "/settings/audit",
  ]) {
    await nobody.goto(path);
    await expect(nobody.getByRole("heading", { level: 1 })).toHaveText("Settings are for people who signed in");
    await expect(nobody.getByRole("main").getByRole("link", { name: "Sign in" })).toHaveAttribute(
      "href",
      `/sign-in?to=${encodeURIComponent(path)}`,
    );
  }
  for (const path of ["people", "tokens", "audit", "audit/export"])
    expect((await nobody.request.get(`/api/v1/${path}`)).status(), path).toBe(401);
  await nobody.context().close();
});

test("no part of the settings has an accessibility fault, in either theme, or scrolls sideways on a phone", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await signedIn(page, "Careful admin", "admin");
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  const opened: Record<string, () => Promise<void>> = {
    "/settings/people": async () => {
      await page.getByRole("button", { name: "Invite somebody" }).click();
      await rowOf(page, "Careful admin").getByRole("button", { name: "Change" }).click();
      await page.getByRole("button", { name: "Disable", exact: true }).click();
    },
    "/settings/tokens": async () => {
      await page.getByRole("button", { name: "New token" }).click();
      await page.getByText("Editor", { exact: true }).click();
      await page.getByText("Only these").click();
    },
    "/settings/connections": async () => {
      await expect(page.getByRole("row", { name: /^127\.0\.0\.1:\d+ answered / })).toBeVisible();
      await expect(page.getByText("Nobody is told of a breach")).toBeVisible();
    },
    "/settings/audit": async () => {
      await page
        .getByRole("button", { name: /^Details of/ })
        .first()
        .click();
      await expect(page.getByText("Only what they did")).toBeVisible();
    },
  };
  for (const [path, open] of Object.entries(opened)) {
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const theme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await open();
        const { violations } = await new AxeBuilder({ page })
          .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
          .analyze();
        const where = `${path}, ${theme}, ${width}`;
        expect(violations.map(({ id, nodes }) => `${where}: ${id} at ${nodes[0]?.target}`)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), where).toBeLessThanOrEqual(
          0,
        );
      }
    }
  }
  expect(complaints).toEqual([]);
});
