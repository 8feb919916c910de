import { BREACH_KINDS, type BreachKind } from "./breach-kind";
import { cannotOpen } from "./calm-minute";
import { budgetOf } from "./error-budget";
import { type Judgement, judge, type Moment, momentOf, type Watched } from "./judgement";
import { countsIn } from "./ledger";
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

/** What a kind remembers from minute to minute. `calm`: evaluations in a row at or within the target. */
type Watch = { episode: Episode | null; calm: number };
export type BreachState = Partial<Record<BreachKind, Watch>>;

const FLAPPING_MINUTES = 15;

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
  if (BREACH_KINDS.every((kind) => isAtRest(before[kind])) && cannotOpen(watched, minute))
    return { state: before, touched: [] };
  const moment = momentOf(watched, minute);
  const ended = rolledOver(moment, before["budget-exhausted"]?.episode);
  const start: BreachState = ended ? { ...before, "budget-exhausted": { episode: ended, calm: 0 } } : before;
  const touched: Episode[] = ended ? [ended] : [];
  if (countsIn(watched.ledger, minute - 1, minute).observedSeconds === 0) return { state: start, touched };
  const state: BreachState = {};
  for (const kind of BREACH_KINDS) {
    const watch = start[kind] ?? { episode: null, calm: 0 };
    const isOpen = watch.episode !== null && watch.episode.closedMinute === null;
    const next = advance(kind, watch, judge(kind, moment, isOpen), moment);
    let { episode } = next;
    if (episode && (episode.closedMinute === null || episode !== watch.episode)) {
      episode = { ...episode, ...cost(moment, episode) };
      touched.push(episode);
    }
    state[kind] = { ...next, episode };
  }
  return { state, touched };
}

/** Nothing is open, and nothing would change but by opening. */
const isAtRest = (watch: Watch | undefined): boolean =>
  watch?.calm === 0 && (watch.episode === null || watch.episode.closedMinute !== null);

/** A calendar window's budget is a new one when its period rolls over, whether or not anything was observed then. */
function rolledOver(moment: Moment, episode: Episode | null | undefined): Episode | null {
  const { window, span } = moment;
  if ("days" in window || !episode || episode.closedMinute !== null || episode.openedMinute > span.from) return null;
  const last = momentOf(moment, span.from);
  const closed = { ...episode, closedMinute: span.from, closeReason: `its ${window.unit} ended` };
  return { ...closed, ...cost(last, closed) };
}

function advance(kind: BreachKind, watch: Watch, judgement: Judgement, { minute, version }: Moment): Watch {
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
    return { episode: { ...episode, closedMinute: minute, closeReason: judgement.reason ?? null }, calm: 0 };
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

function cost({ ledger, versions, edges, minute, budget }: Moment, episode: Episode) {
  const own = budgetOf(ledger, versions, edges, episode.countedFrom, minute);
  const { allowed } = budget();
  return {
    badEvents: own.spent,
    totalEvents: own.total,
    budgetSpent: allowed > 0 ? own.spent / allowed : null,
  };
}
