import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as tables from "@/db/people";
import { auditOf } from "@/lib/store/audit";
import { holdDatabase } from "../../fixtures/hold-database";
import { type Answer, addSession, ownSettings } from "./own-settings";

let app: ReturnType<typeof ownSettings>;
vi.mock("next/headers", () => ({ headers: () => app.headers() }));
vi.mock("@/lib/auth/session", () => ({ sessionOf: (given: Headers) => app.sessionOf(given) }));

let people: typeof import("@/app/api/v1/people/route");
let person: typeof import("@/app/api/v1/people/[id]/route");
let tokens: typeof import("@/app/api/v1/tokens/route");
let admin: string;
beforeAll(async () => {
  app = ownSettings();
  admin = app.person("First admin", "admin");
  people = await import("@/app/api/v1/people/route");
  person = await import("@/app/api/v1/people/[id]/route");
  tokens = await import("@/app/api/v1/tokens/route");
});
afterAll(() => app.remove());

type Row = { id: string; version: string; [more: string]: unknown };

async function rowOf(id: string): Promise<Row> {
  const { body } = await app.ask(people.GET, { session: admin });
  const row = (body.items as Row[]).find((each) => each.id === id);
  if (!row) throw new Error(`${id} is not in the list`);
  return row;
}

/** A change on top of what the list shows now, by the first admin unless told otherwise. */
async function change(
  id: string,
  body: object,
  { by = admin, ifMatch }: { by?: string; ifMatch?: string } = {},
): Promise<Answer> {
  const seen = ifMatch ?? (await rowOf(id)).version;
  return app.ask(person.PATCH, { session: by }, { method: "PATCH", id, ifMatch: seen, body });
}

const entriesOf = (id: string) => auditOf(app.db, "person", id);

describe("the list of people", () => {
  test("is for admins, and says role, services, second factor and when somebody was last seen", async () => {
    const editor = app.person("Shop editor", "editor", ["shop"]);
    const seen = new Date("2026-11-24T09:00:00Z");
    addSession(app.db, editor, seen);
    expect(await rowOf(editor)).toMatchObject({
      name: "Shop editor",
      role: "editor",
      services: ["shop"],
      secondFactor: false,
      lastSeenAt: seen.toISOString(),
      disabledAt: null,
    });
    for (const [by, status] of [
      [null, 401],
      [{ session: editor }, 403],
      [{ bearer: "plb_nothing" }, 401],
    ] as const)
      expect((await app.ask(people.GET, by)).status).toBe(status);
  });

  test("still knows when somebody was last seen whose session has ended", async () => {
    const viewer = app.person("Seen viewer", "viewer");
    addSession(app.db, viewer, new Date("2026-11-23T09:00:00Z"));
    app.db.delete(tables.sessions).where(eq(tables.sessions.userId, viewer)).run();
    expect(await rowOf(viewer)).toMatchObject({ lastSeenAt: "2026-11-23T09:00:00.000Z" });
  });
});

