import { stringify } from "yaml";
import { OUTCOME_WORDS } from "./outcome";
import type { AdrRecord } from "./record";

/** What is known of a decision that takes another one's place. */
export type Successor = {
  path: string;
  title: string;
  /** ISO 8601. */
  day: string;
  reason: string;
  names: readonly string[];
  quarter: string;
  /** When it is looked at first. */
  due: string | null;
  /** What was measured, one line of Markdown each. */
  evidence: readonly string[];
};

/** Where a record of that title lies: beside the one it follows, with the next number that is free. */
export function successorPath(
  records: readonly Pick<AdrRecord, "path" | "number">[],
  beside: string,
  title: string,
): string {
  const folder = beside.slice(0, beside.lastIndexOf("/") + 1);
  const numbers = records
    .filter(({ path }) => path.startsWith(folder))
    .map(({ number }) => Number(number ?? 0))
    .filter(Number.isFinite);
  const next = String(Math.max(0, ...numbers) + 1).padStart(4, "0");
  const slug = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80)
    .replace(/-+$/, "");
  return `${folder}${next}-${slug || "decision"}.md`;
}

/**
 * A draft in the form of MADR 4, proposed and not accepted: it names what it supersedes, carries the targets over as they were
 * promised, and says what the meeting saw. What only its author knows is asked for in brackets.
 */
export function successorDraft(old: AdrRecord, id: string, successor: Successor): string {
  const { path, title, day, reason, names, quarter, due, evidence } = successor;
  const decision = old.decisions.find((each) => each.id === id);
  const promises = old.targets.filter((target) => target.decision === id);
  const from = old.path.slice(old.path.lastIndexOf("/") + 1);
  const front = {
    status: "proposed",
    date: day,
    "decision-makers": [...names],
    id: /(\d+)-[^/]*$/.exec(path)?.[1] ?? "",
    supersedes: [`${old.path}#${id}`],
    "superseded-by": [],
    ...(old.confidence ? { confidence: old.confidence } : {}),
    review: {
      ...(due ? { due } : {}),
      every: old.review?.every ?? "P3M",
      ...(old.review?.owner ? { owner: old.review.owner } : {}),
    },
    decisions: { d1: { title, status: "proposed" } },
    ...(promises.length > 0
      ? {
          targets: Object.fromEntries(
            promises.map((target, i) => [
              `t${i + 1}`,
              {
                decision: "d1",
                slo: target.slo,
                ...(target.statement ? { statement: target.statement } : {}),
                ...(target.sli ? { sli: target.sli } : {}),
                ...(target.threshold === null
                  ? {}
                  : { threshold: `${Number((target.threshold * 1000).toFixed(6))}ms` }),
                ...(target.objective === null ? {} : { objective: target.objective }),
                ...(target.window ? { window: target.window } : {}),
              },
            ]),
          ),
        }
      : {}),
  };
  const oldTitle = `${id.toUpperCase()} ${decision?.title ?? id}`;
  return `---
${stringify(front, { lineWidth: 0 }).trimEnd()}
---

# ${title}

## Context and problem statement

[${oldTitle}](${from}#${id}) of ${old.number === null ? old.title : `ADR ${old.number}`} was looked at again in the revisit of ${quarter}. ${inOneLine(reason)}
${evidence.length > 0 ? `\nWhat was measured:\n\n${evidence.map((line) => `- ${line}`).join("\n")}\n` : ""}
## Considered options

- ${OUTCOME_WORDS.keep} “${decision?.title ?? id}”
- ${title}

## Decision outcome

### D1: ${title}

[What is decided, and why it is better than the other options.]
${promises.flatMap(({ statement }) => (statement ? [`\n${statement}\n`] : [])).join("")}
### Consequences

- Good: [what becomes easier]
- Bad: [what becomes harder]

## More information

It supersedes [${oldTitle}](${from}#${id}). The targets above are those of the decision before; they are promises of this one once
it is accepted and they say what it decides.
`;
}

const inOneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
