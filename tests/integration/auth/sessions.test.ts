import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { holdDatabase } from "../../fixtures/hold-database";
import { type Browser, browser, freshAddress, ORIGIN, ownHouse, visitor } from "./own-house";

const { db, dataDir, clear } = ownHouse();
afterAll(clear);
const { signIn } = await import("@/lib/commands/sign-in");
const { signOut } = await import("@/lib/commands/sign-out");
const { endSessions } = await import("@/lib/commands/end-sessions");
const { renameOneself } = await import("@/lib/commands/rename-oneself");
const { headersFor } = await import("@/lib/auth/cookies");
const { linkForAdmin } = await import("@/lib/commands/operator-links");
const { redeemLink } = await import("@/lib/commands/redeem-link");
const { sessionOf, IDLE_MS } = await import("@/lib/auth/session");
const { SESSION_S } = await import("@/lib/auth/better-auth");

const PASSWORD = "brittle lanterns over Vega";
let people = 0;

async function somebody(): Promise<{ email: string; at: Browser }> {
  const email = `person-${++people}@example.org`;
  const at = browser();
  const secret = linkForAdmin(ORIGIN, new Date()).url.split("/").at(-1) ?? "";
  const { cookies } = await redeemLink(
    visitor(freshAddress()),
    { secret, name: "Ada", email, password: PASSWORD },
    at.headers(),
    new Date(),
  );
  at.keep(cookies);
  return { email, at };
}

async function comeIn(email: string, at: Browser = browser(), password = PASSWORD): Promise<Browser> {
  const { cookies } = await signIn(visitor(freshAddress()), { email, password }, at.headers(), new Date());
  at.keep(cookies);
  return at;
}

const actions = (): unknown[] => db.$client.prepare("SELECT action FROM audit ORDER BY id").pluck().all();

test("a link makes an admin, who is signed in then and can sign in again", async () => {
  const { email, at } = await somebody();
  expect(await sessionOf(at.headers())).toMatchObject({ kind: "person", name: "Ada", role: "admin", services: null });
  expect(await sessionOf((await comeIn(email)).headers())).toMatchObject({ name: "Ada" });
  expect(actions().slice(0, 5)).toEqual(["link.made", "link.used", "person.joined", "session.began", "session.began"]);
});

