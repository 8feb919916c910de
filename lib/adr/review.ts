import { isoDate, isPeriod } from "./duration";
import { type Field, isRecord, textOf } from "./front-matter";
import type { AdrProblem } from "./problem";

/** When the record is looked at again, how often, and by whom. */
export type AdrReview = { due: string | null; every: string | null; owner: string | null };

export function readReview(field: Field | undefined): { review: AdrReview | null; problems: AdrProblem[] } {
  if (!field || field.value === null) return { review: null, problems: [] };
  const { value, line, lineOf } = field;
  if (!isRecord(value))
    return { review: null, problems: [{ message: "The review is not a map of due, every and owner.", line }] };
  const [dueText, everyText] = [textOf(value.due), textOf(value.every)];
  const due = dueText === null ? null : isoDate(dueText);
  const every = everyText !== null && isPeriod(everyText) ? everyText : null;
  const problems: AdrProblem[] = [];
  if (dueText !== null && due === null) {
    problems.push({
      message: `The review is due “${dueText}”, which is not a date: write 2027-02-22.`,
      line: lineOf("due"),
    });
  }
  if (everyText !== null && every === null) {
    problems.push({
      message: `The review comes every “${everyText}”, which is not a period: write P3M.`,
      line: lineOf("every"),
    });
  }
  return { review: { due, every, owner: textOf(value.owner) }, problems };
}
