// @ts-check
import { Trouble } from "./trouble.mjs";

/**
 * The few arguments our commands know: `--help`, and options that take one of a list of words.
 * @template {Record<string, readonly string[]>} Known
 * @param {readonly string[]} args
 * @param {Known} known option name (`--only`) → its words
 * @param {string} wayOut said after an argument that is not known
 * @returns {{ help: boolean } & { [Name in keyof Known]?: string }}
 */
export function parseArguments(args, known, wayOut) {
  /** @type {Record<string, string | boolean>} */
  const found = { help: false };
  const rest = [...args];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === "--help" || argument === "-h") {
      found.help = true;
      continue;
    }
    const [name = "", inline] = argument.split("=", 2);
    const words = known[name];
    if (!words) throw new Trouble(`Unknown argument ${argument}: ${wayOut}`, { exitCode: 2 });
    const word = inline ?? rest.shift();
    if (!word || !words.includes(word))
      throw new Trouble(`${name} takes one of ${words.join(", ")}${word ? `, not ${word}` : ""}`, { exitCode: 2 });
    found[name] = word;
  }
  return /** @type {any} */ (found);
}
