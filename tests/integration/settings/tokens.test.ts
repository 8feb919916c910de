import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as tables from "@/db/people";
import { auditOf } from "@/lib/store/audit";
import { type Answer, ownSettings } from "./own-settings";

let app: ReturnType<typeof ownSettings>;
vi.mock("next/headers", () => ({ headers: () => app.headers() }));
vi.mock("@/lib/auth/session", () => ({ sessionOf: (given: Headers) => app.sessionOf(given) }));

let tokens: typeof import("@/app/api/v1/tokens/route");
let token: typeof import("@/app/api/v1/tokens/[id]/route");
let slos: typeof import("@/app/api/v1/slos/route");
let audit: typeof import("@/app/api/v1/audit/route");
let admin: string;
let editor: string;
let viewer: string;
beforeAll(async () => {
  app = ownSettings();
  admin = app.person("Admin", "admin");
  editor = app.person("Shop editor", "editor", ["shop"]);
  viewer = app.person("Viewer", "viewer");
  tokens = await import("@/app/api/v1/tokens/route");
  token = await import("@/app/api/v1/tokens/[id]/route");
  slos = await import("@/app/api/v1/slos/route");
  audit = await import("@/app/api/v1/audit/route");
});
afterAll(() => app.remove());

const make = (by: string, body: object): Promise<Answer> =>
  app.ask(tokens.POST, { session: by }, { method: "POST", body: { name: "ci", role: "viewer", ...body } });
const secretOf = ({ body }: Answer): string => body.secret as string;
const revoke = (by: string, id: unknown): Promise<Answer> =>
  app.ask(token.DELETE, { session: by }, { method: "DELETE", id: String(id) });
const reads = async (bearer: string): Promise<number> => (await app.ask(slos.GET, { bearer })).status;
const listed = async (by: string) =>
  (await app.ask(tokens.GET, { session: by })).body.items as { id: string; state: string; lastUsedAt: string | null }[];

describe("a new token", () => {
  test("is shown once, begins with plb_, holds 32 random bytes and works for 90 days unless told otherwise", async () => {
    const made = await make(viewer, { name: "deploy" });
    expect(made.status).toBe(201);
    expect(secretOf(made)).toMatch(/^plb_[\w-]{43}$/);
    expect(Buffer.from(secretOf(made).slice(4), "base64url")).toHaveLength(32);
    const days = (Date.parse(String(made.body.expiresAt)) - Date.parse(String(made.body.createdAt))) / 86_400_000;
    expect(days).toBe(90);
    expect(await reads(secretOf(made))).toBe(200);
    expect(JSON.stringify(await listed(viewer))).not.toContain(secretOf(made).slice(12));
    expect(auditOf(app.db, "token", String(made.body.id))).toMatchObject([
      { action: "token.made", actorId: viewer, summary: "Viewer made the token deploy, viewer, for 90 days." },
    ]);
  });

  test("may do no more than its maker", async () => {
    expect((await make(editor, { role: "editor", services: ["shop"] })).status).toBe(201);
    for (const [by, rights, words] of [
      [viewer, { role: "editor" }, /^role: a token may do no more than .* viewer/],
      [editor, { role: "admin" }, /^role: /],
      [editor, { role: "editor" }, /^services: .* editor of shop/],
      [editor, { role: "editor", services: ["edge", "shop"] }, /^services: /],
    ] as const) {
      const answer = await make(by, rights);
      expect(answer.status).toBe(403);
      expect(answer.body.detail).toMatch(words);
    }
  });

  test("says which field is wrong", async () => {
    for (const [body, words] of [
      [{ name: "  " }, /^name: says nothing/],
      [{ name: "a\u0000b" }, /^name: holds a control character/],
      [{ name: "x".repeat(101) }, /^name: is longer/],
      [{ expiresInDays: 0 }, /^expiresInDays: is less than 1 day/],
      [{ expiresInDays: 366 }, /^expiresInDays: is more than 365 days/],
      [{ expiresInDays: 1.5 }, /^expiresInDays: is no whole number/],
      [{ role: "root" }, /^role: is none of/],
      [{ admin: true }, /admin/],
    ] as const) {
      const answer = await make(admin, body);
      expect(answer.status).toBe(400);
      expect(answer.body.detail).toMatch(words);
    }
  });

  test("is not made by a token, nor by nobody", async () => {
    const bearer = secretOf(await make(admin, { role: "admin" }));
    const body = { name: "successor", role: "viewer" };
    const answer = await app.ask(tokens.POST, { bearer }, { method: "POST", body });
    expect(answer.status).toBe(403);
    expect(answer.body.detail).toMatch(/A token can neither manage people nor make/);
    expect((await app.ask(tokens.GET, { bearer })).status).toBe(403);
    expect((await app.ask(tokens.POST, null, { method: "POST", body })).status).toBe(401);
  });

  test("is not kept when its audit row cannot be written, and neither is a revocation", async () => {
    const { id } = (await make(viewer, { name: "stays" })).body;
    const before = (await listed(viewer)).length;
    app.db.$client.exec(
      "CREATE TRIGGER full BEFORE INSERT ON audit WHEN NEW.action LIKE 'token.%' BEGIN SELECT RAISE(ABORT, 'full'); END",
    );
    try {
      expect((await make(viewer, {})).status).toBe(500);
      expect((await revoke(viewer, id)).status).toBe(500);
    } finally {
      app.db.$client.exec("DROP TRIGGER full");
    }
    expect(await listed(viewer)).toHaveLength(before);
    expect((await listed(viewer)).find((each) => each.id === id)).toMatchObject({ state: "works" });
  });
});

