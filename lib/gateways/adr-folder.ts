import "server-only";
import { existsSync } from "node:fs";
import { readFile, realpath, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { LRUCache } from "lru-cache";
import { type AdrRecord, LARGEST_RECORD, readAdr } from "@/lib/adr/record";
import { recordsAmong } from "@/lib/adr/recordhood";
import { type FolderProblem, type FoundFile, findMarkdownFiles, reason } from "./adr-files";
import { repositoryRoot } from "./git";

export type AdrFolders = { records: AdrRecord[]; problems: FolderProblem[] };

/** Several folders of the largest size; a record takes some KiB. */
const MOST_KEPT = 100_000;

type Found = Map<string, FoundFile>;
/** `roots` are the folders, named as the files are. */
type Scan = { found: Found; problems: FolderProblem[]; roots: string[]; bases: string[] };

const parsed = new LRUCache<string, { mtimeMs: number; size: number; inode: number; record: AdrRecord }>({
  max: MOST_KEPT,
});
/** The last answer for the same folders: as long as no file changed it is the same object, and so is all that is derived from it. */
const last = new LRUCache<string, { read: AdrRecord[]; folders: AdrFolders }>({ max: 10 });

/** Every record in the folders of `ADR_DIR`, by path. Files that did not change are not parsed again. */
export async function readAdrFolders(dirs: readonly string[]): Promise<AdrFolders> {
  const { found, problems, roots } = await scan(dirs);
  const read = await readAll(found, problems);
  const key = JSON.stringify(dirs);
  const before = last.get(key);
  if (before && isSame(before.read, read) && JSON.stringify(before.folders.problems) === JSON.stringify(problems))
    return before.folders;
  const among = recordsAmong(read, roots);
  const folders = { records: read.filter(({ path }) => among.has(path)), problems };
  last.set(key, { read, folders });
  return folders;
}

/** Every Markdown file of any folder as it was read, with paths relative to it; the folder itself may be missing: that throws. */
export async function readForeignFolder(dir: string): Promise<{ read: AdrRecord[]; problems: FolderProblem[] }> {
  const root = await realpath(dir);
  const { files, problems } = await findMarkdownFiles(root);
  const read = await readAll(inOrder(files.map((each) => [pathFrom(root, each.file), each])), problems);
  return { read, problems };
}

/** The raw text of a record, or null. The path is looked up among the files found, so that it cannot lead elsewhere. */
export async function readAdrSource(dirs: readonly string[], path: string): Promise<string | null> {
  const file = await adrFile(dirs, path);
  if (file === null) return null;
  const { size } = await stat(file);
  return size <= LARGEST_RECORD ? readFile(file, "utf8") : null;
}

/** Where a record lies on this machine, for asking git about it; null for a path that was not found in the folders. */
export async function adrFile(dirs: readonly string[], path: string): Promise<string | null> {
  const { found } = await scan(dirs);
  const known = found.get(path);
  if (!known) return null;
  const { records } = await readAdrFolders(dirs);
  return records.some((record) => record.path === path) ? known.file : null;
}

/** Answers whether a path, relative as the records' are, is there; links lead to files of any kind. */
export async function adrPathExists(dirs: readonly string[]): Promise<(path: string) => boolean> {
  const { bases } = await scan(dirs);
  return (path) => bases.some((base) => existsSync(join(base, path)));
}

async function readAll(found: Found, problems: FolderProblem[]): Promise<AdrRecord[]> {
  const read: AdrRecord[] = [];
  for (const [path, file] of found) {
    const known = parsed.get(file.file);
    const isKnown = known?.mtimeMs === file.mtimeMs && known.size === file.size && known.inode === file.inode;
    if (isKnown && known.record.path === path) read.push(known.record);
    else
      try {
        if (file.size > LARGEST_RECORD) throw new Error("it is larger than 256 KiB");
        const record = readAdr(path, await readFile(file.file, "utf8"));
        parsed.set(file.file, { mtimeMs: file.mtimeMs, size: file.size, inode: file.inode, record });
        read.push(record);
      } catch (error) {
        problems.push({ path, message: `This file cannot be read: ${reason(error)}.` });
      }
  }
  return read;
}

/** The files' paths (relative to the repository, else to the parent of the ADR folder), in order. */
async function scan(dirs: readonly string[]): Promise<Scan> {
  const found: Found = new Map();
  const roots: string[] = [];
  const bases: string[] = [];
  const problems: FolderProblem[] = [];
  for (const dir of dirs) {
    try {
      const root = await realpath(dir);
      const base = (await repositoryRoot(root)) ?? dirname(root);
      const { files, problems: refused } = await findMarkdownFiles(root);
      roots.push(pathFrom(base, root));
      bases.push(base);
      problems.push(...refused);
      for (const file of files) {
        const path = pathFrom(base, file.file);
        if (!found.has(path)) found.set(path, file);
        else if (found.get(path)?.file !== file.file)
          problems.push({ path, message: `Two folders hold this path; ${file.file} is not shown.` });
      }
    } catch (error) {
      problems.push({
        path: dir,
        message: `The folder ${resolve(dir)} that ADR_DIR names cannot be read: ${reason(error)}.`,
      });
    }
  }
  return { found: inOrder([...found]), problems, roots, bases };
}

function inOrder(files: [string, FoundFile][]): Found {
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function pathFrom(base: string, file: string): string {
  // By hand where it can be: for ten thousand files the general way takes as long as all the rest.
  const inside = file.startsWith(base + sep) ? file.slice(base.length + 1) : relative(base, file);
  return sep === "/" ? inside : inside.split(sep).join("/");
}

function isSame(a: readonly AdrRecord[], b: readonly AdrRecord[]): boolean {
  return a.length === b.length && a.every((record, index) => record === b[index]);
}
