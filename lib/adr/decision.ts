import { entriesOf } from "./entries";
import type { Field } from "./front-matter";
import type { AdrProblem } from "./problem";
import { statusWords } from "./status";

/** One of the decisions inside a record, addressed as `path#id`. */
export type AdrDecision = { id: string; title: string; status: string | null };

export function readDecisions(field: Field | undefined): { decisions: AdrDecision[]; problems: AdrProblem[] } {
  const problems: AdrProblem[] = [];
  const decisions = entriesOf(field, "decision", problems).map((entry) => {
    const title = entry.text("title");
    if (title === null) problems.push({ message: `The decision “${entry.id}” has no title.`, line: entry.line });
    return { id: entry.id, title: title ?? entry.id, status: statusWords(entry.text("status") ?? "") };
  });
  return { decisions, problems };
}
