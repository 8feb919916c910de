import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { claimDataDir, isAlive, type Process, processOf } from "../../../scripts/process-record.mjs";

const folder = () => mkdtempSync(join(tmpdir(), "plumbline-"));
const sleeper = () => spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
const record = (dataDir: string, processes: object) =>
  writeFileSync(join(dataDir, "processes.json"), JSON.stringify(processes));

test("a process is told apart from a later one of the same number", () => {
  const own = processOf(process.pid) as Process;
  expect(isAlive(own)).toBe(true);
  expect(isAlive({ ...own, since: "1" })).toBe(false);
  expect(isAlive(undefined)).toBe(false);
});

test("a data folder that another start holds is refused, and that start is named", async () => {
  const dataDir = folder();
  record(dataDir, { start: processOf(process.pid) });
  await expect(claimDataDir(dataDir)).rejects.toThrow(
    new RegExp(`^DATA_DIR .* npm start \\(process ${process.pid}\\)`),
  );
});

test("the app that a killed start left behind is ended", async () => {
  const dataDir = folder();
  const child = sleeper();
  record(dataDir, { start: { pid: 1, since: "0" }, app: processOf(child.pid as number) });
  const ended = once(child, "exit");
  await claimDataDir(dataDir);
  expect(await ended).toEqual([null, "SIGTERM"]);
});

test("a process that only has the number of the app left behind is spared", async () => {
  const dataDir = folder();
  const child = sleeper();
  record(dataDir, { start: { pid: 1, since: "0" }, app: { pid: child.pid, since: "0" } });
  const recordApp = await claimDataDir(dataDir);
  expect(child.exitCode ?? child.signalCode).toBeNull();
  recordApp(child.pid as number);
  expect(JSON.parse(readFileSync(join(dataDir, "processes.json"), "utf8")).app.pid).toBe(child.pid);
  child.kill();
});

test("a record that was cut short holds nobody up", async () => {
  const dataDir = folder();
  writeFileSync(join(dataDir, "processes.json"), '{"start":');
  await claimDataDir(dataDir);
  expect(existsSync(join(dataDir, "processes.json"))).toBe(true);
});
