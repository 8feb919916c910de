import "server-only";
import { count } from "@/lib/format/count";
import { duration, theWindow } from "@/lib/format/duration";
import { eventWords } from "@/lib/format/events";
import type { SloRow } from "./slo-row";

/** The budget in words and figures: counts before shares, then what follows at this rate. */
export function budgetSentence(row: SloRow): string {
  const { allowed, spent, remaining } = row.budget;
  if (remaining === null) return row.reason ?? "Nothing has happened in the window, so nothing is spent.";
  const figures = `${count(Math.max(0, spent))} of ${count(allowed)} allowed ${eventWords(row.kind).bad} spent in ${theWindow(row.window)}`;
  if (remaining < 0) return `${figures}: the budget is gone.`;
  if (row.exhaustedInSeconds === 0) return `${figures}: nothing is left.`;
  if (row.exhaustedInSeconds !== null)
    return `${figures}; at the rate of the last 6 h gone in ${duration(row.exhaustedInSeconds)}.`;
  return `${figures}; at the rate of the last 6 h it holds.`;
}
