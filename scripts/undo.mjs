// @ts-check

/**
 * Something to take back before the command ends: in order and politely, or at once when there is no time left.
 * @typedef {{ end: () => Promise<void> | void, atOnce?: () => void }} Undo
 */

/** @type {Undo[]} */
const undos = [];
/** @type {number | null} */
let stopAskedAt = null;

/**
 * @param {Undo} undo
 * @returns {() => void} to call when there is nothing left to take back
 */
export function undoLater(undo) {
  undos.push(undo);
  return () => forget(undo);
}

/** @param {Undo} undo */
function forget(undo) {
  const at = undos.indexOf(undo);
  if (at >= 0) undos.splice(at, 1);
}

/** Takes everything back, the newest first. */
export async function undoAll() {
  for (let undo = undos.at(-1); undo; undo = undos.at(-1)) {
    try {
      await undo.end();
    } catch (error) {
      console.error(`Not everything was taken back: ${error instanceof Error ? error.message : error}`);
      undo.atOnce?.();
    }
    forget(undo);
  }
}

process.on("exit", () => {
  for (const undo of undos.reverse()) {
    try {
      undo.atOnce?.();
    } catch {
      // The process ends here: there is nobody left to tell, and the next undo still has its turn.
    }
  }
});

export const isStopping = () => stopAskedAt !== null;

/**
 * @param {number} exitCode after a stop in order: 0 where that is how a command is meant to end
 */
export function stopOnSignals(exitCode) {
  const stop = async () => {
    if (stopAskedAt !== null) {
      // npm passes a terminal's Ctrl-C on, so that one press arrives twice within milliseconds.
      if (performance.now() - stopAskedAt > 500) process.exit(1);
      return;
    }
    stopAskedAt = performance.now();
    console.log("Stopping");
    await undoAll();
    process.exit(exitCode);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
}
