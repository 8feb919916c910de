import { headingsOf } from "./headings";
import { visibleLines } from "./lines";
import { plainText } from "./plain-text";
import type { AdrRecord } from "./record";
import { folderOf, isNumberedFile, isOnlyFile, isRecordFile, numberInPath } from "./record-name";
import { NOT_STATED } from "./status";
import { isPlaceholderTitle } from "./title";

/** A folder whose records are numbered, so that what has no number there is likely something else. */
const SHARE_NUMBERED = 0.5;
const ENOUGH = 4;
const SECTIONS =
  /^(?:\d+[.)]\s*)?(?:context|decision|consequences|considered options|alternatives|rationale|options|kontext|entscheidung|konsequenzen|contexte|décision|conséquences|contexto|decisión|decisão|consecuencias)\b/i;
/** This share of the lines of an index are links to its records. */
const SHARE_LINKS = 0.5;
/** A line of an index is short; only its beginning is looked at. */
const LONGEST_LINE = 500;

/**
 * The paths that hold records, of what was read of a folder. A template, an index, a file that belongs to the record of its
 * folder, and a file without a number or a status among numbered records are none. `roots` are the folders that were read.
 */
export function recordsAmong(read: readonly AdrRecord[], roots: readonly string[] = [""]): Set<string> {
  /** "tracing/README.md" is a record where it says its status; one that only leads to others does not. */
  const siblings = numberedByFolder(read);
  const isOwnFolder = ({ path, status }: AdrRecord) =>
    status !== NOT_STATED &&
    isOnlyFile(path) &&
    !roots.includes(folderOf(path)) &&
    (siblings.get(folderOf(path)) ?? 0) < SEVERAL;
  const named = read.filter((record) => factsOf(record).isNamed || isOwnFolder(record));
  const besides = besideTheirRecord(read);
  const attached = attachments(
    named.flatMap((record) => (factsOf(record).isOnly && !besides.has(record.path) ? record.path : [])),
    named,
  );
  const candidates = named.filter(
    (record) => !attached.has(record.path) && !besides.has(record.path) && !factsOf(record).isOther,
  );
  const numbered = candidates.filter((record) => factsOf(record).isNumbered).length;
  const mostlyNumbered = numbered >= ENOUGH && numbered / candidates.length >= SHARE_NUMBERED;
  const isRecord = (record: AdrRecord) =>
    factsOf(record).isNumbered ||
    isOwnFolder(record) ||
    /(?:^|\/)[^/]*adr[^/]*$/i.test(record.path) ||
    (mostlyNumbered ? record.status !== NOT_STATED && sectionsOf(record) > 1 : true);
  return new Set(candidates.filter(isRecord).map(({ path }) => path));
}

type Facts = { isNamed: boolean; isOnly: boolean; isNumbered: boolean; isOther: boolean };
const known = new WeakMap<AdrRecord, Facts>();

/** What one record tells by itself. Folders are read again and again, and few of their records change. */
function factsOf(record: AdrRecord): Facts {
  const facts = known.get(record) ?? {
    isNamed: isRecordFile(record.path),
    isOnly: isRecordFile(record.path) && isOnlyFile(record.path),
    isNumbered: isNumberedFile(record.path),
    isOther: isTemplate(record) || isIndex(record),
  };
  known.set(record, facts);
  return facts;
}

/** A README beside several numbered files leads to them; it is none of them, whatever its tables say. */
const SEVERAL = 2;

function numberedByFolder(read: readonly AdrRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const record of read)
    if (factsOf(record).isNumbered && !factsOf(record).isOnly)
      counts.set(folderOf(record.path), (counts.get(folderOf(record.path)) ?? 0) + 1);
  return counts;
}

/** In a folder that is called by its record's number ("0009/0009-scheduler.md"), every other file, and those below, belong to that record. */
function besideTheirRecord(read: readonly AdrRecord[]): Set<string> {
  const isOwn = new Map<string, boolean>();
  for (const { path } of read) {
    const number = isOnlyFile(path) ? null : numberInPath(path);
    const called = number === null ? null : numberInPath(folderOf(path));
    if (called !== null)
      isOwn.set(folderOf(path), isOwn.get(folderOf(path)) !== false && Number(called) === Number(number));
  }
  const own = new Set([...isOwn].flatMap(([folder, only]) => (only ? folder : [])));
  if (own.size === 0) return own;
  const isBeside = ({ path }: AdrRecord) =>
    own.has(folderOf(path))
      ? isOnlyFile(path) || numberInPath(path) === null
      : foldersAbove(folderOf(path)).some((folder) => own.has(folder));
  return new Set(read.filter(isBeside).map(({ path }) => path));
}

function foldersAbove(folder: string): string[] {
  const above = folderOf(folder);
  return above === "" ? [] : [above, ...foldersAbove(above)];
}

/** Markdown files beside the one record of a folder of its own ("2022-02-07-tracing/README.md") belong to that record. */
function attachments(only: string[], named: readonly AdrRecord[]): Set<string> {
  if (only.length === 0) return new Set();
  const owned = new Set(only.map(folderOf));
  return new Set(named.flatMap(({ path }) => (owned.has(folderOf(path)) && !isOnlyFile(path) ? path : [])));
}

/** Its title is still to be filled in, or asks what a record is. */
function isTemplate({ title, date, status }: AdrRecord): boolean {
  if (ABOUT_RECORDS.test(title)) return status === NOT_STATED;
  return date === null && isPlaceholderTitle(title);
}

const ABOUT_RECORDS =
  /^¿?(?:what(?: is|['’]s| are)|qu[eé] (?:es|son)|was (?:ist|sind)|o que (?:é|são)|qu['’]est-ce qu)[^?]{0,20}\b(?:adrs?|(?:architectur(?:e|al) )?decision records?)\W*$/iu;

function sectionsOf({ body, bodyLine }: AdrRecord): number {
  return headingsOf(visibleLines(body, bodyLine)).filter(({ text }) => SECTIONS.test(plainText(text))).length;
}

function isIndex(record: AdrRecord): boolean {
  if (record.status !== NOT_STATED || isNumberedFile(record.path)) return false;
  const lines = record.body
    .split("\n")
    .map((line) => line.trim().slice(0, LONGEST_LINE))
    .filter((line) => line !== "" && !/^(?:#|[\s:|-]+$)/.test(line));
  const links = lines.filter((line) => /\]\([^)]*\.md[)#]|\]\(\.{0,2}\/?[\w./-]+\/?\)/.test(line)).length;
  return links >= 3 && links / lines.length >= SHARE_LINKS;
}
