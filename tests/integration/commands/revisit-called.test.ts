import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { revisits } from "@/db/revisits";
import { type OwnApp, ownApp } from "./own-app";

const NOW = new Date("2026-11-25T12:00:00Z");
const PATH = "docs/adr/0001-caching.md";

let app: OwnApp;
beforeAll(async () => {
  app = ownApp();
  await app.start(new Date("2026-11-01T00:00:00Z"));
});
afterAll(() => app.remove());

const due = (day: string) =>
  writeFileSync(
    join(app.adrDir, "0001-caching.md"),
    `---\nstatus: accepted\nreview: { due: ${day} }\ndecisions:\n  d1: { title: Cached, status: accepted }\n---\n# Caching\n`,
  );

test("what others are told of begins with the date or the trigger, whatever was left over before", async () => {
  const { dueRevisits } = await import("@/lib/evaluator/alerts-wanted");
  const { adrIndex } = await import("@/lib/views/adr-index");
  const { revisitQueue } = await import("@/lib/views/revisit-queue");
  const { addTriggerFiring } = await import("@/lib/store/triggers");
  const told = async () => dueRevisits(app.db, await adrIndex(), NOW).map(({ since }) => new Date(since).toISOString());
  due("2026-11-16");
  expect(await told()).toEqual(["2026-11-16T00:00:00.000Z"]);

  const startedAt = Date.parse("2026-08-01T00:00:00Z");
  const held = { quarter: "2026-Q3", startedAt, startedBy: "a test", startedById: "a-test", cutOffMinute: 1 };
  const agenda = [{ path: PATH, id: "d1", why: ["due"], reasons: [] }];
  app.db
    .insert(revisits)
    .values({ ...held, agenda, finishedAt: startedAt + 1, finishedBy: "a test" })
    .run();
  expect(revisitQueue(app.db, await adrIndex(), NOW)).toMatchObject([{ why: ["overdue", "carried"] }]);
  expect(await told()).toEqual(["2026-11-16T00:00:00.000Z"]);
  due("2027-11-16");
  expect(revisitQueue(app.db, await adrIndex(), NOW)).toMatchObject([{ why: ["carried"], calledSince: null }]);
  expect(await told()).toEqual([]);

  addTriggerFiring(app.db, {
    path: PATH,
    decisionId: "d1",
    triggerId: "r1",
    terms: "{}",
    occasion: "once",
    reason: "It has come.",
    measured: {},
    firedAt: Date.parse("2026-11-10T00:00:00Z"),
  });
  expect(await told()).toEqual(["2026-11-10T00:00:00.000Z"]);
});
