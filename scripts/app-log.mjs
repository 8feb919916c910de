// @ts-check
import { createWriteStream, existsSync, renameSync } from "node:fs";
import { createInterface } from "node:readline";

const WARNING = 40;
const ERROR = 50;

/**
 * What a line of the app's log says to the person at the terminal.
 * @param {string} line
 * @returns {string | null} null: nothing that needs them
 */
export function noticeOf(line) {
  if (!line.startsWith("{")) return null;
  try {
    const { level, msg, err } = JSON.parse(line);
    if (!(level >= WARNING)) return null;
    const text = [msg, err?.message].filter(Boolean).join(": ").replace(/\s+/g, " ");
    return `${level >= ERROR ? "error" : "warning"}: ${text || "no message"}`;
  } catch {
    return null;
  }
}

/**
 * Writes what a program says to a file, whose forerunner is kept as `….1`, and tells what needs a person.
 * @param {import("node:child_process").ChildProcess} child
 * @param {string} file
 * @param {(notice: string) => void} notify
 */
export function keepLog(child, file, notify) {
  if (existsSync(file)) renameSync(file, `${file}.1`);
  const log = createWriteStream(file);
  log.once("error", (error) => {
    notify(`error: the log ${file} cannot be written: ${error.message}`);
    log.on("error", () => {});
  });
  for (const output of [child.stdout, child.stderr]) {
    if (!output) continue;
    output.pipe(log, { end: false });
    createInterface({ input: output }).on("line", (line) => {
      const notice = noticeOf(line);
      if (notice) notify(notice);
    });
  }
  child.once("close", () => log.end());
}
