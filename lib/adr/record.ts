import { type AdrDecision, readDecisions } from "./decision";
import { DATE_NAMES, readDecisionDate } from "./decision-date";
import { type FrontMatter, readFrontMatter, textOf, textsOf } from "./front-matter";
import { type Line, visibleLines } from "./lines";
import { plainText } from "./plain-text";
import type { AdrProblem } from "./problem";
import { numberInPath, titleFromPath } from "./record-name";
import type { AdrReference } from "./references";
import { regionOf } from "./region";
import { type AdrReview, readReview } from "./review";
import { type Statement, statedInLines, statedInTables } from "./statement";
import { NOT_STATED, readStatus, STATUS_KEYS } from "./status";
import { readSupersession } from "./supersession";
import { type AdrTarget, readTargets } from "./target";
import { isOnlyNumber, isPlaceholderTitle, markerInTitle, titleInBody, withoutNumber } from "./title";
import { readTriggers } from "./trigger";
import type { AdrTrigger } from "./trigger-terms";

/** One Architecture Decision Record as it was read; what could not be read stands in `problems`. */
export type AdrRecord = {
  path: string;
  /** As written, with its leading zeros; not a key. */
  number: string | null;
  title: string;
  /** Lower case; "not stated" where the record does not say. */
  status: string;
  /** "front matter", "heading Status", "line Status", "table", "sentence", "title", "folder rejected" or "nowhere". */
  statusWhere: string;
  /** The status holds in part: the record is partly superseded, or partly accepted. */
  statusPartial: boolean;
  /** The day of the decision; null where none is stated, or only one that cannot be read without guessing. */
  date: string | null;
  /** Day and month cannot be told apart: "03/05/2024". */
  dateAmbiguous: boolean;
  /** "front matter", "heading Date", "line Date", "table", "status", "line of its own", "file name" or "nowhere". */
  dateWhere: string;
  /** The records whose place this one takes, and those that take its place, as it names them. */
  supersedes: AdrReference[];
  supersededBy: AdrReference[];
  decisionMakers: string[];
  confidence: string | null;
  review: AdrReview | null;
  decisions: AdrDecision[];
  targets: AdrTarget[];
  triggers: AdrTrigger[];
  /** Markdown without the front matter. */
  body: string;
  /** The line of the file on which the body begins. */
  bodyLine: number;
  problems: AdrProblem[];
};

/** A record is a page or two; what is larger is not read, so that no file can hold up the reading of the others. */
export const LARGEST_RECORD = 256 * 1024;

/** Never throws: what cannot be read is a problem with its line, and the rest is still read. */
export function readAdr(path: string, text: string): AdrRecord {
  if (text.length > LARGEST_RECORD) return unread(path, "The file is larger than 256 KiB and was not read.");
  const front = readFrontMatter(text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n"));
  const lines = ends(visibleLines(front.body, front.bodyLine));
  const region = regionOf(lines);
  const heading = titleInBody(lines, path);
  const title = inFrontMatter(front, ["title"]);
  const isOfPage = title !== null && heading !== null && namesOnlyPage(front, title.text, heading, path);
  const titled = title && !isOfPage ? withoutNumber(title.text, path) : heading;
  const status = readStatus(inFrontMatter(front, STATUS_KEYS), region, path, markerInTitle(lines, path));
  const date = readDecisionDate((names) => inFrontMatter(front, names), region, status.stated, path);
  const supersession = readSupersession(front, lines, status.stated);
  const { review, problems: reviewProblems } = readReview(front.fields.get("review"));
  const { decisions, problems: decisionProblems } = readDecisions(front.fields.get("decisions"));
  const { targets, problems: targetProblems } = readTargets(front.fields.get("targets"), decisions);
  const { triggers, problems: triggerProblems } = readTriggers(front.fields.get("triggers"), { decisions, targets });
  return {
    path,
    number: numberInPath(path) ?? titled?.number ?? null,
    // A record whose author filled in the day and not the title.
    title: (date.date !== null && isPlaceholderTitle(titled?.title ?? "") ? "" : titled?.title) || titleFromPath(path),
    status: status.status,
    statusWhere: status.statusWhere,
    statusPartial: supersession.partial,
    date: date.date,
    dateAmbiguous: date.dateAmbiguous,
    dateWhere: date.dateWhere,
    supersedes: supersession.supersedes,
    supersededBy: supersession.supersededBy,
    decisionMakers: readDecisionMakers(front, lines),
    confidence: inFrontMatter(front, ["confidence"])?.text ?? null,
    review,
    decisions,
    targets,
    triggers,
    body: front.body,
    bodyLine: front.bodyLine,
    problems: [
      ...front.problems,
      ...status.problems,
      ...date.problems,
      ...reviewProblems,
      ...decisionProblems,
      ...targetProblems,
      ...triggerProblems,
    ],
  };
}

/**
 * A title in front matter that is the number alone; or one that names the page of a site, which it does where the front matter
 * states no fact about the record and the heading has the record's number.
 */
function namesOnlyPage(
  front: FrontMatter,
  title: string,
  heading: { title: string; number: string | null },
  path: string,
): boolean {
  if (isOnlyNumber(title)) return true;
  const statesFacts = inFrontMatter(front, [...STATUS_KEYS, ...DATE_NAMES.flat()]) !== null;
  const isNumbered = heading.number !== null && Number(heading.number) === Number(numberInPath(path) ?? Number.NaN);
  return !statesFacts && isNumbered && withoutNumber(title, path).number === null && !isPlaceholderTitle(heading.title);
}

/** Facts stand in the first pages, or on the last: the lines between are not looked at, so that no file takes long. */
const FIRST_LINES = 1_500;
const LAST_LINES = 300;

function ends(lines: Line[]): Line[] {
  return lines.length <= FIRST_LINES + LAST_LINES
    ? lines
    : [...lines.slice(0, FIRST_LINES), ...lines.slice(-LAST_LINES)];
}

function unread(path: string, message: string): AdrRecord {
  const nothing = {
    statusPartial: false,
    date: null,
    dateAmbiguous: false,
    dateWhere: "nowhere",
    supersedes: [],
    supersededBy: [],
    decisionMakers: [],
    confidence: null,
    review: null,
    decisions: [],
    targets: [],
    triggers: [],
  };
  const names = { path, number: numberInPath(path), title: titleFromPath(path) };
  const problems = [{ message, line: null }];
  return { ...names, status: NOT_STATED, statusWhere: "nowhere", ...nothing, body: "", bodyLine: 1, problems };
}

/** Keys are written in any case, and so are the names. */
function inFrontMatter(front: FrontMatter, names: readonly string[]): Statement | null {
  for (const name of names) {
    for (const [key, field] of front.fields) {
      const value = Array.isArray(field.value) && field.value.length === 1 ? field.value[0] : field.value;
      const text = key.toLowerCase() === name ? textOf(value) : null;
      if (text !== null) return { text, where: "front matter", line: field.line };
    }
  }
  return null;
}

function readDecisionMakers(front: FrontMatter, lines: Line[]): string[] {
  const names = ["decision-makers", "deciders", "décideurs", "entscheider", "decision makers"];
  const field = names.map((name) => front.fields.get(name)).find((found) => found !== undefined);
  if (field) return textsOf(field.value);
  const [stated] = [...statedInLines(lines, names), ...statedInTables(lines, names)];
  return stated ? textsOf(plainText(stated.text)) : [];
}