test("the cookie is for the browser only, and of this site", async () => {
  const { email } = await somebody();
  const { cookies } = await signIn(visitor(freshAddress()), { email, password: PASSWORD }, new Headers(), new Date());
  const [cookie = ""] = cookies.filter((each) => each.startsWith("plumbline.session_token="));
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
  expect(cookie).toMatch(/Path=\//i);
  expect(cookie).not.toMatch(/Domain|Secure/i);
});

test("the secret is made once and is its owner's alone", () => {
  expect(statSync(join(dataDir, "auth-secret")).mode & 0o777).toBe(0o600);
});

test("a session id that was there before signing in is not taken over, and the old session has ended", async () => {
  const { email, at } = await somebody();
  const planted = at.cookie("session_token");
  const old = at.headers();
  await comeIn(email, at);
  expect(at.cookie("session_token")).not.toBe(planted);
  expect(await sessionOf(at.headers())).not.toBeNull();
  expect(await sessionOf(old)).toBeNull();
});

test("a cookie that we did not sign is nobody's", async () => {
  const { at } = await somebody();
  const [token] = decodeURIComponent(at.cookie("session_token") ?? "").split(".");
  at.plant("plumbline.session_token", encodeURIComponent(`${token}.${"A".repeat(43)}=`));
  expect(await sessionOf(at.headers())).toBeNull();
});

test("the library is told of our cookies only, each once as we read it", async () => {
  const told = (cookie: string) => headersFor(new Headers({ cookie }), null).get("cookie");
  expect(told("a=1; plumbline.session_token =x; plumbline.session_token=y; plumbline.trust_device=z; b")).toBe(
    "plumbline.session_token=x",
  );
  expect(told("plumbline.session_token.0=x; plumbline.two_factor; =; plumbline.state=s=t")).toBe("plumbline.state=s=t");
  const { at } = await somebody();
  const own = at.cookie("session_token");
  const session = (cookie: string) => sessionOf(new Headers({ cookie }));
  expect(await session(`plumbline.session_token =${own}; plumbline.session_token=%`)).not.toBeNull();
  expect(await session(`plumbline.session_token=%E0%A4%A; plumbline.session_token=${own}`)).toBeNull();
});

test("who renames themself or ends sessions while another process writes waits for it", async () => {
  const { at } = await somebody();
  const actor = { ...visitor(freshAddress()), ...(await sessionOf(at.headers())) } as never;
  const free = holdDatabase(db, 600);
  const done = Promise.all([renameOneself(actor, { name: "Lin" }, new Date()), endSessions(actor, { which: "all" })]);
  expect(await done).toEqual([{ name: "Lin" }, { ended: 1 }]);
  await free;
});

test("a cookie that was kept over signing out is worth nothing", async () => {
  const { at } = await somebody();
  const kept = at.headers();
  const { cookies } = await signOut(visitor(freshAddress()), at.headers());
  at.keep(cookies);
  expect(at.cookie("session_token")).toBeUndefined();
  expect(await sessionOf(kept)).toBeNull();
  expect(actions().at(-1)).toBe("session.ended");
});

test("signing out everywhere ends the sessions of all browsers, and one of somebody else is not found", async () => {
  const { email, at } = await somebody();
  const elsewhere = await comeIn(email);
  const other = await somebody();
  const actor = { ...visitor(freshAddress()), ...(await sessionOf(at.headers())) } as never;
  const theirs = await sessionOf(other.at.headers());
  await expect(endSessions(actor, { which: { id: theirs?.sessionId ?? "" } })).rejects.toThrow("no such session");
  expect(await endSessions(actor, { which: "all" })).toEqual({ ended: 2 });
  expect(await sessionOf(at.headers())).toBeNull();
  expect(await sessionOf(elsewhere.headers())).toBeNull();
  expect(await sessionOf(other.at.headers())).not.toBeNull();
});

test("somebody disabled is nobody at once, and cannot sign in", async () => {
  const { email, at } = await somebody();
  db.$client.prepare("UPDATE people SET disabled_at = 1 WHERE email = ?").run(email);
  expect(await sessionOf(at.headers())).toBeNull();
  await expect(comeIn(email)).rejects.toMatchObject({
    code: "not-signed-in",
    message: /email address or the password/,
  });
});

test("a session ends when it was not used for a day, and after a week however much it was", async () => {
  const { email, at } = await somebody();
  const age = (column: string, ms: number) =>
    db.$client
      .prepare(`UPDATE sessions SET ${column} = ? WHERE user_id = (SELECT id FROM people WHERE email = ?)`)
      .run(Date.now() + ms, email);
  age("updated_at", -IDLE_MS + 60_000);
  expect(await sessionOf(at.headers())).not.toBeNull();
  const [touched] = db.$client.prepare("SELECT max(updated_at) FROM sessions").pluck().all() as number[];
  expect(touched).toBeGreaterThan(Date.now() - 60_000);
  age("updated_at", -IDLE_MS - 1);
  expect(await sessionOf(at.headers())).toBeNull();

  const again = await comeIn(email);
  expect(await sessionOf(again.headers())).not.toBeNull();
  const [expiresAt] = db.$client.prepare("SELECT max(expires_at) FROM sessions").pluck().all() as number[];
  expect(Math.abs((expiresAt ?? 0) - Date.now() - SESSION_S * 1_000)).toBeLessThan(60_000);
  age("expires_at", -1);
  expect(await sessionOf(again.headers())).toBeNull();
});

test("what is kept holds neither passwords nor link secrets", async () => {
  const { url } = linkForAdmin(ORIGIN, new Date());
  const dump = db.$client.serialize().toString("latin1");
  expect(dump).not.toContain(PASSWORD);
  expect(dump).not.toContain(url.split("/").at(-1));
});

test("nobody can sign up by themself", async () => {
  const { auth } = await import("@/lib/auth/better-auth");
  await expect(
    auth().api.signUpEmail({ body: { name: "Eve", email: "eve@example.org", password: PASSWORD } }),
  ).rejects.toMatchObject({ statusCode: 400 });
  expect(db.$client.prepare("SELECT 1 FROM people WHERE name = 'Eve'").get()).toBeUndefined();
});
