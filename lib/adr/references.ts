import type { Line } from "./lines";
import { plainText } from "./plain-text";

/** How one record names another: as written, with the link's target and the number where there are such. */
export type AdrReference = { text: string; target: string | null; number: string | null };

export type LinkDefinitions = ReadonlyMap<string, string>;

/** A value or the rest of a status: what names the references stands at its beginning. */
const LONGEST = 500;

// Every quantifier that another can take characters from is bounded: else each of its lengths is tried with each of the other's.
const LINK = String.raw`\[((?:\\.|[^\\[\]]|\[[^[\]]{0,200}\]){0,300})\](?:\(\s{0,8}<?((?:\\.|[^\\()\s>]|\([^()\s]{0,200}\)){0,300})>?(?:\s{1,8}["'][^"')]{0,200}["'])?\s{0,8}\)|\[([^[\]]{0,200})\])?`;
const LABELLED = String.raw`(?:M?ADR|RFC|AD|DR|decision(?:\s+record)?)s?[-_\s#.]{0,8}(\d{1,5})(?:-[\w-]{1,200})?(?:\.md)?\b`;
const FILE = String.raw`[\w./-]{1,200}\.(?:md|markdown)\b(?:#[\w-]{1,60})?`;
const SLUG = String.raw`(?:\d{4}-\d{2}-\d{2}|\d{3,8})-[a-z][\w-]{1,200}`;
const HASH = String.raw`#(\d{1,5})\b`;
const BARE = String.raw`\d{1,5}(?![\d%.:/-]*[\d%])(?:\.(?!\d))?`;
const MARKS = String.raw`[*_\x60"'“”]{0,8}`;
const REFERENCE = String.raw`${MARKS}(?:${LINK}|${LABELLED}|${FILE}|${SLUG}|${HASH}|(?:\(?)${BARE}\)?)${MARKS}`;
const FIRST = new RegExp(
  String.raw`^[\s:–—-]{0,20}(?:the\s+|our\s+)?(?:ADRs:?\s+(?=[\d#])|(?:ADRs?|decisions?(?:\s+records?)?):?\s+(?=\[))?(${REFERENCE})`,
  "i",
);
const NEXT = new RegExp(
  String.raw`^\s*(?:\([^()]*\)\s*)?(?:,\s*(?:and\s+|&\s*)?|;\s*|/\s*|&\s*|\+\s*|and\s+|und\s+|et\s+|y\s+)(?:by\s+|the\s+)?(${REFERENCE})`,
  "i",
);
/** A file's name is looked for where a word begins, not at each of its characters. */
const ANYWHERE = new RegExp(
  String.raw`${MARKS}(?:${LINK}|\b${LABELLED}|(?<![\w./-])${FILE}|(?<![\w-])${SLUG}|(?<![\w&])${HASH})`,
  "gi",
);
const NUMBERS = /^[\s"'[\]]*#?\d{1,5}[\s"'\]]*(?:(?:[,;/&]|and)[\s"']*#?\d{1,5}[\s"'\]]*)*\.?$/i;
const NOTHING = /^[\s*_]*(?:none|n\/?a|nothing|no|null|keine?r?|aucune?|ninguno|nenhum|tbd|[-–—]|\{\}|\[\])(?:\W|$)/i;

/** "Caching at the edge (ADR-0007)": a title, and in brackets the record that has it. */
const TITLED = new RegExp(String.raw`^[^()[\].;]{1,120}\((${LABELLED})\)`, "i");
/** "The limit in the storage ADR (renumbered to 0039; …)": a record by name, and in brackets which one it is. */
const ASIDE = new RegExp(
  String.raw`^[^()[\].;]{0,120}\b(?:ADR|decision|record)s?\s+\((?:now\s+|(?:re)?numbered\s+(?:to\s+|as\s+)?|recorded\s+(?:in|as)\s+)(${LABELLED}|0\d{1,4}\b)(?=[\s;,)])`,
  "i",
);

/** "The cache section of ADR-7", "and the limit on writers in [ADR-9](0009-b.md)": a part of a record, named by what it decides. */
const PORTION = new RegExp(
  String.raw`^[\s,;–—-]{0,8}(?:(?:and|&|as well as)\s+)?(?:the|parts?|portions?|sections?|some|those|its|our|only)\b[^.;!?()[\]]{0,120}?\s(?:of|in|from)\s+(?:the\s+)?(${LINK}|${LABELLED}|0\d{1,4}\b)`,
  "i",
);

/** In one statement. */
const MOST = 50;

