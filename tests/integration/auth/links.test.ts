import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "@/db/client";
import { holdDatabase } from "../../fixtures/hold-database";
import { addSlo } from "../store/own-database";
import { browser, freshAddress, ORIGIN, ownHouse, visitor } from "./own-house";

const { db, dataDir, clear } = ownHouse();
afterAll(clear);
const { makeLink } = await import("@/lib/commands/make-link");
const { linkForAdmin, linkForEmail, linksOfStart } = await import("@/lib/commands/operator-links");
const { redeemLink } = await import("@/lib/commands/redeem-link");
const { signIn } = await import("@/lib/commands/sign-in");
const { linkView } = await import("@/lib/views/link");
const { sessionOf } = await import("@/lib/auth/session");

const PASSWORD = "brittle lanterns over Vega";
const HOUR_MS = 3_600_000;
const secretIn = ({ url }: { url: string }): string => {
  expect(url).toMatch(new RegExp(`^${ORIGIN}/set-up/[\\w-]{43}$`));
  return url.split("/").at(-1) ?? "";
};

const redeem = (secret: string, email?: string, password: string | null = PASSWORD, now = new Date()) =>
  redeemLink(
    visitor(freshAddress()),
    { secret, ...(email ? { name: "Grace", email } : {}), ...(password === null ? {} : { password }) },
    new Headers(),
    now,
  );

/** Redeems and answers who is signed in then. */
async function whoComes(secret: string, email?: string, password?: string | null) {
  const at = browser();
  at.keep((await redeem(secret, email, password)).cookies);
  return { at, session: await sessionOf(at.headers()) };
}

async function anAdmin(email: string) {
  const { session } = await whoComes(secretIn(linkForAdmin(ORIGIN, new Date())), email);
  return { ...visitor(freshAddress()), ...session } as ReturnType<typeof visitor>;
}

test("each start prints a new link to set up until there is an admin, and the one before expires", async () => {
  const first = linksOfStart(ORIGIN, false, new Date());
  const second = linksOfStart(ORIGIN, false, new Date());
  expect(first.demo).toBeNull();
  if (!first.setUp || !second.setUp) throw new Error("no link was made");
  await expect(redeem(secretIn(first.setUp), "grace@example.org")).rejects.toThrow("This link has expired");
  const { session } = await whoComes(secretIn(second.setUp), "grace@example.org");
  expect(session).toMatchObject({ name: "Grace", role: "admin" });
  expect(linksOfStart(ORIGIN, false, new Date()).setUp).toBeNull();
});

