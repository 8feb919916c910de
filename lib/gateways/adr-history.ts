import "server-only";
import { type AdrRecord, LARGEST_RECORD, readAdr } from "@/lib/adr/record";
import type { Version } from "@/lib/adr/versions";
import { type Difference, readWordDiff } from "@/lib/adr/word-diff";
import { adrFile } from "./adr-folder";
import { type FileHistory, fileHistory, type NoHistory, textOf, type Unread, wordDiff } from "./git-history";

/** Both texts and what git writes around them. */
const LARGEST_DIFF = 4 * LARGEST_RECORD;

/** null: there is no such record. */
export async function adrHistory(
  adrDirs: readonly string[],
  path: string,
): Promise<{ file: string; history: FileHistory | NoHistory } | null> {
  const file = await adrFile(adrDirs, path);
  return file === null ? null : { file, history: await fileHistory(file) };
}

/** A record as one of its versions had it, read under the name that it had then. */
export async function adrVersion(
  history: FileHistory,
  version: Version,
): Promise<{ record: AdrRecord; text: string } | { unread: Unread }> {
  const read = await textOf(history, version, LARGEST_RECORD);
  return "unread" in read ? read : { record: readAdr(version.path, read.text), text: read.text };
}

/** `to` null: the file as it lies there. */
export async function adrDifference(
  history: FileHistory,
  file: string,
  from: Version,
  to: Version | null,
): Promise<{ difference: Difference } | { unread: Unread }> {
  const read = await wordDiff(history, from, to ?? { file }, LARGEST_DIFF);
  return "unread" in read ? read : { difference: readWordDiff(read.text) };
}
