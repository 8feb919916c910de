import { LOG_NAMES, LOGGED_DAY } from "./change-log";
import { readDay } from "./day";
import { headingsOf } from "./headings";
import type { Line } from "./lines";
import { plainText } from "./plain-text";
import type { AdrProblem } from "./problem";
import { isOnlyFile } from "./record-name";
import type { Region } from "./region";
import { type Statement, statedInHeadings, statedInLines, statedInTables, statedUnderHeadings } from "./statement";
import { isKnownStatus, statusWord } from "./status-word";
import { SAID_STATUS } from "./supersession-words";

export const NOT_STATED = "not stated";
export const STATUS_NAMES: readonly string[] = [
  ...[
    "status",
    "statut",
    "estado",
    "stato",
    "stav",
    "durum",
    "état",
    "etat",
    "zustand",
    "staat",
    "状态",
    "状態",
    "статус",
    "상태",
  ],
  ...[
    "adr status",
    "decision status",
    "current status",
    "statut courant",
    "statut actuel",
    "record status",
    "document status",
    "ステータス",
  ],
];
/** In front matter "state" is a status; in a text it is anything, so that there it has to say a known one above the first section. */
export const STATUS_KEYS: readonly string[] = [
  ...STATUS_NAMES,
  ...["state", "adr_status", "adr-status", "decision_status", "decision-status"],
];
const LONGEST = 40;
/** A statement that begins with no known word is believed up to this length: "in consideration", "canonical reference". */
const MOST_STRANGE_WORDS = 3;

export type StatusReading = {
  status: string;
  statusWhere: string;
  /** What it was read from, as written; null where nothing was. */
  stated: string | null;
  problems: AdrProblem[];
};

type Read = Statement & { status: string };

/**
 * Front matter first, then the places people put a status in plain Markdown. A deeper heading "Status", or a line far below
 * the head, is often about something else, so it speaks only where nothing else does. Last comes the folder ("rejected/").
 */
export function readStatus(
  inFrontMatter: Statement | null,
  { head, top, all }: Region,
  path: string,
  marker: { text: string; line: number } | null = null,
): StatusReading {
  const below = { from: head.length };
  const strong = [
    ...(inFrontMatter ? [inFrontMatter] : []).flatMap(inWords).filter(isBelievable),
    ...[...statedInLines(head, STATUS_NAMES), ...statedInTables(head, STATUS_NAMES)]
      .flatMap(inWords)
      .filter(isBelievable),
    ...underHeading(statedUnderHeadings(all, STATUS_NAMES, { from: 1, to: 2 })),
    ...statedInHeadings(top, STATUS_NAMES).flatMap(inWords).filter(isBelievable),
  ];
  const rest = all.slice(below.from);
  const weak = () => [
    ...[...statedInLines(rest, STATUS_NAMES), ...statedInTables(rest, STATUS_NAMES)].flatMap(inWords).filter(isKnown),
    ...underHeading(statedUnderHeadings(all, STATUS_NAMES, { from: 3, to: 6 })).filter(isKnown),
  ];
  const state = () => statedInLines(head, ["state"]).flatMap(inWords).filter(isKnown);
  const first = strong[0] ?? state()[0] ?? weak()[0] ?? verdict(head) ?? saidIn(head, all) ?? inTitle(marker);
  const folder = folderStatus(path);
  const logged = first
    ? null
    : statusInLog([...statedUnderHeadings(all, LOG_NAMES, { from: 1, to: 3 }), ...datedLines(head)]);
  if (logged) return logged;
  if (!first) {
    if (folder) return { status: folder, statusWhere: `folder ${folder}`, stated: null, problems: [] };
    return { status: NOT_STATED, statusWhere: "nowhere", stated: null, problems: [] };
  }
  const other = strong.find(({ status }) => statusWord(status) !== statusWord(first.status));
  const message = `Two statuses: “${first.status}” (${first.where}) and “${other?.status}” (${other?.where}).`;
  const problems = other ? [{ message, line: other.line }] : [];
  return { status: first.status, statusWhere: first.where, stated: first.text, problems };
}

const VERDICT =
  /^[\s>]*(?:[-*+]\s+)?\*\*(superseded|deprecated|obsolete|retired|withdrawn|rejected):?\*\*:?\s+(\S+(?:\s+\S+){3}.*)$/i;

/** "This decision has been superseded by ADR-7", above the first section or as the heading of one. */
function saidIn(head: Line[], all: Line[]): Read | undefined {
  const headings = headingsOf(all).map(({ text, number }) => ({ text, number }));
  return [...head, ...headings].flatMap(({ text, number }) => {
    const [whole, one, other] = SAID_STATUS.exec(text.slice(0, 500).replace(/[*_]{2}/g, "")) ?? [];
    const word = (one ?? other)?.toLowerCase();
    if (whole === undefined || word === undefined) return [];
    return [{ status: word.replace(/^super[sc]e+ded$/, "superseded"), text: word, where: "sentence", line: number }];
  })[0];
}

