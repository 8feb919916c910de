import { LOG_NAMES, logEntries } from "./change-log";
import { type Day, readDay } from "./day";
import type { Line } from "./lines";
import { plainText } from "./plain-text";
import type { AdrProblem } from "./problem";
import { dayInName } from "./record-name";
import type { Region } from "./region";
import { type Statement, statedInLines, statedInTables, statedUnderHeadings } from "./statement";

export type DecisionDate = { date: string | null; dateAmbiguous: boolean; dateWhere: string; problems: AdrProblem[] };

/** What gives the day of the decision, the surest first. "Last updated" is none of them. */
export const DATE_NAMES: readonly (readonly string[])[] = [
  [
    "date",
    "date(s)",
    "dates",
    "datum",
    "fecha",
    "data",
    "dato",
    "adr date",
    "decision date",
    "date of decision",
    "entscheidungsdatum",
    "日期",
    "日付",
    "決定日",
    "날짜",
    "tarih",
    "дата",
  ],
  [
    ...[
      "date accepted",
      "date decided",
      "date approved",
      "accepted",
      "accepted on",
      "approved on",
      "decided",
      "decided on",
    ],
    ...[
      "decision-date",
      "decision_date",
      "decided_on",
      "accepted_on",
      "date_accepted",
      "approved",
      "adopted",
      "ratified",
    ],
  ],
  [
    ...[
      "created",
      "created on",
      "created at",
      "created_at",
      "creation_date",
      "creation-date",
      "date_created",
      "date created",
      "creation date",
      "date started",
    ],
    ...["date documented", "proposed on", "date proposed", "créé", "erstellt", "creado", "published", "introduced"],
  ],
];

/** A status that was reached later than the decision, whose day is not the decision's. */
const LATER =
  /supers|superc|deprecat|retire|obsolet|revert|replac|amend|revis|updat|review|withdraw|archiv|remplac|ersetzt/i;
const IN_STATUS = /^[^\d]{0,60}?((?:\d{1,2}|\d{4})[-/. ]\S.*)$/;

/** "1.2.24" after a word is more often a version than a day. */
const SHORT_DOTTED = /^\d{1,2}\.\s?\d{1,2}\.\s?\d{1,2}(?!\d)/;
const DOTTED = /^\d{1,4}\.\s?\d/;
const VERSION = /(?<!\p{L})(?:v|vers?|versions?|releases?|rel|rev|tag)[\s.:]*$/iu;

/** The stated date; else the day at which the status says that it was reached; else the day that the file's name begins with. */
export function readDecisionDate(
  inFrontMatter: (names: readonly string[]) => Statement | null,
  { head, all }: Region,
  status: string | null,
  path: string,
): DecisionDate {
  let fault: DecisionDate | null = null;
  for (const names of DATE_NAMES) {
    const first = names === DATE_NAMES[0];
    const sure = [
      inFrontMatter(names) ?? [],
      statedInLines(head, names),
      first ? statedInLines(head.flatMap(withColon), names) : [],
      statedInTables(head, names),
      first ? statedUnderHeadings(all, names, { from: 2, to: 3 }) : [],
    ].flat();
    const below = [statedInLines(all, names), statedInTables(all, names)].flat();
    for (const [stated, isSure] of [
      ...sure.map((each) => [each, true] as const),
      ...below.map((each) => [each, false] as const),
    ]) {
      const text = plainText(stated.text);
      const day = readDay(text);
      if (day?.date) return found(day, stated.where);
      // Rows about something else are called "Date" as well, so below the head only what is a day counts.
      if (first && (isSure || day) && !isPlaceholder(text)) fault ??= unreadable(text, day, stated);
    }
    const among = first ? dayAmongDates(head, status) : null;
    if (among) return among;
  }
  if (fault) return fault;
  const inStatus = status === null ? null : dayInStatus(status);
  if (inStatus) return found(inStatus, "status");
  const alone = dayAlone(head);
  if (alone) return alone;
  const inName = dayInName(path);
  if (inName) return { date: inName, dateAmbiguous: false, dateWhere: "file name", problems: [] };
  return firstInLog(all) ?? { date: null, dateAmbiguous: false, dateWhere: "nowhere", problems: [] };
}

function found(day: Day, dateWhere: string): DecisionDate {
  return { date: day.date, dateAmbiguous: day.ambiguous, dateWhere, problems: [] };
}

function unreadable(text: string, day: Day | null, { where, line }: Statement): DecisionDate {
  const message = day?.ambiguous
    ? `The date “${text}” can be read in two ways: write it as 2026-11-22.`
    : `The date “${text}” is not a day written as 2026-11-22.`;
  return { date: null, dateAmbiguous: day?.ambiguous ?? false, dateWhere: where, problems: [{ message, line }] };
}

