import { type Day, readDay } from "./day";
import { plainText } from "./plain-text";
import type { Statement } from "./statement";

/** What heads the list of a record's changes. */
export const LOG_NAMES: readonly string[] = [
  "change log",
  "changelog",
  "change history",
  "history",
  "revision history",
  "status history",
  "log",
];

const NTH = "(?:st|nd|rd|th)?";
/** The days that people write before or behind an entry; whether day and month can be told apart, `readDay` says. */
export const LOGGED_DAY = [
  String.raw`\d{4}[-/.]\d{1,2}[-/.]\d{1,2}`,
  String.raw`\d{1,2}[-/.]\d{1,2}[-/.]\d{4}`,
  String.raw`\d{1,2}${NTH}(?:[-. ]|\.? )(?:of )?\p{L}{3,10},?[- ]\d{4}`,
  String.raw`\p{L}{3,10} \d{1,2}${NTH},? \d{4}`,
].join("|");
const DAY_FIRST = new RegExp(String.raw`^(${LOGGED_DAY})[\s:–—-]+(.*)$`, "u");

/** What an entry that begins with its day tells: "28.06.2022: Accepted". */
type LogEntry = { day: Day; words: string; where: string };

export function logEntries(log: readonly Statement[]): LogEntry[] {
  return log.flatMap(({ text, where }) => {
    const [, day = "", words = ""] = DAY_FIRST.exec(plainText(text)) ?? [];
    const read = day === "" ? null : readDay(day);
    return read ? [{ day: read, words, where }] : [];
  });
}
