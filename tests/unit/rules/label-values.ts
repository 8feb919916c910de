import fc from "fast-check";

/** What ends a string, a matcher or a selector, what escapes, and what a regular expression reads otherwise. */
const HOSTILE = [
  '"',
  "'",
  "`",
  "\\",
  "\n",
  "\r",
  "{",
  "}",
  "[",
  "]",
  "(",
  ")",
  ",",
  "=",
  "~",
  "#",
  "$",
  "|",
  ".",
  "*",
  "\0",
];
const WORDS = [
  '"} or vector(1) #',
  "'} or up #",
  '\\"',
  "\\",
  '",job=~".*',
  "\u2028",
  "\ufeff",
  "é",
  "😀",
  "a",
  "edge-1",
  "x.y",
  " ",
];

const piece = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.constantFrom(...WORDS),
  fc.string({ unit: "binary", maxLength: 6 }),
);

/** Any value that a label may have. */
export const labelValue: fc.Arbitrary<string> = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));

const ESCAPED: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\0": "\\x00" };

/** The value as PromQL writes it in the quotes of a person's choice; backticks, which escape nothing, only where they can. */
export function literalOf(value: string, quote: '"' | "'" | "`"): string {
  if (quote === "`") return /[`\r]/.test(value) ? literalOf(value, '"') : `\`${value}\``;
  return `${quote}${value.replace(/[\\\n\r\0"']/g, (c) => (c === quote ? `\\${c}` : (ESCAPED[c] ?? c)))}${quote}`;
}
