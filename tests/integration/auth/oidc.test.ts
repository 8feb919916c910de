import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as tables from "@/db/people";
import {
  freePort,
  type IdentityProvider,
  startProvider,
  throughProvider,
  trusting,
} from "../../fixtures/identity-provider";
import { browser, freshAddress, ownHouse } from "./own-house";

const PUBLIC_URL = "http://127.0.0.1:45871";
const port = await freePort();
const { db, clear } = ownHouse({
  ...trusting(port, PUBLIC_URL),
  OIDC_ROLE_CLAIM: "groups",
  OIDC_ROLE_MAP: '{"sre": "editor", "platform": "admin"}',
});
const { comeBack, signInElsewhere } = await import("@/lib/auth/oidc");
const { sessionOf } = await import("@/lib/auth/session");
const { addPerson } = await import("@/lib/store/accounts");
const { log } = await import("@/lib/log");
const warned = vi.spyOn(log, "warn");

let provider: IdentityProvider | undefined;
beforeAll(async () => {
  const start = signInElsewhere(new Headers(), freshAddress(), "/");
  await expect(start).rejects.toMatchObject({ code: "unavailable", message: /^Example ID does not answer/ });
  provider = await startProvider(port, PUBLIC_URL);
});
afterAll(async () => {
  await provider?.stop();
  clear();
});

async function signInAs(subject: string, to = "/slos?verdict=met") {
  const at = browser();
  const { url, cookies } = await signInElsewhere(at.headers(), freshAddress(), to);
  at.keep(cookies);
  const back = await throughProvider(url, subject, PUBLIC_URL);
  const answer = await comeBack(new Request(back, { headers: at.headers() }), freshAddress());
  at.keep(answer.headers.getSetCookie());
  return { at, url, back, location: answer.headers.get("location"), session: await sessionOf(at.headers()) };
}

const count = (table: string): unknown => db.$client.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

test("after a provider that was out of reach comes back, signing in works without a restart: the person joins, and is led back", async () => {
  provider?.claims.set("s-1", { name: "Rosa", email: "rosa@example.org", email_verified: false });
  const { session, location, url } = await signInAs("s-1");
  expect(url).toContain("code_challenge_method=S256");
  expect(location).toBe("/slos?verdict=met");
  expect(session).toMatchObject({ name: "Rosa", role: "viewer", services: null });
  const row = db.$client.prepare("SELECT action, summary FROM audit WHERE action = 'person.joined'").get();
  expect(row).toMatchObject({ summary: "Rosa joined by the identity provider, as viewer." });
});

test("who comes again is the same person, by the provider's subject and not by the address", async () => {
  provider?.claims.set("s-2", { name: "Sam", email: "sam@example.org" });
  const first = await signInAs("s-2");
  provider?.claims.set("s-2", { name: "Sam", email: "sam.new@example.org" });
  const again = await signInAs("s-2");
  expect(again.session?.id).toBe(first.session?.id);
  expect(again.session?.sessionId).not.toBe(first.session?.sessionId);
});

test("somebody else with the address of a person here does not become them, verified or not", async () => {
  provider?.claims.set("s-3", { name: "Tess", email: "tess@example.org" });
  await signInAs("s-3");
  for (const email_verified of [false, true]) {
    provider?.claims.set("s-4", { name: "Not Tess", email: "Tess@example.org", email_verified });
    const { session, location } = await signInAs("s-4");
    expect(session).toBeNull();
    expect(location).toMatch(/^\/sign-in\?to=%2Fslos%3Fverdict%3Dmet&error=account_not_linked/);
  }
});

const setFirst = (columns: string) =>
  db.$client.prepare(`UPDATE people SET ${columns} WHERE email = 'first@example.org'`).run();

test("the claim says the role, at every sign-in, and the highest counts", async () => {
  addPerson(db, { name: "First", email: "first@example.org", role: "admin", services: null }, new Date());
  provider?.claims.set("s-5", { name: "Uma", email: "uma@example.org", groups: ["sre"] });
  expect((await signInAs("s-5")).session).toMatchObject({ role: "editor" });
  provider?.claims.set("s-5", { name: "Uma", email: "uma@example.org", groups: ["sre", "platform"] });
  expect((await signInAs("s-5")).session).toMatchObject({ role: "admin" });
  provider?.claims.set("s-5", { name: "Uma", email: "uma@example.org", groups: ["cooks", "admin"] });
  expect((await signInAs("s-5")).session).toMatchObject({ role: "viewer" });
  const told = db.$client.prepare("SELECT summary FROM audit WHERE action = 'person.changed'").pluck().all();
  expect(told).toEqual([
    "Uma is admin now, was editor: the identity provider says so.",
    "Uma is viewer now, was admin: the identity provider says so.",
  ]);
});

