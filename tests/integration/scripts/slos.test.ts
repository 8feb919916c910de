import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, expect, test } from "vitest";
import { readOpenSlo } from "@/lib/interop/openslo";

const folder = mkdtempSync(join(tmpdir(), "plumbline-slos-"));
const FIXTURES = resolve("tests/fixtures/interop");
const MAILER = join(FIXTURES, "sloth-crd.yaml");
writeFileSync(
  join(folder, "plugin.yaml"),
  "version: prometheus/v1\nservice: a\nslos: [{ name: b, objective: 99, sli: { plugin: { id: somebody/plugin } }, alerting: {} }]\n",
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function slos(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/slos.mjs", ...args], {
    env: { ...process.env, INIT_CWD: folder },
    encoding: "utf8",
  });
  return { status, out: stdout, err: stderr };
}

test("an import tells what becomes of each line, and writes nothing", () => {
  const { status, out } = slos("import", MAILER);
  expect(status).toBe(0);
  expect(out).toContain("PrometheusServiceLevel mailer (sloth.slok.dev/v1): mailer-delivered\n");
  expect(out).toContain("   13: mapped: spec.slos[0].sli.events.errorQuery → bad: counted event by event\n");
  expect(out).toMatch(/1 document: 1 approximated; 1 SLO\n$/);
});

test("with --to each SLO becomes a file of OpenSLO; one that says something else is not written over", () => {
  expect(slos("import", MAILER, "--to", "out")).toMatchObject({ status: 0 });
  const path = join(folder, "out", "mailer-delivered.yaml");
  expect(readOpenSlo(readFileSync(path, "utf8"))).toMatchObject({
    definitions: [{ id: "mailer-delivered", target: { objective: 0.975, window: "30d" } }],
    problems: [],
  });
  expect(slos("import", MAILER, "--to", "out")).toMatchObject({ status: 0 });
  writeFileSync(path, "mine");
  const { status, out } = slos("import", MAILER, "--to", "out");
  expect([status, readFileSync(path, "utf8")]).toEqual([1, "mine"]);
  expect(out).toContain("is there already, and says something else");
});

test("one document that is refused refuses all, unless it is to be skipped", () => {
  const refused = slos("import", MAILER, "plugin.yaml", "--to", "none");
  expect([refused.status, readdirSync(folder)]).toEqual([1, expect.not.arrayContaining(["none"])]);
  expect(refused.out).toContain("plugin.yaml:1: refused: SLOs a (prometheus/v1)\n");
  const skipped = slos("import", MAILER, "plugin.yaml", "--to", "some", "--skip-refused", "--json");
  expect([skipped.status, readdirSync(join(folder, "some"))]).toEqual([1, ["mailer-delivered.yaml"]]);
  expect(JSON.parse(skipped.out).documents).toMatchObject([{ outcome: "approximated" }, { outcome: "refused" }]);
});

test.each([
  [[], "Name a command: import or export"],
  [["move"], "There is no command “move”"],
  [["import"], "Name the file or folder"],
  [["import", "nowhere"], "nowhere is no file or folder that can be read"],
  [["import", "plugin.yaml", "--to", "a", "--url", "http://localhost"], "--to and --url do not go together"],
  [["import", "plugin.yaml", "--url", "slo.example"], "--url slo.example is no address"],
  [["export"], "Name the Plumbline to export from"],
  [["export", "--url", "http://localhost", "--to", "a"], "--to goes with import"],
  [["import", "plugin.yaml", "--all"], "Unknown option '--all'"],
])("%j is refused in one line", (args, line) => {
  const { status, out, err } = slos(...args);
  expect([status, out, err.trimEnd().split("\n")]).toEqual([2, "", [expect.stringContaining(line)]]);
});

test.each([
  [401, undefined, " PLUMBLINE_TOKEN holds the token."],
  [403, undefined, " PLUMBLINE_TOKEN holds the token."],
  [403, "somebody's", ""],
])("an answer of %i with the token %s says what is missing", async (status, token, hint) => {
  const server = createServer((_, response) => {
    response.writeHead(status, { "content-type": "application/problem+json" });
    response.end(JSON.stringify({ detail: "This is closed to you." }));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const child = spawn(process.execPath, ["scripts/slos.mjs", "import", MAILER, "--url", url], {
    env: { ...process.env, INIT_CWD: folder, PLUMBLINE_TOKEN: token ?? "" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [told, [exitCode]] = await Promise.all([text(child.stderr), once(child, "close")]);
  server.close();
  expect([exitCode, told]).toEqual([1, `This is closed to you.${hint}\n`]);
});

test("--help says what there is", () => {
  expect(slos("--help")).toMatchObject({ status: 0, out: expect.stringContaining("--skip-refused") });
});
