import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A git repository of a test's own, whose commits are made at the times that it says. */
export type OwnRepository = {
  dir: string;
  git(...args: string[]): string;
  write(path: string, text: string): string;
  /** Commits all there is; answers the sha. */
  commit(at: string, subject: string, author?: string): string;
  remove(): void;
};

export function ownRepository(dir = realpathSync(mkdtempSync(join(tmpdir(), "plumbline-history-")))): OwnRepository {
  let at = "2026-01-01T12:00:00Z";
  let author = "Cache owner";
  const git = (...args: string[]): string => {
    const own = ["-c", `user.name=${author}`, "-c", "user.email=secret@example.org", "-c", "commit.gpgsign=false"];
    const env = { PATH: process.env.PATH, GIT_COMMITTER_DATE: at, GIT_AUTHOR_DATE: at } as unknown as NodeJS.ProcessEnv;
    return execFileSync("git", ["-C", dir, ...own, ...args], { env })
      .toString()
      .trim();
  };
  git("init", "-q", "-b", "main");
  return {
    dir,
    git,
    write(path, text) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
      return join(dir, path);
    },
    commit(when, subject, by = "Cache owner") {
      [at, author] = [when.length === 10 ? `${when}T12:00:00Z` : when, by];
      git("add", "-A");
      git("commit", "-q", "-m", subject);
      return git("rev-parse", "HEAD");
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
