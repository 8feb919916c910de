import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as tables from "@/db/people";
import { type AuditActor, type AuditEntry, addAudit, auditOf } from "@/lib/store/audit";
import { type Answer, ownSettings } from "./own-settings";

let app: ReturnType<typeof ownSettings>;
vi.mock("next/headers", () => ({ headers: () => app.headers() }));
vi.mock("@/lib/auth/session", () => ({ sessionOf: (given: Headers) => app.sessionOf(given) }));
const pagesRead = vi.hoisted(() => ({ count: 0 }));
vi.mock("@/lib/store/audit", async (original) => {
  const own = await original<typeof import("@/lib/store/audit")>();
  const auditPage: typeof own.auditPage = (...asked) => {
    pagesRead.count++;
    return own.auditPage(...asked);
  };
  return { ...own, auditPage };
});

let audit: typeof import("@/app/api/v1/audit/route");
let exported: typeof import("@/app/api/v1/audit/export/route");
let admin: string;
let viewer: string;
beforeAll(async () => {
  app = ownSettings();
  admin = app.person("Admin", "admin");
  viewer = app.person("Viewer", "viewer");
  audit = await import("@/app/api/v1/audit/route");
  exported = await import("@/app/api/v1/audit/export/route");
});
afterAll(() => app.remove());
beforeEach(() => {
  // A log that starts anew: a test's own doing, with the triggers out of the way for a moment.
  const kept = app.db.$client
    .prepare("SELECT sql FROM sqlite_master WHERE name = 'audit_is_not_deleted'")
    .pluck()
    .get();
  app.db.$client.exec(`DROP TRIGGER audit_is_not_deleted; DELETE FROM audit; ${kept}`);
  pagesRead.count = 0;
});

const SYSTEM: AuditActor = { kind: "system", id: null, name: "Plumbline", ip: null };
const by = (id: string): AuditActor => ({ kind: "person", id, name: "Admin", ip: "192.0.2.7" });
const ENTRY: AuditEntry = {
  action: "target.changed",
  subjectKind: "slo",
  subjectId: "hits",
  summary: "Admin changed hits.",
};

function add(entry: Partial<AuditEntry>, actor: AuditActor = SYSTEM, at = "2026-11-24T09:00:00Z"): void {
  addAudit(app.db, actor, { ...ENTRY, ...entry }, new Date(at));
}

const ask = (query = "", who: string = admin): Promise<Answer> => app.ask(audit.GET, { session: who }, { query });
const summaries = async (query: string): Promise<string[]> => {
  const { status, body } = await ask(query);
  expect(status).toBe(200);
  return (body.items as { summary: string }[]).map(({ summary }) => summary);
};

describe("the audit log in the database", () => {
  test("refuses to be changed or deleted from, by whichever statement", () => {
    add({});
    const run = (sql: string) => () => app.db.$client.exec(sql);
    for (const sql of [
      "UPDATE audit SET summary = 'nothing happened'",
      "UPDATE audit SET at = 0 WHERE id = 1",
      "DELETE FROM audit",
      "DELETE FROM audit WHERE id > 0",
      "REPLACE INTO audit SELECT id, 0, 'system', NULL, 'x', 'x', 'x', 'x', 'x', NULL, NULL FROM audit",
      "INSERT INTO audit SELECT * FROM audit WHERE true ON CONFLICT (id) DO UPDATE SET summary = 'x'",
    ])
      expect(run(sql), sql).toThrow(/only ever added to|UNIQUE/);
    expect(app.db.select().from(tables.audit).all()).toMatchObject([{ summary: ENTRY.summary }]);
  });

  test("stands beside target versions and cancellations, which refuse the same", () => {
    const run = (sql: string) => () => app.db.$client.exec(sql);
    run("INSERT INTO cancelled_targets SELECT id, 'a', 'b', 0 FROM target_versions LIMIT 1")();
    for (const sql of [
      "UPDATE target_versions SET objective = 0.5",
      "DELETE FROM target_versions",
      "REPLACE INTO target_versions SELECT * FROM target_versions",
      "UPDATE cancelled_targets SET reason = 'c'",
      "DELETE FROM cancelled_targets",
      "REPLACE INTO cancelled_targets SELECT * FROM cancelled_targets",
    ])
      expect(run(sql), sql).toThrow(/only ever added to/);
  });
});

