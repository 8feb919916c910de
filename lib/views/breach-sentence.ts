import "server-only";
import { count } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { badInWords, eventWords } from "@/lib/format/events";
import { percent } from "@/lib/format/percent";
import { oneIn } from "@/lib/format/share-in-words";
import { briefly } from "@/lib/format/time";
import { times } from "@/lib/format/times";
import type { BreachKind } from "@/lib/slo/breach-kind";
import type { BreachRow } from "./breach-row";

const WORDS: Record<BreachKind, string> = {
  "objective-missed": "Objective missed",
  "fast-burn": "Fast burn",
  "slow-burn": "Slow burn",
  "budget-exhausted": "Budget exhausted",
};
export const kindInWords = (kind: BreachKind): string => WORDS[kind];

/** Since when, how long, how bad. */
export function breachSentence(
  row: BreachRow,
  since: { attainment: number | null; bad: number; allowed: number; total: number },
  target: { objective: number },
  kind: "ratio" | "latency" | "gauge",
  now: string,
): string {
  const opened = briefly(row.openedAt, now);
  const when = row.closedAt
    ? `Open from ${opened} to ${briefly(row.closedAt, row.openedAt)} UTC, ${duration(row.durationSeconds)}.`
    : `Open since ${opened} UTC, ${duration(row.durationSeconds)}.`;
  const sentences = [when];
  if (row.worst !== null && row.kind === "budget-exhausted")
    sentences.push(`At worst the budget was overspent by ${percent(Math.max(0, -row.worst))}.`);
  if (row.worst !== null && row.kind.endsWith("burn"))
    sentences.push(`At worst the budget burnt ${times(row.worst)} as fast as allowed.`);
  const [share, allowed] = [since.attainment === null ? 0 : 1 - since.attainment, 1 - target.objective];
  if (share > allowed && oneIn(share) !== oneIn(allowed))
    sentences.push(`${badInWords(kind, share, row.closedAt !== null)} instead of ${oneIn(allowed)}.`);
  else {
    const { bad, all } = eventWords(kind);
    sentences.push(
      `${capital(bad)}: ${count(Math.max(0, since.bad))} of ${count(since.total)} ${all}, where ${count(since.allowed)} were allowed.`,
    );
  }
  return sentences.join(" ");
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
