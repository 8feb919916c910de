import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import * as schema from "@/db/schema";
import type { BreachView } from "@/lib/views/breach";
import { call } from "../commands/calls";
import { documentOf, type OwnApp, ownApp } from "../commands/own-app";

vi.mock("next/headers", async () => ({ headers: async () => (await import("../commands/calls")).headersGiven() }));

const PATH = "docs/adr/0001-caching.md";
const record = (status: string, statement: string, confidence: string): string => `---
status: ${status}
confidence: ${confidence}
review: { due: 2026-12-01 }
decisions:
  d1: { title: Fast for nearly everyone, status: ${status} }
targets:
  t1: { decision: d1, slo: hits, statement: "${statement}", sli: ratio, objective: 0.95, window: 28d }
---

# Caching
`;

let app: OwnApp;
let screen: typeof import("@/app/api/screens/breaches/[id]/route");
let then: string;

function git(...args: string[]): string {
  const author = ["-c", "user.name=Cache owner", "-c", "user.email=cache@example.org", "-c", "commit.gpgsign=false"];
  const env = { PATH: process.env.PATH, GIT_COMMITTER_DATE: "2026-09-03T10:00:00Z" } as unknown as NodeJS.ProcessEnv;
  return execFileSync("git", ["-C", app.folder, ...author, ...args], { env })
    .toString()
    .trim();
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(app.folder, path)), { recursive: true });
  writeFileSync(join(app.folder, path), text);
}

beforeAll(async () => {
  app = ownApp();
  rmSync(join(app.folder, ".git"), { recursive: true });
  git("init", "-q");
  write(PATH, record("accepted", "Nine of ten requests end at the edge.", "high"));
  git("add", "docs");
  git("commit", "-q", "-m", "Choose the edge");
  then = git("rev-parse", "HEAD");
  writeFileSync(
    join(app.sloDir, "hits.yaml"),
    documentOf("hits", { annotations: { "plumbline.dev/decision": `${PATH}#d1` } }),
  );
  await app.start();
  screen = await import("@/app/api/screens/breaches/[id]/route");
});
beforeEach(() => {
  app.db.$client.prepare("DELETE FROM breaches").run();
  write(PATH, record("accepted", "Nine of ten requests end at the edge.", "high"));
});
afterAll(() => app.remove());

async function decisionOf(adrCommit: string | null): Promise<NonNullable<BreachView["decision"]>> {
  const counts = { badEvents: 10, totalEvents: 100, budgetSpent: 0.1, worst: 0.8, targetVersion: 1 };
  const { id } = app.db
    .insert(schema.breaches)
    .values({
      sloId: "hits",
      kind: "objective-missed",
      origin: "live",
      openedMinute: 29_000_000 + Math.floor(Math.random() * 1e6),
      closedMinute: null,
      closeReason: null,
      decisionPath: PATH,
      decisionId: "d1",
      adrCommit,
      ...counts,
    })
    .returning({ id: schema.breaches.id })
    .get();
  const { body } = await call(screen.GET, "GET", { id: String(id) });
  const { decision } = body as unknown as BreachView;
  if (!decision) throw new Error("no decision");
  return decision;
}

test("the decision is shown as it stood at the breach's commit, whatever the record says since", async () => {
  write(PATH, record("superseded", "Eight of ten will do.", "low"));
  git("commit", "-aqm", "Think again");
  expect(await decisionOf(then)).toMatchObject({
    statement: "Nine of ten requests end at the edge.",
    status: "accepted",
    confidence: "high",
    asItWasThen: true,
    adrCommit: then,
    committedAt: "2026-09-03T10:00:00.000Z",
    reviewDue: "2026-12-01",
    nowDiffers: expect.stringMatching(
      /^It was accepted, and is superseded now[.] It says now: “Eight of ten will do[.]”/,
    ),
  });
});

test("nothing has changed since where nothing has", async () => {
  expect((await decisionOf(then)).nowDiffers).toBeNull();
});

test("a record that was deleted since still says what it said", async () => {
  rmSync(join(app.folder, PATH));
  expect(await decisionOf(then)).toMatchObject({
    statement: "Nine of ten requests end at the edge.",
    title: "Fast for nearly everyone",
    missing: true,
    nowDiffers: "The record is not in the ADR folders any more.",
  });
});

test.each([
  ["a commit that git does not have", "0123456789abcdef0123456789abcdef01234567"],
  ["what is no commit", "HEAD"],
  ["what would be an option", "--output=/tmp/x"],
  ["none", null],
])("with %s it is what the record says now, and it says so", async (_, commit) => {
  write(PATH, record("accepted", "Eight of ten will do.", "low"));
  expect(await decisionOf(commit)).toMatchObject({
    statement: "Eight of ten will do.",
    asItWasThen: false,
    committedAt: null,
  });
});
