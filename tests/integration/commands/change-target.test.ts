import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as tables from "@/db/people";
import type { Actor } from "@/lib/auth/actor";
import { readOpenSlo } from "@/lib/interop/openslo";
import { type Call, call } from "./calls";
import { documentOf, type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => (await import("./calls")).headersGiven() }));

let app: OwnApp;
let editor: string;
let viewer: string;
let elsewhere: string;
let target: typeof import("@/app/api/v1/slos/[id]/target/route");
beforeAll(async () => {
  app = ownApp();
  writeFileSync(join(app.sloDir, "took.yaml"), documentOf("took"));
  writeFileSync(join(app.sloDir, "hits.yaml"), documentOf("hits"));
  await app.start(new Date(Date.now() - 3_600_000));
  editor = app.token("editor", "editor", ["shop"]);
  viewer = app.token("viewer", "viewer");
  elsewhere = app.token("elsewhere", "editor", ["edge"]);
  target = await import("@/app/api/v1/slos/[id]/target/route");
});
afterAll(() => app.remove());

const decision = { path: "docs/adr/0001-caching.md", id: "d1" };
const took = { objective: 0.95, threshold: 0.2, window: "28d", decision: null, reason: "Agreed with product." };
const hits = { ...took, threshold: null };

const get = (id: string) => call(target.GET, "GET", { id });

async function put(id: string, body: object, { by = editor, ifMatch }: Call = {}) {
  return call(target.PUT, "PUT", { id }, { by, body, ifMatch: ifMatch === undefined ? (await get(id)).etag : ifMatch });
}

const auditOf = (id: string) =>
  app.db
    .select()
    .from(tables.audit)
    .all()
    .filter(({ subjectId }) => subjectId === id);

describe("a change of target", () => {
  test("is a new version on top, with its audit row, its etag and what held before untouched", async () => {
    const before = await get("took");
    const { status, etag, body } = await put("took", { ...took, objective: 0.97 });
    expect({ status, etag }).toEqual({ status: 200, etag: '"v2.0"' });
    expect(body).toMatchObject({ version: 2, objective: 0.97, asDrift: false, author: "test (token of editor)" });
    const after = await get("took");
    expect(after.etag).toBe('"v2.0"');
    expect(after.body).toMatchObject({ inForce: 2, edges: [0.1, 0.2, 0.5, 1], locked: false });
    const [first] = before.body.versions as [object];
    expect(after.body.versions).toMatchObject([{ state: "in-force" }, { ...first, state: "past" }]);
    expect(auditOf("took").at(-1)).toMatchObject({
      action: "target.changed",
      actorKind: "token",
      detail: { before: { version: 1, objective: 0.95 }, after: { version: 2, objective: 0.97 }, drift: false },
    });
  });

  test("says which state it changes, and learns what differs where that has passed (rule 19)", async () => {
    expect(await put("took", { ...took, objective: 0.98 }, { ifMatch: null })).toMatchObject({ status: 428 });
    expect(await put("took", { ...took, objective: 0.98 }, { ifMatch: "*" })).toMatchObject({ status: 428 });
    const stale = await put("took", { ...took, objective: 0.98, threshold: 0.1 }, { ifMatch: '"v1.0"' });
    expect(stale.status).toBe(412);
    expect(stale.body).toMatchObject({
      title: "stale",
      etag: '"v2.0"',
      difference: {
        yours: { objective: 0.98, threshold: 0.1, window: "28d", decision: null, effectiveFrom: null },
        current: { version: 2, objective: 0.97, reason: "Agreed with product." },
        fields: [
          { field: "objective", yours: "98\u202f%", current: "97\u202f%" },
          { field: "threshold", yours: "100\u202fms", current: "200\u202fms" },
        ],
        since: [{ version: 2, cancelled: false }],
      },
    });
    expect(stale.body.detail).toContain("test (token of editor) made version 2");
    expect((await get("took")).etag).toBe('"v2.0"');
  });

  test("is for editors of the service only; others are shown to a proposal", async () => {
    for (const by of [viewer, elsewhere]) {
      const { status, body } = await put("took", { ...took, objective: 0.99 }, { by });
      expect({ status, wayOut: body.wayOut }).toEqual({
        status: 403,
        wayOut: "Propose the change instead, or ask an admin to be made an editor of it.",
      });
    }
    expect(await put("took", took, { by: null })).toMatchObject({ status: 401 });
  });

  test.each([
    ["a threshold between two bucket edges", "took", { ...took, threshold: 0.3 }, "threshold"],
    ["a latency without a threshold", "took", { ...took, threshold: null }, "threshold"],
    ["a ratio with a threshold", "hits", { ...hits, threshold: 0.2 }, "threshold"],
    ["a decision that no record holds", "hits", { ...hits, decision: { ...decision, id: "d9" } }, "decision"],
    ["an instant that has passed", "hits", { ...hits, effectiveFrom: "2020-01-01T00:00:00Z" }, "effectiveFrom"],
    ["an instant years ahead", "hits", { ...hits, effectiveFrom: "2090-01-01T00:00:00Z" }, "effectiveFrom"],
    ["what is promised already", "hits", hits, "objective"],
  ])("refuses %s and names the field", async (_, id, body, field) => {
    const refused = await put(id, body);
    expect(refused.status).toBe(400);
    expect(refused.body.issues).toEqual([{ field, message: expect.any(String) }]);
    expect(refused.body.wayOut).toEqual(expect.any(String));
  });

  test("offers the nearest edges", async () => {
    expect((await put("took", { ...took, threshold: 0.3 })).body).toMatchObject({
      offers: [0.2, 0.5],
      wayOut: "Take 200\u202fms or 500\u202fms.",
    });
  });
});