/** "[Superseded by ADR-19] Use Redis". */
function inTitle(marker: { text: string; line: number } | null): Read | undefined {
  return marker === null ? undefined : inWords({ ...marker, where: "title" })[0];
}

/** "**Deprecated:** the proxy is gone since spring": a sentence, where a link or a day alone is a fact of another kind. */
function verdict(head: Line[]): Read | undefined {
  return head.flatMap(({ text, number }) => {
    const [, word, reason] = VERDICT.exec(text.slice(0, 500)) ?? [];
    if (word === undefined || reason === undefined || /^[[#\d]|^(?:by|adr|n\/a|none|no)\b/i.test(reason)) return [];
    return [{ status: word.toLowerCase(), text: word, where: `line ${word}`, line: number }];
  })[0];
}

/** A word that ends its entry or is followed by who said it: "rejected option B, kept option A" tells of something else. */
const DECISIVE = new RegExp(
  String.raw`(?:^|\s[-–—]\s|:\s|\b(?:draft|version|proposal)[.,;]\s+)(proposed|accepted|approved|adopted|rejected|declined|deprecated|superseded|withdrawn|implemented)(?![\p{L}\p{N}_])[^\p{L}\p{N}_(]{0,20}(?:\([^()]{0,200}\)|(?:on\s)?(?:${LOGGED_DAY}))?[^\p{L}\p{N}_]*(?:$|by\s)`,
  "iu",
);
const DATED_LINE = new RegExp(String.raw`^[\s>*-]{0,8}(?:${LOGGED_DAY})\s*[:–—-]\s`, "u");
const ANY_DAY = new RegExp(String.raw`(?<!\d)(?:${LOGGED_DAY})(?!\d)`, "u");

/** "2025-12-09: Accepted" on lines of their own, above the first section. */
function datedLines(head: Line[]): Statement[] {
  return head
    .filter(({ text }) => DATED_LINE.test(text.slice(0, 500)))
    .map(({ text, number }) => ({ text, where: "dated line", line: number }));
}

/**
 * Some keep the status as the last entry of a log: "[approved](…) (2025-08-05)", "2020-07-27: declined". Which entry is the last
 * one is not guessed: where a day can be read in two ways and the entries differ, none of them counts.
 */
function statusInLog(log: Statement[]): StatusReading | null {
  const entries = log.flatMap((entry) => {
    const text = plainText(entry.text);
    const status = DECISIVE.exec(text)?.[1]?.toLowerCase();
    const written = status === undefined ? undefined : ANY_DAY.exec(text)?.[0];
    const day = written === undefined ? null : readDay(written);
    return status && day ? [{ ...entry, status, stated: `${status} ${written}`, day: day.date }] : [];
  });
  const isUnsure = entries.some(({ day }) => day === null) && new Set(entries.map(({ status }) => status)).size > 1;
  if (entries.length === 0 || isUnsure) return null;
  const latest = entries.reduce((a, b) => ((b.day ?? "") >= (a.day ?? "") ? b : a));
  return { status: latest.status, statusWhere: latest.where, stated: latest.stated, problems: [] };
}

/** What was done to the text, and not to the decision. */
const CHANGE = /^(?:amend|revis|updat|edited|rephras|reword|renumber|renamed|moved|fixed|typo|added|clarif|on\b|last)/;

/** One status of a section: a later "Superseded by …" wins as it was added last; of a dated history the latest entry. */
function underHeading(statements: Statement[]): Read[] {
  const all = statements.map(withoutLabel).flatMap(inWords).filter(isBelievable);
  const isChange = ({ status }: Read) => CHANGE.test(status);
  const read = all.every(isChange) ? all : all.filter((each) => !isChange(each));
  const superseded = read.find(({ text }) =>
    /^(?:effectively |now )?super[sc]e+ded\b(?! in part)/i.test(plainText(text)),
  );
  const dated = read.flatMap((each) => {
    const day = /(\d{4}-\d{2}-\d{2})/.exec(each.text)?.[1];
    return day !== undefined && readDay(day)?.date ? [{ each, day }] : [];
  });
  const isHistory = dated.length > 1 && dated.length === read.length;
  const latest = isHistory ? dated.reduce((a, b) => (b.day >= a.day ? b : a)).each : undefined;
  const chosen = superseded ?? latest ?? read.find(isKnown) ?? read[0];
  return chosen ? [chosen] : [];
}

/** "Decision status: accepted" in the section "Status". */
function withoutLabel(statement: Statement): Statement {
  const [, name = "", value = ""] = /^[*_]*([^:*_]{1,30})[*_]*:[*_\s]*(.+)$/.exec(statement.text) ?? [];
  return STATUS_NAMES.includes(name.trim().toLowerCase()) ? { ...statement, text: value } : statement;
}

function inWords(statement: Statement): Read[] {
  const status = statusWords(statement.text);
  return status ? [{ ...statement, status }] : [];
}

function isKnown({ status }: Read): boolean {
  return isKnownStatus(status);
}

function isBelievable(read: Read): boolean {
  return isKnown(read) || read.status.split(" ").length <= MOST_STRANGE_WORDS;
}

/** What is struck out, pictures by name, and tags; a name that is a status, ":superseded:", is its word. */
const NO_WORDS = /~~[^~]*~~|:([a-z0-9_+-]+):(?=\s|$)|<[^<>]{1,200}>/g;

/** The status itself, in lower case: "✅ Accepted; supersedes ADR-0045" is "accepted". Null for a template's list of choices. */
export function statusWords(text: string): string | null {
  const plain = plainText(
    text.slice(0, 500).replace(NO_WORDS, (_, shortcode = "") => (isKnownStatus(shortcode) ? shortcode : " ")),
  );
  if (isListOfChoices(plain) || /^\W*\p{L}+(?:\s*\/\s*\p{L}+){2}/u.test(plain)) return null;
  if (isChoice(plain)) return null;
  if (
    /^\W*(?:choose|select|pick|write|fill|enter|specify|indicate|describe|one of|e\.g\.|insert|(?:valid|possible|allowed) (?:adr )?(?:status|statuses|values))\b/i.test(
      plain,
    )
  )
    return null;
  const [clause = ""] = plain
    .replace(/^[^\p{L}]+/u, "")
    .toLowerCase()
    .replace(EARLIER, "")
    .split(CLAUSE_END);
  const words = clause
    .trim()
    .replace(/\bsuper[sc]e+ded\b/, "superseded")
    .replace(/ by$/, "");
  // What a record does to another is no status of its own.
  if (words === "" || /^(?:super[sc]e+des?|replaces|amends|extends|relates)\b/.test(words)) return null;
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1).trimEnd()}…` : words;
}

/** "Proposed | Accepted | Rejected"; "Accepted | December 16, 2025" is a status and its day. */
function isListOfChoices(plain: string): boolean {
  const [, after] = /\p{L}\s*\|\s*(\p{L}.*)$/u.exec(plain) ?? [];
  return after !== undefined && readDay(after)?.date == null;
}

/** "Accepted or Rejected": a template's choice that nobody made. */
function isChoice(plain: string): boolean {
  const [, one, other] = /^\W*(\p{L}+)\s+or\s+(\p{L}+)\W*$/iu.exec(plain) ?? [];
  return one !== undefined && other !== undefined && isKnownStatus(one) && isKnownStatus(other);
}

/** "Drafted & accepted" on one day: the later of the two holds. */
const EARLIER =
  /^(?:drafted|proposed|edited|written|created|reviewed|discussed)\s*(?:&|\+|and|\/)\s*(?=(?:accept|approv|adopt|merg|agreed|decided|reject|declin|implement)\p{L}*)/u;

const CLAUSE_END =
  /[;,.:(){}[\]\d→⇒<>"“”]|->|=>|\s[-–—|]+\s|\s(?:by|on|since|adr|and|but|as|in favou?r|with|after|because|due|until|from|see|for|via|per|at|supersedes|supercedes|replaces|amends|amended|extended|extends|relates|clarified|refined)(?=\s|$)/u;

const FOLDERS: Record<string, string> = {
  ...{ accepted: "accepted", approved: "approved", adopted: "adopted", proposed: "proposed", proposals: "proposed" },
  ...{ rejected: "rejected", declined: "declined", withdrawn: "withdrawn", deferred: "deferred", draft: "draft" },
  ...{
    drafts: "draft",
    deprecated: "deprecated",
    superseded: "superseded",
    superceded: "superseded",
    obsolete: "obsolete",
  },
  ...{
    implemented: "implemented",
    retired: "retired",
    abandoned: "abandoned",
    pending: "pending",
    postponed: "postponed",
  },
};

/** What the folder of all records is called: above it, folders are called after parts of the system. */
const OF_RECORDS =
  /^(?:\p{L}+[-_ ])?(?:m?adrs?|decisions?|(?:architectur(?:e|al)[-_ ])?decision[-_ ](?:records?|log))$/u;

/** Some sort their records into folders that are called as a status is. */
function folderStatus(path: string): string | null {
  const folders = path.toLowerCase().split("/").slice(0, -1);
  const root = folders.findLastIndex((folder) => OF_RECORDS.test(folder));
  // In a path that begins below the folder of all records, only the folder that the record lies in is sure to be of it.
  const own = root === -1 ? folders.slice(isOnlyFile(path) ? -2 : -1) : folders.slice(root + 1);
  return (
    own
      .reverse()
      .map((folder) => (Object.hasOwn(FOLDERS, folder) ? FOLDERS[folder] : undefined))
      .find((status) => status !== undefined) ?? null
  );
}
