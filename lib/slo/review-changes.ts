import type { Verdict } from "./verdict";

/** How an SLO stood: its verdict, and what was left of its budget. */
export type Stood = readonly [verdict: Verdict, remaining: number | null];

/** A breach that opened or closed in between; minutes. */
type Touched = { id: number; openedMinute: number; closedMinute: number | null };

export const CHANGES = ["new", "worse", "lost", "resolved", "better"] as const;
export type ChangeKind = (typeof CHANGES)[number];

/** `was`: null where nothing is known of it. `breach`: the episode that tells when. */
export type VerdictChange = { what: ChangeKind; was: Stood | null; is: Stood; breach: Touched | null };

/** A change of the budget is told from this size on, and only where little was or is left. */
const TOLD = 0.05;
const LITTLE = 0.3;

const BADNESS: Record<Verdict, number> = { breached: 2, "at-risk": 1, unknown: 0, "no-traffic": 0, met: 0 };
const measured = (verdict: Verdict): boolean => verdict !== "unknown" && verdict !== "no-traffic";

/**
 * What became of one SLO since a review, or null where nothing worth a line did. `was`: null where no review kept it.
 * `touched`: its breaches that opened or closed since, whatever their order.
 */
export function changeOf(was: Stood | null, is: Stood, touched: readonly Touched[]): VerdictChange | null {
  const newest = touched.toSorted((a, b) => b.openedMinute - a.openedMinute);
  const open = newest.find(({ closedMinute }) => closedMinute === null) ?? null;
  const closed = newest.find(({ closedMinute }) => closedMinute !== null) ?? null;
  const tell = (what: ChangeKind, breach: Touched | null): VerdictChange => ({ what, was, is, breach });
  if (was === null) {
    if (open) return tell("new", open);
    if (closed === null) return null;
    // That a breach ended says nothing good of what cannot be measured now.
    return tell(!measured(is[0]) ? "lost" : BADNESS[is[0]] > 0 ? "worse" : "resolved", closed);
  }
  if (measured(was[0]) && !measured(is[0])) return tell("lost", closed);
  if (BADNESS[is[0]] > BADNESS[was[0]]) {
    const isNew = BADNESS[was[0]] === 0 && is[0] === "breached";
    return tell(isNew ? "new" : "worse", open ?? closed);
  }
  if (BADNESS[is[0]] < BADNESS[was[0]]) return tell(BADNESS[is[0]] === 0 ? "resolved" : "better", closed);
  if (open) return tell("new", open);
  if (closed) return tell(!measured(is[0]) ? "lost" : BADNESS[is[0]] > 0 ? "better" : "resolved", closed);
  if (!measured(was[0])) return measured(is[0]) ? tell("better", null) : null;
  const [before, after] = [was[1], is[1]];
  if (before === null || after === null || Math.min(before, after) > LITTLE) return null;
  if (Math.abs(after - before) < TOLD) return null;
  return tell(after > before ? "better" : "worse", null);
}

/** Median of the whole minutes that reviews took; null where none is known. `startedAt` and `finishedAt` are ms. */
export function medianMinutes(reviews: readonly { startedAt: number | null; finishedAt: number }[]): number | null {
  const took = reviews
    .flatMap(({ startedAt, finishedAt }) => (startedAt === null ? [] : [(finishedAt - startedAt) / 60_000]))
    .sort((a, b) => a - b);
  const middle = Math.floor(took.length / 2);
  const [upper, lower] = [took[middle], took[middle - 1]];
  if (upper === undefined) return null;
  return Math.round(took.length % 2 === 0 && lower !== undefined ? (upper + lower) / 2 : upper);
}