describe("a loosening", () => {
  test("needs an accepted decision that promises it, or is saved as drift on purpose", async () => {
    const looser = { ...took, objective: 0.93 };
    expect((await put("took", looser)).body).toMatchObject({
      status: 400,
      detail: expect.stringContaining("no decision is chosen"),
      loosening: { fields: ["objective"], driftAllowed: true },
    });
    const otherwise = await put("took", { ...took, objective: 0.94, decision });
    expect(otherwise.body.detail).toContain("promises something else");
    expect(await put("took", { ...looser, decision, asDrift: true })).toMatchObject({
      status: 200,
      body: { asDrift: false, decision },
    });
    const drift = await put("took", { ...took, objective: 0.92, asDrift: true });
    expect(drift).toMatchObject({ status: 200, body: { asDrift: true } });
    expect(auditOf("took").at(-1)?.detail).toMatchObject({ drift: true });
  });

  test("is not justified by a decision that is only proposed", async () => {
    const proposed = await put("hits", { ...hits, objective: 0.9, decision: { ...decision, id: "d2" } });
    expect(proposed.body.detail).toContain("is proposed, not accepted");
  });
});

describe("a version to come", () => {
  test("is cancelled until it holds; what holds is undone by a version with the older terms (rule 19)", async () => {
    const effectiveFrom = new Date(Date.now() + 3_600_000).toISOString();
    expect(await put("hits", { ...hits, objective: 0.99, effectiveFrom })).toMatchObject({
      status: 200,
      etag: '"v2.0"',
    });
    expect((await get("hits")).body).toMatchObject({
      inForce: 1,
      versions: [{ state: "future" }, { state: "in-force" }],
    });
    const version = await import("@/app/api/v1/slos/[id]/target/[version]/route");
    const cancel = (number: string, ifMatch: string | null, by = editor) =>
      call(version.DELETE, "DELETE", { id: "hits", version: number }, { by, ifMatch, body: { reason: "Not yet." } });
    expect(await cancel("2", null)).toMatchObject({ status: 428 });
    expect(await cancel("2", '"v1.0"')).toMatchObject({
      status: 412,
      body: { difference: { since: [{ version: 2 }] } },
    });
    expect(await cancel("2", '"v2.0"', viewer)).toMatchObject({ status: 403 });
    expect(await cancel("1", '"v2.0"')).toMatchObject({ status: 409 });
    expect(await cancel("9", '"v2.0"')).toMatchObject({ status: 404 });
    expect(await cancel("2", '"v2.0"')).toMatchObject({ status: 200, etag: '"v2.1"' });
    expect(await cancel("2", '"v2.1"')).toMatchObject({ status: 409 });
    expect((await get("hits")).body.versions).toMatchObject([
      { state: "cancelled", cancelled: { reason: "Not yet." } },
      {},
    ]);
    expect(auditOf("hits").at(-1)).toMatchObject({ action: "target.cancelled" });
    // The number of a cancelled version is not given again.
    expect(await put("hits", { ...hits, objective: 0.98 })).toMatchObject({ etag: '"v3.1"', body: { version: 3 } });
    expect(await put("hits", { ...hits, asDrift: true })).toMatchObject({ etag: '"v4.1"', body: { asDrift: true } });
  });
});

