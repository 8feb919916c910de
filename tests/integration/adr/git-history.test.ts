import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { inForceOn, type Version } from "@/lib/adr/versions";
import { readWordDiff } from "@/lib/adr/word-diff";
import { type FileHistory, fileHistory, textOf, wordDiff } from "@/lib/gateways/git-history";
import { type OwnRepository, ownRepository } from "./own-repository";

const TEXT = Array.from({ length: 20 }, (_, i) => `Line ${i} of the record.\n`).join("");

let repository: OwnRepository;
beforeEach(() => {
  repository = ownRepository();
});
afterEach(() => {
  vi.unstubAllEnvs();
  repository.remove();
});

async function historyOf(file: string): Promise<FileHistory> {
  const history = await fileHistory(file);
  if (typeof history === "string") throw new Error(history);
  return history;
}

const subjects = ({ versions }: FileHistory): string[] => versions.map(({ subject }) => subject);

describe("the history of a file", () => {
  test("follows it through its renames, and reads each version under the name it had", async () => {
    const { write, commit, git } = repository;
    write("docs/adr/0001-old.md", TEXT);
    const first = commit("2026-05-01", "Begin");
    git("mv", "docs/adr/0001-old.md", "docs/adr/0002-new.md");
    commit("2026-06-01", "Rename");
    const file = write("docs/adr/0002-new.md", `${TEXT}More.\n`);
    commit("2026-07-01", "Add", "Somebody else");
    write("docs/adr/0009-other.md", "Another.");
    commit("2026-08-01", "Not about it");
    const history = await historyOf(file);
    expect(history.versions.map(({ subject, change, path, author }) => [subject, change, path, author])).toEqual([
      ["Add", "changed", "docs/adr/0002-new.md", "Somebody else"],
      ["Rename", "renamed", "docs/adr/0002-new.md", "Cache owner"],
      ["Begin", "added", "docs/adr/0001-old.md", "Cache owner"],
    ]);
    expect(history).toMatchObject({ whole: true, shallow: false, uncommitted: false, root: repository.dir });
    expect(history.versions[2]).toMatchObject({ sha: first, at: "2026-05-01T12:00:00.000Z" });
    expect(await textOf(history, history.versions[2] as Version, 10_000)).toEqual({ text: TEXT });
  });

  test("tells what the branch held from what was written on another one before its merge", async () => {
    const { write, commit, git } = repository;
    const file = write("adr/0001-a.md", TEXT);
    commit("2026-05-01", "Begin");
    git("checkout", "-qb", "side");
    write("adr/0001-a.md", `${TEXT}Side.\n`);
    const side = commit("2026-05-10", "On the side");
    git("checkout", "-q", "main");
    write("other.txt", "x");
    commit("2026-05-20", "Meanwhile");
    write("later.txt", "x");
    commit("2026-06-01", "Time goes by");
    git("merge", "-q", "--no-ff", "-m", "Merge the side", "side");
    const merge = git("rev-parse", "HEAD");
    const history = await historyOf(file);
    expect(history.versions.map(({ sha, onLine, subject }) => [sha.slice(0, 7), onLine, subject])).toEqual([
      [merge.slice(0, 7), true, "Merge the side"],
      [side.slice(0, 7), false, "On the side"],
      [expect.any(String), true, "Begin"],
    ]);
    expect(inForceOn(history, "2026-05-15")).toMatchObject({ version: { subject: "Begin" } });
    expect(inForceOn(history, "2026-06-01")).toMatchObject({ version: { sha: merge } });
  });

  test("knows when it was deleted, and that it came back", async () => {
    const { write, commit, git } = repository;
    write("a.md", TEXT);
    commit("2026-05-01", "Begin");
    git("rm", "-q", "a.md");
    commit("2026-06-01", "Drop");
    const file = write("a.md", "Something else altogether.\n");
    commit("2026-07-01", "Again");
    const history = await historyOf(file);
    expect(history.versions.map(({ subject, change }) => [subject, change])).toEqual([
      ["Again", "added"],
      ["Drop", "deleted"],
      ["Begin", "added"],
    ]);
    expect(inForceOn(history, "2026-06-15").state).toBe("deleted");
  });

  test("hides no commit, whatever its subject holds", async () => {
    const file = repository.write("a.md", TEXT);
    repository.commit("2026-05-01", "Begin");
    repository.write("a.md", `${TEXT}Weaker.\n`);
    repository.commit("2026-06-01", "Weaken the target\u001eabc");
    expect(subjects(await historyOf(file))).toEqual(["Weaken the target\u001eabc", "Begin"]);
  });

  test.each([
    ["left as it was", TEXT],
    ["changed in the same commit", TEXT.replace("Line 9", "Row 9")],
  ])("begins where it was copied from another record, which was %s", async (_, source) => {
    const { write, commit, dir } = repository;
    write("adr/0001-a.md", TEXT.replace("Line 1 ", "Row 1 "));
    commit("2026-05-01", "Begin");
    write("adr/0001-a.md", TEXT);
    commit("2026-05-10", "Change the first");
    write("adr/0001-a.md", source);
    write("adr/0007-b.md", TEXT.replace("Line 3", "Row 3"));
    commit("2026-06-01", "Copy");
    const file = write("adr/0007-b.md", `${TEXT}Of its own.\n`);
    commit("2026-07-01", "Go on");
    const history = await historyOf(file);
    expect(history.versions.map(({ subject, change, path }) => [subject, change, path])).toEqual([
      ["Go on", "changed", "adr/0007-b.md"],
      ["Copy", "added", "adr/0007-b.md"],
    ]);
    expect(history.whole).toBe(true);
    expect(inForceOn(history, "2026-05-15")).toMatchObject({ state: "not-yet", first: { subject: "Copy" } });
    const first = subjects(await historyOf(join(dir, "adr/0001-a.md")));
    expect(first.slice(-2)).toEqual(["Change the first", "Begin"]);
  });

  test("of a copy begins with it also where it was made on another branch", async () => {
    const { write, commit, git } = repository;
    write("adr/0001-a.md", TEXT);
    commit("2026-05-01", "Begin");
    git("checkout", "-qb", "side");
    const file = write("adr/0007-b.md", `${TEXT}Of its own.\n`);
    commit("2026-05-10", "Copy");
    git("checkout", "-q", "main");
    write("other.txt", "x");
    commit("2026-05-20", "Meanwhile");
    git("merge", "-q", "--no-ff", "-m", "Merge the side", "side");
    const history = await historyOf(file);
    expect(history.versions.map(({ subject, change, onLine }) => [subject, change, onLine])).toEqual([
      ["Merge the side", "added", true],
      ["Copy", "added", false],
    ]);
  });

  test("says that the file differs from its last commit", async () => {
    const file = repository.write("a.md", TEXT);
    repository.commit("2026-05-01", "Begin");
    repository.write("a.md", TEXT.replace("Line 3", "Row 3"));
    const history = await historyOf(file);
    expect(history.uncommitted).toBe(true);
    const diff = await wordDiff(history, history.versions[0] as Version, { file }, 100_000);
    expect("text" in diff && readWordDiff(diff.text)).toMatchObject({ added: 1, removed: 1 });
  });

  test("of a shallow clone begins where the clone does, and claims nothing of what is older", async () => {
    repository.write("a.md", TEXT);
    repository.commit("2026-05-01", "Begin");
    repository.write("a.md", `${TEXT}More.\n`);
    repository.commit("2026-06-01", "Add");
    const clone = `${repository.dir}/clone`;
    execFileSync("git", ["clone", "-q", "--depth", "1", `file://${repository.dir}`, clone]);
    const history = await historyOf(join(clone, "a.md"));
    expect(history).toMatchObject({ shallow: true, whole: false });
    expect(history.versions).toMatchObject([{ subject: "Add", boundary: true }]);
    expect(inForceOn(history, "2026-05-15").state).toBe("not-known");
  });

  test.each([":(glob)*.md", "--all.md", "a b;touch c.md", "“ö”.md"])("is found for the file name %s", async (name) => {
    const file = repository.write(name, TEXT);
    repository.commit("2026-05-01", "Odd name");
    repository.write("later.md", "x");
    repository.commit("2026-06-01", "Later");
    const history = await historyOf(file);
    expect(subjects(history)).toEqual(["Odd name"]);
    expect(await textOf(history, history.versions[0] as Version, 10_000)).toEqual({ text: TEXT });
  });

  test("holds no address of anybody", async () => {
    const file = repository.write("a.md", TEXT);
    repository.commit("2026-05-01", "Begin");
    expect(JSON.stringify(await fileHistory(file))).not.toContain("secret@example.org");
  });

  test("is asked for once in a few seconds", async () => {
    const file = repository.write("a.md", TEXT);
    repository.commit("2026-05-01", "Begin");
    const asked = fileHistory(file);
    expect(fileHistory(file)).toBe(asked);
    // Its processes take no turns from the next test.
    await asked;
  });
});

