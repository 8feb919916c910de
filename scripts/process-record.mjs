// @ts-check
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { signalGroup } from "./child.mjs";
import { Trouble } from "./trouble.mjs";
import { undoLater } from "./undo.mjs";

/**
 * A process, told apart from a later one of the same number by when it started.
 * @typedef {{ pid: number, since: string }} Process
 */

/**
 * @param {number} pid
 * @returns {Process | null} null when there is no such process
 */
export function processOf(pid) {
  const since = process.platform === "linux" ? sinceFromProc(pid) : sinceFromPs(pid);
  return since ? { pid, since } : null;
}

/** @param {number} pid */
function sinceFromProc(pid) {
  try {
    // The second field is the program's name in brackets and may hold spaces; state and start time come after it.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return fields[0] === "Z" ? null : fields[19];
  } catch {
    return null;
  }
}

/** @param {number} pid */
function sinceFromPs(pid) {
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}

/** @param {Process | undefined} recorded */
export function isAlive(recorded) {
  return recorded !== undefined && processOf(recorded.pid)?.since === recorded.since;
}

/**
 * Makes this process the only one on a data folder, and ends the app that a killed earlier one left behind.
 * @param {string} dataDir
 * @returns {Promise<(pid: number) => void>} records the process number of our app
 */
export async function claimDataDir(dataDir) {
  const file = join(dataDir, "processes.json");
  const start = processOf(process.pid);
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify({ start }), { flag: "wx" });
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    }
    const earlier = read(file);
    if (isAlive(earlier.start))
      throw new Trouble(
        `DATA_DIR ${dataDir} is in use by another npm start (process ${earlier.start.pid}): stop that one, or name another DATA_DIR and PORT`,
      );
    if (isAlive(earlier.app)) await endLeftover(earlier.app);
    rmSync(file, { force: true });
  }
  const release = () => rmSync(file, { force: true });
  undoLater({ end: release, atOnce: release });
  return (pid) => writeFileSync(file, JSON.stringify({ start, app: processOf(pid) }));
}

/** @param {string} file */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

/** @param {Process} leftover */
async function endLeftover(leftover) {
  signalGroup(leftover.pid, "SIGTERM");
  for (let tries = 0; tries < 50 && isAlive(leftover); tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  if (isAlive(leftover)) signalGroup(leftover.pid, "SIGKILL");
}
