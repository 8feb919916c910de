import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as tables from "@/db/people";
import { cursorOf, saveCursor } from "@/lib/store/cursors";
import { sloById } from "@/lib/store/slos";
import { call } from "./calls";
import { type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => (await import("./calls")).headersGiven() }));

const NOW = Math.floor(Date.now() / 60_000);
const BEGUN = { liveMinute: NOW, firstLiveMinute: NOW - 10, error: null, breachState: {} };
const RUNNING = { ...BEGUN, backfilledTo: NOW - 500, backfillFloor: NOW - 5000, replayed: false };

const document = (name: string): string =>
  JSON.stringify({
    apiVersion: "openslo/v1",
    kind: "SLO",
    metadata: { name },
    spec: {
      service: "shop",
      indicator: {
        spec: {
          ratioMetric: {
            counter: true,
            bad: { metricSource: { spec: { query: `${name}_bad_total` } } },
            total: { metricSource: { spec: { query: `${name}_total` } } },
          },
        },
      },
      timeWindow: [{ duration: "28d", isRolling: true }],
      objectives: [{ target: 0.95 }],
    },
  });

let app: OwnApp;
let editor: string;
let route: typeof import("@/app/api/v1/slos/[id]/backfill/route");

beforeAll(async () => {
  app = ownApp();
  for (const name of ["hits", "counted", "fresh"]) writeFileSync(join(app.sloDir, `${name}.yaml`), document(name));
  await app.start(new Date());
  editor = app.token("editor", "editor", ["shop"]);
  saveCursor(app.db, { ...RUNNING, sliId: sliOf("hits") });
  saveCursor(app.db, { ...RUNNING, backfilledTo: NOW - 5000, replayed: true, sliId: sliOf("counted") });
  route = await import("@/app/api/v1/slos/[id]/backfill/route");
});
afterAll(() => app.remove());

const sliOf = (id: string): number => sloById(app.db, id)?.sliId ?? 0;
const cancel = (id: string, by: string | null) => call(route.DELETE, "DELETE", { id }, { by, body: {} });
const resume = (id: string, by: string | null, body: object = { resume: true }) =>
  call(route.POST, "POST", { id }, { by, body });
const audited = () =>
  app.db
    .select()
    .from(tables.audit)
    .all()
    .filter(({ action }) => action.startsWith("backfill."))
    .map(({ action, subjectId, actorName }) => `${action} ${subjectId} by ${actorName}`);

test("cancelling is for the editors of the service, and for a history that is being counted", async () => {
  const refused: [string, string | null, number][] = [
    ["hits", null, 401],
    ["hits", app.token("viewer", "viewer"), 403],
    ["hits", app.token("other", "editor", ["billing"]), 403],
    ["nothing", editor, 404],
    ["counted", editor, 409],
    ["fresh", editor, 409],
  ];
  for (const [id, by, status] of refused) expect((await cancel(id, by)).status, `${id} by ${by}`).toBe(status);
  expect((await resume("hits", editor)).status).toBe(409);
  expect((await resume("hits", editor, {})).status).toBe(400);
  expect(audited()).toEqual([]);
});

test("it is cancelled once, with who and when, and goes on when somebody says so; both are in the audit log", async () => {
  expect((await cancel("hits", editor)).status).toBe(200);
  expect((await cancel("hits", editor)).status).toBe(409);
  const cancelled = cursorOf(app.db, sliOf("hits"));
  expect(cancelled).toMatchObject({ backfillCancelledBy: expect.stringContaining("editor"), replayed: false });
  expect(cancelled?.backfillCancelledAt).toBeGreaterThan(Date.now() - 60_000);
  // What the evaluator writes at the same time takes nothing back.
  saveCursor(app.db, { ...RUNNING, sliId: sliOf("hits") });
  expect(cursorOf(app.db, sliOf("hits"))?.backfillCancelledAt).toBe(cancelled?.backfillCancelledAt);
  expect((await resume("hits", editor)).status).toBe(202);
  expect(cursorOf(app.db, sliOf("hits"))).toMatchObject({ backfillCancelledAt: null, backfillCancelledBy: null });
  expect((await resume("hits", editor)).status).toBe(409);
  expect(audited()).toEqual([
    expect.stringMatching(/^backfill.cancelled hits by .*editor/),
    expect.stringMatching(/^backfill.resumed hits by .*editor/),
  ]);
});
