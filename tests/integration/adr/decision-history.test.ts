import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { call, headersGiven } from "../commands/calls";
import { type OwnApp, ownApp } from "../commands/own-app";
import { type OwnRepository, ownRepository } from "./own-repository";

vi.mock("next/headers", async () => ({ headers: async () => (await import("../commands/calls")).headersGiven() }));

const OLD = "docs/adr/0003-cache.md";
const PATH = "docs/adr/0003-cache-pages.md";
const NOW = new Date("2026-11-26T12:00:00Z");
const record = (status: string, minutes: string, more = ""): string => `---
status: ${status}
date: 2026-05-01
decisions: { d1: { title: Cache pages }, d2: { title: Purge by tag } }
---

# Cache pages

## Context

Pages are slow. They have been slow for a long time, and nobody has found a query that makes them so.

### D1: Cache pages

Every page is cached for ${minutes} minutes.
${more}`;

let app: OwnApp;
let repository: OwnRepository;
let route: typeof import("@/app/api/v1/decisions/[...path]/route");
let screen: typeof import("@/app/api/screens/decision-history/[...path]/route");
let shas: { first: string; renamed: string; last: string };

beforeAll(async () => {
  app = ownApp();
  rmSync(`${app.folder}/.git`, { recursive: true });
  repository = ownRepository(app.folder);
  const { write, commit, git } = repository;
  write(OLD, record("proposed", "ten"));
  const first = commit("2026-05-01", "Propose to cache pages", "Platform architect");
  git("mv", OLD, PATH);
  const renamed = commit("2026-06-01", "Name it better");
  write(PATH, record("accepted", "five"));
  write(
    "docs/adr/0004-edge.md",
    "---\nstatus: accepted\nsupersedes: [docs/adr/0003-cache-pages.md#d2]\n---\n# Cache at the edge\n\n## Why\n\nSee [D1](0003-cache-pages.md#d1).\n\n![The tiers](tiers.png)\n",
  );
  const last = commit("2026-09-03", "Accept it <script>alert(1)</script>", "“CDN” & engineer");
  shas = { first, renamed, last };
  route = await import("@/app/api/v1/decisions/[...path]/route");
  screen = await import("@/app/api/screens/decision-history/[...path]/route");
});
afterAll(() => app.remove());

const history = (query = "", path = PATH) =>
  call(route.GET, "GET", { path: [...path.split("/"), "history"] }, { query });
async function views() {
  const { currentReader } = await import("@/lib/auth/actor");
  await history();
  const reader = await currentReader();
  expect(headersGiven().get("host")).toBe("localhost");
  return {
    reader,
    at: (await import("@/lib/views/decision-at")).decisionAt,
    difference: (await import("@/lib/views/decision-difference")).decisionDifference,
    now: (await import("@/lib/views/decision")).decisionView,
  };
}

describe("the API tells a record’s history", () => {
  test("as the commits that touched it, newest first, with names as git tells them and nobody’s address", async () => {
    const { status, body } = await history();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      next: null,
      whole: true,
      uncommitted: false,
      reason: null,
      items: [
        { sha: shas.last, author: "“CDN” & engineer", subject: "Accept it <script>alert(1)</script>", onLine: true },
        { sha: shas.renamed, change: "renamed", path: PATH },
        { sha: shas.first, at: "2026-05-01T12:00:00.000Z", path: OLD, author: "Platform architect" },
      ],
    });
    expect(JSON.stringify(body)).not.toContain("@example.org");
    const shown = await call(screen.GET, "GET", { path: PATH.split("/") });
    expect(shown.body.versions).toEqual(body.items);
  });

  test("as the one version in force on a day, or why there was none", async () => {
    expect((await history("?on=2026-09-03")).body).toMatchObject({ items: [{ sha: shas.last }], reason: null });
    expect((await history("?on=2026-09-02")).body).toMatchObject({ items: [{ sha: shas.renamed }] });
    expect((await history("?on=2026-04-01")).body).toMatchObject({
      items: [],
      reason: "This record did not exist on 2026-04-01.",
    });
  });

  test("and refuses what is no day, no record and no part of one", async () => {
    expect(await history("?on=yesterday")).toMatchObject({
      status: 400,
      body: { issues: [{ field: "on", message: "is no day" }] },
    });
    expect(await history("", "docs/adr/0099-none.md")).toMatchObject({ status: 404 });
    expect(await history("", "docs/adr/../../etc/passwd")).toMatchObject({ status: 404 });
    expect(await call(route.GET, "GET", { path: [...PATH.split("/"), "secrets"] })).toMatchObject({ status: 404 });
  });
});

