import "server-only";
import { execFile } from "node:child_process";
import { lstat, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { LRUCache } from "lru-cache";

export type Commit = { sha: string; at: string; subject: string };

const run = promisify(execFile);
const TIMEOUT_MS = 5_000;
const commits = new LRUCache<string, Promise<Commit | null>>({ max: 1_000, ttl: 5_000 });

/** The last commit that touched the file; null where there is no git, no repository or no commit. */
export function lastCommit(file: string): Promise<Commit | null> {
  const known = commits.get(file);
  if (known) return known;
  const asked = askGit(file);
  commits.set(file, asked);
  return asked;
}

async function askGit(file: string): Promise<Commit | null> {
  const options = ["--literal-pathspecs", "-C", dirname(file), "-c", "log.showSignature=false"];
  const log = ["log", "-1", "--format=%H%x00%cI%x00%s", "--", basename(file)];
  try {
    const { stdout } = await run("git", [...options, ...log], { timeout: TIMEOUT_MS, env: ownEnvironment() });
    const [sha, at, subject] = stdout.trimEnd().split("\0");
    return sha && at && subject !== undefined ? { sha, at: new Date(at).toISOString(), subject } : null;
  } catch {
    return null;
  }
}

const SHA = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** A file as it stood at a commit, its path from the root of the repository; null where git does not have it, or it is larger. */
export async function fileAtCommit(
  root: string,
  sha: string,
  path: string,
  mostBytes: number,
): Promise<{ text: string; at: string } | null> {
  if (!SHA.test(sha)) return null;
  const options = { timeout: TIMEOUT_MS, env: ownEnvironment(), maxBuffer: mostBytes };
  try {
    const shown = await run("git", ["-C", root, "-c", "log.showSignature=false", "show", `${sha}:${path}`], options);
    const log = await run("git", ["-C", root, "show", "-s", "--format=%cI", "--no-show-signature", sha], options);
    const at = new Date(log.stdout.trim());
    return { text: shown.stdout, at: at.toISOString() };
  } catch {
    return null;
  }
}

/** The commits that touched the file since an instant (ms), newest first; none where git does not know it. */
export async function commitsSince(file: string, since: number, most: number): Promise<Commit[]> {
  const options = ["--literal-pathspecs", "-C", dirname(file), "-c", "log.showSignature=false"];
  const range = [`-${most}`, `--since=${new Date(since).toISOString()}`];
  const log = ["log", ...range, "--format=%H%x00%cI%x00%s", "--", basename(file)];
  try {
    const { stdout } = await run("git", [...options, ...log], { timeout: TIMEOUT_MS, env: ownEnvironment() });
    return stdout.split("\n").flatMap((line) => {
      const [sha, at, subject] = line.split("\0");
      return sha && at && subject !== undefined ? [{ sha, at: new Date(at).toISOString(), subject }] : [];
    });
  } catch {
    return [];
  }
}

/** Without GIT_DIR and its like, which a hook sets and which would answer for another repository. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return { ...Object.fromEntries(kept), NODE_ENV: process.env.NODE_ENV, GIT_OPTIONAL_LOCKS: "0" };
}

/** The folder that holds `.git`, at or above `dir`; found without the git program, so that paths do not depend on it. */
export async function repositoryRoot(dir: string): Promise<string | null> {
  let folder = await realpath(dir);
  for (;;) {
    if (await exists(join(folder, ".git"))) return folder;
    const parent = dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
