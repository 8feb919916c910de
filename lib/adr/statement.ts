import { type Heading, headingsOf } from "./headings";
import type { Line } from "./lines";
import { paragraphsOf } from "./paragraphs";
import { plainText } from "./plain-text";

/** A value that plain Markdown gives to a name such as "Status", and where it stands. */
export type Statement = { text: string; where: string; line: number };

/** Rows that state something are short; only their beginning is looked at. */
const LONGEST_ROW = 500;
/** What heads a column of facts, so that a table of two columns is not taken for rows of name and value. */
const FIELD =
  /^(?:status|statut|date|datum|author|authors|owner|owners|decider|deciders|decision[- ]makers|version|approver|approvers|supersedes|superseded by)$/i;

/** "Status: accepted", "- **Status**: accepted", "> `Status`: accepted", "**Status** accepted", also several on one line. */
export function statedInLines(lines: Line[], names: readonly string[]): Statement[] {
  return lines.flatMap((line, index) =>
    labelsOf(line).flatMap(({ key, name, text }) => {
      if (!names.includes(key)) return [];
      const value = text.trim() || valueBelow(lines, index);
      return value ? [{ text: value, where: `line ${name}`, line: line.number }] : [];
    }),
  );
}

type Label = { key: string; name: string; text: string };

/** Lines are asked for one fact after another; what they are made of is found once. */
const knownLabels = new WeakMap<Line, Label[]>();
const knownCells = new WeakMap<Line, string[]>();
const NONE: never[] = [];

function labelsOf(line: Line): Label[] {
  if (!/[:：]|\*\*/.test(line.text)) return NONE;
  const known = knownLabels.get(line);
  if (known) return known;
  const labels = partsOf(line.text).flatMap((part) => {
    const found = labelled(part);
    return found ? [{ key: keyOf(found[0]), name: plainText(found[0]), text: found[1] }] : [];
  });
  knownLabels.set(line, labels);
  return labels;
}

function cellsIn(line: Line): string[] {
  if (!/\||<t/i.test(line.text)) return NONE;
  const cells = knownCells.get(line) ?? cellsOf(line.text);
  knownCells.set(line, cells);
  return cells;
}

/** A row of two cells ("| Status | accepted |"), or a table with one column per name. */
export function statedInTables(lines: Line[], names: readonly string[]): Statement[] {
  return lines.flatMap((line, index) => {
    const cells = cellsIn(line);
    if (cells.length === 0) return NONE;
    const column = cells.findIndex((cell) => isOneOf(names, cell));
    if (column === -1) return [];
    const below = isSeparator(lines[index + 1]) ? lines[index + 2] : undefined;
    const isHead = cells.length > 2 || cells.every((cell) => FIELD.test(cell) || isOneOf(names, cell));
    const inColumn = isHead && below !== undefined;
    const text = inColumn ? cellsIn(below)[column] : column === 0 && !isHead ? cells[1] : undefined;
    const plainRow = cells.length > 2 && below === undefined && column === 0 ? cells[1] : undefined;
    const value = text ?? plainRow;
    return value ? [{ text: value, where: "table", line: (inColumn ? below : line).number }] : [];
  });
}

/** Each paragraph and list item under the headings of that name, in order; "## Status: accepted" says it in the heading. */
export function statedUnderHeadings(
  lines: Line[],
  names: readonly string[],
  levels: { from: number; to: number },
): Statement[] {
  return headingsNamed(lines, names, levels).flatMap(({ heading, rest, name }) => {
    const where = `heading ${name}`;
    if (rest) return [{ text: rest, where, line: heading.number }];
    return paragraphsOf(heading.below)
      .filter(({ isUnchosen }) => !isUnchosen)
      .map(({ text, line }) => ({ text, where, line }));
  });
}

/** "### Status: accepted": the value stands in the heading, of whatever level. */
export function statedInHeadings(lines: Line[], names: readonly string[]): Statement[] {
  return headingsNamed(lines, names, { from: 1, to: 6 }).flatMap(({ heading, rest, name }) =>
    rest ? [{ text: rest, where: `heading ${name}`, line: heading.number }] : [],
  );
}

