import "server-only";
import { budgetOf } from "@/lib/slo/error-budget";
import { remainingAhead, secondsToExhaustion } from "@/lib/slo/exhaustion";
import type { Ledger } from "@/lib/slo/ledger";
import { recentIn } from "@/lib/slo/recent";
import { targetAt } from "@/lib/slo/target-history";
import { msOf, parseWindow, type SloWindow, spanOf } from "@/lib/slo/window";
import type { Slo } from "@/lib/store/slos";

/** `remaining`: 1 untouched, negative overspent, null where nothing was counted; `coverage`: observed share of what it is of. */
export type BudgetPoint = { t: number; remaining: number | null; coverage: number };

/** What comes next if the burn of the last minutes goes on. */
export type Projected = { label: string; goneAt: string | null; points: { t: number; remaining: number }[] };

export type BudgetSeries = {
  /**
   * `spending`: how the budget of one window, or of each calendar period, was spent, from the whole of it down to what is
   * left; `standing`: what was left of the rolling window that ended then.
   */
  kind: "spending" | "standing";
  points: BudgetPoint[];
  /** From untouched to all spent, ms: where an even burn of 1× would stand. */
  even: { from: number; to: number }[];
  /** The last 6 h, 2 h and day; null where the range does not end now, or the budget holds at each of them. */
  projections: Projected[] | null;
};

const BURNS = [
  { label: "6 h", minutes: 360 },
  { label: "2 h", minutes: 120 },
  { label: "1 d", minutes: 1440 },
];
/** A projection may lengthen the picture by this share of its range. */
const AHEAD = 0.25;
const POINTS_AHEAD = 24;

/** The budget at the end of each slice of the minutes (from, to]. */
export function budgetSeries(
  ledger: Ledger,
  slo: Slo,
  { from, to, step }: { from: number; to: number; step: number },
  isLive: boolean,
): BudgetSeries {
  const first = ledger.first()?.minute ?? to;
  const ends = Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => Math.min(to, from + (i + 1) * step));
  const windowAt = (minute: number): SloWindow => parseWindow(targetAt(slo.targets, minute).window) ?? { days: 28 };
  const last = spanOf(windowAt(to), to);
  const isRolling = "days" in windowAt(to);
  // Seven days and four weeks begin on the same minute as their windows; a snapped edge may lie before them.
  const isWithin = from >= last.from - step;
  const spans = isRolling ? [last] : periodsOf(windowAt(to), from, to);
  const kind = !isRolling || isWithin ? "spending" : "standing";
  const points = ends.map((end): BudgetPoint => {
    if (end <= first) return { t: msOf(end), remaining: null, coverage: 0 };
    if (kind === "standing") {
      const budget = budgetOf(ledger, slo.targets, slo.edges, spanOf(windowAt(end), end).from, end);
      return { t: msOf(end), remaining: budget.remaining, coverage: budget.coverage };
    }
    const span = spans.find((each) => end > each.from && end <= each.end) ?? last;
    return spentUntil(ledger, slo, span.from, Math.min(span.end, to), end);
  });
  return {
    kind,
    points,
    even: kind === "spending" ? spans.map((span) => ({ from: msOf(span.from), to: msOf(Math.min(span.end, to)) })) : [],
    projections: isLive && points.at(-1)?.remaining != null ? projectionsOf(ledger, slo, windowAt(to), from, to) : null,
  };
}

/** What was left at `end` of all that a window allows. */
function spentUntil(ledger: Ledger, slo: Slo, from: number, to: number, end: number): BudgetPoint {
  const { allowed } = budgetOf(ledger, slo.targets, slo.edges, from, to);
  const until = budgetOf(ledger, slo.targets, slo.edges, from, Math.max(from, end));
  return { t: msOf(end), remaining: allowed > 0 ? 1 - until.spent / allowed : null, coverage: until.coverage };
}

function periodsOf(window: SloWindow, from: number, to: number): { from: number; end: number }[] {
  const periods = [spanOf(window, to)];
  for (let at = periods[0]?.from ?? from; at > from; ) {
    const before = spanOf(window, at);
    periods.unshift(before);
    at = before.from;
  }
  return periods;
}

function projectionsOf(
  ledger: Ledger,
  slo: Slo,
  window: SloWindow,
  from: number,
  to: number,
): BudgetSeries["projections"] {
  const { end } = spanOf(window, to);
  const reach = Math.round((to - from) * AHEAD);
  const horizon = "days" in window ? Math.min(reach, window.days * 1440) : Math.min(reach, end - to);
  if (horizon < 1) return null;
  const recently = recentIn(ledger, to);
  const projections = BURNS.flatMap(({ label, minutes }): Projected[] => {
    const gone = secondsToExhaustion(ledger, slo.targets, slo.edges, window, to, recently, minutes);
    const goneIn = gone === null ? null : gone / 60;
    const shown = Math.min(horizon, goneIn ?? horizon);
    const ahead = Array.from({ length: POINTS_AHEAD + 1 }, (_, i) => Math.round((shown * i) / POINTS_AHEAD));
    const left = remainingAhead(ledger, slo.targets, slo.edges, window, to, minutes, ahead);
    if (left === null) return [];
    return [
      {
        label,
        goneAt: goneIn === null ? null : new Date(msOf(to + goneIn)).toISOString(),
        points: left.map((remaining, i) => ({
          t: msOf(to + (ahead[i] ?? 0)),
          // To the minute above, so that it may lie a little below nothing.
          remaining: goneIn !== null && i === POINTS_AHEAD && shown === goneIn ? 0 : remaining,
        })),
      },
    ];
  });
  const isSpent = projections.some(({ points }) => (points[0]?.remaining ?? 0) <= 0);
  return isSpent || projections.every(({ goneAt }) => goneAt === null) ? null : projections;
}
