import "server-only";
import type { Dirent } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { LRUCache } from "lru-cache";
import { type AdrRecord, LARGEST_RECORD, readAdr } from "@/lib/adr/record";
import { isRecordFile } from "@/lib/adr/record-name";
import { repositoryRoot } from "./git";

export type FolderProblem = { path: string; message: string };
export type AdrFolders = { records: AdrRecord[]; problems: FolderProblem[] };

/** A folder that holds more is not an ADR folder but, say, a home directory. */
const MOST_FILES = 5_000;

type Scan = { files: Map<string, string>; problems: FolderProblem[] };

const parsed = new LRUCache<string, { mtimeMs: number; size: number; record: AdrRecord }>({ max: MOST_FILES });

/** Every record in the folders of `ADR_DIR`, by path. Files that did not change are not parsed again. */
export async function readAdrFolders(dirs: readonly string[]): Promise<AdrFolders> {
  const { files, problems } = await scan(dirs);
  const records: AdrRecord[] = [];
  for (const [path, file] of files) {
    try {
      records.push(await readRecord(path, file));
    } catch (error) {
      problems.push({ path, message: `This file cannot be read: ${reason(error)}.` });
    }
  }
  return { records, problems };
}

/** The raw text of a record, or null. The path is looked up among the files found, so that it cannot lead elsewhere. */
export async function readAdrSource(dirs: readonly string[], path: string): Promise<string | null> {
  const { files } = await scan(dirs);
  const file = files.get(path);
  if (file === undefined) return null;
  const { size } = await stat(file);
  return size <= LARGEST_RECORD ? readFile(file, "utf8") : null;
}

/** Where a record lies on this machine, for asking git about it; null for a path that was not found in the folders. */
export async function adrFile(dirs: readonly string[], path: string): Promise<string | null> {
  return (await scan(dirs)).files.get(path) ?? null;
}

async function readRecord(path: string, file: string): Promise<AdrRecord> {
  const { mtimeMs, size } = await stat(file);
  if (size > LARGEST_RECORD) throw new Error("it is larger than 256 KiB");
  const known = parsed.get(file);
  if (known && known.mtimeMs === mtimeMs && known.size === size && known.record.path === path) return known.record;
  const record = readAdr(path, await readFile(file, "utf8"));
  parsed.set(file, { mtimeMs, size, record });
  return record;
}

/** The records' paths (relative to the repository, else to the parent of the ADR folder) with their files, in order. */
async function scan(dirs: readonly string[]): Promise<Scan> {
  const found = new Map<string, string>();
  const problems: FolderProblem[] = [];
  for (const dir of dirs) {
    try {
      const root = await realpath(dir);
      const base = (await repositoryRoot(root)) ?? dirname(root);
      const files: string[] = [];
      await collect(root, root, files, problems);
      for (const file of files) {
        const path = relative(base, file).split(sep).join("/");
        if (!isRecordFile(path)) continue;
        if (!found.has(path)) found.set(path, file);
        else if (found.get(path) !== file)
          problems.push({ path, message: `Two folders hold this path; ${file} is not shown.` });
      }
    } catch (error) {
      problems.push({
        path: dir,
        message: `The folder ${resolve(dir)} that ADR_DIR names cannot be read: ${reason(error)}.`,
      });
    }
  }
  const files = new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { files, problems };
}

/** Markdown files below a folder. Hidden folders are passed over, and links are followed to files inside the root alone. */
async function collect(folder: string, root: string, files: string[], problems: FolderProblem[]): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith(".") && entry.name !== "node_modules") await collect(path, root, files, problems);
    } else if (/\.md$/i.test(entry.name) && (await isInside(entry, path, root, problems))) {
      if (files.length === MOST_FILES) throw new Error(`it holds more than ${MOST_FILES} Markdown files`);
      files.push(path);
    }
  }
}

async function isInside(entry: Dirent, path: string, root: string, problems: FolderProblem[]): Promise<boolean> {
  if (entry.isFile()) return true;
  if (!entry.isSymbolicLink()) return false;
  const target = await realpath(path).catch(() => null);
  if (target?.startsWith(root + sep) && (await stat(target)).isFile()) return true;
  problems.push({
    path: relative(root, path),
    message: "This is a link that leads out of the ADR folder, or nowhere; it was not followed.",
  });
  return false;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? error.code : null;
  if (code === "ENOENT") return "it does not exist";
  if (code === "ENOTDIR") return "it is not a folder";
  if (code === "EACCES") return "there is no permission";
  return error.message;
}
