import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";

let folder: string;
let dataDir: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plumbline-"));
  dataDir = join(folder, "data");
});

/** Runs npm start's program to its end; one that gets past its checks would go on to install and serve, and is ended. */
async function start(env: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, ["scripts/start.mjs", ...args], {
    env: { PATH: process.env.PATH ?? "", DATA_DIR: dataDir, PORT: "39871", ...env } as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 20_000,
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (text) => {
    out += text;
  });
  child.stderr.on("data", (text) => {
    err += text;
  });
  const exitCode = await new Promise((resolve) => child.once("close", resolve));
  return { exitCode, out, err };
}

function expectNothingDone(out: string) {
  expect(out).toBe("");
  expect(existsSync(join(dataDir, "log"))).toBe(false);
  expect(existsSync(join(dataDir, "processes.json"))).toBe(false);
}

test.each([
  ["PORT", "http"],
  ["HOST", "192.0.2.1"],
  ["PROMETHEUS_URL", "localhost:9090"],
  ["PROMETHEUS_HEADERS", "X-Scope-OrgID: team-a"],
  ["ANONYMOUS_READ", "perhaps"],
  ["SLO_DIR", "/not/there"],
  ["PROMETHEUS_CA_FILE", "/not/there"],
  ["PROMETHEUS_PASSWORD_FILE", "/tmp"],
  ["ENGINES_FILE", "/not/there"],
])("%s=%s stops the start with one line that names it, before anything is done", async (name, value) => {
  const { exitCode, out, err } = await start({ [name]: value });
  expect(err).toMatch(new RegExp(`^${name} [^\\n]+\\n$`));
  expect(exitCode).toBe(1);
  expectNothingDone(out);
});

test("a data folder whose name a file has stops the start with one line", async () => {
  const file = join(folder, "taken");
  writeFileSync(file, "");
  const { exitCode, out, err } = await start({ DATA_DIR: file });
  expect(err).toMatch(/^DATA_DIR [^\n]+\n$/);
  expect(exitCode).toBe(1);
  expectNothingDone(out);
  expect(readdirSync(folder)).toEqual(["taken"]);
});

test("a port that is taken stops the start with one line and another port to try", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const { exitCode, out, err } = await start({ PORT: String(port) });
  server.close();
  expect(err).toBe(`PORT ${port} is in use on 127.0.0.1: choose another, as in PORT=3001 npm start\n`);
  expect(exitCode).toBe(1);
  expectNothingDone(out);
});

test("an unknown argument stops the start with one line and code 2", async () => {
  const { exitCode, out, err } = await start({}, "--port", "3001");
  expect(err).toMatch(/^Unknown argument --port: [^\n]+\n$/);
  expect(exitCode).toBe(2);
  expectNothingDone(out);
});

test("help is told without a look at the environment", async () => {
  const { exitCode, out } = await start({ PORT: "http" }, "--help");
  expect(exitCode).toBe(0);
  expect(out).toMatch(/^npm start: /);
  for (const name of [
    "PORT",
    "HOST",
    "PROMETHEUS_URL",
    "PROMETHEUS_HEADERS",
    "ENGINES_FILE",
    "DATA_DIR",
    "ADR_DIR",
    "SLO_DIR",
    "ANONYMOUS_READ",
  ])
    expect(out).toContain(name);
});
