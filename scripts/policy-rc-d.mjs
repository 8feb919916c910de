// @ts-check
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { isAlive, processOf } from "./process-record.mjs";
import { Trouble } from "./trouble.mjs";
import { undoLater } from "./undo.mjs";

/** Debian's packages ask this program before they start, stop or restart a service; 101 forbids it. */
const POLICY_FILE = "/usr/sbin/policy-rc.d";
const MARK = "# plumbline, while it installs packages: ";
const KEPT = ".before-plumbline";

/**
 * Forbids every package to start, stop or restart a service until the answer is called. What was there before comes
 * back as it was, by renaming, so that mode, owner and link survive.
 * @param {string} [file]
 * @returns {() => void}
 */
export function forbidServiceStarts(file = POLICY_FILE) {
  const owner = ownerOf(file);
  if (owner && isAlive(owner))
    throw new Trouble(
      `Another start (process ${owner.pid}) is installing system packages: start again when it is done`,
    );
  takeBackStale(file);
  const ours = `${file}.plumbline`;
  writeFileSync(ours, `#!/bin/sh\n${MARK}${JSON.stringify(processOf(process.pid))}\nexit 101\n`, { mode: 0o755 });
  const restore = () => takeBack(file);
  const done = undoLater({ end: restore, atOnce: restore });
  try {
    linkSync(file, file + KEPT);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
  }
  renameSync(ours, file);
  return () => {
    restore();
    done();
  };
}

/**
 * Takes back what a killed run left.
 * @param {string} [file]
 */
export function takeBackStale(file = POLICY_FILE) {
  const owner = ownerOf(file);
  if (!owner || !isAlive(owner)) takeBack(file);
}

/** @param {string} file */
function takeBack(file) {
  if (ownerOf(file)) {
    try {
      renameSync(file + KEPT, file);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
      rmSync(file);
    }
  }
  for (const leftover of [file + KEPT, `${file}.plumbline`]) rmSync(leftover, { force: true });
}

/**
 * @param {string} file
 * @returns {import("./process-record.mjs").Process | null} null: the file is not ours
 */
function ownerOf(file) {
  try {
    const line = readFileSync(file, "utf8")
      .split("\n")
      .find((text) => text.startsWith(MARK));
    return line ? JSON.parse(line.slice(MARK.length)) : null;
  } catch {
    return null;
  }
}
