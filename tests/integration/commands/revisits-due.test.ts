import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { revisitOutcomes, revisits } from "@/db/revisits";
import { documentOf, type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => new Headers() }));

const NOW = new Date("2026-11-25T12:00:00Z");
const PATH = "docs/adr/0001-caching.md";

let app: OwnApp;
let items: typeof import("@/lib/views/review-items");
let triggers: typeof import("@/lib/store/triggers");
let index: typeof import("@/lib/views/adr-index");
beforeAll(async () => {
  app = ownApp();
  writeFileSync(join(app.sloDir, "hits.yaml"), documentOf("hits"));
  writeFileSync(
    join(app.adrDir, "0001-caching.md"),
    "---\nstatus: accepted\nreview: { due: 2026-11-30, owner: Somebody }\ndecisions:\n  d1: { title: Cached }\n---\n# Caching\n",
  );
  await app.start(new Date("2026-11-01T00:00:00Z"));
  items = await import("@/lib/views/review-items");
  triggers = await import("@/lib/store/triggers");
  index = await import("@/lib/views/adr-index");
  const began = { startedAt: NOW.getTime(), startedBy: "a test", startedById: "a-test" };
  app.db
    .insert(revisits)
    .values({ quarter: "2026-Q4", ...began, cutOffMinute: 1, agenda: [] })
    .run();
});
afterAll(() => app.remove());

const statesAt = async (now: Date) =>
  items
    .reviewItems(app.db, await index.adrIndex(), now)
    .filter(({ kind }) => kind === "revisit")
    .map(({ state }) => state);

test("an outcome takes a record off the daily review until its new date, and a trigger that fires later puts it back", async () => {
  expect(await statesAt(NOW)).toEqual(["due 2026-11-30"]);

  const by = { author: "a test", authorId: "a-test" };
  const decided = { outcome: "keep", reason: "It holds.", names: ["A"], nextDue: "2027-02-22", fileDue: "2026-11-30" };
  app.db
    .insert(revisitOutcomes)
    .values({
      quarter: "2026-Q4",
      path: PATH,
      decisionId: "d1",
      ...decided,
      evidence: {},
      ...by,
      createdAt: NOW.getTime(),
    })
    .run();
  expect(await statesAt(NOW)).toEqual([]);
  expect(await statesAt(new Date("2027-02-20T00:00:00Z"))).toEqual(["due 2027-02-22"]);

  const fired = {
    path: PATH,
    decisionId: "d1",
    triggerId: "r1",
    terms: "t",
    measured: {},
    reason: "The budget is gone.",
  };
  const early = triggers.addTriggerFiring(app.db, { ...fired, occasion: "before", firedAt: NOW.getTime() - 1 });
  expect(early).not.toBeNull();
  expect(await statesAt(NOW)).toEqual([]);
  const late = triggers.addTriggerFiring(app.db, { ...fired, occasion: "after", firedAt: NOW.getTime() + 1 });
  expect(await statesAt(NOW)).toEqual([`fired ${late}`]);
});

test("a decision that was retired is on no review any more, whatever fires", async () => {
  const retired = { outcome: "retire", reason: "Nobody reads it.", names: ["A"], nextDue: null, fileDue: "2026-11-30" };
  const createdAt = NOW.getTime() + 2;
  const by = { author: "a test", authorId: "a-test", createdAt };
  app.db
    .insert(revisitOutcomes)
    .values({ quarter: "2026-Q4", path: PATH, decisionId: "d1", ...retired, evidence: {}, ...by })
    .run();
  const fired = { path: PATH, decisionId: "d1", triggerId: "r1", terms: "t", measured: {}, reason: "Again." };
  triggers.addTriggerFiring(app.db, { ...fired, occasion: "later", firedAt: createdAt + 1 });
  expect(await statesAt(NOW)).toEqual([]);
});
