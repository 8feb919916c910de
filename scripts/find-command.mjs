// @ts-check
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

const SYSTEM_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** Servers live in folders that an ordinary user's PATH may leave out. */
export function pathWithSystemFolders(path = process.env.PATH ?? "") {
  const folders = path.split(delimiter).filter(Boolean);
  return [...folders, ...SYSTEM_FOLDERS.filter((folder) => !folders.includes(folder))].join(delimiter);
}

/**
 * @param {string} name a command, or the absolute path of a file in which * stands for any one folder
 * @returns {string | null}
 */
export function findCommand(name, path = pathWithSystemFolders()) {
  if (name.startsWith("/")) return filesLike(name)[0] ?? null;
  for (const folder of path.split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/**
 * @param {string} pattern
 * @returns {string[]}
 */
function filesLike(pattern) {
  /** @type {string[]} */
  let found = ["/"];
  for (const part of pattern.split("/").filter(Boolean))
    found = found
      .flatMap((folder) => (part === "*" ? subfolders(folder) : [part]).map((name) => join(folder, name)))
      .filter((file) => existsSync(file));
  return found;
}

/** @param {string} folder */
function subfolders(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    // A file, or a folder that is closed to us: nothing in it is ours to use.
    return [];
  }
}
