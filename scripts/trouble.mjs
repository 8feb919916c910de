// @ts-check
import { isStopping, undoAll } from "./undo.mjs";

/** What stops a command and what its reader can mend: one line with the way out, and at most the end of a log below it. */
export class Trouble extends Error {
  /**
   * @param {string} line
   * @param {{ detail?: string, exitCode?: number }} [more]
   */
  constructor(line, { detail = "", exitCode = 1 } = {}) {
    super(line);
    this.name = "Trouble";
    this.detail = detail;
    this.exitCode = exitCode;
  }
}

/**
 * Runs a command to its exit code; whatever it started is taken back first.
 * @param {() => Promise<number>} main
 */
export async function runCommand(main) {
  // A reader that went away (a closed terminal, `| head`) must not keep us from stopping in order.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  let exitCode = 1;
  try {
    exitCode = await main();
  } catch (error) {
    // Programs that a signal ended fail their step; the signal's handler has the last word then.
    if (isStopping()) return;
    if (error instanceof Trouble) {
      if (error.detail) console.error(error.detail.replace(/^/gm, "    "));
      console.error(error.message);
      exitCode = error.exitCode;
    } else console.error(error);
  }
  await undoAll();
  process.exit(exitCode);
}
