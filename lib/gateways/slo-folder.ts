import "server-only";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

export type SloFile = {
  /** As people find it: relative to the working folder where it lies below it. */ name: string;
  text: string;
};
export type SloFolders = { files: SloFile[]; problems: { subject: string; message: string }[] };

/** Every YAML and JSON file below the folders, by name. A folder or file that cannot be read is a problem, never a throw. */
export async function readSloFolders(folders: readonly string[]): Promise<SloFolders> {
  const files: SloFile[] = [];
  const problems: SloFolders["problems"] = [];
  for (const folder of folders) {
    try {
      const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(ya?ml|json)$/.test(name)).sort();
      for (const name of names) {
        const path = join(folder, name);
        try {
          files.push({ name: shown(path), text: await readFile(path, "utf8") });
        } catch (error) {
          problems.push({ subject: shown(path), message: `cannot be read: ${(error as Error).message}` });
        }
      }
    } catch (error) {
      problems.push({ subject: `SLO_DIR ${folder}`, message: `cannot be read: ${(error as Error).message}` });
    }
  }
  return { files, problems };
}

function shown(path: string): string {
  const below = relative(process.cwd(), path);
  return below.startsWith("..") ? path : below;
}
