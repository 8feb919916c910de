import type { BreachKind } from "./breach-kind";
import { type BurnPair, burnPairs } from "./burn-rate";
import { allowedOf, attainmentOf, type Budget, budgetOf, burnFrom } from "./error-budget";
import { countsIn, goodWithin, type Ledger } from "./ledger";
import { ENOUGH_OBSERVED, isObserved } from "./observed";
import { recentIn } from "./recent";
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

/** What some minutes held. `good` is null where the target's threshold does not tell good from bad. */
export type Told = { good: number | null; total: number; observedSeconds: number };

/** One minute of what is watched, as its judges look at it. What several kinds look at is counted once. */
export type Moment = {
  minute: number;
  version: TargetVersion;
  window: SloWindow;
  span: WindowSpan;
  pairs: readonly BurnPair[];
  incomplete?: boolean | undefined;
  /** The last so many minutes, without what was carried over a gap. */
  recent: (minutes: number) => Told;
  /** Events of the last hour, carried ones too. */
  hourTotal: () => number;
  /** Of the window as it stands in the minute. */
  budget: () => Pick<Budget, "allowed" | "remaining" | "observedSeconds" | "spent" | "coverage">;
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

/** Windows that a missed objective is looked for in. */
export const OBJECTIVE_MINUTES = [5, 30, 60] as const;
const FROZEN: Judgement = { state: "frozen", value: 0, length: 0 };

export function momentOf({ ledger, versions, edges, window, incomplete }: Watched, minute: number): Moment {
  const span = spanOf(window, minute);
  const version = targetAt(versions, minute);
  const counted = recentIn(ledger, minute);
  let budget: Budget | undefined;
  return {
    minute,
    version,
    window,
    span,
    pairs: burnPairs(version.objective, span.length),
    incomplete,
    recent(minutes) {
      const counts = counted(minutes);
      const good = goodWithin(counts, edges, version.threshold);
      return { good, total: counts.total, observedSeconds: counts.observedSeconds };
    },
    hourTotal: () => countsIn(ledger, minute - 60, minute).total,
    budget: () => (budget ??= budgetOf(ledger, versions, edges, span.from, minute)),
  };
}

/** Judges one kind. `isOpen`: an episode runs; where none does, only what would open one is looked at. */
export function judge(kind: BreachKind, moment: Moment, isOpen: boolean): Judgement {
  if (kind === "objective-missed") return judgeObjective(moment);
  if (kind === "budget-exhausted") return judgeBudget(moment);
  return judgeBurn(kind, moment, isOpen);
}

/** arithmetic.md 15: the shortest of these windows in which one bad event is allowed; past it by three sigma. */
function judgeObjective({ version, recent, hourTotal }: Moment): Judgement {
  for (const length of OBJECTIVE_MINUTES) {
    const { good, total, observedSeconds } = recent(length);
    const allowed = allowedOf(total, version.objective);
    if (length === 60 && isObserved(observedSeconds, length) && hourTotal() <= 0)
      return { state: "idle", value: 0, length: 0, reason: "no traffic for 60 min" };
    if (good === null || allowed < 1 || !isObserved(observedSeconds, length)) continue;
    const bad = total - good;
    const state = bad > allowed + 3 * Math.sqrt(allowed) ? "past" : bad <= allowed ? "within" : "noise";
    return { state, value: attainmentOf(good, total) ?? 0, length };
  }
  return FROZEN;
}

/** arithmetic.md 16. */
function judgeBurn(kind: BreachKind, { pairs, version, recent }: Moment, isOpen: boolean): Judgement {
  let [past, highest]: (Judgement | null)[] = [null, null];
  let calm = true;
  for (const pair of pairs) {
    if (pair.kind !== kind) continue;
    const short = recent(pair.shortMinutes);
    // Most minutes are far from their factor: seen without the rounding, which moves less than a millionth.
    const allowed = short.total * (1 - version.objective);
    if (!isOpen && short.good !== null && short.total - short.good < 0.999999 * pair.factor * allowed) continue;
    const shortBurn = burnFrom(short.good, short.total, version.objective) ?? 0;
    // Both windows must exceed: the short one alone tells mostly that nothing opens.
    if (!isOpen && shortBurn <= pair.factor) continue;
    const long = recent(pair.longMinutes);
    if (!isObserved(long.observedSeconds, pair.longMinutes) || !isObserved(short.observedSeconds, pair.shortMinutes))
      continue;
    // A histogram without the threshold's edge says nothing (arithmetic.md 9); no traffic burns nothing.
    if (long.good === null || short.good === null) continue;
    const longBurn = burnFrom(long.good, long.total, version.objective) ?? 0;
    if (Math.max(longBurn, shortBurn) >= 0.9 * pair.factor) calm = false;
    const state = Math.min(longBurn, shortBurn) > pair.factor ? "past" : "noise";
    const judgement: Judgement = { state, value: longBurn, length: pair.shortMinutes };
    if (state === "past") past ??= judgement;
    if (!highest || judgement.value > highest.value) highest = judgement;
  }
  return (
    past ?? (highest ? { state: calm ? "within" : "noise", value: highest.value, length: highest.length } : FROZEN)
  );
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
