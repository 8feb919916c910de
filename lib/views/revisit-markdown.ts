import { costLines } from "@/lib/costs/then-and-now";
import { theWindow } from "@/lib/format/duration";
import { percent } from "@/lib/format/percent";
import { NOT_MEASURED, quarterName, quarterRows } from "@/lib/format/quarters";
import { day, dayAndTime } from "@/lib/format/time";
import type { DecisionScreenView, RevisitView } from "./revisit";
import type { DecisionEvidence, TargetEvidence } from "./revisit-evidence";

/** What people typed stands as they typed it, and makes neither tables nor HTML. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\`*_{}[\]<>|#]/g, "\\$&");

/** The meeting as one Markdown document. */
export function revisitMarkdown(view: RevisitView & { decisions: DecisionScreenView[] }): string {
  const { quarter, startedAt, startedBy, finishedAt, cutOff, actions, notes, decisions } = view;
  const state =
    startedAt === null
      ? "Not started: this is what its agenda would be."
      : `Started ${dayAndTime(startedAt)} by ${plain(startedBy ?? "")}${finishedAt ? `, finished ${dayAndTime(finishedAt)}` : ", not finished"}.`;
  return `${[
    `# Quarterly revisit ${quarter.label}`,
    `${state} Evidence of ${day(quarter.firstDay)} to ${day(quarter.lastDay)} and the three quarters before, counted up to ${dayAndTime(cutOff)}. ${view.decided} of ${decisions.length} decided.`,
    "## Actions of earlier revisits",
    actions.items.length === 0
      ? "There are none."
      : actions.items
          .map(
            ({ text, owner, dueDay, from, closedAt, closedNote, said }) =>
              `- [${closedAt ? "x" : " "}] ${plain(text)} (${plain(owner)}, by ${day(dueDay)}, of ${from})${said ? `: ${said.what}, ${plain(said.note)}` : closedNote ? `: ${plain(closedNote)}` : ""}`,
          )
          .join("\n"),
    ...(notes.length > 0
      ? ["## Notes", notes.map((note) => `- ${plain(note.text)} (${plain(note.author)})`).join("\n")]
      : []),
    ...decisions.flatMap(decisionLines),
  ].join("\n\n")}\n`;
}

function decisionLines(each: DecisionScreenView): string[] {
  const { evidence } = each;
  return [
    `## ${plain(each.record)} · ${each.id.toUpperCase()} ${plain(each.title)}`,
    ...each.outcomes.map(
      ({ word, reason, names, nextDue, action, successor, corrected, at }) =>
        `${corrected ? `Corrected later: **${word}**` : `**${word}.**`} ${plain(reason)} Decided by ${plain(names.join(", "))}, ${dayAndTime(at)}.${nextDue ? ` Next revisit ${day(nextDue)}.` : ""}${action ? ` Action: ${plain(action.text)} (${plain(action.owner)}, by ${day(action.dueDay)}).` : ""}${successor ? ` Followed by ${plain(successor.title)} (\`${successor.path}\`).` : ""}`,
    ),
    ...(each.outcomes.length === 0 ? ["**No outcome.**"] : []),
    `\`${each.address}\`. On the agenda: ${each.why.join(", ")}. ${each.reasons.map(plain).join(" ")}`,
    ...(evidence ? evidenceBlocks(evidence) : ["No record holds this decision any more."]),
    ...(each.notes.length > 0
      ? [each.notes.map(({ text, author }) => `- ${plain(text)} (${plain(author)})`).join("\n")]
      : []),
  ];
}

function evidenceBlocks(evidence: DecisionEvidence): string[] {
  const { statements, owner, confidence, status, due, triggers, since, unmeasured, targets } = evidence;
  const facts = [
    `Status: ${status}`,
    ...(owner ? [`owner: ${plain(owner)}`] : []),
    ...(confidence ? [`confidence: ${plain(confidence)}`] : []),
    `due: ${due.day === null ? "no date" : day(due.day)}`,
  ];
  return [
    ...statements.map((statement) => `> ${plain(statement)}`),
    `${facts.join(", ")}.`,
    ...targets.map(table),
    ...(targets.length === 0 ? [NOT_MEASURED] : []),
    ...unmeasured.map(({ slo }) => `No SLO \`${slo}\` is counted, which it promises.`),
    ...(triggers.length > 0
      ? [
          triggers
            .map(
              ({ condition, says, fired }) =>
                `- Trigger, ${plain(condition)}: ${fired ? `fired ${day(fired.at)}. ` : ""}${plain(says)}`,
            )
            .join("\n"),
        ]
      : []),
    ...(evidence.cost ? [`Cost. ${costLines(evidence.cost).map(plain).join(" ")}`] : []),
    ...(since.items.length > 0
      ? [`Since ${day(since.from)}:`, since.items.map(({ at, text }) => `- ${day(at)}: ${plain(text)}`).join("\n")]
      : []),
  ];
}

function table({ slo, inForce, drift, quarters }: TargetEvidence): string {
  const head = `| ${plain(slo.name)}, ${inForce} over ${theWindow(slo.window)} | ${quarters.map(quarterName).join(" | ")} |`;
  const rows = quarterRows(quarters).map(
    ({ name, cells }) => `| ${name} | ${cells.map(({ text }) => text).join(" | ")} |`,
  );
  const rule = `| --- |${quarters.map(() => " ---: |").join("")}`;
  return [head, rule, ...rows].join("\n") + (drift ? `\n\nDrift: ${plain(drift)}` : "");
}

/** What was measured in the last quarter, a line for each target. */
export const evidenceLines = ({ targets }: DecisionEvidence): string[] =>
  targets.flatMap(({ slo, quarters }) => {
    const last = quarters.at(-1);
    if (!last) return [];
    const attained = last.attainment === null ? "nothing was counted" : `${percent(last.attainment)} attained`;
    const breaches = quarterRows([last]).find(({ name }) => name === "Breaches")?.cells[0]?.text ?? "–";
    return [
      `${slo.name}, ${quarterName(last)}: ${attained} against ${last.targets.join(", then ")}; breaches: ${breaches}; ${percent(last.coverage)} observed.`,
    ];
  });
