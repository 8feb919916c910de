import type { BreachKind } from "@/lib/slo/breach-kind";
import type { Cell, Split } from "@/lib/slo/contribution";
import { type Breakdown, isOutcomeLabel, isTellingLabel, type Term } from "./breakdown";

/** What a term held, by the values of the labels that were asked for. */
export type LabelledCount = { labels: Record<string, string>; value: number };

/** Labels that every series of an SLI carries, and those that only some do. */
export function sharedLabels(names: readonly (readonly string[])[]): { shared: string[]; some: string[] } {
  const all = [...new Set(names.flat())].filter(isTellingLabel).sort();
  const shared = all.filter((name) => names.every((each) => each.includes(name)));
  return { shared, some: all.filter((name) => !shared.includes(name)) };
}

/** Of the bad events, in places without any traffic: more of them, and bad and all events do not speak of the same things. */
const MOST_WITHOUT_TRAFFIC = 0.01;
/** A share that is nothing or all, but for the rounding of rates. */
const HARDLY = 0.02;

/** The bad and all events by some labels, from what each term answered; null where its values are not the same in both. */
export function splitOf(
  { counts, part, total, consequences }: Breakdown,
  labels: readonly string[],
  answer: (term: Term) => readonly LabelledCount[],
): Split | null {
  const parts = summed(part, labels, answer);
  const totals = summed(total, labels, answer);
  const keys = [...new Set([...totals.keys(), ...parts.keys()])];
  const cells = keys.map((key): Cell => {
    const [some, all] = [parts.get(key), totals.get(key)];
    const held = all?.count ?? 0;
    const bad = counts === "bad" ? (some?.count ?? 0) : held - (some?.count ?? 0);
    return { values: (all ?? some)?.values ?? [], bad: Math.max(0, bad), total: Math.max(0, held) };
  });
  // Good events without traffic show in a difference as bad ones less than none.
  const sizes = keys.map((key, i) =>
    (totals.get(key)?.count ?? 0) > 0 ? 0 : (parts.get(key)?.count ?? 0) + (cells[i]?.bad ?? 0),
  );
  const bad = cells.reduce((sum, cell) => sum + cell.bad, 0);
  if (sizes.reduce((sum, size) => sum + Math.abs(size), 0) > MOST_WITHOUT_TRAFFIC * Math.max(1, bad)) return null;
  const isConsequence = labels.some((label) => consequences.includes(label)) || saysTheOutcome(labels, cells);
  return { labels, cells, isConsequence };
}

function summed(terms: readonly Term[], labels: readonly string[], answer: (term: Term) => readonly LabelledCount[]) {
  const sums = new Map<string, { values: string[]; count: number }>();
  for (const term of terms)
    for (const { labels: found, value } of answer(term)) {
      const values = labels.map((label) => found[label] ?? "");
      const key = JSON.stringify(values);
      sums.set(key, { values, count: (sums.get(key)?.count ?? 0) + term.sign * value });
    }
  return sums;
}

/** A status or the like, whose values are bad or good through and through. */
function saysTheOutcome(labels: readonly string[], cells: readonly Cell[]): boolean {
  if (labels.length !== 1 || !labels.every(isOutcomeLabel) || !cells.some(({ bad }) => bad > 0)) return false;
  return cells.every(({ bad, total }) => total === 0 || bad / total <= HARDLY || bad / total >= 1 - HARDLY);
}

/** So many minutes are asked at least, and at most. */
const FEWEST = 5;
const MOST = 1440;

/** Which minutes (from, to] of a breach are asked: all of them, or the first day of a longer one. Minutes name their end. */
export function askedMinutes(opened: number, until: number): { from: number; to: number; isFirstDay: boolean } {
  // The minute in which it opened is a bad one already.
  const begin = opened - 1;
  const isFirstDay = until - begin > MOST;
  const to = isFirstDay ? begin + MOST : Math.max(until, begin + 1);
  return { from: Math.min(begin, to - FEWEST), to, isFirstDay };
}

/** Some minutes before an instant, s. */
export type Span = { atSeconds: number; minutes: number };

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;
/** A short breach is held against more than as much time. */
const LEAST_BEFORE = 30;

/** These open hours or days after what they come from began: the day before such a breach may be as bad as the breach. */
const LATE: readonly BreachKind[] = ["budget-exhausted", "slow-burn"];

/** What a breach is compared with, in words. */
export type Earlier = { name: string; spans: Span[] };

/**
 * The same time a day earlier, and as long a time until an hour before the breach, which opens after what it comes from began:
 * the last minutes before it may be bad ones already. Where a day is too short for both to lie before that, it is two; and a
 * week, where a breach opens late.
 */
export function earlierSpans({ atSeconds, minutes }: Span, kind: BreachKind): Earlier {
  const long = Math.max(minutes, LEAST_BEFORE);
  const daysBack = (days: number): Span => ({ atSeconds: atSeconds - days * DAY_SECONDS, minutes: long });
  if (LATE.includes(kind)) return { name: "the same time a week before", spans: [daysBack(7)] };
  const before = atSeconds - minutes * 60 - HOUR_SECONDS;
  const days = daysBack(1).atSeconds > before ? 2 : 1;
  return {
    name: `the time before the breach and ${days === 1 ? "the day" : "two days"} before`,
    spans: [{ atSeconds: before, minutes: long }, daysBack(days)],
  };
}