test("three git processes run at once for all routes together, and those who are too many are turned away", async () => {
  const tally = join(repository.dir, "tally");
  const slowGit = `#!/bin/sh\necho + >> "${tally}"\nsleep 0.05\necho - >> "${tally}"\nexit 1\n`;
  chmodSync(repository.write("bin/git", slowGit), 0o755);
  vi.stubEnv("PATH", `${join(repository.dir, "bin")}:${process.env.PATH}`);
  vi.resetModules();
  const other = await import("@/lib/gateways/git-history");
  expect(other.fileHistory).not.toBe(fileHistory);
  const asked = Array.from({ length: 70 }, (_, n) =>
    (n % 2 === 0 ? fileHistory : other.fileHistory)(join(repository.dir, `${n}.md`)).catch(({ code }) => code),
  );
  const outcomes = await Promise.all(asked);
  expect(outcomes.filter((outcome) => outcome === "failed")).toHaveLength(63);
  expect(outcomes.filter((outcome) => outcome === "too-many-requests")).toHaveLength(7);
  let [running, most] = [0, 0];
  for (const sign of readFileSync(tally, "utf8").trim().split("\n")) {
    running += sign === "+" ? 1 : -1;
    most = Math.max(most, running);
  }
  expect(most).toBe(3);
  // Whoever was turned away may ask again at once, and both routes share one answer.
  const file = join(repository.dir, "69.md");
  expect(fileHistory(file)).toBe(other.fileHistory(file));
  expect(await fileHistory(file)).toBe("failed");
});