const DATES = /^[\s>]*(?:[-*+]\s+)?[*_]*(dates?(?:\(s\))?)[*_]*\s*:[*_\s]*$/i;
const DATED = /^\s+[-*+]\s+[*_]*(\p{L}[^:]{0,40}?)[*_]*\s*:[*_]*\s*(\S.*)$/u;
const SETTLED = /^(?:accept|approv|adopt|decid|agreed|ratif)/i;

/**
 * "Date(s):" and below it "drafted: 2019-10-31", "decided: 2020-02-04": the day at which the present status was reached, else that
 * of the decision, else the last one.
 */
function dayAmongDates(head: Line[], status: string | null): DecisionDate | null {
  const at = head.findIndex(({ text }) => DATES.test(text));
  const label = DATES.exec(head[at]?.text ?? "")?.[1];
  if (label === undefined) return null;
  const days: { name: string; day: Day }[] = [];
  for (const { text } of head.slice(at + 1)) {
    const [, name = "", value = ""] = DATED.exec(text) ?? [];
    if (name === "" && text.trim() !== "") break;
    const day = value === "" ? null : readDay(plainText(value));
    if (day && !LATER.test(name)) days.push({ name, day });
  }
  const word = /\p{L}+/u.exec(plainText(status ?? ""))?.[0].toLowerCase();
  const chosen =
    days.find(({ name }) => name.toLowerCase() === word) ?? days.find(({ name }) => SETTLED.test(name)) ?? days.at(-1);
  return chosen ? found(chosen.day, `line ${label}`) : null;
}

/** "2024-03-05" or "5 March 2024" on a line of its own, between the title and the first section. */
function dayAlone(head: Line[]): DecisionDate | null {
  const line = head.find(({ text }) =>
    /^[\s>*_(]*(?:\d{4}-\d{2}-\d{2}|\d{1,2}\.? \p{L}{3,10} \d{4}|\p{L}{3,10} \d{1,2},? \d{4})[\s*_).]*$/u.test(text),
  );
  const day = line === undefined ? null : readDay(plainText(line.text));
  return day?.date ? found(day, "line of its own") : null;
}

/** "Marked accepted", "Status changed to approved": when the decision was taken, whatever was written before and after. */
const DECIDED =
  /^\P{L}*(?:(?:marked|set|changed?|moved|status)\s+(?:(?:status|as|to|changed|set)\s+){0,3})?["“*_\x60]{0,2}(?:accepted|approved|adopted|ratified)["”*_\x60]{0,2}(?:[\s.,;]*$|\s+by\b|\s*\()/iu;

/** "2020-07-01: Initial version" in a list of changes says when the record was written; a first draft of its text does not. */
const WRITTEN = /^[^\p{L}]*(?:(?:initial|first)\s+(?:version|proposal|release|publication|revision)|created)\b/iu;

function firstInLog(all: Line[]): DecisionDate | null {
  const entries = logEntries(statedUnderHeadings(all, LOG_NAMES, { from: 1, to: 3 }));
  const decided = entries.filter(({ words }) => DECIDED.test(words));
  const telling = decided.length > 0 ? decided : entries.filter(({ words }) => WRITTEN.test(words));
  // Which one is the first cannot be told where one of them can be read in two ways.
  if (telling.some(({ day }) => day.date === null)) return null;
  const [first] = telling.sort((a, b) => (a.day.date ?? "").localeCompare(b.day.date ?? ""));
  return first ? found(first.day, first.where) : null;
}

/** "Accepted (2024-03-05)", "accepted on 5 March 2024", but not "Accepted (amended 2024-03-05)". */
function dayInStatus(status: string): Day | null {
  const text = plainText(status);
  const after =
    IN_STATUS.exec(text)?.[1] ?? /^\P{L}*\p{L}+\P{L}+(?:on\s+)?(\p{L}{3,9}\.?\s\d{1,2}.*)$/u.exec(text)?.[1];
  if (after === undefined) return null;
  const before = text.slice(0, text.length - after.length);
  if (SHORT_DOTTED.test(after) || (DOTTED.test(after) && VERSION.test(before))) return null;
  const word = /\p{L}+/u.exec(after.replace(/^\S+/, ""))?.[0] ?? "";
  const day = LATER.test(before) || (before.trim() === "" && LATER.test(word)) ? null : readDay(after);
  const isRange = /^\S+\s*(?:to|until|–|—)\s*\d/i.test(after);
  return day?.date && !isRange ? day : null;
}

/** "Date 2023-02-10" says what "Date: 2023-02-10" says. */
function withColon<Line extends { text: string }>(line: Line): Line[] {
  const text = line.text.replace(/^([\s>*_-]*date[*_]*)\s+(?=[*_]*\d)/i, "$1: ");
  return text === line.text ? [] : [{ ...line, text }];
}

/** "YYYY-MM-DD", "{date}", "[when the decision was last updated]": a template's words. */
function isPlaceholder(text: string): boolean {
  return text === "" || /^[[{<(]|y{4}|tbd|n\/a|^-+$|^null$/i.test(text);
}
