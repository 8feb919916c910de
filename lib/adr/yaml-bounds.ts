import { CST, Lexer } from "yaml";

const DEEPEST_FLOW = 64;
const DEEPEST_INDENT = 64;
const MOST_SIGNS_ON_A_LINE = 64;
/** Of one document. The reader compares every key of a map with all those before it, and every alias with all anchors. */
const MOST_ALIASES = 200;
const MOST_KEYS = 3_000;
const MOST_ENTRIES = 10_000;

/**
 * Where YAML is nested, or could be, further than any document here, or holds more than can be read at once; null where it does
 * neither. The parser recurses, and a process near the end of its stack can be aborted where no one can catch it; its lexer
 * does not. Brackets within text, as every query has, open nothing.
 */
export function beyondYamlBounds(source: string): { line: number; message: string } | null {
  let [line, signs, isAtBegin, isText] = [1, 0, true, false];
  let [aliases, keys, bareKeys, entries] = [0, 0, 0, 0];
  const flows: string[] = [];
  for (const token of new Lexer().lex(source)) {
    // What follows the mark of a scalar is its text, whatever that looks like.
    const type = isText ? null : CST.tokenType(token);
    isText = type === "scalar";
    if (type === "doc-mode" || type === "doc-start") [aliases, keys, bareKeys, entries] = [0, 0, 0, 0];
    else if (type === "alias") aliases += 1;
    else if (type === "flow-map-start" || type === "flow-seq-start") flows.push(type);
    else if (type === "flow-map-end" || type === "flow-seq-end") flows.pop();
    else if (type === "space" && isAtBegin && token.length > DEEPEST_INDENT && flows.length === 0)
      signs += token.length;
    if (type === "map-value-ind" || type === "seq-item-ind" || type === "explicit-key-ind") signs += 1;
    if (type === "map-value-ind" || type === "explicit-key-ind") keys += 1;
    if (type === "comma" || type === "seq-item-ind") entries += 1;
    // `{a, b}` has keys without a colon.
    if (type === "comma" && flows.at(-1) === "flow-map-start") bareKeys += 1;
    if (flows.length > DEEPEST_FLOW || signs > MOST_SIGNS_ON_A_LINE) return { line, message: "is nested too deeply" };
    if (aliases > MOST_ALIASES) return { line, message: `uses more than ${MOST_ALIASES} aliases` };
    if (keys > MOST_KEYS || bareKeys > MOST_KEYS) return { line, message: `holds more than ${MOST_KEYS} keys` };
    if (entries > MOST_ENTRIES) return { line, message: `holds more than ${MOST_ENTRIES} entries` };
    isAtBegin = type === "newline";
    if (token.includes("\n")) {
      line += token.split("\n").length - 1;
      signs = 0;
    }
  }
  return null;
}