test("a link works once, also for two who use it at the same time", async () => {
  const secret = secretIn(linkForAdmin(ORIGIN, new Date()));
  const outcomes = await Promise.allSettled([redeem(secret, "one@example.org"), redeem(secret, "two@example.org")]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(redeem(secret, "three@example.org")).rejects.toThrow("This link was used already");
  const made = db.$client.prepare(
    "SELECT count(*) FROM people WHERE email IN ('one@example.org', 'two@example.org', 'three@example.org')",
  );
  expect(made.pluck().get()).toBe(1);
});

test("a link works for a day, and an invitation for a week", async () => {
  const admin = await anAdmin("henry@example.org");
  const now = Date.now();
  const setUp = secretIn(linkForAdmin(ORIGIN, new Date(now)));
  await expect(linkView(visitor(freshAddress()), setUp, new Date(now + 24 * HOUR_MS - 1))).resolves.toMatchObject({
    purpose: "set-up",
  });
  await expect(redeem(setUp, "late@example.org", PASSWORD, new Date(now + 24 * HOUR_MS))).rejects.toThrow(
    "has expired",
  );
  const { expiresAt } = await makeLink(admin, { purpose: "invite", role: "viewer" }, ORIGIN, new Date(now));
  expect(Date.parse(expiresAt) - now).toBe(7 * 24 * HOUR_MS);
});

test("looking at a link does not use it, and one that is unknown says so", async () => {
  const secret = secretIn(linkForAdmin(ORIGIN, new Date()));
  for (let i = 0; i < 3; i++) await linkView(visitor(freshAddress()), secret, new Date());
  await expect(redeem(secret, "looked@example.org")).resolves.toBeTruthy();
  await expect(linkView(visitor(freshAddress()), "x".repeat(43), new Date())).rejects.toThrow("does not exist");
});

test("an invitation gives the rights that it names, and no more", async () => {
  const admin = await anAdmin("ivan@example.org");
  addSlo(db, "hits");
  const invite = (services: string[]) =>
    makeLink(admin, { purpose: "invite", role: "editor", services }, ORIGIN, new Date());
  await expect(invite(["shp"])).rejects.toThrow('services: no SLO belongs to a service "shp"');
  await expect(invite([])).rejects.toThrow("services: names none");
  const secret = secretIn(await invite(["shop", "shop"]));
  const { session } = await whoComes(secret, "judy@example.org");
  expect(session).toMatchObject({ role: "editor", services: ["shop"] });
});

test("only an admin who signed in makes links", async () => {
  const admin = await anAdmin("kim@example.org");
  const make = (actor: ReturnType<typeof visitor>) =>
    makeLink(actor, { purpose: "invite", role: "admin" }, ORIGIN, new Date());
  await expect(make(visitor(freshAddress()))).rejects.toThrow("somebody signed in");
  await expect(make({ ...admin, role: "editor" })).rejects.toThrow("no admin");
  await expect(make({ ...admin, kind: "token" })).rejects.toThrow("A token can neither manage people");
});

test("a link does not outlive its maker as an admin, also where they cease to be one while it is used", async () => {
  const admin = await anAdmin("nina@example.org");
  const secret = secretIn(await makeLink(admin, { purpose: "invite", role: "admin" }, ORIGIN, new Date()));
  const set = (columns: string) => db.$client.prepare(`UPDATE people SET ${columns} WHERE id = ?`).run(admin.id);
  for (const columns of ["role = 'editor'", "role = 'admin', disabled_at = 1"]) {
    set(columns);
    await expect(linkView(visitor(freshAddress()), secret, new Date())).rejects.toThrow("no admin any more");
    await expect(redeem(secret, "olga@example.org")).rejects.toThrow("no admin any more");
  }
  set("disabled_at = NULL");
  const using = redeem(secret, "olga@example.org");
  // The password is being hashed by then.
  await new Promise(setImmediate);
  set("role = 'viewer'");
  await expect(using).rejects.toThrow("no admin any more");
  set("role = 'admin'");
  await expect(redeem(secret, "olga@example.org")).resolves.toBeTruthy();
  const outlasting = secretIn(linkForAdmin(ORIGIN, new Date()));
  await expect(redeem(outlasting, "pia@example.org")).resolves.toBeTruthy();
});

test("of links from before their maker was kept, the audit log tells whose they are", () => {
  const folder = mkdtempSync(join(dataDir, "before-"));
  cpSync("db/migrations", folder, { recursive: true });
  const index = join(folder, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(index, "utf8"));
  const entries = journal.entries.filter(({ idx }: { idx: number }) => idx < 5);
  writeFileSync(index, JSON.stringify({ ...journal, entries }));
  const file = join(folder, "plumbline.db");
  const old = openDatabase(file, folder).$client;
  old.exec(
    `INSERT INTO people (id, name, email, created_at, updated_at, role) VALUES ('p', 'Rob', 'rob@example.org', 0, 0, 'admin')`,
  );
  for (const [hash, kind, id] of [
    ["a".repeat(64), "person", "p"],
    ["b".repeat(64), "system", null],
  ]) {
    old
      .prepare(
        "INSERT INTO one_time_links (hash, purpose, role, created_by, created_at, expires_at) VALUES (?, 'invite', 'admin', 'x', 0, 1)",
      )
      .run(hash);
    old
      .prepare(
        "INSERT INTO audit (at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, summary) VALUES (0, ?, ?, 'x', 'link.made', 'link', ?, 'x')",
      )
      .run(kind, id, hash?.slice(0, 16));
  }
  old.close();
  const { $client } = openDatabase(file, "db/migrations");
  expect($client.prepare("SELECT created_by_id FROM one_time_links ORDER BY hash").pluck().all()).toEqual(["p", null]);
  $client.close();
});

test("who uses a link while another process writes waits for it", async () => {
  const secret = secretIn(linkForAdmin(ORIGIN, new Date()));
  const free = holdDatabase(db, 1_500);
  await expect(redeem(secret, "quinn@example.org")).resolves.toBeTruthy();
  await free;
});

test("an address that has an account already is named, and the link stays good", async () => {
  const secret = secretIn(linkForAdmin(ORIGIN, new Date()));
  await expect(redeem(secret, "grace@example.org")).rejects.toMatchObject({
    code: "conflict",
    details: { issues: [{ field: "email" }] },
  });
  await expect(redeem(secret, "leo@example.org", "password1234")).rejects.toMatchObject({
    details: { issues: [{ field: "password" }] },
  });
  await expect(redeem(secret, "leo@example.org")).resolves.toBeTruthy();
});

test("who comes back in by a link has a new password, no second factor, and no other session", async () => {
  const { at } = await whoComes(secretIn(linkForAdmin(ORIGIN, new Date())), "mia@example.org");
  const [id] = db.$client.prepare("SELECT id FROM people WHERE email = 'mia@example.org'").pluck().all() as string[];
  db.$client.prepare("UPDATE people SET two_factor_enabled = 1 WHERE id = ?").run(id);
  db.$client.prepare("INSERT INTO two_factors (id, secret, backup_codes, user_id) VALUES ('f', 's', 'b', ?)").run(id);
  const older = secretIn(linkForEmail("Mia@example.org", ORIGIN, new Date()));
  const newer = secretIn(linkForEmail("mia@example.org", ORIGIN, new Date()));
  await expect(redeem(older)).rejects.toThrow("has expired");
  const back = await whoComes(newer, undefined, "another lantern, less brittle");
  expect(back.session).toMatchObject({ id });
  expect(await sessionOf(at.headers())).toBeNull();
  const signInWith = (password: string) =>
    signIn(visitor(freshAddress()), { email: "mia@example.org", password }, new Headers(), new Date());
  await expect(signInWith(PASSWORD)).rejects.toMatchObject({ code: "not-signed-in" });
  await expect(signInWith("another lantern, less brittle")).resolves.toMatchObject({ state: "signed-in" });
  const told = db.$client.prepare("SELECT action FROM audit WHERE actor_id = ? ORDER BY id").pluck().all(id);
  expect(told).toEqual(expect.arrayContaining(["second-factor.off", "session.ended", "link.used", "password.changed"]));
  expect(() => linkForEmail("nobody@example.org", ORIGIN, new Date())).toThrow("Nobody here has the email address");
});

test("the demo's link signs in as its editor without a password, once each start", async () => {
  const { demo } = linksOfStart(ORIGIN, true, new Date());
  if (!demo) throw new Error("no link was made");
  const { session } = await whoComes(secretIn(demo), undefined, null);
  expect(session).toMatchObject({ name: "Demo editor", role: "editor", services: null });
  await expect(redeem(secretIn(demo), undefined, null)).rejects.toThrow("used already");
  const next = linksOfStart(ORIGIN, true, new Date()).demo;
  const again = await whoComes(next ? secretIn(next) : "", undefined, null);
  expect(again.session?.id).toBe(session?.id);
});

test("links that are guessed at are slowed down", async () => {
  const by = visitor(freshAddress());
  const guess = () => linkView(by, "y".repeat(43), new Date()).catch(({ code }) => code);
  const outcomes = [];
  for (let i = 0; i < 8; i++) outcomes.push(await guess());
  expect(outcomes).toEqual([...Array(5).fill("not-found"), ...Array(3).fill("too-many-requests")]);
});
