import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as tables from "@/db/people";
import { addExclusion } from "@/lib/store/exclusions";
import { type Call, call } from "./calls";
import { documentOf, type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => (await import("./calls")).headersGiven() }));

const DAY = 86_400_000;
const at = (days: number): string => new Date(Date.now() + days * DAY).toISOString();

let app: OwnApp;
let editor: string;
let viewer: string;
let all: typeof import("@/app/api/v1/slos/[id]/exclusions/route");
let one: typeof import("@/app/api/v1/slos/[id]/exclusions/[n]/route");
beforeAll(async () => {
  app = ownApp();
  const declared = JSON.stringify([{ from: at(-1), to: at(-0.5), reason: "Declared." }]);
  const document = documentOf("hits", { annotations: { "plumbline.dev/exclusions": declared } });
  writeFileSync(join(app.sloDir, "hits.yaml"), document);
  await app.start();
  editor = app.token("editor", "editor", ["shop"]);
  viewer = app.token("viewer", "viewer");
  all = await import("@/app/api/v1/slos/[id]/exclusions/route");
  one = await import("@/app/api/v1/slos/[id]/exclusions/[n]/route");
});
afterAll(() => app.remove());

const id = "hits";
const make = (body: object, given: Call = {}) => call(all.POST, "POST", { id }, { by: editor, body, ...given });
const end = (n: number, given: Call = {}) =>
  call(one.DELETE, "DELETE", { id, n: String(n) }, { by: editor, body: { reason: "Done early." }, ...given });
const list = async () => (await call(all.GET, "GET", { id }, { by: editor })).body;
const lastAudit = () => app.db.select().from(tables.audit).all().at(-1);

test("an editor leaves a time out, once or by a rule, and ends it", async () => {
  const once = await make({ from: at(-2), to: at(-1.9), reason: "Move of the database." });
  expect(once).toMatchObject({ status: 201, body: { id: expect.any(Number) } });
  expect(lastAudit()).toMatchObject({ action: "exclusion.made", subjectKind: "exclusion", actorKind: "token" });
  const recurring = { from: at(1), duration: "2h", rrule: "FREQ=WEEKLY;BYDAY=SU", timeZone: "Europe/Berlin" };
  const { body } = await make({ ...recurring, reason: "Backups." });
  expect(await list()).toMatchObject({
    mayEdit: true,
    items: [
      { id: body.id, rrule: "FREQ=WEEKLY;BYDAY=SU", timeZone: "Europe/Berlin", endedAt: null, ofFile: false },
      { id: once.body.id, rrule: null, author: "test (token of editor)" },
      { reason: "Declared.", ofFile: true },
    ],
  });
  expect(await end(body.id as number, { by: viewer })).toMatchObject({ status: 403 });
  expect(await end(body.id as number, { body: {} })).toMatchObject({ status: 400 });
  expect(await end(body.id as number)).toMatchObject({ status: 200, body: { endedAt: expect.any(String) } });
  expect(lastAudit()).toMatchObject({ action: "exclusion.ended", detail: { reason: "Done early." } });
  expect(await end(body.id as number)).toMatchObject({ status: 409 });
  expect(await end(999)).toMatchObject({ status: 404 });
});

test.each([
  ["begins more than 30 days back", { from: at(-31), to: at(-30.5), reason: "Long ago." }, "from"],
  ["ends before it begins", { from: at(-1), to: at(-2), reason: "Backwards." }, "from"],
  ["lasts longer than 30 days", { from: at(0), to: at(31), reason: "For good." }, "to"],
  ["says neither end nor duration", { from: at(0), reason: "Endless." }, "to"],
  ["says both end and duration", { from: at(0), to: at(1), duration: "2h", reason: "Twice." }, "duration"],
  ["says no reason", { from: at(0), to: at(1), reason: " " }, "reason"],
  [
    "recurs every minute",
    { from: at(0), duration: "1m", rrule: "FREQ=MINUTELY", timeZone: "UTC", reason: "All." },
    "rrule",
  ],
  ["recurs in no time zone", { from: at(0), duration: "1h", rrule: "FREQ=DAILY", reason: "Where?" }, "timeZone"],
])("an exclusion that %s is refused, and the field named", async (_, body, field) => {
  const refused = await make(body);
  expect(refused).toMatchObject({ status: 400, body: { issues: [{ field }] } });
});

test("others may not, and what a file declares is ended in the file", async () => {
  const body = { from: at(0), to: at(0.1), reason: "Please." };
  expect(await make(body, { by: viewer })).toMatchObject({ status: 403 });
  expect(await make(body, { by: null })).toMatchObject({ status: 401 });
  const [declared] = ((await list()).items as { id: number; ofFile: boolean }[]).filter(({ ofFile }) => ofFile);
  expect(await end(declared?.id ?? 0)).toMatchObject({
    status: 409,
    body: { declaredIn: join(app.sloDir, "hits.yaml") },
  });
});

test("what somebody made who is called like a file is ended in the app", async () => {
  const times = { fromAt: Date.now(), toAt: Date.now() + DAY, rrule: null, timeZone: null, createdAt: 0 };
  const made = addExclusion(app.db, { ...times, sloId: id, origin: "person", reason: "Mine.", author: "hits.yaml" });
  expect((await list()).items).toContainEqual(expect.objectContaining({ id: made, ofFile: false }));
  expect(await end(made)).toMatchObject({ status: 200 });
});