test("a claim that is missing changes nothing, which the log says once; one that is there and empty does", async () => {
  provider?.claims.set("s-8", { name: "Xi", email: "xi@example.org", groups: ["sre"] });
  await signInAs("s-8");
  provider?.claims.set("s-8", { name: "Xi", email: "xi@example.org" });
  expect((await signInAs("s-8")).session).toMatchObject({ role: "editor" });
  expect((await signInAs("s-8")).session).toMatchObject({ role: "editor" });
  const told = warned.mock.calls.filter((said) => String(said[1]).includes("the claim is missing"));
  expect(told).toEqual([[{ claim: "groups" }, expect.any(String)]]);
  provider?.claims.set("s-8", { name: "Xi", email: "xi@example.org", groups: [] });
  expect((await signInAs("s-8")).session).toMatchObject({ role: "viewer" });
});

test("the last admin stays one, whatever the claim says; another is demoted, and links that they made end", async () => {
  provider?.claims.set("s-9", { name: "Yan", email: "yan@example.org", groups: ["platform"] });
  const { session } = await signInAs("s-9");
  const made = { role: "admin", services: null, createdBy: "Yan", createdById: session?.id ?? "", createdAt: 0 };
  const link = { hash: "a link", purpose: "invite", expiresAt: Date.now() + 60_000, ...made };
  db.insert(tables.oneTimeLinks).values(link).run();
  const isOpen = () => (db.select().from(tables.oneTimeLinks).get()?.expiresAt ?? 0) > Date.now();
  setFirst("disabled_at = 1");
  provider?.claims.set("s-9", { name: "Yan", email: "yan@example.org", groups: ["sre"] });
  expect((await signInAs("s-9")).session).toMatchObject({ role: "admin" });
  expect(isOpen()).toBe(true);
  setFirst("disabled_at = NULL");
  expect((await signInAs("s-9")).session).toMatchObject({ role: "editor" });
  expect(isOpen()).toBe(false);
});

test("somebody disabled is refused, though the provider knows them, and their role stays as it is", async () => {
  provider?.claims.set("s-6", { name: "Vic", email: "vic@example.org", groups: ["sre"] });
  await signInAs("s-6");
  db.$client.prepare("UPDATE people SET disabled_at = 1 WHERE email = 'vic@example.org'").run();
  provider?.claims.set("s-6", { name: "Vic", email: "vic@example.org", groups: ["platform"] });
  const { session, location } = await signInAs("s-6");
  expect(session).toBeNull();
  expect(db.$client.prepare("SELECT role FROM people WHERE email = 'vic@example.org'").pluck().get()).toBe("editor");
  expect(location).toContain("error=unable_to_create_session");
});

test("an answer of the provider works once, and in the browser that asked only", async () => {
  provider?.claims.set("s-7", { name: "Wim", email: "wim@example.org" });
  const { at, back } = await signInAs("s-7");
  const before = count("sessions");
  const again = await comeBack(new Request(back, { headers: at.headers() }), freshAddress());
  expect(again.headers.get("location")).toContain("error=");
  const { url } = await signInElsewhere(new Headers(), freshAddress(), "/");
  const stolen = await comeBack(new Request(await throughProvider(url, "s-7", PUBLIC_URL)), freshAddress());
  expect(stolen.headers.get("location")).toContain("error=");
  expect(stolen.headers.getSetCookie().join()).not.toContain("session_token");
  expect(count("sessions")).toBe(before);
});

test("nothing is kept by which the provider could be asked in somebody's name", () => {
  const kept = db.$client
    .prepare(
      "SELECT count(*) FROM accounts WHERE access_token IS NOT NULL OR refresh_token IS NOT NULL OR id_token IS NOT NULL",
    )
    .pluck()
    .get();
  expect(count("accounts")).toBeGreaterThan(4);
  expect(kept).toBe(0);
});
