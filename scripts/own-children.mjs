// @ts-check
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { signalGroup } from "./child.mjs";

/**
 * Signals the process groups that this process started, also those that another module started and has not yet told of.
 * @param {NodeJS.Signals} signal
 */
export function signalOwnChildren(signal) {
  for (const pid of ownChildren()) signalGroup(pid, signal);
}

/** @returns {number[]} */
export function ownChildren() {
  if (process.platform === "linux") {
    const tasks = readdirSync("/proc/self/task");
    return tasks.flatMap((task) => numbersIn(readFileSync(`/proc/self/task/${task}/children`, "utf8")));
  }
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return table
    .split("\n")
    .map(numbersIn)
    .flatMap(([pid, parent]) => (pid && parent === process.pid ? [pid] : []));
}

/** @param {string} text */
function numbersIn(text) {
  return text.split(/\s+/).filter(Boolean).map(Number);
}
