import "server-only";
import { execFile } from "node:child_process";
import { basename, dirname } from "node:path";
import { promisify } from "node:util";
import { LRUCache } from "lru-cache";
import { LOG_FORMAT, readLog } from "@/lib/adr/git-log";
import { merged, type Version, type Versions } from "@/lib/adr/versions";
import { DomainError } from "@/lib/errors";
import { ownEnvironment } from "./git";
import { turnsOf } from "./slots";

const run = promisify(execFile);
const TIMEOUT_MS = 5_000;
/** Of one record; older ones are not asked for. */
export const MOST_VERSIONS = 500;
/** Names and subjects of so many commits take some 200 KiB. */
const LONGEST_LOG = 4 * 1024 * 1024;
/** Git processes at once for histories, however many ask. One history takes four, three of them at the same time. */
const inTurn = turnsOf("git-history-slots", {
  slots: 3,
  mostWaiting: 60,
  refusal: "Too many ask git for histories at once.",
});

export type FileHistory = Versions & {
  /** The repository's folder. */
  root: string;
  shallow: boolean;
  /** The file differs from the last commit. */
  uncommitted: boolean;
};
/** Why git has no history of a file. */
export type NoHistory = "no-git" | "no-repository" | "never-committed" | "not-trusted" | "took-too-long" | "failed";

type Kept = { histories: LRUCache<string, Promise<FileHistory | NoHistory>>; texts: LRUCache<string, string> };

/** Shared by every route: Next gives them module instances of their own. */
const shared = globalThis as { [name: symbol]: Kept | undefined };
const KEY = Symbol.for("plumbline.git-history");

/** Histories are kept a little longer than a page takes to ask for all of its parts. */
function keep(): Kept {
  shared[KEY] ??= {
    histories: new LRUCache({ max: 50, ttl: 5_000, ttlAutopurge: true }),
    texts: new LRUCache({ max: 2_000, maxSize: 32 * 1024 * 1024, sizeCalculation: sizeOf }),
  };
  return shared[KEY];
}

/**
 * The commits that touched a file, through its renames. Those who ask at the same time share one answer.
 * @throws DomainError `too-many-requests`
 */
export function fileHistory(file: string): Promise<FileHistory | NoHistory> {
  const { histories } = keep();
  const known = histories.get(file);
  if (known) return known;
  const asked = ask(file);
  histories.set(file, asked);
  // Who was turned away may try again at once.
  asked.catch(() => histories.delete(file));
  return asked;
}

async function ask(file: string): Promise<FileHistory | NoHistory> {
  try {
    const [root = "", isShallow] = (await git(file, ["rev-parse", "--show-toplevel", "--is-shallow-repository"])).split(
      "\n",
    );
    const shallow = isShallow === "true";
    const [line, all, status] = await Promise.all([
      git(file, logOf(file, ["--first-parent", "-m"])),
      git(file, logOf(file, [])),
      git(file, ["status", "--porcelain", "-z", "--untracked-files=no", "--", basename(file)]),
    ]);
    const versions = merged(readLog(line, true, shallow), readLog(all, false, shallow));
    if (versions.length === 0) return "never-committed";
    const isCut =
      versions.filter(({ onLine }) => onLine).length >= MOST_VERSIONS || versions.length >= 2 * MOST_VERSIONS;
    return { root, versions, shallow, whole: !shallow && !isCut, uncommitted: status !== "" };
  } catch (error) {
    if (error instanceof DomainError) throw error;
    return reasonOf(error);
  }
}

function logOf(file: string, options: string[]): string[] {
  const what = ["log", "--follow", `--max-count=${MOST_VERSIONS}`, "--name-status", "-z", `--format=${LOG_FORMAT}`];
  return [...what, "--no-color", "--no-ext-diff", "--no-textconv", ...options, "--", basename(file)];
}

function reasonOf(error: unknown): NoHistory {
  const { code, killed, stderr } = error as { code?: unknown; killed?: boolean; stderr?: unknown };
  const said = String(stderr ?? "");
  if (code === "ENOENT") return "no-git";
  if (killed) return "took-too-long";
  if (/dubious ownership|safe\.directory/.test(said)) return "not-trusted";
  if (/not a git repository/.test(said)) return "no-repository";
  if (/does not have any commits|bad default revision|ambiguous argument 'HEAD'/.test(said)) return "never-committed";
  return "failed";
}

export type Unread = "too-large" | "not-there" | "took-too-long";

/** A version's text. It never changes, and is kept. @throws DomainError `too-many-requests` */
export async function textOf(
  { root }: FileHistory,
  { sha, path }: Version,
  mostBytes: number,
): Promise<{ text: string } | { unread: Unread }> {
  const options = ["-c", "log.showSignature=false", "show", "--no-textconv", `${sha}:${path}`];
  return kept(`${root}\0${sha}\0${path}`, root, options, mostBytes);
}

/** What differs between two versions, or a version and the file as it lies there (`null`), word by word, the whole text around it. */
export async function wordDiff(
  { root }: FileHistory,
  from: Version,
  to: Version | { file: string },
  mostBytes: number,
): Promise<{ text: string } | { unread: Unread }> {
  const what = ["diff", "--no-ext-diff", "--no-textconv", "--no-color", "--word-diff=porcelain", "--unified=100000"];
  const old = `${from.sha}:${from.path}`;
  if ("file" in to) return asked(root, ["-c", "core.fsmonitor=false", ...what, old, "--", to.file], mostBytes);
  const options = [...what, old, `${to.sha}:${to.path}`];
  return kept(`${root}\0${options.slice(-2).join("\0")}`, root, options, mostBytes);
}

async function kept(
  key: string,
  root: string,
  options: string[],
  mostBytes: number,
): Promise<{ text: string } | { unread: Unread }> {
  const { texts } = keep();
  const before = texts.get(key);
  if (before !== undefined) return { text: before };
  const answer = await asked(root, options, mostBytes);
  if ("text" in answer) texts.set(key, answer.text);
  return answer;
}

async function asked(
  root: string,
  options: string[],
  mostBytes: number,
): Promise<{ text: string } | { unread: Unread }> {
  try {
    return { text: await gitIn(root, options, mostBytes) };
  } catch (error) {
    if (error instanceof DomainError) throw error;
    const { code, killed } = error as { code?: unknown; killed?: boolean };
    if (code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return { unread: "too-large" };
    return { unread: killed ? "took-too-long" : "not-there" };
  }
}

function sizeOf(text: string): number {
  return text.length + 1;
}

const git = (file: string, options: string[]): Promise<string> => gitIn(dirname(file), options, LONGEST_LOG);

async function gitIn(dir: string, options: string[], maxBuffer: number): Promise<string> {
  const own = [
    "--literal-pathspecs",
    "--no-pager",
    "-C",
    dir,
    "-c",
    "log.showSignature=false",
    "-c",
    "core.quotePath=false",
  ];
  const env = { ...ownEnvironment(), LC_ALL: "C" };
  return inTurn(async () => (await run("git", [...own, ...options], { timeout: TIMEOUT_MS, maxBuffer, env })).stdout);
}