describe("the log over the API", () => {
  test("is an admin's to read, in person or by a token", async () => {
    add({});
    expect((await ask("", viewer)).status).toBe(403);
    expect((await app.ask(audit.GET, null)).status).toBe(401);
    expect((await app.ask(exported.GET, { session: viewer })).status).toBe(403);
    expect((await app.ask(exported.GET, null)).status).toBe(401);
    expect((await ask()).body.items).toEqual([
      {
        id: expect.any(Number),
        at: "2026-11-24T09:00:00.000Z",
        actor: { kind: "system", id: null, name: "Plumbline" },
        action: "target.changed",
        subject: { kind: "slo", id: "hits" },
        summary: "Admin changed hits.",
        detail: null,
        ip: null,
      },
    ]);
  });

  test("pages by id, newest first, also where times are equal", async () => {
    for (let n = 1; n <= 7; n++) add({ summary: `Entry ${n}.` });
    const pages: string[][] = [];
    for (let next: unknown = ""; next !== null; ) {
      const { body } = await ask(`?limit=3${next === "" ? "" : `&before=${next}`}`);
      pages.push((body.items as { summary: string }[]).map(({ summary }) => summary));
      next = body.next;
    }
    expect(pages).toEqual([["Entry 7.", "Entry 6.", "Entry 5."], ["Entry 4.", "Entry 3.", "Entry 2."], ["Entry 1."]]);
  });

  test("is narrowed by who, what, to what, when and words", async () => {
    const token = { id: "t1", name: "ci", prefix: "plb_", hash: "h", role: "viewer", personId: admin };
    app.db
      .insert(tables.apiTokens)
      .values({ ...token, createdAt: 0, expiresAt: 1 })
      .onConflictDoNothing()
      .run();
    add({ summary: "By the admin." }, by(admin), "2026-11-20T00:00:00Z");
    add(
      { summary: "By its token." },
      { kind: "token", id: "t1", name: "ci (token of Admin)", ip: null },
      "2026-11-21T12:00:00Z",
    );
    add(
      { summary: "By a file.", subjectId: "took" },
      { kind: "file", id: null, name: "took.yaml", ip: null },
      "2026-11-22T23:59:59Z",
    );
    add(
      { summary: "100% of_it.", action: "token.made", subjectKind: "token", detail: { reason: "Schnäppchen" } },
      SYSTEM,
      "2026-11-23T00:00:00Z",
    );
    for (const [query, found] of [
      [`?actor=${admin}`, ["By its token.", "By the admin."]],
      ["?actor=t1", ["By its token."]],
      ["?actor=file", ["By a file."]],
      ["?action=token.made", ["100% of_it."]],
      ["?subject=slo", ["By a file.", "By its token.", "By the admin."]],
      ["?subject=slo&subjectId=took", ["By a file."]],
      ["?from=2026-11-22", ["100% of_it.", "By a file."]],
      ["?to=2026-11-22", ["By a file.", "By its token.", "By the admin."]],
      ["?from=2026-11-21&to=2026-11-21", ["By its token."]],
      ["?from=2026-11-21T13:00:00%2B01:00&to=2026-11-21T12:00:00Z", ["By its token."]],
      ["?q=FILE", ["By a file."]],
      ["?q=192.0.2.7", ["By the admin."]],
      ["?q=by token", ["By its token."]],
      ["?q=Schn%C3%A4ppchen", ["100% of_it."]],
      ["?q=100%25", ["100% of_it."]],
      ["?q=of_", ["100% of_it."]],
      ["?q=y_a", []],
      ["?q=%5C", []],
      ["?q=%27%22", []],
      ["?q=&actor=&action=&from=", ["100% of_it.", "By a file.", "By its token.", "By the admin."]],
    ] as const)
      expect(await summaries(query), query).toEqual(found);
  });

  test("names the term that is wrong", async () => {
    for (const [query, words] of [
      ["?action=nothing", /^action: is no action/],
      ["?subject=planet", /^subject: is none of/],
      ["?from=yesterday", /^from: is neither a day/],
      ["?to=2026-02-30", /^to: is neither a day/],
      ["?from=2026-11-23&to=2026-11-22", /^to: is before from/],
      ["?before=x", /^before: is no place in the log/],
      ["?before=0", /^before: /],
      ["?limit=501", /^limit: is above 500/],
      [`?q=${"x".repeat(201)}`, /^q: is longer/],
    ] as const) {
      const { status, body } = await ask(query);
      expect(status, query).toBe(400);
      expect(body.detail).toMatch(words);
      expect((await app.ask(exported.GET, { session: admin }, { query })).status, query).toBe(400);
    }
    expect((await app.ask(exported.GET, { session: admin }, { query: "?format=xls" })).body.detail).toMatch(
      /^format: /,
    );
  });

  test("tells of one thing alone, newest first", () => {
    add({ summary: "First." });
    add({ summary: "Of another.", subjectId: "took" });
    add({ summary: "Second." });
    expect(auditOf(app.db, "slo", "hits").map(({ summary }) => summary)).toEqual(["Second.", "First."]);
  });
});

