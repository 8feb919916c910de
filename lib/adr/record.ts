import { type AdrDecision, readDecisions } from "./decision";
import { isoDate } from "./duration";
import { type FrontMatter, readFrontMatter, textOf, textsOf } from "./front-matter";
import { type Line, visibleLines } from "./lines";
import { plainText } from "./plain-text";
import type { AdrProblem } from "./problem";
import { numberInPath, titleFromPath } from "./record-name";
import { type AdrReview, readReview } from "./review";
import { type Statement, statedInLines, statedInTables } from "./statement";
import { NOT_STATED, readStatus } from "./status";
import { type AdrTarget, readTargets } from "./target";
import { titleInBody } from "./title";
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
  /** "front matter", "heading Status", "line Status", "table" or "nowhere". */
  statusWhere: string;
  date: string | null;
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
  const lines = visibleLines(front.body, front.bodyLine);
  const heading = titleInBody(lines);
  const status = readStatus(inFrontMatter(front, ["status", "statut"]), lines);
  const date = readDate(front, lines);
  const { review, problems: reviewProblems } = readReview(front.fields.get("review"));
  const { decisions, problems: decisionProblems } = readDecisions(front.fields.get("decisions"));
  const { targets, problems: targetProblems } = readTargets(front.fields.get("targets"), decisions);
  const { triggers, problems: triggerProblems } = readTriggers(front.fields.get("triggers"), { decisions, targets });
  return {
    path,
    number: numberInPath(path) ?? heading?.number ?? null,
    title: inFrontMatter(front, ["title"])?.text ?? heading?.title ?? titleFromPath(path),
    status: status.status,
    statusWhere: status.statusWhere,
    date: date.date,
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

function unread(path: string, message: string): AdrRecord {
  const nothing = {
    date: null,
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

function inFrontMatter(front: FrontMatter, keys: string[]): Statement | null {
  for (const key of keys) {
    const field = front.fields.get(key);
    const text = field ? textOf(field.value) : null;
    if (field && text !== null) return { text, where: "front matter", line: field.line };
  }
  return null;
}

function readDate(front: FrontMatter, lines: Line[]): { date: string | null; problems: AdrProblem[] } {
  const [stated] = [
    inFrontMatter(front, ["date"]) ?? [],
    statedInLines(lines, ["date"]),
    statedInTables(lines, ["date"]),
  ].flat();
  if (!stated) return { date: null, problems: [] };
  const text = plainText(stated.text);
  const date = isoDate(text);
  const problems = [{ message: `The date “${text}” is not a day written as 2026-11-22.`, line: stated.line }];
  return { date, problems: date === null ? problems : [] };
}

function readDecisionMakers(front: FrontMatter, lines: Line[]): string[] {
  const names = ["decision-makers", "deciders"];
  const field = names.map((name) => front.fields.get(name)).find((found) => found !== undefined);
  if (field) return textsOf(field.value);
  const [stated] = [...statedInLines(lines, names), ...statedInTables(lines, names)];
  return stated ? textsOf(plainText(stated.text)) : [];
}
