import { LRUCache } from "lru-cache";
import { RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";

/** What recurs by RFC 5545 at the wall time of its first occurrence. */
export type Recurrence = { rrule: string; timeZone: string /** The first occurrence, ms. */; firstAt: number };

/** At most once a day: hours and minutes are those of the first occurrence. */
const PARTS = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"];
const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
/** Steps without an occurrence, after which a rule counts as one that never occurs. */
const MAX_STEPS = 5000;

/** Why it cannot be counted; null where it can. */
export function refusalOfRecurrence(recurrence: Recurrence): string | null {
  const parts = recurrence.rrule.split(";").map((part) => part.split("=")[0] ?? "");
  const strange = parts.find((part) => !PARTS.includes(part));
  if (strange !== undefined) return `"${strange}" is none of ${PARTS.join(", ")}.`;
  const frequency = /(?:^|;)FREQ=([^;]*)/.exec(recurrence.rrule)?.[1] ?? "";
  if (!FREQUENCIES.includes(frequency)) return `FREQ is none of ${FREQUENCIES.join(", ")}.`;
  try {
    ruleOf(recurrence);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const ruleOf = ({ rrule, timeZone, firstAt }: Recurrence): RRuleTemporal =>
  new RRuleTemporal({
    rruleString: rrule,
    dtstart: Temporal.Instant.fromEpochMilliseconds(firstAt).toZonedDateTimeISO(timeZone),
    includeDtstart: true,
    strict: true,
    maxIterations: MAX_STEPS,
  });

/** Rules are slow to expand, and every minute asks for nearly the same weeks. */
const known = new LRUCache<string, readonly number[]>({ max: 5000 });
const BLOCK_MS = 28 * 86_400_000;

/** When occurrences begin in [from, to), ascending; all are ms. @throws Error on a rule that cannot be read */
export function occurrences(recurrence: Recurrence, from: number, to: number): number[] {
  const found: number[] = [];
  const first = Math.floor(Math.max(from, recurrence.firstAt) / BLOCK_MS);
  for (let block = first; block * BLOCK_MS < to; block++)
    for (const at of occurrencesInBlock(recurrence, block)) if (from <= at && at < to) found.push(at);
  return found;
}

function occurrencesInBlock(recurrence: Recurrence, block: number): readonly number[] {
  const key = `${recurrence.rrule} ${recurrence.timeZone} ${recurrence.firstAt} ${block}`;
  const cached = known.get(key);
  if (cached) return cached;
  const [begin, end] = [block * BLOCK_MS, (block + 1) * BLOCK_MS];
  const starts = ruleOf(recurrence)
    .between(new Date(begin), new Date(end), true)
    .map((each) => each.epochMilliseconds)
    .filter((at) => at < end);
  known.set(key, starts);
  return starts;
}
