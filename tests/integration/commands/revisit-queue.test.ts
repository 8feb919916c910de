import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Reader } from "@/lib/auth/actor";
import { documentOf, type OwnApp, ownApp } from "./own-app";

vi.mock("next/headers", async () => ({ headers: async () => new Headers() }));

const NOW = new Date("2026-11-25T12:00:00Z");
const reader = {
  kind: "anonymous",
  id: null,
  name: "anonymous",
  role: "viewer",
  services: null,
  ip: null,
} as unknown as Reader;

let app: OwnApp;
let views: typeof import("@/lib/views/revisits");
let one: typeof import("@/lib/views/revisit");
let queues: typeof import("@/lib/views/revisit-queue");
let index: typeof import("@/lib/views/adr-index");
beforeAll(async () => {
  app = ownApp();
  writeFileSync(join(app.sloDir, "hits.yaml"), documentOf("hits"));
  await app.start(new Date("2026-11-01T00:00:00Z"));
  views = await import("@/lib/views/revisits");
  one = await import("@/lib/views/revisit");
  queues = await import("@/lib/views/revisit-queue");
  index = await import("@/lib/views/adr-index");
});
afterAll(() => app.remove());

const write = (review: string, status = "accepted") =>
  writeFileSync(
    join(app.adrDir, "0001-caching.md"),
    `---\nstatus: ${status}\n${review}decisions:\n  d1: { title: Cached, status: ${status} }\n---\n# Caching\n`,
  );
const queue = async (upTo?: string) =>
  queues
    .revisitQueue(app.db, await index.adrIndex(), NOW, upTo)
    .map(({ why, overdueDays }) => [why.join(), overdueDays]);

test("where no record has a date, nothing calls for a revisit, and the agenda says so", async () => {
  write("");
  expect(await views.revisitsView(reader, NOW)).toMatchObject({ queue: [], decisions: 1, items: [], mayReview: false });
  expect(await one.revisitView(reader, NOW, "2026-Q4", null)).toMatchObject({
    state: "not-started",
    agenda: [],
    notNow: null,
    others: [{ label: "ADR 0001 · D1 Cached" }],
  });
});

test("a date calls from 14 days before on, or up to the day that is asked for, and is overdue the day after", async () => {
  for (const [due, soon, wide] of [
    ["2026-12-09", [["due", 0]], [["due", 0]]],
    ["2026-12-10", [], [["due", 0]]],
    ["2027-01-01", [], []],
    ["2026-11-25", [["due", 0]], [["due", 0]]],
    ["2026-11-16", [["overdue", 9]], [["overdue", 9]]],
  ] as const) {
    write(`review: { due: ${due} }\n`);
    expect([await queue(), await queue("2026-12-31")], due).toEqual([soon, wide]);
  }
});

test.each(["superseded", "rejected", "deprecated", "retired"])("what is %s calls for nothing", async (status) => {
  write("review: { due: 2026-11-01 }\n", status);
  expect(await queue()).toEqual([]);
});

test.each([
  ["2026-Q4", null],
  ["2026-Q3", null],
  ["2026-Q2", /too long ago/],
  ["2027-Q1", /has not begun/],
])("of %s it is said whether it can be started", async (quarter, why) => {
  const view = await one.revisitView(reader, NOW, quarter, null);
  if (why === null) expect(view?.notNow).toBeNull();
  else expect(view?.notNow).toMatch(why);
});

test("a quarter that there is not, and a decision that is not on the agenda, are not found", async () => {
  expect(await one.revisitView(reader, NOW, "2026-Q5", null)).toBeNull();
  expect(await one.revisitView(reader, NOW, "2026-Q4", "docs/adr/0001-caching.md#d9")).toBeNull();
});

test("without a record there is no decision to look at", async () => {
  rmSync(join(app.adrDir, "0001-caching.md"));
  expect(await views.revisitsView(reader, NOW)).toMatchObject({ queue: [], decisions: 0, folderProblem: null });
});
