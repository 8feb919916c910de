import type { BreachKind } from "./breach-kind";
import { burnPairs } from "./burn-rate";
import { allowedOf, attainmentOf, type Budget, budgetOf, burnOf } from "./error-budget";
import { countsIn, goodWithin, type Ledger } from "./ledger";
import { ENOUGH_OBSERVED, isObserved } from "./observed";
import { type Recent, recentIn } from "./recent";
import { type TargetVersion, targetAt } from "./target-history";
import { type SloWindow, spanOf, type WindowSpan } from "./window";

export type Watched = {
  ledger: Ledger;
  versions: readonly TargetVersion[];
  edges: readonly number[] | null;
  window: SloWindow;
  /** The engine's history is still being counted: a whole window cannot be judged yet. */
  incomplete?: boolean;
};

/** One minute of what is watched. What several kinds look at is counted once. */
export type Moment = Watched & {
  minute: number;
  version: TargetVersion;
  span: WindowSpan;
  recent: Recent;
  /** Of the window as it stands in the minute. */
  budget: () => Budget;
};

/**
 * `past` opens, `within` counts towards closing, `noise` does neither and starts the count anew, `frozen` changes nothing,
 * `idle` closes at once for want of traffic, with the reason.
 */
export type Judgement = {
  state: "past" | "within" | "noise" | "frozen" | "idle";
  value: number;
  /** Minutes that the judgement looked back on. */
  length: number;
  reason?: string;
};

const FROZEN: Judgement = { state: "frozen", value: 0, length: 0 };

export function momentOf(watched: Watched, minute: number): Moment {
  const { ledger, versions, edges, window } = watched;
  const span = spanOf(window, minute);
  let budget: Budget | undefined;
  return {
    ...watched,
    minute,
    span,
    version: targetAt(versions, minute),
    recent: recentIn(ledger, minute),
    budget: () => (budget ??= budgetOf(ledger, versions, edges, span.from, minute)),
  };
}

/** Judges one kind. `isOpen`: an episode runs; where none does, only what would open one is looked at. */
export function judge(kind: BreachKind, moment: Moment, isOpen: boolean): Judgement {
  if (kind === "objective-missed") return judgeObjective(moment);
  if (kind === "budget-exhausted") return judgeBudget(moment);
  return judgeBurn(kind, moment, isOpen);
}

/** Windows that a missed objective is looked for in. */
export const OBJECTIVE_MINUTES = [5, 30, 60];

/** arithmetic.md 15: the shortest of these windows in which one bad event is allowed; past it by three sigma. */
function judgeObjective({ ledger, edges, version, minute, recent }: Moment): Judgement {
  for (const length of OBJECTIVE_MINUTES) {
    const counts = recent(length);
    const good = goodWithin(counts, edges, version.threshold);
    const allowed = allowedOf(counts.total, version.objective);
    if (length === 60 && isObserved(counts.observedSeconds, length) && countsIn(ledger, minute - 60, minute).total <= 0)
      return { ...FROZEN, state: "idle", reason: "no traffic for 60 min" };
    if (good === null || allowed < 1 || !isObserved(counts.observedSeconds, length)) continue;
    const bad = counts.total - good;
    const state = bad > allowed + 3 * Math.sqrt(allowed) ? "past" : bad <= allowed ? "within" : "noise";
    return { state, value: attainmentOf(good, counts.total) ?? 0, length };
  }
  return FROZEN;
}

/** arithmetic.md 16. */
function judgeBurn(kind: BreachKind, { edges, span, version, recent }: Moment, isOpen: boolean): Judgement {
  const judgements: Judgement[] = [];
  let calm = true;
  for (const pair of burnPairs(version.objective, span.length)) {
    if (pair.kind !== kind) continue;
    const short = recent(pair.shortMinutes);
    const shortBurn = burnOf(short, edges, version) ?? 0;
    // Both windows must exceed: the short one alone tells mostly that nothing opens.
    if (!isOpen && shortBurn <= pair.factor) continue;
    const long = recent(pair.longMinutes);
    if (!isObserved(long.observedSeconds, pair.longMinutes) || !isObserved(short.observedSeconds, pair.shortMinutes))
      continue;
    // A histogram without the threshold's edge says nothing (arithmetic.md 9); no traffic burns nothing.
    if ([long, short].some((counts) => goodWithin(counts, edges, version.threshold) === null)) continue;
    const longBurn = burnOf(long, edges, version) ?? 0;
    if (Math.max(longBurn, shortBurn) >= 0.9 * pair.factor) calm = false;
    const state = Math.min(longBurn, shortBurn) > pair.factor ? "past" : "noise";
    judgements.push({ state, value: longBurn, length: pair.shortMinutes });
  }
  const past = judgements.find((judgement) => judgement.state === "past");
  const highest = judgements.toSorted((a, b) => b.value - a.value)[0];
  return past ?? (highest ? { ...highest, state: calm ? "within" : "noise" } : FROZEN);
}

/** arithmetic.md 14. */
function judgeBudget({ incomplete, budget }: Moment): Judgement {
  if (incomplete) return FROZEN;
  const { remaining, observedSeconds, spent, coverage } = budget();
  if (remaining === null)
    return coverage < ENOUGH_OBSERVED ? FROZEN : { ...FROZEN, state: "idle", reason: "no traffic in its window" };
  if (remaining >= 0.02) return { state: "within", value: remaining, length: 0 };
  // Too early to open; what is open closes by what remains alone.
  if (observedSeconds < 86_400 || spent < 10) return FROZEN;
  return { state: remaining < 0 ? "past" : "noise", value: remaining, length: 0 };
}