describe("an export", () => {
  test("is the filtered log, as CSV that runs no formula or as one JSON a line", async () => {
    add({ summary: "Left out.", subjectId: "took" });
    add({
      summary: '=HYPERLINK("http://a.example","b")',
      detail: { before: { objective: 0.95 }, after: { objective: 0.9 } },
    });
    add({}, { kind: "person", id: "p", name: "@SUM(A1), \n+1", ip: "192.0.2.7" });
    const csv = await app.ask(exported.GET, { session: admin }, { query: "?subjectId=hits&format=csv" });
    const lines = csv.text.split("\r\n");
    expect(lines[0]).toBe(
      '"id","at","actorKind","actorId","actor","action","subjectKind","subjectId","summary","detail","ip"',
    );
    expect(lines[1]).toContain(`,"'@SUM(A1), \n+1",`);
    expect(lines[2]).toContain(`"'=HYPERLINK(""http://a.example"",""b"")","{""before"":{""objective"":0.95}`);
    expect(lines.slice(3)).toEqual([""]);
    const { text } = await app.ask(exported.GET, { session: admin }, { query: "?subjectId=hits&format=ndjson" });
    const items = (await ask("?subjectId=hits")).body.items as object[];
    expect(
      text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(items);
  });

  test("of 100,000 entries comes in batches of 500 and reads no batch before the last one was taken", async () => {
    app.db.$client.exec(`INSERT INTO audit (at, actor_kind, actor_name, action, subject_kind, subject_id, summary, detail)
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
      SELECT i, 'system', 'Plumbline', 'target.changed', 'slo', 'hits', 'Entry ' || i || '.', '{"before":{},"after":{}}' FROM n`);
    await app.ask(exported.GET, null);
    const response = await (async () => {
      const asked = app.ask(audit.GET, { session: admin }, { query: "?limit=1" });
      const open = exported.GET(new Request("http://localhost/?format=ndjson"));
      await asked;
      return open;
    })();
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const lines = ({ value }: { value?: Uint8Array | undefined }): number =>
      Buffer.from(value ?? [])
        .toString()
        .split("\n").length - 1;
    const first = await reader.read();
    expect(lines(first)).toBe(500);
    await new Promise((resolve) => setTimeout(resolve, 50));
    // The one that was taken, the one that waits, and the page of the API above.
    expect(pagesRead.count).toBeLessThanOrEqual(3);
    let rows = lines(first);
    let most = 0;
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      rows += lines(read);
      most = Math.max(most, lines(read));
    }
    expect({ rows, most }).toEqual({ rows: 100_000, most: 500 });
  });

  test("holds together while the log grows", async () => {
    for (let n = 0; n < 1_200; n++) add({ summary: `Entry ${n}.` });
    await ask();
    const response = await exported.GET(new Request("http://localhost/?format=ndjson"));
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let text = "";
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += Buffer.from(read.value).toString();
      add({ summary: "Later." });
    }
    const ids = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).id as number);
    expect(ids).toHaveLength(1_200);
    expect(new Set(ids).size).toBe(1_200);
    expect(text).not.toContain("Later.");
  });
});