export function headingsNamed(
  lines: Line[],
  names: readonly string[],
  levels: { from: number; to: number },
): { heading: Heading; name: string; rest: string }[] {
  return headingsOf(lines).flatMap((heading) => {
    if (heading.level < levels.from || heading.level > levels.to) return [];
    const [, name = "", rest = ""] = /^([^:：]{1,40})[:：]?(.*)$/.exec(withoutOrnament(plainText(heading.text))) ?? [];
    if (isOneOf(names, name)) return [{ heading, name: name.trim(), rest: rest.trim() }];
    const [, before = "", after = ""] = /^(\p{L}+)\s+[-–—]\s+(.+)$/u.exec(name) ?? [];
    return isOneOf(names, before) ? [{ heading, name: before, rest: after }] : [];
  });
}

/** Facts are also strung together: "**Date**: 2024-03-05 | **Status**: Active". */
function partsOf(line: string): string[] {
  const text = line.slice(0, LONGEST_ROW);
  if (/^[\s>]*\||^ {0,3}#{1,6}\s/.test(text)) return [];
  return text.split(/(?<!\s)\s+[|·•]\s+(?=[*_`]*\p{L}[^:|]{0,30}:)|<br\s*\/?>|(?<!\s)\s{3,}(?=\*\*)/iu);
}

function labelled(part: string): [string, string] | null {
  const [, name, text] = /^([^:：]{1,40})[:：](.*)$/.exec(withoutMarks(part)) ?? [];
  if (name !== undefined && text !== undefined) return [name, text];
  const [, bold, rest] = /^[\s>]*(?:[-*+]\s+)?\*\*([^*]{1,40})\*\*\s*[-–—=]?\s*(\S.*)$/.exec(part) ?? [];
  return bold !== undefined && rest !== undefined ? [bold, rest] : null;
}

/** "Status:" and the value on a line of its own. */
function valueBelow(lines: Line[], index: number): string {
  const next = lines.slice(index + 1, index + 3).find(({ text }) => text.trim() !== "");
  const text = next?.text.trim() ?? "";
  return /^(?:#|\||>|---|===)/.test(text) || labelled(text) ? "" : text.replace(/^[-*+]\s+/, "");
}

function cellsOf(line: string): string[] {
  const row = line
    .slice(0, LONGEST_ROW)
    .replace(/^[\s>]*/, "")
    .replace(/<\/t[dh]>\s*<t[dh][^>]*>/gi, " | ")
    .replace(/^(?:<[^>]*>\s*)+/, (tags) => (/<t[dh]/i.test(tags) ? "|" : tags))
    .replace(/(?:<\/[^>]*>\s*)+$/, "")
    .trimEnd();
  if (!row.startsWith("|")) return /^[^|:]{1,40}\|[^|]+$/.test(row) ? row.split("|").map(plainText) : [];
  return row
    .slice(1)
    .replace(/\|$/, "")
    .split(/(?<!\\)\|/)
    .map(plainText);
}

function isSeparator(line: Line | undefined): boolean {
  return line !== undefined && /^[\s>]*\|?[\s:|-]*-[\s:|-]*$/.test(line.text.slice(0, LONGEST_ROW));
}

function withoutMarks(line: string): string {
  return line
    .slice(0, LONGEST_ROW)
    .replace(/^[\s>]*(?:(?:[-*+]|\d{1,2}[.)])\s+)?/, "")
    .replace(/^([*_`]*)([^*_`:]+)([*_`]*)(:?)([*_`]*)/, "$2$4");
}

/** "1. Status" and "📊 Status" are headed "Status". */
function withoutOrnament(text: string): string {
  return text.replace(/^(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?[^\p{L}\p{N}]*/u, "");
}

function isOneOf(names: readonly string[], text: string): boolean {
  return names.includes(keyOf(text));
}

function keyOf(text: string): string {
  return withoutOrnament(plainText(text))
    .toLowerCase()
    .replace(/[:：]$/, "")
    .trim();
}
