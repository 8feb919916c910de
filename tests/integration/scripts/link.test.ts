import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "@/db/client";

const folder = mkdtempSync(join(tmpdir(), "plumbline-link-"));
const db = openDatabase(join(folder, "plumbline.db"), resolve("db/migrations"));
db.$client
  .prepare("INSERT INTO people (id, name, email, created_at, updated_at) VALUES ('p', 'Ada', 'ada@example.org', 0, 0)")
  .run();
afterAll(() => {
  db.$client.close();
  rmSync(folder, { recursive: true, force: true });
});

function link(args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/link.mjs", ...args], {
    env: { ...process.env, DATA_DIR: folder, PUBLIC_URL: "", ...env },
    encoding: "utf8",
  });
  return { status, out: stdout, err: stderr };
}

const kept = (): unknown =>
  db.$client.prepare("SELECT purpose, person_id FROM one_time_links ORDER BY rowid DESC LIMIT 1").get();

test("a link for an admin, or for somebody to come back in, is printed with where the app is found", () => {
  expect(link(["--admin"])).toMatchObject({
    status: 0,
    out: expect.stringMatching(/^Works once, until \S+ \S+ UTC: http:\/\/127\.0\.0\.1:3000\/set-up\/[\w-]{43}\n$/),
  });
  expect(kept()).toEqual({ purpose: "set-up", person_id: null });
  const { out } = link(["--for", "Ada@example.org"], { PUBLIC_URL: "https://slo.example/" });
  expect(out).toContain("https://slo.example/set-up/");
  expect(kept()).toEqual({ purpose: "reset", person_id: "p" });
});

test.each([
  [["--for", "nobody@example.org"], 1, "Nobody here has the email address nobody@example.org."],
  [[], 2, "Name one: --admin, or --for EMAIL"],
  [["--admin", "--for", "ada@example.org"], 2, "Name one: --admin, or --for EMAIL"],
  [["--root"], 2, "npm run link -- --help lists what there is"],
])("%j is refused in one line", (args, status, line) => {
  const outcome = link(args);
  expect(outcome.err).toContain(line);
  expect(outcome.err.trimEnd()).not.toContain("\n");
  expect(outcome).toMatchObject({ status, out: "" });
});

test("a folder without a database is named", () => {
  const { status, err } = link(["--admin"], { DATA_DIR: join(folder, "elsewhere") });
  expect(err).toMatch(/elsewhere holds no database: start Plumbline once/);
  expect(status).toBe(1);
});

test("--help says what there is", () => {
  expect(link(["--help"])).toMatchObject({ status: 0, out: expect.stringContaining("--for ada@example.org") });
});
