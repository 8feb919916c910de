import { type BreachState, type Episode, rolledOver, stepped } from "./breach";
import { BREACH_KINDS, type BreachKind } from "./breach-kind";
import { burnPairs } from "./burn-rate";
import { allowedOf, type Budget, budgetFrom } from "./error-budget";
import type { Moment, Told } from "./judgement";
import { type LedgerColumns, rowAt } from "./ledger-columns";
import { type TargetVersion, targetSpans } from "./target-history";
import { parseWindow, type SloWindow, spanOf } from "./window";

/** An episode without what it cost. */
export type Seen = Omit<Episode, "badEvents" | "totalEvents" | "budgetSpent">;

/**
 * Judges the minutes (from, to] one by one in a single pass over the columns: the same steps as `evaluateMinute` takes, from
 * running sums. Answers the episodes as they stood when they were last touched, in the order in which they began.
 */
export function judgeColumns(
  columns: LedgerColumns,
  versions: readonly TargetVersion[],
  edges: readonly number[] | null,
  from: number,
  to: number,
): { episodes: Seen[]; open: BreachKind[] } {
  const episodes: Episode[] = [];
  /** The place of each kind's newest episode. */
  const newest: Partial<Record<BreachKind, number>> = {};
  let state: BreachState = {};
  const { minutes, observedSeconds, length } = columns;
  const pass = passOver(columns, versions, edges, from, to);
  const goOn = (next: BreachState): void => {
    if (next === state) return;
    for (const kind of BREACH_KINDS) {
      const episode = next[kind]?.episode;
      if (!episode || episode === state[kind]?.episode) continue;
      const place = newest[kind];
      if (place !== undefined && episodes[place]?.openedMinute === episode.openedMinute) episodes[place] = episode;
      else newest[kind] = episodes.push(episode) - 1;
    }
    state = next;
  };
  for (let i = Math.max(1, rowAt(columns, from)); i < length; i++) {
    const minute = minutes[i] as number;
    if (minute <= from) continue;
    if (minute > to) break;
    const before = minutes[i - 1] as number;
    // Between two rows nothing is judged, but a calendar period may end.
    for (let m = Math.max(before, from) + 1; m < minute && pass.mayRollOver(state); m++) {
      pass.moveTo(m, i - 1);
      goOn(rolledOver(pass.moment, state));
    }
    pass.moveTo(minute, i);
    goOn(rolledOver(pass.moment, state));
    if (observedSeconds[i] !== observedSeconds[i - 1]) goOn(stepped(pass.moment, state, minute - before));
  }
  const open = Object.values(state).flatMap(({ episode }) => (episode?.closedMinute === null ? [episode.kind] : []));
  return { episodes: episodes.map(seenOf), open };
}

const seenOf = ({ badEvents: _, totalEvents: __, budgetSpent: ___, ...seen }: Episode): Seen => seen;

type Pass = {
  /** Stands at the minute that was moved to last. */
  moment: Moment;
  moveTo: (minute: number, row: number) => void;
  mayRollOver: (state: BreachState) => boolean;
};