describe("what stands on a version that is taken back", () => {
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const cancel = async (number: number) => {
    const version = await import("@/app/api/v1/slos/[id]/target/[version]/route");
    const { etag } = await get("hits");
    const call_ = { by: editor, ifMatch: etag, body: { reason: "Not yet." } };
    return call(version.DELETE, "DELETE", { id: "hits", version: String(number) }, call_);
  };
  const add = async (body: object) => Number((await put("hits", { ...hits, ...body })).body.version);

  test("may not come to loosen what it follows then, unless that was on purpose", async () => {
    const looser = await add({ objective: 0.9, effectiveFrom: inHours(1), asDrift: true });
    const between = await add({ objective: 0.92, effectiveFrom: inHours(2) });
    expect(await cancel(looser)).toMatchObject({
      status: 409,
      body: {
        detail: `Without version ${looser}, version ${between} would loosen the objective from 95\u202f% to 92\u202f%, and no decision says so.`,
        wayOut: `Cancel version ${between} first, then this one.`,
      },
    });
    expect(await cancel(between)).toMatchObject({ status: 200 });
    expect(await cancel(looser)).toMatchObject({ status: 200 });
    const first = await add({ objective: 0.93, effectiveFrom: inHours(1), asDrift: true });
    await add({ objective: 0.92, effectiveFrom: inHours(2), asDrift: true });
    expect(await cancel(first)).toMatchObject({ status: 200 });
  });

  test("is told to who comes late: what holds when theirs is to, and what was cancelled", async () => {
    const to_come = Number(((await get("hits")).body.versions as { version: number }[])[0]?.version);
    const late = (effectiveFrom: string | null, ifMatch: string | null) =>
      put("hits", { ...hits, objective: 0.99, effectiveFrom }, { ifMatch });
    expect((await late(null, '"v1.0"')).body.difference).toMatchObject({ current: { objective: 0.95 } });
    expect((await late(inHours(3), '"v1.0"')).body.difference).toMatchObject({ current: { version: to_come } });
    const { etag } = await get("hits");
    expect(await cancel(to_come)).toMatchObject({ status: 200 });
    const { status, body } = await late(null, etag);
    expect({ status, detail: body.detail }).toEqual({
      status: 412,
      detail: expect.stringContaining(`test (token of editor) cancelled version ${to_come} (`),
    });
    expect(body.difference).toMatchObject({ since: [], cancelled: { version: to_come, reason: "Not yet." } });
  });
});

test("a clock that is set back takes nothing from what was promised last", async () => {
  const { changeTarget } = await import("@/lib/commands/change-target");
  const actor = {
    kind: "person",
    id: "e",
    name: "Editor",
    role: "admin",
    services: null,
    ip: null,
  } as unknown as Actor;
  const before = app.db.$client.prepare("SELECT max(version) FROM target_versions WHERE slo_id = 'took'").pluck().get();
  const saved = await changeTarget(
    actor,
    "took",
    (await get("took")).etag,
    { ...took, objective: 0.985, asDrift: false },
    new Date(Date.now() - 600_000),
  );
  expect(saved.version).toBe(Number(before) + 1);
  expect((await get("took")).body.inForce).toBe(saved.version);
});

test("an SLO can be had as a document with the target that is typed, and one it cannot have is refused", async () => {
  const { GET } = await import("@/app/api/v1/slos/[id]/openslo/route");
  const ask = (query: string) =>
    GET(new Request(`http://localhost/?${query}`), { params: Promise.resolve({ id: "took" }) });
  const typed = await ask("objective=0.97&threshold=0.5&window=7d&decision=docs/adr/0001-caching.md%23d1");
  const [definition] = readOpenSlo(await typed.text()).definitions;
  expect(definition).toMatchObject({ target: { objective: 0.97, threshold: 0.5, window: "7d" }, decision });
  const issues = async (query: string) => (await (await ask(query)).json()).issues;
  expect(await issues("objective=97&threshold=0.5&window=7d")).toMatchObject([{ field: "objective" }]);
  expect(await issues("objective=0.97&threshold=0.3&window=7d")).toMatchObject([{ field: "threshold" }]);
  expect(await issues("objective=0.97&threshold=0.5&window=7d&decision=d1")).toMatchObject([{ field: "decision" }]);
  expect(readOpenSlo(await (await ask("")).text()).definitions).toMatchObject([{ id: "took" }]);
});

test("trying a target counts once among the costly reads", async () => {
  const { config } = await import("@/lib/config");
  const { POST } = await import("@/app/api/v1/slos/[id]/what-if/route");
  const ask = async () =>
    (await call(POST, "POST", { id: "hits" }, { body: { objective: 0.9, threshold: null, window: "28d" } })).status;
  const known = config();
  const { rateLimit } = known;
  known.rateLimit = 1;
  try {
    // Four reads go with one change.
    for (const status of [200, 200, 200, 200, 429]) expect(await ask()).toBe(status);
  } finally {
    known.rateLimit = rateLimit;
  }
});
