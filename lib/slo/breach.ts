import { BREACH_KINDS, type BreachKind } from "./breach-kind";
import { cannotOpen } from "./calm-minute";
import { budgetOf } from "./error-budget";
import { type Judgement, judge, type Moment, momentOf, type Watched } from "./judgement";
import type { Ledger } from "./ledger";
import type { TargetVersion } from "./target-history";

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

/** What a kind remembers from minute to minute. `calm`: minutes in a row judged at or within the target. */
type Watch = { episode: Episode | null; calm: number };
export type BreachState = Partial<Record<BreachKind, Watch>>;

const FLAPPING_MINUTES = 15;

/** Minutes in a row within the target, after which an episode closes: that many evaluations where rows are a minute apart. */
const CALM_NEEDED: Record<BreachKind, number> = {
  "objective-missed": 10,
  "fast-burn": 15,
  "slow-burn": 15,
  "budget-exhausted": 1,
};

const isWorse = (kind: BreachKind, value: number, than: number): boolean =>
  kind.endsWith("burn") ? value > than : value < than;

const NEVER: Watch = { episode: null, calm: 0 };

/**
 * Evaluates one final minute. Called for every minute in order, so that catching up in one step or in many ends the same.
 * Returns the next state and the episodes that began, went on or ended.
 */
export function evaluateMinute(
  watched: Watched,
  before: BreachState,
  minute: number,
): { state: BreachState; touched: Episode[] } {
  if (BREACH_KINDS.every((kind) => isAtRest(before[kind])) && cannotOpen(watched, minute))
    return { state: before, touched: [] };
  const moment = momentOf(watched, minute);
  const state = { ...rolledOver(moment, before) };
  const touched: Episode[] = [];
  const ended = state["budget-exhausted"]?.episode;
  if (ended && ended !== before["budget-exhausted"]?.episode) {
    // It cost what it had cost when its period ended.
    const episode = { ...ended, ...cost(watched, momentOf(watched, ended.closedMinute ?? minute), ended) };
    state["budget-exhausted"] = { episode, calm: 0 };
    touched.push(episode);
  }
  const seen = minutesSeen(watched.ledger, minute);
  if (seen === 0) return { state, touched };
  const next = { ...stepped(moment, state, seen) };
  for (const kind of BREACH_KINDS) {
    const { episode, calm } = next[kind] ?? NEVER;
    if (!episode || (episode.closedMinute !== null && episode === state[kind]?.episode)) continue;
    const costed = { ...episode, ...cost(watched, moment, episode) };
    next[kind] = { episode: costed, calm };
    touched.push(costed);
  }
  return { state: next, touched };
}

/** Minutes that the row which ends with a minute holds: one, or more where rows were thinned; 0 where nothing was observed. */
function minutesSeen(ledger: Ledger, minute: number): number {
  const [upper, lower] = [ledger.at(minute), ledger.at(minute - 1)];
  return upper && lower && upper.observedSeconds !== lower.observedSeconds ? minute - lower.minute : 0;
}

/** Nothing is open, and nothing would change but by opening. */
const isAtRest = (watch: Watch | undefined): boolean =>
  watch?.calm === 0 && (watch.episode === null || watch.episode.closedMinute !== null);

/** A calendar window's budget is a new one when its period rolls over, whether or not anything was observed then. */
export function rolledOver({ window, span }: Moment, before: BreachState): BreachState {
  const episode = before["budget-exhausted"]?.episode;
  if ("days" in window || !episode || episode.closedMinute !== null || episode.openedMinute > span.from) return before;
  const closed = { ...episode, closedMinute: span.from, closeReason: `its ${window.unit} ended` };
  return { ...before, "budget-exhausted": { episode: closed, calm: 0 } };
}

/** Every kind one step on by an observed row that holds so many minutes; what episodes cost is left as it is. */
export function stepped(moment: Moment, before: BreachState, seen: number): BreachState {
  let state = before;
  for (const kind of BREACH_KINDS) {
    const watch = before[kind] ?? NEVER;
    const isOpen = watch.episode !== null && watch.episode.closedMinute === null;
    const next = advance(kind, watch, judge(kind, moment, isOpen), moment, seen);
    if (next === before[kind]) continue;
    if (state === before) state = { ...before };
    state[kind] = next;
  }
  return state;
}

function advance(
  kind: BreachKind,
  watch: Watch,
  judgement: Judgement,
  { minute, version }: Moment,
  seen: number,
): Watch {
  const { episode } = watch;
  if (judgement.state === "frozen") return watch;
  const isOpen = episode !== null && episode.closedMinute === null;
  if (!isOpen && judgement.state !== "past") return watch.calm === 0 ? watch : { episode, calm: 0 };
  const worst = episode && isWorse(kind, judgement.value, episode.worst) ? judgement.value : (episode?.worst ?? 0);
  if (!episode || episode.closedMinute !== null) {
    // The same kind within a quarter of an hour is the same breach, flapping (arithmetic.md 17).
    if (episode?.closedMinute != null && minute - episode.closedMinute <= FLAPPING_MINUTES)
      return { episode: { ...episode, worst, closedMinute: null, closeReason: null }, calm: 0 };
    return { episode: opened(kind, judgement, minute, version), calm: 0 };
  }
  if (judgement.state === "idle")
    return { episode: { ...episode, closedMinute: minute, closeReason: judgement.reason ?? null }, calm: 0 };
  const calm = judgement.state === "within" ? watch.calm + seen : 0;
  if (calm < CALM_NEEDED[kind])
    return calm === watch.calm && worst === episode.worst ? watch : { episode: { ...episode, worst }, calm };
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

function cost({ ledger, versions, edges }: Watched, { minute, budget }: Moment, episode: Episode) {
  const own = budgetOf(ledger, versions, edges, episode.countedFrom, minute);
  const { allowed } = budget();
  return {
    badEvents: own.spent,
    totalEvents: own.total,
    budgetSpent: allowed > 0 ? own.spent / allowed : null,
  };
}
