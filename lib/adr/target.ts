import type { AdrDecision } from "./decision";
import { isWindow, parseThreshold } from "./duration";
import { type Entry, entriesOf } from "./entries";
import type { Field } from "./front-matter";
import type { AdrProblem } from "./problem";

/** What a decision promises: the share of good events (`objective`, 0..1) of one SLO over a window. */
export type AdrTarget = {
  id: string;
  decision: string;
  slo: string;
  statement: string | null;
  sli: string | null;
  threshold: number | null;
  objective: number | null;
  window: string | null;
};

const SLI_KINDS = ["ratio", "latency", "gauge"];

/** A target that names no decision or no SLO leads nowhere and is left out; other faults leave the one value out. */
export function readTargets(
  field: Field | undefined,
  decisions: AdrDecision[],
): { targets: AdrTarget[]; problems: AdrProblem[] } {
  const problems: AdrProblem[] = [];
  const targets = entriesOf(field, "target", problems).flatMap((entry) => {
    const complain = (key: string, what: string) => {
      problems.push({ message: `The target “${entry.id}” ${what}.`, line: entry.lineOf(key) });
      return null;
    };
    const decision = entry.text("decision") ?? complain("decision", "names no decision");
    const slo = entry.text("slo") ?? complain("slo", "names no SLO");
    if (decision === null || slo === null) return [];
    if (!decisions.some(({ id }) => id === decision)) {
      complain("decision", `names the decision “${decision}”, which this record does not have`);
    }
    const sli = entry.text("sli");
    if (sli !== null && !SLI_KINDS.includes(sli))
      complain("sli", `has the SLI “${sli}”: it is ${SLI_KINDS.join(", ")}`);
    const threshold = readThreshold(entry, complain);
    if (sli === "latency" && threshold === null && entry.text("threshold") === null) {
      complain("threshold", "is about latency and has no threshold");
    }
    const [objective, window] = [readObjective(entry, complain), readWindow(entry, complain)];
    return [{ id: entry.id, decision, slo, statement: entry.text("statement"), sli, threshold, objective, window }];
  });
  return { targets, problems };
}

type Complain = (key: string, what: string) => null;

function readThreshold(entry: Entry, complain: Complain): number | null {
  const text = entry.text("threshold");
  if (text === null) return null;
  return (
    parseThreshold(text) ??
    complain("threshold", `has the threshold “${text}”: write a number with a unit, such as 200ms`)
  );
}

function readObjective(entry: Entry, complain: Complain): number | null {
  const { objective } = entry.values;
  if (typeof objective === "number" && objective > 0 && objective < 1) return objective;
  if (objective === undefined || objective === null) return complain("objective", "has no objective");
  return complain(
    "objective",
    `has the objective “${entry.text("objective")}”: write a share between 0 and 1, such as 0.95`,
  );
}

function readWindow(entry: Entry, complain: Complain): string | null {
  const text = entry.text("window");
  if (text === null) return complain("window", "has no window");
  return isWindow(text)
    ? text
    : complain("window", `has the window “${text}”: write a duration such as 28d, or week, month, quarter`);
}