describe("a change of rights", () => {
  test("is kept with its audit row, which tells what was before and after", async () => {
    const id = app.person("Second viewer", "viewer");
    const answer = await change(id, { role: "editor", services: ["shop"] });
    expect(answer).toMatchObject({ status: 200, body: { role: "editor", services: ["shop"] } });
    expect(answer.etag).toBe(`"${(await rowOf(id)).version}"`);
    expect(entriesOf(id)).toMatchObject([
      {
        action: "person.changed",
        actorId: admin,
        summary: "First admin made Second viewer editor of shop; before: viewer.",
        detail: { before: { role: "viewer", services: null }, after: { role: "editor", services: ["shop"] } },
      },
    ]);
  });

  test("that somebody else overtook is refused with what holds now, and without a version it is not even tried", async () => {
    const id = app.person("Contested", "viewer");
    const { version } = await rowOf(id);
    expect((await change(id, { role: "admin" }, { ifMatch: `older", W/"${version}` })).status).toBe(200);
    const late = await change(id, { role: "editor" }, { ifMatch: version });
    expect(late).toMatchObject({ status: 412, body: { current: { role: "admin", disabled: false } } });
    expect(await rowOf(id)).toMatchObject({ role: "admin", version: (late.body.current as Row).version });
    const blind = await app.ask(person.PATCH, { session: admin }, { method: "PATCH", id, body: { role: "viewer" } });
    expect(blind.status).toBe(428);
    expect((await change(id, { role: "viewer" })).status).toBe(200);
  });

  test("names the field that is wrong and the way out", async () => {
    const id = app.person("Third viewer", "viewer");
    for (const [body, words] of [
      [{ role: "boss" }, /^role: is none of viewer, editor, admin/],
      [{ role: "editor", services: [] }, /^services: names none/],
      [{ role: "editor", services: ["shp"] }, /^services: no SLO belongs to a service "shp"/],
      [{}, /neither a role/],
      [{ role: "viewer", disabled: true }, /neither a role/],
      [{ role: "viewer", admin: true }, /admin/],
    ] as const) {
      const answer = await change(id, body);
      expect(answer.status).toBe(400);
      expect(answer.body.detail).toMatch(words);
    }
    expect((await change(id, { role: "editor", services: ["shp"] })).body.wayOut).toBe("There are: edge, shop.");
    expect(entriesOf(id)).toEqual([]);
  });

  test("is for admins who signed in: no editor, no token of an admin", async () => {
    const id = app.person("Fourth viewer", "viewer");
    const editor = app.person("Ambitious editor", "editor");
    expect((await change(editor, { role: "admin" }, { by: editor })).status).toBe(403);
    const made = await app.ask(
      tokens.POST,
      { session: admin },
      { method: "POST", body: { name: "ci", role: "admin" } },
    );
    const bearer = made.body.secret as string;
    const { version: ifMatch } = await rowOf(id);
    const answer = await app.ask(person.PATCH, { bearer }, { method: "PATCH", id, ifMatch, body: { role: "admin" } });
    expect(answer).toMatchObject({ status: 403, body: { wayOut: "Sign in and do it in Settings." } });
    expect(answer.body.detail).toMatch(/A token can neither manage people/);
    expect(await rowOf(id)).toMatchObject({ role: "viewer" });
  });

  test("is rolled back whole when its audit row cannot be written", async () => {
    const id = app.person("Fifth viewer", "viewer");
    addSession(app.db, id);
    app.db.$client.exec(
      "CREATE TRIGGER full BEFORE INSERT ON audit WHEN NEW.action LIKE 'person.%' BEGIN SELECT RAISE(ABORT, 'full'); END",
    );
    try {
      expect((await change(id, { role: "editor" })).status).toBe(500);
      expect((await change(id, { disabled: true })).status).toBe(500);
    } finally {
      app.db.$client.exec("DROP TRIGGER full");
    }
    expect(await rowOf(id)).toMatchObject({ role: "viewer", disabledAt: null });
    expect(app.db.select().from(tables.sessions).where(eq(tables.sessions.userId, id)).all()).toHaveLength(1);
    expect(entriesOf(id).map(({ action }) => action)).toEqual(["session.began"]);
  });
});

describe("an admin who is none any more", () => {
  const openBy = (createdById: string): (() => boolean) => {
    const hash = `invitation by ${createdById}`;
    const terms = { role: "admin", services: null, createdAt: 0, expiresAt: Date.now() + 60_000 };
    const link = { hash, purpose: "invite", createdBy: "An admin", createdById, ...terms };
    app.db.insert(tables.oneTimeLinks).values(link).run();
    return () => {
      const row = app.db.select().from(tables.oneTimeLinks).where(eq(tables.oneTimeLinks.hash, hash)).get();
      return row !== undefined && row.expiresAt > Date.now();
    };
  };

  test("leaves no link behind that gives rights, demoted or disabled; one who stays an admin does", async () => {
    const ids = ["Demoted", "Disabled", "Staying"].map((name) => app.person(name, "admin"));
    const [demoted = "", disabled = "", staying = ""] = ids;
    const open = ids.map(openBy);
    await change(demoted, { role: "editor" });
    await change(disabled, { disabled: true });
    expect(open.map((isOpen) => isOpen())).toEqual([false, false, true]);
    await change(disabled, { disabled: false });
    expect(open.map((isOpen) => isOpen())).toEqual([false, false, true]);
    await change(staying, { role: "viewer" });
  });

  test("may do no more also where their request's body arrives only afterwards", async () => {
    const id = app.person("Sixth viewer", "viewer");
    const slow = app.person("Slow admin", "admin");
    const { version } = await rowOf(id);
    await app.ask(people.GET, { session: slow });
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          app.db.update(tables.people).set({ role: "viewer" }).where(eq(tables.people.id, slow)).run();
          controller.enqueue(new TextEncoder().encode('{"role": "admin"}'));
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const headers = new Headers(await app.headers());
    headers.set("if-match", `"${version}"`);
    const request = new Request("http://localhost/", { method: "PATCH", headers, body, duplex: "half" } as RequestInit);
    expect((await person.PATCH(request, { params: Promise.resolve({ id }) })).status).toBe(403);
    expect(await rowOf(id)).toMatchObject({ role: "viewer" });
  });
});

