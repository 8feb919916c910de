import "server-only";
import { LRUCache } from "lru-cache";
import { type AdrRecord, LARGEST_RECORD, readAdr } from "@/lib/adr/record";
import { isRecordFile } from "@/lib/adr/record-name";
import { fileAtCommit, repositoryRoot } from "./git";

/** What a commit holds never changes. */
const read = new LRUCache<string, { record: AdrRecord; at: string }>({ max: 200 });

/**
 * A record as it stood at a commit, whatever has become of it since, and when that was; null where none of the repositories
 * that hold the ADR folders has it.
 */
export async function adrAtCommit(
  adrDirs: readonly string[],
  path: string,
  sha: string,
): Promise<{ record: AdrRecord; at: string } | null> {
  if (!isRecordFile(path)) return null;
  const key = `${sha}:${path}`;
  const known = read.get(key);
  if (known) return known;
  const roots = new Set(await Promise.all(adrDirs.map((dir) => repositoryRoot(dir).catch(() => null))));
  for (const root of roots) {
    const file = root === null ? null : await fileAtCommit(root, sha, path, LARGEST_RECORD);
    if (file === null) continue;
    const found = { record: readAdr(path, file.text), at: file.at };
    read.set(key, found);
    return found;
  }
  return null;
}