/** References that follow one another from the beginning of the text: "[ADR-3](0003-a.md), 4 and #5 (in part), because …". */
export function leadingReferences(text: string, definitions: LinkDefinitions): AdrReference[] {
  const found: AdrReference[] = [];
  let rest = text;
  for (let match = FIRST.exec(rest); match && found.length < MOST; match = NEXT.exec(rest)) {
    found.push(referenceOf(match[1] ?? "", definitions));
    rest = rest.slice(match[0].length);
  }
  for (let match = PORTION.exec(rest); match && found.length < MOST; match = NEXT.exec(rest)) {
    const part = referenceOf(match[1] ?? "", definitions);
    if (part.number === null && !/\d{2,}[^/]*$/.test(part.target?.replace(/#.*$/, "") ?? "")) break;
    found.push(part);
    rest = rest.slice(match[0].length);
  }
  const titled = found.length === 0 ? (TITLED.exec(text) ?? ASIDE.exec(text))?.[1] : undefined;
  return titled === undefined ? found : [referenceOf(titled, definitions)];
}

/** Every reference of a text that names a record, with what stands before and behind it. */
export function referencesAmong(
  text: string,
  definitions: LinkDefinitions,
): { before: string; reference: AdrReference; behind: string }[] {
  return [...text.matchAll(ANYWHERE)].slice(0, MOST).map((match) => ({
    before: text.slice(0, match.index),
    reference: referenceOf(match[0], definitions),
    behind: text.slice(match.index + match[0].length),
  }));
}

/** All references in the value of a label or a field; the value itself where it is none that we know, and nothing for "none". */
export function referencesInValue(value: string, definitions: LinkDefinitions): AdrReference[] {
  const text = withoutAsides(beginOf(value)).trim();
  if (text === "" || NOTHING.test(text)) return [];
  if (NUMBERS.test(text)) return (text.match(/#?\d{1,5}/g) ?? []).map((each) => referenceOf(each, definitions));
  const leading = leadingReferences(text, definitions);
  const found = [...text.matchAll(ANYWHERE)].slice(0, MOST).map(([each]) => referenceOf(each, definitions));
  const all = found.length >= leading.length ? found : leading;
  if (all.length > 0) return all;
  const [clause = ""] = plainText(text).split(/;|\.\s/);
  return clause === "" || clause.length > 120 || /^[[{<]/.test(clause)
    ? []
    : [{ text: clause.trim(), target: null, number: null }];
}

/** Cut between two references: half of a path would be another one. */
function beginOf(value: string): string {
  const begin = value.slice(0, LONGEST);
  const end = begin === value ? -1 : Math.max(...[" ", ",", ";"].map((mark) => begin.lastIndexOf(mark)));
  return end > 0 ? begin.slice(0, end) : begin;
}

/** What brackets add is no reference: "ADR-2 (extends ADR-1)". The target of a link stays. */
function withoutAsides(text: string): string {
  return text.replace(/(^|[^\]])\([^()]*\)/g, "$1");
}

function referenceOf(written: string, definitions: LinkDefinitions): AdrReference {
  const text = written.replace(/^[*_`"'“”(]+|[*_`"'“”).]+$/g, (marks) =>
    marks.includes(")") && written.includes("](") ? ")" : "",
  );
  const link = new RegExp(`^${LINK}$`).exec(text);
  if (link) {
    const [, label = "", inline, named] = link;
    const target = inline ?? definitions.get((named || label).toLowerCase()) ?? null;
    const plain = plainText(label) || label;
    return {
      text: plain,
      target: target === null ? null : decoded(target.replace(/\\(?=\p{P})/gu, "")),
      number: numberIn(plain),
    };
  }
  if (/\.(?:md|markdown)(?:#[\w-]+)?$/i.test(text)) return { text, target: text, number: null };
  if (/^(?:\d{4}-\d{2}-\d{2}|\d{3,8})-[a-z]/i.test(text)) return { text, target: `${text}.md`, number: null };
  return { text: text.trim(), target: null, number: numberIn(text) };
}

/** "ADR-0012", "ADR 12: Use Redis", "12. Use Redis", "#12". */
function numberIn(text: string): string | null {
  return (
    /^(?:(?:M?ADR|RFC|AD|DR|decision(?:\s+record)?)s?[-_\s#.]*|#)?(\d{1,5})(?![\d-]*\d)/i.exec(text.trim())?.[1] ?? null
  );
}

const DEFINITION = /^ {0,3}\[([^\]]{1,80})\]:[ \t]*<?([^\s<>]{1,300})/;

export function linkDefinitions(lines: Line[]): LinkDefinitions {
  const definitions = new Map<string, string>();
  for (const { text } of lines) {
    const [, label, target] = text.startsWith("[") || text.startsWith(" ") ? (DEFINITION.exec(text) ?? []) : [];
    if (label && target && !definitions.has(label.toLowerCase())) definitions.set(label.toLowerCase(), target);
  }
  return definitions;
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
