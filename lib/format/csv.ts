/** What a spreadsheet would run as a formula, also behind spaces and in full width. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * One line of RFC 4180 with every cell in quotes. A text that a spreadsheet would run gets an apostrophe before it; a number is
 * none, whatever its sign.
 */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map((cell) => quoted(typeof cell === "number" ? String(cell) : safe(cell ?? ""))).join(",")}\r\n`;

const safe = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
