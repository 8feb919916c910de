import type { AdrDecision } from "./decision";
import { entriesOf } from "./entries";
import type { Field } from "./front-matter";
import type { AdrProblem } from "./problem";
import type { AdrTarget } from "./target";
import { type AdrTrigger, termsOf } from "./trigger-terms";

export function readTriggers(
  field: Field | undefined,
  known: { decisions: AdrDecision[]; targets: AdrTarget[] },
): { triggers: AdrTrigger[]; problems: AdrProblem[] } {
  const problems: AdrProblem[] = [];
  const entries = entriesOf(field, "trigger", problems);
  if (field && entries.length > 0 && known.decisions.length === 0) {
    const message = "Triggers need decisions: this record names none, so nobody looks at its triggers.";
    problems.push({ message, line: field.line });
  }
  const triggers = entries.flatMap((entry) => {
    for (const [key, ids] of [
      ["decision", known.decisions],
      ["target", known.targets],
    ] as const) {
      const named = entry.text(key);
      if (named === null || ids.some(({ id }) => id === named)) continue;
      const message = `The trigger “${entry.id}” names the ${key} “${named}”, which this record does not have.`;
      problems.push({ message, line: entry.lineOf(key) });
    }
    const when = entry.text("when");
    if (when !== null) {
      const trigger: AdrTrigger = { ...entry.values, id: entry.id, when };
      const read = termsOf(trigger);
      if ("fault" in read) {
        const message = `The trigger “${entry.id}” ${read.fault.message}.`;
        problems.push({ message, line: entry.lineOf(read.fault.key) });
      }
      return [trigger];
    }
    problems.push({ message: `The trigger “${entry.id}” does not say when it fires.`, line: entry.line });
    return [];
  });
  return { triggers, problems };
}
