import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, expect, test } from "vitest";
import { forbidServiceStarts, takeBackStale } from "../../../scripts/policy-rc-d.mjs";

const MODULE = pathToFileURL("scripts/policy-rc-d.mjs").href;
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plumbline-"));
  file = join(folder, "policy-rc.d");
});

function answerOf(program: string) {
  return spawnSync(program, ["redis-server", "start"]).status;
}

/** Runs in a process of its own, which then ends the way it is told. */
function inAnotherProcess(end: string) {
  const program = `import { forbidServiceStarts } from ${JSON.stringify(MODULE)}; forbidServiceStarts(${JSON.stringify(file)}); ${end}`;
  return spawnSync(process.execPath, ["--input-type=module", "-e", program]);
}

test("services are forbidden to start until the answer is called, and then nothing is left", () => {
  const allow = forbidServiceStarts(file);
  expect(answerOf(file)).toBe(101);
  allow();
  expect(readdirSync(folder)).toEqual([]);
});

test("a policy that was there comes back with its content, mode and time", () => {
  writeFileSync(file, "#!/bin/sh\nexit 0\n");
  chmodSync(file, 0o750);
  const before = statSync(file);
  const allow = forbidServiceStarts(file);
  expect(answerOf(file)).toBe(101);
  allow();
  const after = statSync(file);
  expect({ ino: after.ino, mode: after.mode, mtimeMs: after.mtimeMs }).toEqual({
    ino: before.ino,
    mode: before.mode,
    mtimeMs: before.mtimeMs,
  });
  expect(readFileSync(file, "utf8")).toBe("#!/bin/sh\nexit 0\n");
  expect(readdirSync(folder)).toEqual(["policy-rc.d"]);
});

test("a policy that was a link comes back as that link, and what it points to stays untouched", () => {
  writeFileSync(join(folder, "elsewhere"), "#!/bin/sh\nexit 0\n");
  symlinkSync("elsewhere", file);
  forbidServiceStarts(file)();
  expect(lstatSync(file).isSymbolicLink()).toBe(true);
  expect(readlinkSync(file)).toBe("elsewhere");
  expect(readFileSync(file, "utf8")).toBe("#!/bin/sh\nexit 0\n");
});

test("a process that exits in the middle takes its policy back", () => {
  writeFileSync(file, "theirs");
  inAnotherProcess("process.exit(1)");
  expect(readFileSync(file, "utf8")).toBe("theirs");
  expect(readdirSync(folder)).toEqual(["policy-rc.d"]);
});

test("what a killed run left is taken back at the next start", () => {
  writeFileSync(file, "theirs");
  inAnotherProcess("process.kill(process.pid, 'SIGKILL')");
  expect(readFileSync(file, "utf8")).toContain("plumbline");
  takeBackStale(file);
  expect(readFileSync(file, "utf8")).toBe("theirs");
  expect(readdirSync(folder)).toEqual(["policy-rc.d"]);
});

test("what a killed run left where there was no policy is removed at the next start", () => {
  inAnotherProcess("process.kill(process.pid, 'SIGKILL')");
  expect(readdirSync(folder)).toEqual(["policy-rc.d"]);
  takeBackStale(file);
  expect(readdirSync(folder)).toEqual([]);
});

test("the policy of a run that is still at work stays, and a second one is refused", () => {
  const allow = forbidServiceStarts(file);
  takeBackStale(file);
  expect(answerOf(file)).toBe(101);
  expect(() => forbidServiceStarts(file)).toThrow(/^Another start \(process \d+\) is installing system packages/);
  allow();
});

test("a policy of somebody else is never removed", () => {
  writeFileSync(file, "theirs");
  takeBackStale(file);
  expect(execFileSync("cat", [file], { encoding: "utf8" })).toBe("theirs");
});
