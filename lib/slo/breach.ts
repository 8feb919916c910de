import type { BreachKind } from "./breach-kind";
import { burnPairs } from "./burn-rate";
import { allowedOf, attainmentOf, budgetOf, burnOf } from "./error-budget";
import { countsIn, goodWithin, judgedIn, type Ledger } from "./ledger";
import { type TargetVersion, targetAt } from "./target-history";
import { minutesIn, type SloWindow } from "./window";

/** One episode of one kind. Minutes name their end; `countedFrom` is the minute after which its events count. */
export type Episode = {
  kind: BreachKind;
  openedMinute: number;
  countedFrom: number;
  closedMinute: number | null;
  closeReason: string | null;
  /** The worst value seen: lowest attainment, highest burn rate, lowest remaining budget. */
  worst: number;
  badEvents: number;
  totalEvents: number;
  /** Share of the window's allowed bad events that this episode spent; null without traffic. */
  budgetSpent: number | null;
  targetVersion: number;
};

/** What a kind remembers from minute to minute. `calm`: evaluations in a row at or within the target. */
type Watch = { episode: Episode | null; calm: number };
export type BreachState = Partial<Record<BreachKind, Watch>>;

export type Watched = {
  ledger: Ledger;
  versions: readonly TargetVersion[];
  edges: readonly number[] | null;
  window: SloWindow;
  /** The engine's history is still being counted: a whole window cannot be judged yet. */
  incomplete?: boolean;
};

/**
 * `past` opens, `within` counts towards closing, `noise` does neither and starts the count anew, `frozen` changes nothing,
 * `idle` closes at once for want of traffic.
 */
type Judgement = {
  state: "past" | "within" | "noise" | "frozen" | "idle";
  value: number;
  /** Minutes that the judgement looked back on. */
  length: number;
};

const FROZEN: Judgement = { state: "frozen", value: 0, length: 0 };
/** Share of a window that has to be observed before it may be judged. */
const ENOUGH = 0.6;
const FLAPPING_MINUTES = 15;

const isObserved = (observedSeconds: number, minutes: number): boolean => observedSeconds >= ENOUGH * minutes * 60;

/** arithmetic.md 15: the shortest of 5, 30 and 60 minutes in which one bad event is allowed; past it by three sigma. */
function judgeObjective({ ledger, edges }: Watched, version: TargetVersion, minute: number): Judgement {
  for (const length of [5, 30, 60]) {
    const counts = judgedIn(ledger, minute - length, minute);
    const good = goodWithin(counts, edges, version.threshold);
    const allowed = allowedOf(counts.total, version.objective);
    if (length === 60 && isObserved(counts.observedSeconds, length) && countsIn(ledger, minute - 60, minute).total <= 0)
      return { ...FROZEN, state: "idle" };
    if (good === null || allowed < 1 || !isObserved(counts.observedSeconds, length)) continue;
    const bad = counts.total - good;
    const state = bad > allowed + 3 * Math.sqrt(allowed) ? "past" : bad <= allowed ? "within" : "noise";
    return { state, value: attainmentOf(good, counts.total) ?? 0, length };
  }
  return FROZEN;
}

/** arithmetic.md 16. */
function judgeBurn(
  kind: BreachKind,
  { ledger, edges, window }: Watched,
  version: TargetVersion,
  minute: number,
): Judgement {
  const judgements: Judgement[] = [];
  let calm = true;
  for (const pair of burnPairs(version.objective, window)) {
    if (pair.kind !== kind) continue;
    const long = judgedIn(ledger, minute - pair.longMinutes, minute);
    const short = judgedIn(ledger, minute - pair.shortMinutes, minute);
    if (!isObserved(long.observedSeconds, pair.longMinutes) || !isObserved(short.observedSeconds, pair.shortMinutes))
      continue;
    // A histogram without the threshold's edge says nothing (arithmetic.md 9); no traffic burns nothing.
    if ([long, short].some((counts) => goodWithin(counts, edges, version.threshold) === null)) continue;
    const longBurn = burnOf(long, edges, version) ?? 0;
    const shortBurn = burnOf(short, edges, version) ?? 0;
    if (Math.max(longBurn, shortBurn) >= 0.9 * pair.factor) calm = false;
    const state = Math.min(longBurn, shortBurn) > pair.factor ? "past" : "noise";
    judgements.push({ state, value: longBurn, length: pair.shortMinutes });
  }
  const past = judgements.find((judgement) => judgement.state === "past");
  const highest = judgements.toSorted((a, b) => b.value - a.value)[0];
  return past ?? (highest ? { ...highest, state: calm ? "within" : "noise" } : FROZEN);
}

