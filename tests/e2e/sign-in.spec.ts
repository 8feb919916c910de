import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { freePort, startProvider, trusting } from "../fixtures/identity-provider";
import { totp } from "../fixtures/totp";
import { type OwnStart, ownStart } from "./own-start";

const PORT = Number(process.env.E2E_PORT) + 17;
const EMAIL = "ada@example.org";
const PASSWORD = "brittle lanterns over Vega";

/** One that watches an engine of somebody's own, closed to visitors; nothing answers there, which is none of this test's business. */
let app: OwnStart;
let dataDir: string;
let providerPort: number;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  dataDir = mkdtempSync(join(tmpdir(), "plumbline-signed-"));
  providerPort = await freePort();
  app = await ownStart(PORT, {
    ...trusting(providerPort, `http://127.0.0.1:${PORT}`),
    DATA_DIR: dataDir,
    PROMETHEUS_URL: "http://127.0.0.1:9",
    ADR_DIR: "",
    SLO_DIR: "",
    ANONYMOUS_READ: "",
  });
});

test.afterAll(async () => {
  await app?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const printedLink = (): string => app.lines.join("\n").match(/http:\S+\/set-up\/\S+/)?.[0] ?? "no link was printed";

async function expectSound(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${name}, ${colorScheme}: ${id} at ${nodes[0]?.target}`)).toEqual([]);
    await shoot(page, `${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(0);
  await shoot(page, `${name}-phone`);
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function shoot(page: Page, name: string): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true });
}

async function signIn(page: Page, password = PASSWORD): Promise<void> {
  await page.getByLabel("Email address").fill(EMAIL);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("main").getByRole("button", { name: "Sign in", exact: true }).click();
}

const side = (page: Page) => page.getByRole("banner").locator(".foot");

/** And waits until the page has gone where it leads: a way taken earlier would be cut off. */
async function signOut(page: Page): Promise<void> {
  const button = side(page).getByRole("button", { name: "Sign out" });
  await button.click();
  await expect(button).toHaveCount(0);
}

test("the first start prints a link, and whoever opens it becomes the admin", async ({ page }) => {
  test.setTimeout(120_000);
  const link = printedLink();
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Set up Plumbline");
  await expectSound(page, "set-up");
  await page.getByLabel("Name").fill("Ada");
  await page.getByLabel("Email address").fill(EMAIL);
  await page.getByLabel("Password").fill("password1234");
  await page.getByRole("button", { name: "Become an admin" }).click();
  await expect(page.getByText("Password is among the first that are guessed")).toBeVisible();
  await shoot(page, "set-up-refused");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Become an admin" }).click();
  await expect(side(page).getByRole("link", { name: "Ada, admin" })).toBeVisible();
  await expect(page).toHaveURL(`${app.url}/`);
  await shoot(page, "signed-in-today");

  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link was used already.");
  await shoot(page, "link-used");
  await page.goto(`${app.url}/set-up/${"x".repeat(43)}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link does not exist.");
});

test("a closed page leads to signing in and from there back; a wrong password says so and no more", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto(`${app.url}/slos?verdict=met`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Reading is closed");
  await shoot(page, "closed");
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  await expectSound(page, "sign-in");
  await signIn(page, "not the right one");
  await expect(page.getByText("The email address or the password is not right.")).toBeVisible();
  await expectSound(page, "sign-in-refused");
  await signIn(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("SLOs");
  await expect(page).toHaveURL(`${app.url}/slos?verdict=met`);

  const kept = await page.context().cookies();
  await signOut(page);
  await expect(page).toHaveURL(`${app.url}/sign-in`);
  await page.context().addCookies(kept);
  await page.goto(`${app.url}/slos`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Reading is closed");
});

test("the cookie is kept from scripts, and foreign pages cannot sign anybody out", async ({ page, request }) => {
  await page.goto(`${app.url}/sign-in`);
  await signIn(page);
  await expect(side(page).getByRole("link", { name: "Ada, admin" })).toBeVisible();
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === "plumbline.session_token");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  expect(await page.evaluate(() => document.cookie)).not.toContain("plumbline.session");
  const from = { origin: "https://evil.example", cookie: `${cookie?.name}=${cookie?.value}` };
  const foreign = await request.post(`${app.url}/api/auth/sign-out`, { data: {}, headers: from });
  expect(foreign.status()).toBe(403);
  const { actor } = await (await page.request.get(`${app.url}/api/screens/shell`)).json();
  expect(actor).toEqual({ kind: "person", name: "Ada", role: "admin", services: null });
});

test("only the routes that we list exist: the library's own are not reachable", async ({ request }) => {
  for (const path of [
    "sign-up/email",
    "sign-in/email",
    "get-session",
    "update-user",
    "list-sessions",
    "two-factor/enable",
    "ok",
  ])
    for (const method of ["GET", "POST"])
      expect(
        (
          await request.fetch(`${app.url}/api/auth/${path}`, { method, data: method === "POST" ? {} : undefined })
        ).status(),
        path,
      ).toBe(404);
});

test("a second factor is turned on, asked for, and turned off again", async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto(`${app.url}/sign-in?to=/account`);
  await signIn(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account");
  await expectSound(page, "account");
  const panel = page.getByRole("region", { name: "Second factor" });
  await panel.getByLabel("Your password").fill(PASSWORD);
  await panel.getByRole("button", { name: "Turn it on" }).click();
  await expect(panel.getByRole("img", { name: "QR code of the key below" })).toBeVisible();
  await expect(panel.getByRole("list", { name: "Backup codes" }).getByRole("listitem")).toHaveCount(10);
  await expectSound(page, "second-factor");
  const secret = ((await panel.locator(".key code").textContent()) ?? "").replaceAll(" ", "");
  const [backup = ""] = await panel.getByRole("list", { name: "Backup codes" }).getByRole("listitem").allTextContents();
  await panel.getByLabel("Code that the app shows").fill("000000");
  await panel.getByRole("button", { name: "Turn the second factor on" }).click();
  await expect(panel.getByText("Code that the app shows is not what the app shows now")).toBeVisible();
  await panel.getByLabel("Code that the app shows").fill(totp(secret));
  await panel.getByRole("button", { name: "Turn the second factor on" }).click();
  await expect(panel.getByText("On. Signing in takes")).toBeVisible();
  await signOut(page);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  await signIn(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Second factor");
  await expect(page.getByLabel("Code")).toBeFocused();
  await expectSound(page, "second-step");
  await page.getByLabel("Code").fill("123456");
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("The code is not right, or was used already.")).toBeVisible();
  await page.getByLabel("Code").fill(backup);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(side(page).getByRole("link", { name: "Ada, admin" })).toBeVisible();

  await page.goto(`${app.url}/account`);
  await panel.getByLabel("Your password").fill(PASSWORD);
  await panel.getByRole("button", { name: "Turn it off" }).click();
  await expect(panel.getByText("Off. With it")).toBeVisible();
});

test("one's own sessions are listed, and end in the browser where they were", async ({ page, browser }) => {
  test.setTimeout(120_000);
  await page.goto(`${app.url}/sign-in?to=/account`);
  await signIn(page);
  const sessions = page.getByRole("region", { name: "Sessions" });
  await expect(sessions.getByText("this one")).toBeVisible();
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(`${app.url}/sign-in`);
  await signIn(elsewhere);
  await expect(side(elsewhere).getByRole("link", { name: "Ada, admin" })).toBeVisible();

  await page.getByRole("textbox", { name: "Name" }).fill("Ada L.");
  await page.getByRole("button", { name: "Save the name" }).click();
  await expect(side(page).getByRole("link", { name: "Ada L., admin" })).toBeVisible();
  await page.getByLabel("Password now").fill(PASSWORD);
  await page.getByLabel("New password").fill("another lantern, less brittle");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText(/^The password was changed, and .* other sessions? ended\.$/)).toBeVisible();
  await expect(sessions.getByRole("listitem")).toHaveCount(1);
  await expect(elsewhere.getByText("Your session has ended.")).toBeVisible({ timeout: 30_000 });
  await shoot(elsewhere, "session-ended");

  await sessions.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  await page.goto(`${app.url}/account`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Reading is closed");
});

test("an identity provider that is out of reach says so; once it answers, people come in by it and are led back", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto(`${app.url}/sign-in?to=/decisions`);
  const elsewhere = page.getByRole("button", { name: "Sign in with Example ID" });
  await elsewhere.click();
  await expect(page.getByText("Example ID does not answer, so nobody can sign in by it now.")).toBeVisible();
  await shoot(page, "provider-silent");
  const provider = await startProvider(providerPort, app.url);
  try {
    provider.claims.set("rosa", { name: "Rosa", email: "rosa@example.org" });
    await elsewhere.click();
    await page.getByPlaceholder("Enter any login").fill("rosa");
    await page.getByPlaceholder("and password").fill("any");
    await page.getByRole("button").click();
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Decisions");
    await expect(side(page).getByRole("link", { name: "Rosa, viewer" })).toBeVisible();
    await page.goto(`${app.url}/account`);
    await expect(page.getByText("You sign in by Example ID.")).toBeVisible();
    await expect(page.getByRole("region", { name: "Password" })).toHaveCount(0);
    await signOut(page);

    provider.claims.set("eve", { name: "Eve", email: EMAIL, email_verified: true });
    await page.context().clearCookies();
    await page.goto(`${app.url}/sign-in`);
    await elsewhere.click();
    await page.getByPlaceholder("Enter any login").fill("eve");
    await page.getByPlaceholder("and password").fill("any");
    await page.getByRole("button").click();
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByText("Somebody has an account here under the email address")).toBeVisible();
    await shoot(page, "provider-refused");
  } finally {
    await provider.stop();
  }
});

test("the demo is read without signing in, which it offers", async ({ page }) => {
  await page.goto("/slos");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("SLOs");
  await side(page).getByRole("link", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/sign-in?to=%2Fslos");
});
