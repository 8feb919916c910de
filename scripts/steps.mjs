// @ts-check

/** @typedef {(line: string) => void} Say */

/**
 * One step of a command, one line when it ends: `  build      done in 41 s`.
 * @param {string} name
 * @param {(say: Say) => Promise<string | undefined | void> | string | undefined | void} work may answer with its own last word
 */
export async function step(name, work) {
  const started = performance.now();
  const outcome = await work((line) => tell(name, line));
  tell(name, outcome ?? `done in ${duration(performance.now() - started)}`);
}

/**
 * @param {string} name
 * @param {string} line
 */
export function tell(name, line) {
  console.log(`  ${name.padEnd(10)} ${line}`);
}

/** @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
