import "server-only";
import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { isMarkdownFile } from "@/lib/adr/record-name";

export type FoundFile = { file: string; size: number; mtimeMs: number; inode: number };
export type FolderProblem = { path: string; message: string };

/** A folder that holds more is not an ADR folder but, say, a home directory. */
const MOST_FILES = 50_000;
/** Deeper lies nothing that a person put there. */
const DEEPEST = 20;
/** Files looked at in one go, some milliseconds' worth, before others have their turn. */
const AT_ONCE = 200;

/**
 * Markdown files below a folder with what tells whether they changed. Hidden folders are passed over, and links are followed to
 * files inside the folder alone; what was not followed is said.
 */
export async function findMarkdownFiles(root: string): Promise<{ files: FoundFile[]; problems: FolderProblem[] }> {
  const files: FoundFile[] = [];
  const problems: FolderProblem[] = [];
  const folders: { path: string; depth: number }[] = [{ path: root, depth: 0 }];
  let looked = 0;
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    for (const entry of entriesOf(folder.path, root, problems)) {
      const path = join(folder.path, entry.name);
      if (entry.isDirectory()) {
        if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
        if (folder.depth < DEEPEST) folders.push({ path, depth: folder.depth + 1 });
        else problems.push({ path: relative(root, path), message: "This folder lies too deep and was not read." });
        continue;
      }
      if (!isMarkdownFile(entry.name)) continue;
      if (++looked % AT_ONCE === 0) await nextTurn();
      const stats = statsInside(entry, path, root, problems);
      if (!stats) continue;
      if (files.length === MOST_FILES) throw new Error(`it holds more than ${MOST_FILES} Markdown files`);
      files.push({ file: path, size: stats.size, mtimeMs: stats.mtimeMs, inode: stats.ino });
    }
  }
  return { files, problems };
}

/** A folder below that cannot be read is a problem; the one that was asked for is the caller's. */
function entriesOf(folder: string, root: string, problems: FolderProblem[]): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (folder === root) throw error;
    problems.push({ path: relative(root, folder), message: `This folder cannot be read: ${reason(error)}.` });
    return [];
  }
}

function statsInside(entry: Dirent, path: string, root: string, problems: FolderProblem[]): Stats | null {
  try {
    if (entry.isFile()) return statSync(path);
    if (!entry.isSymbolicLink()) return null;
    const target = realpathSync(path);
    const stats = target.startsWith(root + sep) ? statSync(target) : null;
    if (stats?.isFile()) return stats;
  } catch (error) {
    // Gone since the folder was listed, or a link to nothing: the latter is said below.
    if (!entry.isSymbolicLink() && codeOf(error) === "ENOENT") return null;
    if (!entry.isSymbolicLink()) throw error;
  }
  problems.push({
    path: relative(root, path),
    message: "This is a link that leads out of the ADR folder, or nowhere; it was not followed.",
  });
  return null;
}

export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  if (code === "ENOENT") return "it does not exist";
  if (code === "ENOTDIR") return "it is not a folder";
  if (code === "EACCES") return "there is no permission";
  return error.message;
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error ? String(error.code) : null;
}
