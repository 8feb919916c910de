import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as tables from "@/db/people";
import * as schema from "@/db/schema";
import { type Call, call } from "./calls";
import { documentOf, type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => (await import("./calls")).headersGiven() }));

const decision = { path: "docs/adr/0001-caching.md", id: "d1" };
const took = { objective: 0.96, threshold: 0.2, window: "28d", decision: null, reason: "Pages got faster." };

let app: OwnApp;
let editor: string;
let viewer: string;
let routes: Awaited<ReturnType<typeof imported>>;
async function imported() {
  return {
    target: await import("@/app/api/v1/slos/[id]/target/route"),
    propose: await import("@/app/api/v1/slos/[id]/proposals/route"),
    list: await import("@/app/api/v1/proposals/route"),
    accept: await import("@/app/api/v1/proposals/[id]/accept/route"),
    decline: await import("@/app/api/v1/proposals/[id]/decline/route"),
    withdraw: await import("@/app/api/v1/proposals/[id]/withdraw/route"),
  };
}
const file = (document: string) => writeFileSync(join(app.sloDir, "took.yaml"), document);
beforeAll(async () => {
  app = ownApp();
  file(documentOf("took"));
  await app.start(new Date(Date.now() - 3_600_000));
  editor = app.token("editor", "editor", ["shop"]);
  viewer = app.token("viewer", "viewer");
  routes = await imported();
});
afterAll(() => app.remove());

type Item = { id: number; mayDecide: boolean; mayWithdraw: boolean; stale: boolean; etag: string };
async function open(by: string | null = editor): Promise<Item[]> {
  const { status, body } = await call(routes.list.GET, "GET", {}, { by, query: "?state=open" });
  expect(status).toBe(200);
  return body.items as Item[];
}
const propose = (body: object, by: string | null = viewer) =>
  call(routes.propose.POST, "POST", { id: "took" }, { by, body });
const decide = (how: "accept" | "decline" | "withdraw", id: number, given: Call = {}) =>
  call(routes[how].POST, "POST", { id: String(id) }, { by: editor, ...given });
const versions = async () =>
  (await call(routes.target.GET, "GET", { id: "took" })).body.versions as Record<string, unknown>[];
const etag = async () => (await call(routes.target.GET, "GET", { id: "took" })).etag;
const lastAudit = () => app.db.select().from(tables.audit).all().at(-1);

describe("a proposal", () => {
  test("is made by anybody who is signed in, and waits", async () => {
    expect(await propose(took, null)).toMatchObject({ status: 401 });
    expect(await propose({ ...took, threshold: 0.3 })).toMatchObject({ status: 400, body: { offers: [0.2, 0.5] } });
    expect(await propose(took)).toMatchObject({ status: 201, body: { state: "open" } });
    expect(lastAudit()).toMatchObject({ action: "proposal.made", actorName: "test (token of viewer)" });
    expect(await open()).toMatchObject([
      {
        author: "test (token of viewer)",
        reason: took.reason,
        proposed: { statement: "96\u202f% ≤\u00a0200\u202fms", quantile: "p96 ≤\u00a0200\u202fms" },
        current: { version: 1, statement: "95\u202f% ≤\u00a0200\u202fms" },
        fields: [{ field: "objective", yours: "96\u202f%", current: "95\u202f%" }],
        ...{ stale: false, loosens: [], needsDrift: false, mayDecide: true, mayWithdraw: false, etag: '"v1.0"' },
      },
    ]);
    expect(await open(viewer)).toMatchObject([{ mayDecide: false, mayWithdraw: true }]);
    expect(await open(null)).toMatchObject([{ mayDecide: false, mayWithdraw: false }]);
  });

  test("is accepted by an editor on the state of the target that they saw, and names who proposed it", async () => {
    const [waiting] = (await open()) as [Item];
    expect(await decide("accept", waiting.id, { by: viewer, ifMatch: waiting.etag })).toMatchObject({ status: 403 });
    expect(await decide("accept", waiting.id)).toMatchObject({ status: 428 });
    expect(await decide("accept", waiting.id, { ifMatch: '"v0.0"' })).toMatchObject({ status: 412 });
    expect(await decide("accept", waiting.id, { ifMatch: waiting.etag })).toMatchObject({
      status: 200,
      etag: '"v2.0"',
    });
    expect((await versions())[0]).toMatchObject({
      objective: 0.96,
      author: "test (token of editor)",
      reason: "Pages got faster. (proposed by test (token of viewer))",
    });
    expect(lastAudit()).toMatchObject({ action: "proposal.accepted", detail: { version: 2 } });
    expect(await open()).toEqual([]);
    expect(await decide("accept", waiting.id, { ifMatch: '"v2.0"' })).toMatchObject({ status: 409 });
  });

  test("is declined with a reason, or withdrawn by who made it", async () => {
    const first = (await propose({ ...took, objective: 0.97 })).body.id as number;
    expect(await decide("decline", first, { by: viewer, body: { reason: "Mine." } })).toMatchObject({ status: 403 });
    expect(await decide("decline", first, { body: {} })).toMatchObject({ status: 400 });
    expect(await decide("decline", first, { body: { reason: "Too tight." } })).toMatchObject({ status: 200 });
    expect(lastAudit()).toMatchObject({ action: "proposal.declined", detail: { reason: "Too tight." } });
    const second = (await propose({ ...took, objective: 0.97 })).body.id as number;
    expect(await decide("withdraw", second)).toMatchObject({ status: 403 });
    expect(await decide("withdraw", second, { by: viewer })).toMatchObject({ status: 200 });
    expect(lastAudit()).toMatchObject({ action: "proposal.withdrawn" });
    expect(await decide("decline", 99, { body: { reason: "None." } })).toMatchObject({ status: 404 });
  });

  test("that loosens is accepted with its decision, or as drift", async () => {
    const looser = { ...took, objective: 0.93, asDrift: true };
    const plain = (await propose(looser)).body.id as number;
    expect(await open()).toMatchObject([{ id: plain, loosens: ["objective"], needsDrift: true, driftAllowed: true }]);
    expect(await decide("accept", plain, { ifMatch: await etag() })).toMatchObject({ status: 400 });
    const justified = (await propose({ ...looser, decision })).body.id as number;
    expect((await open()).find(({ id }) => id === justified)).toMatchObject({ needsDrift: false, objection: null });
    expect(await decide("accept", plain, { ifMatch: await etag(), body: { asDrift: true } })).toMatchObject({
      status: 200,
      body: { asDrift: true },
    });
    // The other one was made against what held before.
    expect(await open()).toMatchObject([{ id: justified, stale: true }]);
    expect(await decide("accept", justified, { ifMatch: await etag() })).toMatchObject({ body: { asDrift: false } });
  });
});

