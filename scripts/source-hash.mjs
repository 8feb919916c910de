// @ts-check
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * One hash over the names and contents of files and folders; an entry that does not exist counts as absent, not as wrong.
 * @param {string} root
 * @param {readonly string[]} entries
 */
export function hashOf(root, entries) {
  const hash = createHash("sha256");
  for (const entry of entries)
    for (const file of filesIn(root, entry)) {
      const content = readFileSync(join(root, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  return hash.digest("hex");
}

/**
 * @param {string} root
 * @param {string} entry
 * @returns {string[]}
 */
function filesIn(root, entry) {
  const found = statSync(join(root, entry), { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [entry];
  return readdirSync(join(root, entry))
    .sort()
    .flatMap((name) => filesIn(root, join(entry, name)));
}