test("while another process writes, whoever changes people, tokens or links waits for it", async () => {
  const [changed, disabled, enabled] = ["Waits 1", "Waits 2", "Waits 3"].map((name) => app.person(name, "viewer"));
  await change(enabled ?? "", { disabled: true });
  const made = await app.ask(
    tokens.POST,
    { session: admin },
    { method: "POST", body: { name: "old", role: "viewer" } },
  );
  const versions = await Promise.all([changed, disabled, enabled].map(async (id) => (await rowOf(id ?? "")).version));
  const links = await import("@/app/api/v1/links/route");
  const token = await import("@/app/api/v1/tokens/[id]/route");
  const patch = (id = "", ifMatch = "", body: object = {}) => change(id, body, { ifMatch });
  const by = { session: admin };
  const free = holdDatabase(app.db, 1_000);
  const answers = await Promise.all([
    patch(changed, versions[0], { role: "editor" }),
    patch(disabled, versions[1], { disabled: true }),
    patch(enabled, versions[2], { disabled: false }),
    app.ask(tokens.POST, by, { method: "POST", body: { name: "new", role: "viewer" } }),
    app.ask(token.DELETE, by, { method: "DELETE", id: String(made.body.id) }),
    app.ask(links.POST, by, { method: "POST", body: { purpose: "invite", role: "viewer" } }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 201, 200, 201]);
  await free;
});

describe("disabling a person", () => {
  test("ends their sessions, links and tokens at once; enabling lets them in again", async () => {
    const id = app.person("Leaver", "editor");
    addSession(app.db, id);
    const rights = { role: "editor", services: null, createdBy: admin, createdAt: 0, expiresAt: Date.now() + 60_000 };
    app.db
      .insert(tables.oneTimeLinks)
      .values({ hash: "a link", purpose: "reset", personId: id, ...rights })
      .run();
    const made = await app.ask(tokens.POST, { session: id }, { method: "POST", body: { name: "ci", role: "viewer" } });
    const audit = await import("@/app/api/v1/slos/route");
    const bearer = made.body.secret as string;
    expect((await app.ask(audit.GET, { bearer })).status).toBe(200);

    expect((await change(id, { disabled: true })).body.disabledAt).not.toBeNull();
    expect(app.db.select().from(tables.sessions).where(eq(tables.sessions.userId, id)).all()).toEqual([]);
    expect((await app.ask(audit.GET, { bearer })).status).toBe(401);
    const link = app.db.select().from(tables.oneTimeLinks).where(eq(tables.oneTimeLinks.hash, "a link")).get();
    expect(link?.expiresAt).toBeLessThanOrEqual(Date.now());
    expect(entriesOf(id)[0]).toMatchObject({
      action: "person.disabled",
      summary: "First admin disabled Leaver.",
      detail: { sessionsEnded: 1, tokensRefused: 1 },
    });

    expect((await change(id, { disabled: false })).body.disabledAt).toBeNull();
    expect((await app.ask(audit.GET, { bearer })).status).toBe(200);
    expect(entriesOf(id)[0]?.action).toBe("person.enabled");
  });

  test("twice is one entry", async () => {
    const id = app.person("Gone twice", "viewer");
    await change(id, { disabled: true });
    expect((await change(id, { disabled: true })).status).toBe(200);
    expect(entriesOf(id)).toHaveLength(1);
  });
});

test("the last admin stays one: neither demoted nor disabled, also where another admin is disabled", async () => {
  const other = app.person("Other admin", "admin");
  for (const row of app.db.select().from(tables.people).all())
    if (row.role === "admin" && row.id !== admin && row.id !== other) await change(row.id, { role: "viewer" });
  expect((await change(other, { disabled: true })).status).toBe(200);
  for (const body of [{ role: "viewer" }, { role: "editor", services: ["shop"] }, { disabled: true }]) {
    const answer = await change(admin, body);
    expect(answer).toMatchObject({ status: 409, body: { wayOut: "Make another person an admin first." } });
  }
  expect(await rowOf(admin)).toMatchObject({ role: "admin", disabledAt: null });
  await change(other, { disabled: false });
  expect((await change(admin, { role: "viewer" })).status).toBe(200);
  const alone = (await app.ask(people.GET, { session: other })).body.items as Row[];
  const mine = alone.find(({ id }) => id === other);
  expect((await change(other, { disabled: true }, { by: other, ifMatch: mine?.version ?? "" })).status).toBe(409);
});

test("of two admins who demote each other one stays", async () => {
  for (let round = 0; round < 20; round++) {
    const [a, b] = [app.person(`A${round}`, "admin"), app.person(`B${round}`, "admin")];
    app.db.update(tables.people).set({ role: "viewer" }).run();
    app.db.update(tables.people).set({ role: "admin" }).where(eq(tables.people.id, a)).run();
    app.db.update(tables.people).set({ role: "admin" }).where(eq(tables.people.id, b)).run();
    const list = (await app.ask(people.GET, { session: a })).body.items as Row[];
    const version = (id: string): string => list.find((row) => row.id === id)?.version ?? "";
    const answers = await Promise.all([
      change(b, { role: "viewer" }, { by: a, ifMatch: version(b) }),
      change(a, { role: "viewer" }, { by: b, ifMatch: version(a) }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const admins = app.db.select().from(tables.people).where(eq(tables.people.role, "admin")).all();
    expect(admins).toHaveLength(1);
  }
});