describe("a file whose target changes (rule 20)", () => {
  const edit = async (objective: number) =>
    call(
      routes.target.PUT,
      "PUT",
      { id: "took" },
      { by: editor, ifMatch: await etag(), body: { ...took, objective, asDrift: true } },
    );
  const declared = async (objective: number, annotations = {}) => {
    file(documentOf("took", { objective, annotations }));
    expect(await app.start()).toEqual([]);
  };

  test("waits as one proposal beneath an edit, which a newer one replaces and going back withdraws", async () => {
    await edit(0.97);
    await declared(0.98);
    expect(await open()).toMatchObject([
      { origin: "file", proposed: { objective: 0.98 }, current: { objective: 0.97 } },
    ]);
    await declared(0.98);
    expect(await open()).toHaveLength(1);
    await declared(0.99);
    expect(await open()).toMatchObject([{ proposed: { objective: 0.99 } }]);
    await declared(0.97);
    expect(await open()).toEqual([]);
    expect((await versions())[0]).toMatchObject({ objective: 0.97, author: "test (token of editor)" });
  });

  test("is a version at once where nobody went on top of it, and a version when its proposal is accepted", async () => {
    await declared(0.975);
    expect((await versions())[0]).toMatchObject({ objective: 0.975, author: join(app.sloDir, "took.yaml") });
    expect(lastAudit()).toMatchObject({ action: "target.changed", actorKind: "file" });
    await edit(0.98);
    await declared(0.985);
    const [waiting] = (await open()) as [Item];
    expect(await decide("accept", waiting.id, { ifMatch: waiting.etag })).toMatchObject({ status: 200 });
    await declared(0.99);
    expect(await open()).toEqual([]);
    expect((await versions())[0]).toMatchObject({ objective: 0.99, author: join(app.sloDir, "took.yaml") });
  });

  test("that it locks has the last word: the file's target holds, and edits and proposals are shown to the file", async () => {
    await edit(0.995);
    const effectiveFrom = new Date(Date.now() + 3_600_000).toISOString();
    const to = { ifMatch: await etag(), by: editor };
    const planned = { ...took, objective: 0.999, effectiveFrom };
    expect(await call(routes.target.PUT, "PUT", { id: "took" }, { ...to, body: planned })).toMatchObject({
      status: 200,
    });
    const { id } = (await propose({ ...took, objective: 0.998 })).body;
    await declared(0.99, { "plumbline.dev/target": "locked" });
    expect(await versions()).toMatchObject([
      { objective: 0.99, state: "in-force", reason: "The file locks its target." },
      { objective: 0.999, state: "cancelled" },
      { objective: 0.995, state: "past" },
      ...Array.from({ length: (await versions()).length - 3 }, () => ({})),
    ]);
    expect(
      app.db
        .select()
        .from(schema.proposals)
        .all()
        .find((each) => each.id === id),
    ).toMatchObject({ state: "declined" });
    const source = join(app.sloDir, "took.yaml");
    expect(await edit(0.999)).toMatchObject({ status: 409, body: { lockedBy: source } });
    expect(await propose({ ...took, objective: 0.999 })).toMatchObject({ status: 409, body: { lockedBy: source } });
    await declared(0.99);
    expect(await edit(0.999)).toMatchObject({ status: 200 });
  });
});
