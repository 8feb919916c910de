import type { Line } from "./lines";
import { plainText } from "./plain-text";
import type { AdrProblem } from "./problem";
import { type Statement, statedInLines, statedInTables, statedUnderHeadings } from "./statement";

export const NOT_STATED = "not stated";
const NAMES = ["status", "statut"];
const LONGEST = 40;

/**
 * Front matter first, then the places people put a status in plain Markdown. A deeper heading "Status" is often about
 * something else, so it speaks only where nothing else does.
 */
export function readStatus(
  inFrontMatter: Statement | null,
  lines: Line[],
): { status: string; statusWhere: string; problems: AdrProblem[] } {
  const strong = [
    ...(inFrontMatter ? [inFrontMatter] : []),
    ...statedUnderHeadings(lines, NAMES, { from: 1, to: 2 }),
    ...statedInLines(lines, NAMES),
    ...statedInTables(lines, NAMES),
  ].flatMap(inWords);
  const [first] = strong.length > 0 ? strong : statedUnderHeadings(lines, NAMES, { from: 3, to: 6 }).flatMap(inWords);
  if (!first) return { status: NOT_STATED, statusWhere: "nowhere", problems: [] };
  const other = strong.find(({ status }) => status !== first.status);
  const problems = other
    ? [
        {
          message: `Two statuses: “${first.status}” (${first.where}) and “${other.status}” (${other.where}).`,
          line: other.line,
        },
      ]
    : [];
  return { status: first.status, statusWhere: first.where, problems };
}

function inWords(statement: Statement): (Statement & { status: string })[] {
  const status = statusWords(statement.text);
  return status ? [{ ...statement, status }] : [];
}

/** The status itself, in lower case: "✅ Accepted; supersedes ADR-0045" is "accepted". Null for a template's list of choices. */
export function statusWords(text: string): string | null {
  const plain = plainText(text);
  if (plain.includes("|") || /^\W*\p{L}+(?:\s*\/\s*\p{L}+){2}/u.test(plain)) return null;
  const [clause = ""] = plain
    .replace(/^[^\p{L}]+/u, "")
    .toLowerCase()
    .split(/[;,.:(){}[\]\d→]|->|\s[-–—]\s|\s(?:by|on|since|adr)\b/u);
  const words = clause.trim().replace(/\bsuperceded\b/, "superseded");
  if (words === "") return null;
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1).trimEnd()}…` : words;
}