/** arithmetic.md 14. */
function judgeBudget({ ledger, versions, edges, window, incomplete }: Watched, minute: number): Judgement {
  if (incomplete) return FROZEN;
  const length = minutesIn(window);
  const budget = budgetOf(ledger, versions, edges, minute - length, minute);
  if (budget.remaining === null) return FROZEN;
  if (budget.remaining >= 0.02) return { state: "within", value: budget.remaining, length: 0 };
  // Too early to open; what is open closes by what remains alone.
  if (budget.observedSeconds < 86_400 || budget.spent < 10) return FROZEN;
  return { state: budget.remaining < 0 ? "past" : "noise", value: budget.remaining, length: 0 };
}

/** Evaluations in a row within the target, after which an episode closes. */
const CALM_NEEDED: Record<BreachKind, number> = {
  "objective-missed": 10,
  "fast-burn": 15,
  "slow-burn": 15,
  "budget-exhausted": 1,
};

const isWorse = (kind: BreachKind, value: number, than: number): boolean =>
  kind.endsWith("burn") ? value > than : value < than;

/**
 * Evaluates one final minute. Called for every minute in order, so that catching up in one step or in many ends the same.
 * Returns the next state and the episodes that began, went on or ended.
 */
export function evaluateMinute(
  watched: Watched,
  before: BreachState,
  minute: number,
): { state: BreachState; touched: Episode[] } {
  if (countsIn(watched.ledger, minute - 1, minute).observedSeconds === 0) return { state: before, touched: [] };
  const version = targetAt(watched.versions, minute);
  const state: BreachState = {};
  const touched: Episode[] = [];
  const judgements: [BreachKind, Judgement][] = [
    ["objective-missed", judgeObjective(watched, version, minute)],
    ["fast-burn", judgeBurn("fast-burn", watched, version, minute)],
    ["slow-burn", judgeBurn("slow-burn", watched, version, minute)],
    ["budget-exhausted", judgeBudget(watched, minute)],
  ];
  for (const [kind, judgement] of judgements) {
    const watch = before[kind] ?? { episode: null, calm: 0 };
    const next = advance(kind, watch, judgement, minute, version);
    let { episode } = next;
    if (episode && (episode.closedMinute === null || episode !== watch.episode)) {
      episode = { ...episode, ...cost(watched, episode, minute) };
      touched.push(episode);
    }
    state[kind] = { ...next, episode };
  }
  return { state, touched };
}

function advance(kind: BreachKind, watch: Watch, judgement: Judgement, minute: number, version: TargetVersion): Watch {
  const { episode } = watch;
  const worst = episode && isWorse(kind, judgement.value, episode.worst) ? judgement.value : (episode?.worst ?? 0);
  if (judgement.state === "frozen") return watch;
  if (!episode || episode.closedMinute !== null) {
    if (judgement.state !== "past") return { episode, calm: 0 };
    // The same kind within a quarter of an hour is the same breach, flapping (arithmetic.md 17).
    if (episode?.closedMinute != null && minute - episode.closedMinute <= FLAPPING_MINUTES)
      return { episode: { ...episode, worst, closedMinute: null, closeReason: null }, calm: 0 };
    return { episode: opened(kind, judgement, minute, version), calm: 0 };
  }
  if (judgement.state === "idle")
    return { episode: { ...episode, closedMinute: minute, closeReason: "no traffic for 60 min" }, calm: 0 };
  const calm = judgement.state === "within" ? watch.calm + 1 : 0;
  if (calm < CALM_NEEDED[kind]) return { episode: { ...episode, worst }, calm };
  return { episode: { ...episode, worst, closedMinute: minute, closeReason: "within the target again" }, calm: 0 };
}

const opened = (kind: BreachKind, judgement: Judgement, minute: number, version: TargetVersion): Episode => ({
  kind,
  openedMinute: minute,
  countedFrom: minute - judgement.length,
  closedMinute: null,
  closeReason: null,
  worst: judgement.value,
  badEvents: 0,
  totalEvents: 0,
  budgetSpent: null,
  targetVersion: version.version,
});

function cost({ ledger, versions, edges, window }: Watched, episode: Episode, minute: number) {
  const own = budgetOf(ledger, versions, edges, episode.countedFrom, minute);
  const whole = budgetOf(ledger, versions, edges, minute - minutesIn(window), minute);
  return {
    badEvents: own.spent,
    totalEvents: own.total,
    budgetSpent: whole.allowed > 0 ? own.spent / whole.allowed : null,
  };
}
