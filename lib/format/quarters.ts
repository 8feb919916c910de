import { count } from "./count";
import { duration } from "./duration";
import { percent } from "./percent";
import { shortDay } from "./time";

/** One target in one quarter, up to the cut-off. */
export type QuarterFigures = {
  label: string;
  /** It goes on, or went on, beyond the cut-off. */
  running: boolean;
  /** null: nothing was counted, or nothing happened. */
  attainment: number | null;
  /** The targets that held in it, oldest first: "≥ 95 %". */
  targets: string[];
  /** Of its budget; less than 0 where it is overspent. */
  remaining: number | null;
  breaches: number;
  /** The day since which minutes were judged for breaches, where that is later than the quarter's first; null where all were. */
  judgedSince: string | null;
  breachMinutes: number;
  longestMinutes: number;
  notObservedMinutes: number;
  coverage: number;
};

/** In the place of a day: no minute of the quarter was judged. */
export const NEVER = "never";

export const NOT_MEASURED = "Nothing measures this decision.";

/** "2026 Q3", "2026 Q4 so far" */
export const quarterName = ({ label, running }: Pick<QuarterFigures, "label" | "running">): string =>
  running ? `${label} so far` : label;

export type QuarterCell = { text: string; bad: boolean; quiet: boolean };

/** The figures of a target, quarter beside quarter. What is not known is a dash, never a nought. */
export function quarterRows(quarters: readonly QuarterFigures[]): { name: string; cells: QuarterCell[] }[] {
  const row = (name: string, cell: (quarter: QuarterFigures) => Partial<QuarterCell> & { text: string }) => ({
    name,
    cells: quarters.map((quarter) => ({ bad: false, quiet: false, ...cell(quarter) })),
  });
  /** What was counted and never judged had no breaches that anybody knows of. */
  const judged = ({ coverage, judgedSince }: QuarterFigures, text: string): string =>
    coverage === 0 || judgedSince === NEVER
      ? "–"
      : judgedSince === null
        ? text
        : `${text} since ${shortDay(judgedSince)}`;
  return [
    row("Attained", ({ attainment }) => ({ text: attainment === null ? "–" : percent(attainment) })),
    row("Target", ({ targets }) => ({ text: targets.join(", then "), quiet: true })),
    row("Budget left", ({ remaining }) => ({
      text: remaining === null ? "–" : remaining < 0 ? `${percent(-remaining, 0)} over` : percent(remaining, 0),
      bad: remaining !== null && remaining < 0,
    })),
    row("Breaches", (quarter) => ({
      text: judged(
        quarter,
        quarter.breaches === 0 ? "0" : `${count(quarter.breaches)}, ${duration(quarter.breachMinutes * 60)}`,
      ),
    })),
    row("Longest", (quarter) => ({
      text: judged(quarter, quarter.breaches === 0 ? "0" : duration(quarter.longestMinutes * 60)),
    })),
    row("Not observed", ({ notObservedMinutes }) => ({
      text: notObservedMinutes === 0 ? "0" : duration(notObservedMinutes * 60),
      quiet: true,
    })),
    row("Observed", ({ coverage }) => ({ text: percent(coverage), quiet: true })),
  ];
}