describe("where there is no history", () => {
  test("it is said that the file was never committed, with or without a commit of others", async () => {
    expect(await fileHistory(repository.write("a.md", TEXT))).toBe("never-committed");
    repository.git("commit", "-q", "--allow-empty", "-m", "Nothing");
    expect(await fileHistory(repository.write("b.md", TEXT))).toBe("never-committed");
  });

  test("it is said that there is no repository, or no git", async () => {
    const file = repository.write("a.md", TEXT);
    repository.commit("2026-05-01", "Begin");
    vi.stubEnv("PATH", repository.dir);
    expect(await fileHistory(file)).toBe("no-git");
    vi.unstubAllEnvs();
    repository.git("mv", "a.md", "b.md");
    execFileSync("rm", ["-r", join(repository.dir, ".git")]);
    expect(await fileHistory(join(repository.dir, "b.md"))).toBe("no-repository");
  });
});

describe("two versions", () => {
  test("are compared by words, whatever they were called and however the lines were wrapped", async () => {
    const { write, commit, git } = repository;
    write("a.md", `# Title\n\n## Decision\n\nWe cache every page for ten minutes.\n\n${TEXT}`);
    commit("2026-05-01", "Begin");
    git("mv", "a.md", "b.md");
    const file = write("b.md", `# Title\n\n## Decision\n\nWe cache every page\nfor five minutes.\n\n${TEXT}`);
    commit("2026-06-01", "Rename and change");
    const history = await historyOf(file);
    const [to, from] = history.versions as [Version, Version];
    const diff = await wordDiff(history, from, to, 100_000);
    const { passages, added, removed } = readWordDiff("text" in diff ? diff.text : "");
    expect({ added, removed, sections: passages.map(({ section }) => section) }).toEqual({
      added: 1,
      removed: 1,
      sections: ["Decision"],
    });
    expect(passages[0]?.lines.flat().filter(({ kind }) => kind !== "same")).toEqual([
      { kind: "removed", text: "ten" },
      { kind: "added", text: "five" },
    ]);
  });

  test("that are too large are refused, and so is a text", async () => {
    const file = repository.write("a.md", TEXT);
    repository.commit("2026-05-01", "Begin");
    const history = await historyOf(file);
    expect(await textOf(history, history.versions[0] as Version, 10)).toEqual({ unread: "too-large" });
    repository.write("a.md", "Another text.\n");
    expect(await wordDiff(history, history.versions[0] as Version, { file }, 10)).toEqual({ unread: "too-large" });
  });
});