function passOver(
  columns: LedgerColumns,
  versions: readonly TargetVersion[],
  edges: readonly number[] | null,
  from: number,
  to: number,
): Pass {
  const { minutes, total, observedSeconds, carried } = columns;
  const spans = targetSpans(versions, Number.MIN_SAFE_INTEGER, to).map(({ version, to: end }) => ({
    version,
    end,
    endRow: rowAt(columns, end),
    window: windowOf(version),
    start: pointerInto(columns),
    goodIn: goodIn(columns, edges, version.threshold),
  }));
  const isCalendar = spans.some(({ window }) => !("days" in window));
  let at = 0;
  let here = spans[0] as (typeof spans)[number];
  let row = 0;
  let period = spanOf(here.window, from);
  const hourAgo = pointerInto(columns);

  /** Counted once a minute, whoever asks. */
  const recents = new Map<number, Told & { minute: number; lower: Pointer }>();
  const recent = (length: number): Told => {
    let told = recents.get(length);
    if (told?.minute === moment.minute) return told;
    if (!told) {
      told = { minute: 0, good: null, total: 0, observedSeconds: 0, lower: pointerInto(columns) };
      recents.set(length, told);
    }
    const lower = told.lower(moment.minute - length);
    told.minute = moment.minute;
    told.total = (total[row] as number) - (total[lower] as number);
    told.observedSeconds = (observedSeconds[row] as number) - (observedSeconds[lower] as number);
    const without = carried ? (carried.total[row] as number) - (carried.total[lower] as number) : 0;
    if (carried && without !== 0) {
      told.total -= without;
      told.observedSeconds -= (carried.observedSeconds[row] as number) - (carried.observedSeconds[lower] as number);
    }
    told.good = here.goodIn(lower, row, told.total, without !== 0);
    return told;
  };

  /** As `budgetOf` sums it, with the rows looked up beforehand. */
  const budget = (): Budget => {
    const sums = { good: 0, total: 0, allowed: 0, observedSeconds: 0 };
    let begin = moment.span.from;
    let lower = here.start(begin);
    const start = Math.min(begin, minutes[lower] as number);
    for (let k = 0; k <= at; k++) {
      const span = spans[k] as (typeof spans)[number];
      if (span.end <= begin) continue;
      const upper = k === at ? row : span.endRow;
      const events = (total[upper] as number) - (total[lower] as number);
      const good = span.goodIn(lower, upper, events, false);
      if (good !== null) {
        sums.good += good;
        sums.total += events;
        sums.allowed += allowedOf(events, span.version.objective);
        sums.observedSeconds += (observedSeconds[upper] as number) - (observedSeconds[lower] as number);
      }
      lower = upper;
      begin = span.end;
    }
    return budgetFrom(sums, moment.minute - start);
  };

  const moment: Moment = {
    minute: from,
    version: here.version,
    window: here.window,
    span: period,
    pairs: burnPairs(here.version.objective, period.length),
    recent,
    hourTotal: () => (total[row] as number) - (total[hourAgo(moment.minute - 60)] as number),
    budget,
  };

  return {
    moment,
    mayRollOver: (state) => isCalendar && state["budget-exhausted"]?.episode?.closedMinute === null,
    moveTo(minute, upTo) {
      row = upTo;
      moment.minute = minute;
      const before = here;
      while (at < spans.length - 1 && minute > here.end) here = spans[++at] as typeof here;
      const { window } = here;
      if ("days" in window) period = spanOf(window, minute);
      else if (here !== before || minute <= period.from || minute > period.end) period = spanOf(window, minute);
      if (moment.version !== here.version || moment.span.length !== period.length)
        moment.pairs = burnPairs(here.version.objective, period.length);
      moment.version = here.version;
      moment.window = window;
      moment.span = period;
    },
  };
}

function windowOf({ window: text }: TargetVersion): SloWindow {
  const window = parseWindow(text);
  if (!window) throw new RangeError(`"${text}" is no window`);
  return window;
}

/** Finds the row at a minute. Minutes are asked for in ascending order, so that each look-up goes on from the last. */
type Pointer = (minute: number) => number;

function pointerInto(columns: LedgerColumns): Pointer {
  const { minutes, length } = columns;
  let row = -1;
  return (minute) => {
    if (row < 0) row = rowAt(columns, minute);
    while (row + 1 < length && (minutes[row + 1] as number) <= minute) row++;
    return row;
  };
}

/** Good events between two rows by one threshold, as `goodWithin` tells them: null where it cannot. */
type GoodIn = (
  lower: number,
  upper: number,
  /** Events between them. */
  total: number,
  withoutCarried: boolean,
) => number | null;

function goodIn(
  { good, buckets, seen, carried }: LedgerColumns,
  edges: readonly number[] | null,
  threshold: number | null,
): GoodIn {
  const between = (column: Float64Array, sums: Float64Array | null): GoodIn => {
    return (lower, upper, _total, withoutCarried) => {
      const whole = (column[upper] as number) - (column[lower] as number);
      return withoutCarried && sums ? whole - ((sums[upper] as number) - (sums[lower] as number)) : whole;
    };
  };
  if (edges === null) return buckets === null ? between(good, carried?.good ?? null) : () => null;
  if (threshold === null) return () => null;
  const nothingSeen: GoodIn = (_lower, _upper, total) => (total === 0 ? 0 : null);
  if (buckets === null) return nothingSeen;
  const edge = edges.findIndex((value) => Math.abs(value - threshold) < 1e-9);
  const column = buckets[edge];
  const told: GoodIn = column ? between(column, carried?.buckets?.[edge] ?? null) : () => null;
  if (seen === null) return told;
  return (lower, upper, total, withoutCarried) =>
    (seen[lower] === 0 && seen[upper] === 0 ? nothingSeen : told)(lower, upper, total, withoutCarried);
}
