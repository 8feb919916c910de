import "server-only";
import { adrFile } from "./adr-folder";
import { lastCommit } from "./git";

/** The commit that last changed a record, by its path; null where there is none, or git does not know it. */
export async function adrCommit(adrDirs: readonly string[], path: string | null): Promise<string | null> {
  const file = path === null ? null : await adrFile(adrDirs, path);
  return file === null ? null : ((await lastCommit(file))?.sha ?? null);
}
