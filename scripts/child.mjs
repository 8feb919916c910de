// @ts-check
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { Trouble } from "./trouble.mjs";
import { undoLater } from "./undo.mjs";

/**
 * @typedef {object} ChildOptions
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [cwd]
 * @property {import("node:child_process").StdioOptions} [stdio]
 * @property {boolean} [finishesAlone] asked to stop, it ends what it is doing, however long that takes (apt-get: a half
 *   unpacked package is worse than a wait)
 */

/**
 * Starts a program in a process group of its own: a terminal's Ctrl-C then reaches only us, and we stop things in order.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {ChildOptions} [options]
 */
export function startChild(program, args, { env = process.env, cwd, stdio = "ignore", finishesAlone = false } = {}) {
  const child = spawn(program, args, { env, cwd, stdio, detached: true });
  /** @type {Promise<{ code: number | null, signal: NodeJS.Signals | null, error?: Error }>} */
  const exited = new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: null, signal: null, error }));
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  const killGroup = () => signalGroup(child.pid, "SIGKILL");
  const end = async () => {
    if (finishesAlone) child.kill("SIGINT");
    else {
      signalGroup(child.pid, "SIGTERM");
      await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, 10_000).unref())]);
      killGroup();
    }
    await exited;
  };
  const done = undoLater({ end, atOnce: killGroup });
  exited.then(done);
  return { child, exited, end };
}

/**
 * @param {number | undefined} leader
 * @param {NodeJS.Signals} signal
 */
export function signalGroup(leader, signal) {
  if (!leader) return;
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}

/**
 * Runs a program to its end with its output in a file; a failure shows the end of that file and its path.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Omit<ChildOptions, "stdio"> & { logFile: string, explain?: (output: string) => string | null }} options
 *   `explain` may know a better line than "it ended with code 1"
 */
export async function runLogged(program, args, { logFile, explain, env = process.env, ...options }) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, "w");
  const { exited } = startChild(program, args, {
    ...options,
    env: { ...env, NO_COLOR: "1", FORCE_COLOR: "0" },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const { code, signal, error } = await exited;
  if (code === 0) return;
  const output = readFileSync(logFile, "utf8");
  const how = error ? `did not start (${error.message})` : `ended with ${signal ?? `code ${code}`}`;
  const line =
    explain?.(output) ?? `${[program, ...args.slice(0, 1)].join(" ")} ${how}; its whole output is in ${logFile}`;
  // A line that does not lead to the log has said it all.
  throw new Trouble(line, { detail: line.includes(logFile) ? lastLines(output) : "" });
}

/** @param {string} output */
export function lastLines(output, count = 12) {
  return output.trimEnd().split("\n").slice(-count).join("\n");
}