describe("a token is refused with 401", () => {
  test("once it is revoked, which is its maker's or an admin's to do", async () => {
    const made = await make(viewer, {});
    expect((await revoke(editor, made.body.id)).status).toBe(404);
    expect(await reads(secretOf(made))).toBe(200);
    expect((await revoke(admin, made.body.id)).body.state).toBe("revoked");
    expect(await reads(secretOf(made))).toBe(401);
    await revoke(viewer, made.body.id);
    expect(auditOf(app.db, "token", String(made.body.id)).map(({ summary }) => summary)).toEqual([
      "Admin revoked the token ci of Viewer.",
      "Viewer made the token ci, viewer, for 90 days.",
    ]);
  });

  test("once it has expired", async () => {
    const made = await make(viewer, { expiresInDays: 1 });
    expect(await reads(secretOf(made))).toBe(200);
    const { apiTokens } = tables;
    app.db
      .update(apiTokens)
      .set({ expiresAt: Date.now() })
      .where(eq(apiTokens.id, String(made.body.id)))
      .run();
    expect(await reads(secretOf(made))).toBe(401);
    expect((await listed(viewer)).find(({ id }) => id === made.body.id)).toMatchObject({ state: "expired" });
  });

  test("while its maker is disabled", async () => {
    const id = app.person("Disabled", "viewer");
    const bearer = secretOf(await make(id, {}));
    app.db.update(tables.people).set({ disabledAt: 1 }).where(eq(tables.people.id, id)).run();
    expect(await reads(bearer)).toBe(401);
    expect((await listed(admin)).find(({ state }) => state === "maker-disabled")).toBeDefined();
  });

  test("when nobody has ever made it", async () => {
    expect(await reads(`plb_${"A".repeat(43)}`)).toBe(401);
  });
});

describe("a token that works", () => {
  test("shrinks with its maker", async () => {
    const id = app.person("Demoted", "admin");
    const bearer = secretOf(await make(id, { role: "admin" }));
    expect((await app.ask(audit.GET, { bearer })).status).toBe(200);
    app.db.update(tables.people).set({ role: "viewer" }).where(eq(tables.people.id, id)).run();
    expect((await app.ask(audit.GET, { bearer })).status).toBe(403);
    expect(await reads(bearer)).toBe(200);
  });

  test("of a viewer's scope changes nothing, whoever made it", async () => {
    const bearer = secretOf(await make(admin, { role: "viewer" }));
    const person = await import("@/app/api/v1/people/[id]/route");
    const { currentActor, mustEdit } = await import("@/lib/auth/actor");
    const rows = () =>
      JSON.stringify([app.db.select().from(tables.people).all(), app.db.select().from(tables.audit).all()]);
    const before = rows();
    expect(
      (await app.ask(person.PATCH, { bearer }, { method: "PATCH", id: viewer, body: { role: "admin" } })).status,
    ).toBe(403);
    expect((await app.ask(token.DELETE, { bearer }, { method: "DELETE", id: "any" })).status).toBe(403);
    const actor = await currentActor();
    expect(() => mustEdit(actor, "shop")).toThrow(/may not change what belongs to shop/);
    expect(rows()).toBe(before);
  });

  test("is noted as used once a minute, and neither waits nor fails while another process writes", async () => {
    const made = await make(viewer, { name: "busy" });
    const used = async () => (await listed(viewer)).find(({ id }) => id === made.body.id)?.lastUsedAt ?? null;
    const other = new Sqlite(join(app.folder, "plumbline.db"));
    other.exec("BEGIN IMMEDIATE");
    // Whoever waited for the lock would wait for so long, and everybody else with them.
    app.db.$client.pragma("busy_timeout = 5000");
    const began = performance.now();
    expect(await reads(secretOf(made))).toBe(200);
    // Past the moment at which it is noted: it was given up.
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(app.db.$client.pragma("busy_timeout", { simple: true })).toBe(5_000);
    expect(await used()).toBeNull();
    other.exec("COMMIT");
    other.close();
    expect(await reads(secretOf(made))).toBe(200);
    await expect.poll(used).not.toBeNull();
    const first = await used();
    expect(await reads(secretOf(made))).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await used()).toBe(first);
    const { apiTokens } = tables;
    app.db
      .update(apiTokens)
      .set({ lastUsedAt: Date.now() - 61_000 })
      .where(eq(apiTokens.id, String(made.body.id)))
      .run();
    const old = await used();
    expect(await reads(secretOf(made))).toBe(200);
    await expect.poll(used).not.toBe(old);
  });
});

test("one sees one's own tokens, an admin everybody's", async () => {
  const own = (await listed(editor)).length;
  expect(own).toBe(1);
  expect((await listed(admin)).length).toBeGreaterThan(own);
});

test("whoever copies the database, its log and all, holds no token", async () => {
  const secrets = await Promise.all(
    Array.from({ length: 20 }, async () => secretOf(await make(admin, { name: "copied" }))),
  );
  for (const secret of secrets) await reads(secret);
  const files = readdirSync(app.folder).filter((name) => name.startsWith("plumbline.db"));
  expect(files).toContain("plumbline.db-wal");
  const bytes = Buffer.concat(files.map((name) => readFileSync(join(app.folder, name))));
  // The search bites: what is meant to be seen of a token is found.
  expect(bytes.includes(secrets[0]?.slice(0, 12) ?? "")).toBe(true);
  expect(secrets.filter((secret) => bytes.includes(secret.slice(12)))).toEqual([]);
  expect(secrets.filter((secret) => bytes.includes(Buffer.from(secret.slice(4), "base64url")))).toEqual([]);
});
