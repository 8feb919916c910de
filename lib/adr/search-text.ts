import { headingsOf } from "./headings";
import { visibleLines } from "./lines";
import { plainText } from "./plain-text";
import type { AdrRecord } from "./record";
import { folded, isSign } from "./search-words";

/** A record as search reads it, the weightiest first. */
export type SearchText = { title: string; decisions: string; headings: string; body: string };

/** Beyond this a record repeats itself. */
const LONGEST = 32 * 1024;
/** Plain text is made of pieces that are shorter than the line that it would cut. */
const LONGEST_PIECE = 400;

export function searchText(record: AdrRecord): SearchText {
  const lines = visibleLines(record.body.slice(0, LONGEST), record.bodyLine);
  return {
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

/** The words around the first place that was found; the positions of all of them in it. */
export type Snippet = { text: string; marks: [from: number, to: number][] };

const BEFORE = 60;
const AFTER = 140;

/** `body` is the text as search reads it; `terms` are words as they are compared, or their beginnings. */
export function snippetOf(body: string, terms: readonly string[]): Snippet {
  const { at, length } = firstOf(terms, folded(body));
  const from = at <= BEFORE ? 0 : beginOf(body, at);
  const end = body.length <= at + AFTER ? body.length : endOf(body, at, length);
  const text = `${from > 0 ? "… " : ""}${body.slice(from, end)}${end < body.length ? " …" : ""}`;
  return { text, marks: marksIn(folded(text), terms) };
}

/** Between two words before the place, or between two signs where no space is near. */
function beginOf(body: string, at: number): number {
  const space = body.indexOf(" ", at - BEFORE);
  return space !== -1 && space < at ? space + 1 : betweenSigns(body, at - BEFORE);
}

function endOf(body: string, at: number, length: number): number {
  const space = body.lastIndexOf(" ", at + AFTER);
  return space >= at + length ? space : betweenSigns(body, at + Math.max(AFTER, length));
}

/** Some signs are two units long. */
function betweenSigns(body: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(body.charAt(at)) ? at - 1 : at;
}

/** Where the first of the terms stands; at the beginning for none. */
function firstOf(terms: readonly string[], text: string): { at: number; length: number } {
  let first = { at: text.length, length: 0 };
  for (const term of terms)
    for (let at = text.indexOf(term); at !== -1 && at < first.at; at = text.indexOf(term, at + 1))
      if (isSign(term) || at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) first = { at, length: term.length };
  return first.at === text.length ? { at: 0, length: 0 } : first;
}

/** Words that begin with a term, to their end; signs that are written without spaces stand anywhere. */
function marksIn(text: string, terms: readonly string[]): [number, number][] {
  const signs = terms.filter(isSign);
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].flatMap(({ index, 0: word }): [number, number][] => {
    if (terms.some((term) => word.startsWith(term) && !isSign(term))) return [[index, index + word.length]];
    const found = signs.map((term) => [word.indexOf(term), term.length] as const).filter(([at]) => at !== -1);
    return joined(found.map(([at, length]) => [index + at, index + at + length]));
  });
}

/** Places that touch or overlap are one. */
function joined(places: [number, number][]): [number, number][] {
  const all: [number, number][] = [];
  for (const [from, to] of places.sort(([a], [b]) => a - b)) {
    const last = all.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}

/** Headings are searched by themselves. */
function isText({ text }: { text: string }): boolean {
  return text.trim() !== "" && !/^ {0,3}#{1,6}\s|^[\s|:-]+$/.test(text);
}

function bodyText(lines: { text: string }[]): string {
  return lines
    .filter(isText)
    .flatMap(({ text }) => piecesOf(text.replace(/^[\s>]*(?:[-*+]\s+)?/, "")).map(plainText))
    .filter((text) => text !== "")
    .join(" ");
}

/** A paragraph that stands on one line is cut between words. */
function piecesOf(line: string): string[] {
  if (line.length <= LONGEST_PIECE) return [line];
  const pieces: string[] = [];
  for (let from = 0; from < line.length; ) {
    const space = line.length - from <= LONGEST_PIECE ? -1 : line.lastIndexOf(" ", from + LONGEST_PIECE);
    const to = space > from ? space + 1 : Math.min(from + LONGEST_PIECE, line.length);
    pieces.push(line.slice(from, to));
    from = to;
  }
  return pieces;
}
