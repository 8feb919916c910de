import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { adrAtCommit } from "@/lib/gateways/adr-then";

const folder = mkdtempSync(join(tmpdir(), "plumbline-adr-then-"));
const PATH = process.env.PATH ?? "";
const adrDir = join(folder, "docs", "adr");
const asked = join(folder, "asked");
const FILE = "docs/adr/0001-caching.md";
let commit: string;

const git = (...of: string[]): string =>
  execFileSync("git", ["-C", folder, "-c", "user.name=Test", "-c", "user.email=test@shop.example", ...of], {
    encoding: "utf8",
    env: { PATH, NODE_ENV: "test" },
  }).trim();

beforeAll(() => {
  mkdirSync(adrDir, { recursive: true });
  writeFileSync(join(folder, FILE), "---\nstatus: accepted\ndecisions: { d1: { title: One } }\n---\n# Caching\n");
  git("init", "-q");
  git("add", "docs");
  git("commit", "-qm", "Decide");
  commit = git("rev-parse", "HEAD");
  // A git before the real one that notes each process.
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
  writeFileSync(join(bin, "git"), `#!/bin/sh\necho "$*" >> "${asked}"\nexec "${real}" "$@"\n`);
  chmodSync(join(bin, "git"), 0o755);
  process.env.PATH = `${bin}${delimiter}${PATH}`;
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(asked, { force: true });
});
afterAll(() => {
  process.env.PATH = PATH;
  rmSync(folder, { recursive: true, force: true });
});

const processes = (): number => (existsSync(asked) ? readFileSync(asked, "utf8").trim().split("\n").length : 0);
const at = (sha: string) => adrAtCommit([adrDir], FILE, sha);

test("those who ask for a commit at the same time, or later, share one answer", async () => {
  const [first, second] = await Promise.all([at(commit), at(commit)]);
  expect(first?.record.title).toBe("Caching");
  expect(second).toBe(first);
  expect(await at(commit)).toBe(first);
  // One for the file, one for the time of the commit.
  expect(processes()).toBe(2);
});

test("a commit that git does not have is asked for once a minute", async () => {
  const start = performance.now();
  const clock = vi.spyOn(performance, "now").mockReturnValue(start);
  const absent = "0".repeat(40);
  const processesAt = async (ms: number): Promise<number> => {
    clock.mockReturnValue(start + ms);
    expect(await Promise.all([at(absent), at(absent)])).toEqual([null, null]);
    return processes();
  };
  expect(await processesAt(0)).toBe(1);
  expect(await processesAt(50_000)).toBe(1);
  // The cache reads the clock once a millisecond.
  await expect.poll(() => processesAt(61_000), { interval: 5 }).toBe(2);
});
