import "server-only";
import { count } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { percent } from "@/lib/format/percent";
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
  since: { bad: number; allowed: number; total: number },
  now: string,
): string {
  const opened = briefly(row.openedAt, now);
  const when = row.closedAt
    ? `Open from ${opened} to ${briefly(row.closedAt, row.openedAt)} UTC, ${duration(row.durationSeconds)}.`
    : `Open since ${opened} UTC, ${duration(row.durationSeconds)}.`;
  const bad = `${count(Math.max(0, since.bad))} of ${count(since.total)} events missed, where ${count(since.allowed)} were allowed.`;
  if (row.worst === null) return `${when} ${bad}`;
  if (row.kind === "budget-exhausted")
    return `${when} At worst the budget was overspent by ${percent(Math.max(0, -row.worst))}. ${bad}`;
  if (row.kind === "objective-missed")
    return `${when} At worst ${percent(row.worst)} instead of ${row.targetStatement}. ${bad}`;
  return `${when} At worst the budget burnt ${times(row.worst)} as fast as allowed. ${bad}`;
}
