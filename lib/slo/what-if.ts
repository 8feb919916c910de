import { type Assessment, assess } from "./assessment";
import { BREACH_KINDS, type BreachKind } from "./breach-kind";
import { type Budget, budgetOf } from "./error-budget";
import { judgeColumns, type Seen } from "./judge-columns";
import { type LedgerColumns, ledgerOver } from "./ledger-columns";
import type { TargetTerms } from "./target-draft";
import type { TargetVersion } from "./target-history";

/** The days that a target is tried on. */
export const WHAT_IF_DAYS = 90;

/** The same minutes as one target, or a history of them, judges them. */
export type Judged = {
  /** Of the whole period. */
  period: Budget;
  /** Of the last minute: the window as it stands, and what a verdict goes by. */
  now: Assessment;
  episodes: Seen[];
  /** Kinds that are open in the last minute. */
  open: BreachKind[];
};

/** Judges the minutes (from, to], of which `to` is the last that is counted. */
export function judgeTarget(
  columns: LedgerColumns,
  versions: readonly TargetVersion[],
  edges: readonly number[] | null,
  from: number,
  to: number,
  periodMinutes: number,
): Judged {
  const ledger = ledgerOver(columns);
  return {
    period: budgetOf(ledger, versions, edges, from, to),
    now: assess(ledger, versions, edges, to, [], periodMinutes),
    ...judgeColumns(columns, versions, edges, from, to),
  };
}

/** Proposed terms as if they had always held. */
export const alwaysHeld = ({ objective, threshold, window }: TargetTerms): TargetVersion => ({
  version: 0,
  objective,
  threshold,
  window,
  inForceFrom: 0,
  decisionPath: null,
  decisionId: null,
  author: "",
  reason: "",
  adrCommit: null,
  asDrift: false,
});

/** Episodes of one kind that touch each other, as both targets see them. Minutes are those of the period. */
export type Pair = { kind: BreachKind; inForce: Side | null; proposed: Side | null; change: Change };
export type Side = { openedMinute: number; minutes: number; episodes: number; open: boolean };
/** `lost`: only the target in force has it; `gained`: only the proposed one. */
export type Change = "lost" | "gained" | "shorter" | "longer" | "same";

type Span = { from: number; to: number; open: boolean };
const spanIn = ({ openedMinute, closedMinute }: Seen, to: number): Span => ({
  from: openedMinute,
  to: closedMinute ?? to,
  open: closedMinute === null,
});

/** What both find, oldest first. `to`: the last minute, at which open ones are cut. */
export function pairsOf(inForce: readonly Seen[], proposed: readonly Seen[], to: number): Pair[] {
  return BREACH_KINDS.flatMap((kind) => {
    const all = [
      ...inForce.filter((each) => each.kind === kind).map((each) => ({ ...spanIn(each, to), ours: true })),
      ...proposed.filter((each) => each.kind === kind).map((each) => ({ ...spanIn(each, to), ours: false })),
    ].sort((a, b) => a.from - b.from);
    const groups: (typeof all)[] = [];
    let end = Number.NEGATIVE_INFINITY;
    for (const span of all) {
      // One that opens in the last minute has no length yet, and meets its like all the same.
      if (span.from < end || span.from === groups.at(-1)?.[0]?.from) groups.at(-1)?.push(span);
      else groups.push([span]);
      end = Math.max(end, span.to);
    }
    return groups.map((group): Pair => {
      const sides = [sideOf(group.filter(({ ours }) => ours)), sideOf(group.filter(({ ours }) => !ours))] as const;
      return { kind, inForce: sides[0], proposed: sides[1], change: changeOf(...sides) };
    });
  }).sort((a, b) => beginOf(a) - beginOf(b));
}

const beginOf = ({ inForce, proposed }: Pair): number =>
  Math.min(inForce?.openedMinute ?? Number.POSITIVE_INFINITY, proposed?.openedMinute ?? Number.POSITIVE_INFINITY);

function sideOf(spans: readonly Span[]): Side | null {
  const [first] = spans;
  if (!first) return null;
  const minutes = spans.reduce((sum, span) => sum + span.to - span.from, 0);
  return { openedMinute: first.from, minutes, episodes: spans.length, open: spans.some(({ open }) => open) };
}

function changeOf(inForce: Side | null, proposed: Side | null): Change {
  if (!inForce || !proposed) return inForce ? "lost" : "gained";
  if (inForce.minutes === proposed.minutes) return "same";
  return proposed.minutes < inForce.minutes ? "shorter" : "longer";
}

/** Minutes in which at least one of the episodes ran; a minute in two breaches is one minute. */
export function minutesInBreach(episodes: readonly Seen[], to: number): number {
  let minutes = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const span of episodes.map((each) => spanIn(each, to)).sort((a, b) => a.from - b.from)) {
    minutes += Math.max(0, span.to - Math.max(span.from, end));
    end = Math.max(end, span.to);
  }
  return minutes;
}

/**
 * The columns of a gauge as another bound would have counted them. `pastBound`: the minutes, ascending, whose worst value does not
 * meet it; `since`: the first minute whose value is kept, before which it stays as it was counted. Where a gauge has several series,
 * only the worst was kept, and all of its minute count as past the bound.
 */
export function heldAgainst(columns: LedgerColumns, pastBound: readonly number[], since: number): LedgerColumns {
  const { length, minutes, total, observedSeconds } = columns;
  const good = new Float64Array(length);
  good[0] = columns.good[0] ?? 0;
  let next = 0;
  for (let i = 1; i < length; i++) {
    const minute = minutes[i] as number;
    let past = 0;
    for (; next < pastBound.length && (pastBound[next] as number) <= minute; next++)
      if ((pastBound[next] as number) > (minutes[i - 1] as number)) past++;
    const counted = (columns.good[i] as number) - (columns.good[i - 1] as number);
    const events = (total[i] as number) - (total[i - 1] as number);
    const seen = ((observedSeconds[i] as number) - (observedSeconds[i - 1] as number)) / 60;
    const held = seen > 0 ? events - (events * Math.min(past, seen)) / seen : counted;
    good[i] = (good[i - 1] as number) + (minute <= since ? counted : held);
  }
  return { ...columns, good };
}

/** How far apart the rows are, from the oldest to the newest: what a minute of the past can be told to. */
export function resolutionOf(
  { minutes, length }: LedgerColumns,
  from: number,
): { from: number; everyMinutes: number }[] {
  const steps: { from: number; everyMinutes: number }[] = [];
  // Rows at edges in use stand closer than their neighbours: a stretch is as coarse as its coarsest hours.
  for (let i = length - 1; i > 0 && (minutes[i] as number) > from; i--) {
    const everyMinutes = (minutes[i] as number) - (minutes[i - 1] as number);
    const begin = Math.max(from, minutes[i - 1] as number);
    const last = steps.at(-1);
    if (last && everyMinutes <= last.everyMinutes) last.from = begin;
    else steps.push({ from: begin, everyMinutes });
  }
  return steps.reverse();
}
