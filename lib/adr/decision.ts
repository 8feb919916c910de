import { entriesOf } from "./entries";
import type { Field } from "./front-matter";
import type { AdrProblem } from "./problem";
import { statusWords } from "./status";

/** One of the decisions inside a record, addressed as `path#id`. `measured` is whether it says that an SLO has to measure it. */
export type AdrDecision = { id: string; title: string; status: string | null; measured: boolean | null };

const ANSWERS: Record<string, boolean | undefined> = { yes: true, true: true, no: false, false: false };

export function readDecisions(field: Field | undefined): { decisions: AdrDecision[]; problems: AdrProblem[] } {
  const problems: AdrProblem[] = [];
  const decisions = entriesOf(field, "decision", problems).map((entry) => {
    const title = entry.text("title");
    if (title === null) problems.push({ message: `The decision “${entry.id}” has no title.`, line: entry.line });
    const answer = entry.text("measured");
    const measured = answer === null ? null : (ANSWERS[answer.toLowerCase()] ?? null);
    if (answer !== null && measured === null)
      problems.push({
        message: `The decision “${entry.id}” says “measured: ${answer}”: it is yes or no.`,
        line: entry.line,
      });
    return { id: entry.id, title: title ?? entry.id, status: statusWords(entry.text("status") ?? ""), measured };
  });
  return { decisions, problems };
}
