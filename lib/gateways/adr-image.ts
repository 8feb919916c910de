import "server-only";
import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { imageType } from "@/lib/adr/image-kind";
import { repositoryRoot } from "./git";

export type AdrImage = { bytes: Buffer; type: string };
/** Why there is none: nothing lies there, it is larger than we read, or it is no image. */
export type NoImage = "absent" | "too-large" | "no-image";

export const LARGEST_IMAGE_MIB = 5;
const LARGEST = LARGEST_IMAGE_MIB * 1024 * 1024;

/**
 * An image of the repository that holds an ADR folder, by its path from the root; without a repository, of the ADR folder
 * alone. What a file holds decides, not its name, and no link leads out.
 */
export async function readAdrImage(dirs: readonly string[], path: string): Promise<AdrImage | NoImage> {
  let why: NoImage = "absent";
  for (const dir of dirs) {
    const bytes = isPlain(path) ? await readFrom(dir, path) : "absent";
    const type = typeof bytes === "string" ? null : imageType(bytes);
    if (typeof bytes !== "string" && type !== null) return { bytes, type };
    const reason = typeof bytes === "string" ? bytes : "no-image";
    if (reason !== "absent") why = reason;
  }
  return why;
}

/** git's own folder lies inside the repository too, and holds what others may not read. */
const isPlain = (path: string): boolean =>
  !/[\\\0]/.test(path) && path.split("/").every((name) => !["", ".", "..", ".git"].includes(name.toLowerCase()));

async function readFrom(dir: string, path: string): Promise<Buffer | NoImage> {
  const folder = await realpath(dir).catch(() => null);
  if (folder === null) return "absent";
  const repository = await repositoryRoot(folder);
  const file = await realpath(join(repository ?? dirname(folder), path)).catch(() => null);
  const inside = (repository ?? folder) + sep;
  if (!file?.startsWith(inside) || !isPlain(file.slice(inside.length).split(sep).join("/"))) return "absent";
  return readWhole(file);
}

/** Never waits for a writer, as opening a named pipe would, and follows no link that was put there since. */
async function readWhole(file: string): Promise<Buffer | NoImage> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW).catch(() => null);
  if (handle === null) return "absent";
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return "absent";
    return stats.size > LARGEST ? "too-large" : await handle.readFile();
  } finally {
    await handle.close();
  }
}
