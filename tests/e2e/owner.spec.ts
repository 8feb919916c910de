import { expect, type Page, test } from "@playwright/test";
import { linkOf } from "./people";

const SLO = "combined-hit-rate";
const PASSWORD = "quiet harbours under Lyra";
const REASON = "A year of history holds it with room to spare.";

/** The side of every page. */
const side = (page: Page) => page.getByRole("banner").locator(".foot");

/** The editor, once history is judged by what is in force. `by`: what the SLO's page calls it for whoever looks. */
async function openEditor(page: Page, by: "Edit target" | "Try a target"): Promise<void> {
  await page.goto(`/slos/${SLO}`);
  await page.getByRole("link", { name: by }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Edit target" })).toBeVisible();
  await expect(page.getByRole("row", { name: "Budget left" })).toBeVisible();
}

test("an owner sets up, signs in, changes a target that was tried first, and finds it in the timeline and the audit log; a viewer is refused", async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000);

  await test.step("set up with the link that a start prints", async () => {
    await page.goto(`/set-up/${linkOf("set-up", "admin")}`);
    await page.getByLabel("Name").fill("Grace");
    await page.getByLabel("Email address").fill("grace@shop.example");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Become an admin" }).click();
    await expect(side(page)).toContainText("Grace");
  });

  await test.step("sign out, and in again with the password", async () => {
    await side(page).getByRole("button", { name: "Sign out" }).click();
    await expect(side(page)).not.toContainText("Grace");
    await page.goto(`/sign-in?to=/slos/${SLO}`);
    await page.getByLabel("Email address").fill("grace@shop.example");
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("main").getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`/slos/${SLO}$`));
    await expect(side(page)).toContainText("Grace");
  });

  const other = await (await browser.newContext()).newPage();
  await test.step("invite a viewer", async () => {
    await page.goto("/settings/people");
    const made = await page.request.post("/api/v1/links", {
      headers: { origin: new URL(page.url()).origin },
      data: { purpose: "invite", role: "viewer" },
    });
    const { url } = await made.json();
    await other.goto(url);
    await other.getByLabel("Name").fill("Edsger");
    await other.getByLabel("Email address").fill("edsger@shop.example");
    await other.getByLabel("Password").fill(PASSWORD);
    await other.getByRole("button", { name: /^Join/ }).click();
    await expect(side(other)).toContainText("Edsger");
  });

  await test.step("the viewer may only propose, and the API refuses more", async () => {
    await openEditor(other, "Try a target");
    await expect(other.getByRole("button", { name: "Propose" })).toBeVisible();
    await expect(other.getByRole("button", { name: "Save", exact: true })).toHaveCount(0);
    const { etag, versions } = await (await other.request.get(`/api/v1/slos/${SLO}/target`)).json();
    const { objective, threshold, window, decision } = versions[0];
    const refused = await other.request.put(`/api/v1/slos/${SLO}/target`, {
      headers: { origin: new URL(other.url()).origin, "if-match": etag },
      data: { objective: objective + 0.001, threshold, window, decision, reason: "Not mine to change." },
    });
    expect(refused.status()).toBe(403);
    expect((await refused.json()).wayOut).toContain("Propose");
  });

  await test.step("try a stricter target on history, and save it", async () => {
    await openEditor(page, "Edit target");
    const proposed = page.getByRole("row", { name: "Budget left" }).getByRole("cell").nth(1);
    const before = await proposed.textContent();
    await page.getByLabel("Objective", { exact: true }).fill("99.5");
    await expect(proposed).not.toHaveText(before ?? "");
    await page.getByLabel("Reason").fill(REASON);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`/slos/${SLO}#history$`));
    const newest = page.getByRole("region", { name: "Target history" }).getByRole("listitem").first();
    await expect(newest).toContainText("99.5\u202f%");
    await expect(newest).toContainText("Grace");
    await expect(newest).toContainText(REASON);
  });

  await test.step("the audit log has it, with who and what", async () => {
    await page.goto("/settings/audit?action=target.changed");
    const entry = page
      .getByRole("main")
      .getByText(/Combined/)
      .first();
    await expect(entry).toBeVisible();
    await expect(page.getByRole("main")).toContainText("Grace");
  });
});
