// @ts-check
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const SYSTEM_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** Servers live in folders that an ordinary user's PATH may leave out. */
export function pathWithSystemFolders(path = process.env.PATH ?? "") {
  const folders = path.split(delimiter).filter(Boolean);
  return [...folders, ...SYSTEM_FOLDERS.filter((folder) => !folders.includes(folder))].join(delimiter);
}

/**
 * @param {string} name
 * @returns {string | null}
 */
export function findCommand(name, path = pathWithSystemFolders()) {
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
