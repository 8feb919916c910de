import { headingsOf } from "./headings";
import type { Line } from "./lines";
import { plainText } from "./plain-text";

/** A value that plain Markdown gives to a name such as "Status", and where it stands. */
export type Statement = { text: string; where: string; line: number };

/** Rows that state something are short; only their beginning is looked at. */
const LONGEST_ROW = 500;

/** "Status: accepted", "- **Status**: accepted", "> `Status`: accepted". */
export function statedInLines(lines: Line[], names: string[]): Statement[] {
  return lines.flatMap((line) => {
    const [, name = "", text = ""] = /^([^:]{1,40}):(.*)$/.exec(withoutMarks(line.text)) ?? [];
    return text.trim() && isOneOf(names, name)
      ? [{ text: text.trim(), where: `line ${plainText(name)}`, line: line.number }]
      : [];
  });
}

/** A row of two cells ("| Status | accepted |"), or a table with one column per name. */
export function statedInTables(lines: Line[], names: string[]): Statement[] {
  return lines.flatMap((line, index) => {
    const cells = cellsOf(line.text);
    const column = cells.findIndex((cell) => isOneOf(names, cell));
    if (column === -1) return [];
    const below = isSeparator(lines[index + 1]) ? lines[index + 2] : undefined;
    const inColumn = cells.length > 2 && below !== undefined;
    const text = inColumn ? cellsOf(below.text)[column] : column === 0 ? cells[1] : undefined;
    return text ? [{ text, where: "table", line: (inColumn ? below : line).number }] : [];
  });
}

/** The first paragraph under a heading of that name; a later "Superseded by …" below it wins, as it was added last. */
export function statedUnderHeadings(lines: Line[], names: string[], levels: { from: number; to: number }): Statement[] {
  return headingsOf(lines).flatMap((heading) => {
    if (heading.level < levels.from || heading.level > levels.to || !isOneOf(names, heading.text)) return [];
    const paragraphs = paragraphsOf(heading.below);
    const chosen = paragraphs.find(({ text }) => /^super[sc]eded\b/i.test(plainText(text))) ?? paragraphs[0];
    return chosen ? [{ ...chosen, where: `heading ${plainText(heading.text)}` }] : [];
  });
}

function paragraphsOf(lines: Line[]): { text: string; line: number }[] {
  const paragraphs: { text: string; line: number }[] = [];
  let open = false;
  for (const line of lines) {
    const isUnchosen = /^\s*[-*+]\s+\[ \]/.test(line.text);
    const text = line.text.replace(/^[\s>]*(?:[-*+]\s+)?(?:\[[xX]\]\s+)?/, "").trim();
    const last = paragraphs.at(-1);
    if (text === "" || isUnchosen) open = false;
    else if (open && last) last.text += ` ${text}`;
    else {
      paragraphs.push({ text, line: line.number });
      open = true;
    }
  }
  return paragraphs;
}

function cellsOf(line: string): string[] {
  const row = line
    .slice(0, LONGEST_ROW)
    .replace(/^[\s>]*/, "")
    .trimEnd();
  if (!row.startsWith("|")) return [];
  return row.slice(1).replace(/\|$/, "").split("|").map(plainText);
}

function isSeparator(line: Line | undefined): boolean {
  return line !== undefined && /^[\s>]*\|?[\s:|-]*-[\s:|-]*$/.test(line.text.slice(0, LONGEST_ROW));
}

function withoutMarks(line: string): string {
  return line
    .slice(0, LONGEST_ROW)
    .replace(/^[\s>]*(?:[-*+]\s+)?/, "")
    .replace(/^([*_`]*)([^*_`:]+)([*_`]*)(:?)([*_`]*)/, "$2$4");
}

function isOneOf(names: string[], text: string): boolean {
  return names.includes(plainText(text).toLowerCase().replace(/:$/, "").trim());
}
