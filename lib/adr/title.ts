import { headingsOf } from "./headings";
import type { Line } from "./lines";
import { plainText } from "./plain-text";
import { numberInPath, slugInPath } from "./record-name";

const LABEL = `(?:M?ADR|L?ADR|AD|DR|RFC|PDR|TDR|(?:architectur(?:e|al)[ -])?decision(?:[ -]record)?)`;
/** "ADR-0012: Use Redis", "12. Use Redis", "0012 Use Redis", "[0012] Use Redis"; "3 ways to cache" and "1.5 MB" hold no number. */
const NUMBERED = new RegExp(
  "^(?:" +
    String.raw`[\[(]?${LABEL}[-_ .#№]*(?:[A-Z]{2,12}-)?(\d{1,5})[\])]?(?:\s*[-–—:.|)]+)?\s+` +
    String.raw`|[\[(#№]*(\d{1,5})[\])]*\s*[-–—:.|)]+\s+` +
    String.raw`|[\[(](\d{1,5})[\])]\s+` +
    String.raw`|#?(0\d{1,4})\s+` +
    String.raw`|(?:Nr|No|Núm)\.\s*(0\d{1,4})\s*[-–—:]\s+|N[°º]\s*(0\d{1,4})\s*[-–—:]\s+` +
    String.raw`)(?=\S)`,
  "i",
);
/** "Larder Architecture Decision Record #7: Use Redis": the product's name belongs to the label. */
const OF_PRODUCT =
  /^(?:\p{Lu}[\p{L}\p{N}-]{0,40}\s+){1,3}architectur(?:e|al) decision(?: record)?\s*[#№]?\s*(\d{1,5})\s*[-–—:.]\s+(?=\S)/iu;
const ONLY_NUMBER = new RegExp(String.raw`^\W*(?:${LABEL}[-_ .#№]*)?\d{1,5}\W*$`, "i");
const LONGEST_NUMBER = 200;
const DATED = /^(?:ADR[-_ ]*)?\d{4}-\d{2}-\d{2}\s*[-–—:.]*\s+(?=\S)/i;
/** "ADR: Use Redis" has no number, and is no better a title for saying what it is. */
const KIND = /^(?:M?ADR|architectur(?:e|al) decision(?: record)?)\s*(?::|\s[-–—]\s)\s*(?=\S)/i;
const PICTURE = /^(?:\p{Extended_Pictographic}|\u200d|\ufe0f|\s)+/u;
const SECTIONS =
  /^(?:\d+[.)]\s*)?(?:status|statut|date|context|kontext|contexte|contexto|(?:context|background) and problem statement|contexte et (?:énoncé du )?problème|kontext und problemstellung|contexto y (?:planteamiento del )?problema|contexto e (?:declaração do )?problema|decision|decisions?|décision|entscheidung|consequences|conséquences|konsequenzen|summary|abstract|background|problem|overview|changelog|authors?|introduction|table of contents|contents|metadata)\b\W*$/i;

