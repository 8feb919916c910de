import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { lastCommit, repositoryRoot } from "@/lib/gateways/git";

let dir: string;
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), "plumbline-git-")));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true });
});

function git(...args: string[]): void {
  const author = ["-c", "user.name=Cache owner", "-c", "user.email=cache@example.org", "-c", "commit.gpgsign=false"];
  const env = {
    PATH: process.env.PATH,
    GIT_COMMITTER_DATE: "2026-11-20T10:00:00+02:00",
  } as unknown as NodeJS.ProcessEnv;
  execFileSync("git", ["-C", dir, ...author, ...args], { env });
}

function commit(name: string, subject: string): string {
  writeFileSync(join(dir, name), subject);
  git("--literal-pathspecs", "add", "--", name);
  git("commit", "-q", "-m", `${subject}\n\nBody.`);
  return join(dir, name);
}

describe("the last commit of a file", () => {
  test("is the one that touched it, not the newest of the repository", async () => {
    git("init", "-q");
    const file = commit("0001-a.md", "Choose: a “cache”");
    commit("0002-b.md", "Another");
    expect(await lastCommit(file)).toEqual({
      sha: expect.stringMatching(/^[0-9a-f]{40}$/),
      at: "2026-11-20T08:00:00.000Z",
      subject: "Choose: a “cache”",
    });
  });

  test.each([":(glob)*.md", "--all.md", "a b;touch c.md"])("is found for the file name %s", async (name) => {
    git("init", "-q");
    const file = commit(name, "Odd name");
    commit("later.md", "Later");
    expect((await lastCommit(file))?.subject).toBe("Odd name");
  });

  test("is null without a commit, a repository, a folder or a git program", async () => {
    writeFileSync(join(dir, "a.md"), "");
    expect(await lastCommit(join(dir, "a.md"))).toBeNull();
    git("init", "-q");
    writeFileSync(join(dir, "b.md"), "");
    expect(await lastCommit(join(dir, "b.md"))).toBeNull();
    expect(await lastCommit(join(dir, "missing", "c.md"))).toBeNull();
    const file = commit("d.md", "There");
    vi.stubEnv("PATH", dir);
    expect(await lastCommit(file)).toBeNull();
  });

  test("comes from the file's own repository, whatever a hook has set", async () => {
    git("init", "-q");
    const file = commit("a.md", "Own");
    vi.stubEnv("GIT_DIR", join(process.cwd(), ".git"));
    expect((await lastCommit(file))?.subject).toBe("Own");
  });

  test("is asked for once in a few seconds", async () => {
    git("init", "-q");
    const file = commit("a.md", "First");
    const first = await lastCommit(file);
    commit("a.md", "Second");
    expect(await lastCommit(file)).toBe(first);
  });
});

test("the repository of a folder is the nearest one above it, or none", async () => {
  mkdirSync(join(dir, "shop/docs/adr"), { recursive: true });
  expect(await repositoryRoot(join(dir, "shop/docs/adr"))).toBeNull();
  mkdirSync(join(dir, ".git"));
  expect(await repositoryRoot(join(dir, "shop/docs/adr"))).toBe(dir);
  writeFileSync(join(dir, "shop/.git"), "gitdir: elsewhere");
  expect(await repositoryRoot(join(dir, "shop/docs/adr"))).toBe(join(dir, "shop"));
});
