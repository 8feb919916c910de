import { headingsOf } from "./headings";
import { visibleLines } from "./lines";
import { plainText } from "./plain-text";
import type { AdrRecord } from "./record";

/** A record as search reads it, the weightiest first. */
export type SearchText = { id: string; title: string; decisions: string; headings: string; body: string };

/** Beyond this a record repeats itself. */
const LONGEST = 32 * 1024;

export function searchText(record: AdrRecord): SearchText {
  const lines = visibleLines(record.body.slice(0, LONGEST), record.bodyLine);
  return {
    id: record.path,
    title: [record.number, record.title].filter(Boolean).join(" "),
    decisions: [
      ...record.decisions.map(({ id, title }) => `${id} ${title}`),
      ...record.targets.map(({ slo, statement }) => `${slo} ${statement ?? ""}`),
    ].join("\n"),
    headings: headingsOf(lines)
      .map(({ text }) => plainText(text))
      .join("\n"),
    body: bodyText(lines),
  };
}

/** The words around the first of the terms that stands in the text; the positions of all of them in it. */
export type Snippet = { text: string; marks: [from: number, to: number][] };

const BEFORE = 60;
const AFTER = 140;

export function snippetOf(record: AdrRecord, terms: readonly string[]): Snippet {
  const lines = visibleLines(record.body.slice(0, LONGEST), record.bodyLine).filter(isText);
  const holds = (text: string) => terms.some((term) => text.includes(term));
  const first = Math.max(
    lines.findIndex((line) => holds(line.text.toLowerCase())),
    0,
  );
  // A line that is found and those after it are enough for a snippet; the whole text would take longer than the search.
  const body = bodyText(lines.slice(first, first + 4));
  const lower = body.toLowerCase();
  const found = terms.map((term) => lower.indexOf(term)).filter((at) => at !== -1);
  const at = found.length > 0 ? Math.min(...found) : 0;
  const from = at <= BEFORE ? 0 : lower.indexOf(" ", at - BEFORE) + 1;
  const end = body.length <= at + AFTER ? body.length : body.lastIndexOf(" ", at + AFTER);
  const cut = { before: from > 0 || first > 0, after: end < body.length || first + 4 < lines.length };
  const text = `${cut.before ? "… " : ""}${body.slice(from, Math.max(end, at))}${cut.after ? " …" : ""}`;
  return { text, marks: marksIn(text.toLowerCase(), terms) };
}

function marksIn(lower: string, terms: readonly string[]): [number, number][] {
  const marks: [number, number][] = [];
  for (const term of terms)
    for (let at = lower.indexOf(term); at !== -1 && term !== ""; at = lower.indexOf(term, at + term.length))
      marks.push([at, at + term.length]);
  let last = 0;
  return marks
    .sort(([a], [b]) => a - b)
    .filter(([from, to]) => {
      if (from < last) return false;
      last = to;
      return true;
    });
}

/** Headings are searched by themselves. */
function isText({ text }: { text: string }): boolean {
  return text.trim() !== "" && !/^ {0,3}#{1,6}\s|^[\s|:-]+$/.test(text);
}

function bodyText(lines: { text: string }[]): string {
  return lines
    .filter(isText)
    .map(({ text }) => plainText(text.replace(/^[\s>]*(?:[-*+]\s+)?/, "")))
    .filter((text) => text !== "")
    .join(" ");
}
