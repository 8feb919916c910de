/** What a spreadsheet would run as a formula, also behind spaces and in full width. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/** One line of RFC 4180 with every cell in quotes. A cell that a spreadsheet would run gets an apostrophe before it. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map((cell) => quoted(safe(String(cell ?? "")))).join(",")}\r\n`;

const safe = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
