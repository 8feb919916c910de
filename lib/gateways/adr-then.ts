import "server-only";
import { LRUCache } from "lru-cache";
import { type AdrRecord, LARGEST_RECORD, readAdr } from "@/lib/adr/record";
import { isRecordFile } from "@/lib/adr/record-name";
import { fileAtCommit, repositoryRoot } from "./git";

type AdrThen = { record: AdrRecord; at: string };

/** What a commit holds never changes. Those who ask at the same time share one answer. */
const read = new LRUCache<string, Promise<AdrThen | null>>({ max: 200 });
/** A commit that git does not have may still be fetched. */
const ABSENT_MS = 60_000;

/**
 * A record as it stood at a commit, whatever has become of it since, and when that was; null where none of the repositories
 * that hold the ADR folders has it, which is held true for a minute.
 */
export function adrAtCommit(adrDirs: readonly string[], path: string, sha: string): Promise<AdrThen | null> {
  if (!isRecordFile(path)) return Promise.resolve(null);
  const key = JSON.stringify([sha, path, ...adrDirs]);
  const known = read.get(key);
  if (known) return known;
  const asked = askGit(adrDirs, path, sha);
  read.set(key, asked);
  asked.then(
    (found) => {
      if (found === null) read.set(key, asked, { ttl: ABSENT_MS });
    },
    () => read.delete(key),
  );
  return asked;
}

async function askGit(adrDirs: readonly string[], path: string, sha: string): Promise<AdrThen | null> {
  const roots = new Set(await Promise.all(adrDirs.map((dir) => repositoryRoot(dir).catch(() => null))));
  for (const root of roots) {
    const file = root === null ? null : await fileAtCommit(root, sha, path, LARGEST_RECORD);
    if (file !== null) return { record: readAdr(path, file.text), at: file.at };
  }
  return null;
}