const PLACEHOLDER_TITLE =
  /^[[{<].*[\]}>]$|^(?:title|short title|(?:adr )?template(?: m?adr)?|decision title|template title|titre|name of the decision)\W*$|\btemplate for\b|^(?:adr|madr)\b.{0,20}\btemplate$|^(?:ADR[-_ ]*)?(?:N{2,}|X{2,}|#{2,})\b/i;

/** What a template has for a title. */
export const isPlaceholderTitle = (title: string): boolean => PLACEHOLDER_TITLE.test(title);

const GONE = "(?:super[sc]e+ded|deprecated|obsoleted?|rejected|withdrawn|replaced|retired|abandoned|draft|wip)";
const BY_WHAT = String.raw`(?:\s+(?:by|in favou?r of)\s[^\])]{1,120})?`;
/** "[Superseded by ADR-19] Use Redis", "Use Redis (deprecated)", "REJECTED: Use Redis": the status, and no part of the title. */
const MARKER = new RegExp(String.raw`^[[(]\s*(${GONE}${BY_WHAT})\s*[\])]\s*[-–—:]?\s*(?=\S)`, "i");
const MARKER_AFTER = new RegExp(String.raw`(?<=\S)\s+[[(]\s*(${GONE}${BY_WHAT})\s*[\])]$`, "i");
const MARKER_IN_CAPITALS =
  /^(SUPERSEDED|DEPRECATED|OBSOLETE|OUTDATED|REJECTED|WITHDRAWN)(?:\s*[-–—:]\s*(?=\S)|\s+(?=\p{Lu}\p{Ll}))/u;
const MARKERS = [MARKER, MARKER_AFTER, MARKER_IN_CAPITALS];
/** A marker stands near an end, and titles are short. */
const LONGEST_TITLE = 300;

/** The status that the title is marked with, as written, for a record that states it nowhere else. */
export function markerInTitle(lines: Line[], path: string): { text: string; line: number } | null {
  const heading = headingsOf(lines).find(({ level, text }) => level === 1 && text !== "");
  if (!heading || heading.text.length > LONGEST_TITLE) return null;
  const { title } = withNumberApart(plainText(heading.text), path);
  const marker = MARKERS.map((pattern) => pattern.exec(title)?.[1]).find((found) => found !== undefined);
  return marker === undefined ? null : { text: marker, line: heading.number };
}

function withoutMarker(title: string): string {
  if (title.length > LONGEST_TITLE) return title;
  const bare = MARKERS.reduce((text, pattern) => text.replace(pattern, ""), title);
  return /^~~([^~]+)~~$/.exec(bare)?.[1] ?? bare;
}

/** The title that the first heading of the first level gives, without its number; else a first heading that names no section. */
export function titleInBody(lines: Line[], path: string): { title: string; number: string | null } | null {
  const headings = headingsOf(lines).map((heading) => ({ ...heading, text: plainText(heading.text) }));
  const heading = headings.find(({ level, text }) => level === 1 && text !== "") ?? headings[0];
  if (!heading || heading.text === "" || SECTIONS.test(heading.text.replace(PICTURE, ""))) return null;
  return withoutNumber(heading.text, path);
}

export function withoutNumber(text: string, path: string): { title: string; number: string | null } {
  const { title, number } = withNumberApart(withoutMarker(text), path);
  return { title: withoutMarker(title), number };
}

function withNumberApart(text: string, path: string): { title: string; number: string | null } {
  const begin = text.slice(0, LONGEST_NUMBER);
  const match =
    NUMBERED.exec(begin) ??
    OF_PRODUCT.exec(begin) ??
    DATED.exec(begin) ??
    ownLabel(begin, path) ??
    joinedNumber(begin, path) ??
    bareNumber(begin, path) ??
    KIND.exec(begin);
  const number = match?.slice(1).find((group) => group !== undefined) ?? null;
  return { title: text.slice(match?.[0].length ?? 0), number };
}

/** "API-001: Names" in API-001-names.md, "ADR-001-Names" in ADR-001-names.md: what the file's name begins with is its number. */
function ownLabel(text: string, path: string): RegExpExecArray | null {
  const [, letters, digits] = /(?:^|\/)([a-z]{2,6})[-_ ]?(\d{1,5})(?=[-_ .])[^/]*$/i.exec(path) ?? [];
  if (letters === undefined) return null;
  return new RegExp(`^${letters}[-_ ]?(0*${Number(digits)})(?:\\s*[-–—:.|]+\\s*|\\s+)(?=\\S)`, "i").exec(text);
}

/** "0007-Use Redis" in 0007-use-redis.md is numbered; "12-factor apps" in 0012-12-factor-apps.md is not. */
function joinedNumber(text: string, path: string): RegExpExecArray | null {
  const match = /^(\d{1,5})[-_](?=\p{L})/u.exec(text);
  const number = match?.[1];
  if (number === undefined || Number(number) !== Number(numberInPath(path) ?? Number.NaN)) return null;
  const isWritten = number.startsWith("0") || /^\d+.\p{Lu}/u.test(text);
  return isWritten && !slugInPath(path).startsWith(number) ? match : null;
}

/** "ADR-0007" names a record, and does not say what it decides. */
export const isOnlyNumber = (text: string): boolean => ONLY_NUMBER.test(text);

/** "23 Logging" in 023-logging.md and "29 Kubernetes" in 030-kubernetes.md are numbered; "12 Factors" in 0007-12-factors.md is not. */
function bareNumber(text: string, path: string): RegExpExecArray | null {
  const match = /^#?(\d{1,4})\s+(?=\p{Lu})/u.exec(text);
  const number = match?.[1];
  const isNumberedFile = /(?:^|\/)(?:adr[-_ ]?)?\d{1,5}[-_ .]/i.test(path);
  return number !== undefined && isNumberedFile && !slugInPath(path).startsWith(number) ? match : null;
}
