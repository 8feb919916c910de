import { duration } from "@/lib/format/duration";
import { percent } from "@/lib/format/percent";
import { times } from "@/lib/format/times";
import type { BreachRow } from "@/lib/views/breach-row";

export const BREACH_KIND_WORDS: Record<BreachRow["kind"], string> = {
  "objective-missed": "Past the target",
  "fast-burn": "Fast burn",
  "slow-burn": "Slow burn",
  "budget-exhausted": "Budget gone",
};

/** The worst of an episode: a share for what is judged by a share, a factor for a burn, the overspent part for a budget. */
export function worstInWords(row: BreachRow): string {
  if (row.worst === null) return "–";
  if (row.kind === "fast-burn" || row.kind === "slow-burn") return times(row.worst);
  return row.worst < 0 ? `${percent(-row.worst, 0)} over` : percent(row.worst);
}

/** "31 min", or for one that is open "31 min so far". */
export function lengthInWords(row: BreachRow): string {
  return row.closedAt === null ? `${duration(row.durationSeconds)} so far` : duration(row.durationSeconds);
}