describe("a record is shown as it stood", () => {
  test("at the end of a day: its title, status and text of then, under the name of then", async () => {
    const { at, reader } = await views();
    const view = await at(reader, NOW, PATH, { on: "2026-05-15" });
    expect(view).toMatchObject({
      missing: null,
      found: { status: "proposed", isNow: false, version: { sha: shas.first, path: OLD } },
      history: { href: "/decisions/docs/adr/0003-cache-pages.md" },
    });
    expect(JSON.stringify(view?.found?.sections)).toContain("ten minutes");
  });

  test("at a commit, by the beginning of its sha", async () => {
    const { at, reader } = await views();
    expect(await at(reader, NOW, PATH, { at: shas.last.slice(0, 7) })).toMatchObject({
      found: { status: "accepted", isNow: true },
    });
  });

  test("and whether it shows images, which are today’s", async () => {
    const { at, reader } = await views();
    const edge = await at(reader, NOW, "docs/adr/0004-edge.md", { on: "2026-09-03" });
    expect(edge?.found?.hasImages).toBe(true);
    expect((await at(reader, NOW, PATH, { on: "2026-09-03" }))?.found?.hasImages).toBe(false);
  });

  test.each([
    [{ on: "2026-04-30" }, "This record did not exist on 30 Apr 2026"],
    [{ on: "2026-02-30" }, "This is no day"],
    [{ at: "0123456" }, "This record has no such version"],
    [{ at: "--output=/tmp/stolen" }, "This record has no such version"],
    [{ at: "HEAD~1" }, "This record has no such version"],
    [{ at: "../../etc" }, "This record has no such version"],
  ])("and where there is nothing to show for %j, it says so", async (asked, title) => {
    const { at, reader } = await views();
    expect(await at(reader, NOW, PATH, asked)).toMatchObject({ found: null, missing: { title } });
  });
});

describe("two versions of a record are compared", () => {
  test("by what was taken out and what came in", async () => {
    const { difference, reader } = await views();
    const view = await difference(reader, NOW, PATH, { from: shas.first.slice(0, 7), to: shas.last });
    expect(view).toMatchObject({ from: { sha: shas.first }, to: { sha: shas.last }, missing: null });
    expect(view?.difference).toMatchObject({ added: 2, removed: 2 });
    expect(view?.difference?.passages.map(({ section }) => section)).toEqual(["Front matter", "D1: Cache pages"]);
  });

  test("with what is not committed too", async () => {
    repository.write(PATH, record("accepted", "five", "\nOr six.\n"));
    const { difference, reader } = await views();
    const view = await difference(reader, NOW, PATH, { from: shas.last, to: "uncommitted" });
    expect(view?.difference).toMatchObject({ added: 2, removed: 0 });
    repository.write(PATH, record("accepted", "five"));
  });

  test.each([
    ["--no-index", "HEAD"],
    ["0123456", "abcdef0"],
    ["uncommitted", "uncommitted"],
  ])("and nothing but the record’s own versions is: not %s with %s", async (from, to) => {
    const { difference, reader } = await views();
    expect(await difference(reader, NOW, PATH, { from, to })).toMatchObject({
      difference: null,
      missing: { title: "This record has no such version" },
    });
  });
});

test("a record says what took its place, who alone says so, and which records link to it", async () => {
  const { now, reader } = await views();
  expect(await now(reader, NOW, PATH)).toMatchObject({
    successions: [
      {
        kind: "superseded-by",
        record: { path: "docs/adr/0004-edge.md", number: "0004", title: "Cache at the edge" },
        ids: ["d2"],
        inPart: true,
        said: "there",
      },
    ],
    backlinks: [{ path: "docs/adr/0004-edge.md", places: [{ section: "Why", fragment: "d1" }] }],
  });
  expect(await now(reader, NOW, "docs/adr/0004-edge.md")).toMatchObject({
    successions: [{ kind: "supersedes", record: { path: PATH }, ids: ["d2"], said: "here" }],
    backlinks: [],
  });
});
