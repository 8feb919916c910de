import "server-only";
import { targetStatement } from "@/lib/format/target";
import type { Assessment } from "@/lib/slo/assessment";
import { allowedOf, attainmentOf, type Budget, budgetOf } from "@/lib/slo/error-budget";
import { goodWithin, judgedIn, type Ledger } from "@/lib/slo/ledger";
import { targetAt, targetSpans } from "@/lib/slo/target-history";
import { minuteAt, msOf, parseWindow, spanOf } from "@/lib/slo/window";
import type { Slo } from "@/lib/store/slos";

/** A part of the window that one target version judged; counts are events. */
export type JudgedSpan = {
  version: number;
  objective: number;
  statement: string;
  from: string;
  to: string;
  total: number;
  spent: number;
  allowed: number;
  coverage: number;
};

/** Events an hour over the last 6 h. */
type Rate = { bad: number; events: number; allowed: number; coverage: number };

/** What the budget and its forecast come from (arithmetic.md 12 and 13). Times ISO 8601 UTC, counts events, shares 0..1. */
export type BudgetMethod = {
  from: string;
  to: string;
  total: number;
  spent: number;
  allowed: number;
  coverage: number;
  /** Oldest first; one part where the target did not change inside the window. */
  judgedBy: JudgedSpan[];
  /** The objective that attainment stands against: that of each part, weighted by its traffic. */
  weightedObjective: number | null;
  /** Until then the first target is assumed, because it was not made yet; null where it was. */
  assumedUntil: string | null;
  /** What goes on from now: the last 6 h by the hour. null where nothing of them was observed. */
  rate: Rate | null;
  /** What leaves a rolling window by itself until then. */
  rollsOff: { until: string; bad: number; allowed: number } | null;
  /** What a calendar window ends with if the last 6 h go on; null for a rolling one, which never ends. */
  atEnd: { at: string; attainment: number | null; remaining: number | null } | null;
  /** null where the budget holds. */
  goneAt: string | null;
};

const RATE_MINUTES = 360;

/** null where nothing was counted yet. */
export function budgetMethod(ledger: Ledger, slo: Slo, assessed: Assessment | null): BudgetMethod | null {
  if (!assessed) return null;
  const { minute, exhaustedInSeconds } = assessed;
  const window = parseWindow(targetAt(slo.targets, minute).window) ?? { days: 28 };
  const { from, end, length } = spanOf(window, minute);
  const whole = budgetOf(ledger, slo.targets, slo.edges, from, minute);
  const isRolling = "days" in window;
  const ahead = exhaustedInSeconds !== null ? exhaustedInSeconds / 60 : isRolling ? length : end - minute;
  const rolled = budgetOf(ledger, slo.targets, slo.edges, from, from + Math.max(1, ahead));
  const rate = rateOf(ledger, slo, minute);
  const made = slo.targets.reduce((first, { inForceFrom }) => Math.min(first, inForceFrom), Number.POSITIVE_INFINITY);
  return {
    from: iso(from),
    to: iso(minute),
    ...figures(whole),
    judgedBy: judgedBy(ledger, slo, from, minute),
    weightedObjective: whole.objective,
    assumedUntil: minuteAt(made) > from ? new Date(made).toISOString() : null,
    rate,
    rollsOff:
      isRolling && ahead > 0 ? { until: iso(minute + ahead), bad: rolled.spent, allowed: rolled.allowed } : null,
    atEnd: isRolling || !rate ? null : atEnd(whole, rate, minute, end),
    goneAt: exhaustedInSeconds === null ? null : iso(minute + exhaustedInSeconds / 60),
  };
}

function atEnd(whole: Budget, rate: Rate, minute: number, end: number): BudgetMethod["atEnd"] {
  const hours = (end - minute) / 60;
  const total = whole.total + rate.events * hours;
  const spent = whole.spent + rate.bad * hours;
  const allowed = whole.allowed + rate.allowed * hours;
  return {
    at: iso(end),
    attainment: attainmentOf(total - spent, total),
    remaining: allowed > 0 ? 1 - spent / allowed : null,
  };
}

const iso = (minute: number): string => new Date(msOf(minute)).toISOString();

const figures = ({ total, spent, allowed, coverage }: Budget) => ({ total, spent, allowed, coverage });

function judgedBy(ledger: Ledger, slo: Slo, from: number, to: number): JudgedSpan[] {
  const spans: { from: number; to: number; version: number }[] = [];
  for (const span of targetSpans(slo.targets, from, to)) {
    const last = spans.at(-1);
    // Before its first version, that version holds: no change for the reader.
    if (last?.version === span.version.version) last.to = span.to;
    else spans.push({ from: span.from, to: span.to, version: span.version.version });
  }
  return spans.map((span) => {
    const target = targetAt(slo.targets, span.to);
    return {
      version: target.version,
      objective: target.objective,
      statement: targetStatement(target, slo.sli),
      from: iso(span.from),
      to: iso(span.to),
      ...figures(budgetOf(ledger, slo.targets, slo.edges, span.from, span.to)),
    };
  });
}

function rateOf(ledger: Ledger, slo: Slo, minute: number): Rate | null {
  const target = targetAt(slo.targets, minute);
  const counts = judgedIn(ledger, minute - RATE_MINUTES, minute);
  const good = goodWithin(counts, slo.edges, target.threshold);
  if (good === null || counts.observedSeconds <= 0) return null;
  const hours = counts.observedSeconds / 3600;
  return {
    bad: (counts.total - good) / hours,
    events: counts.total / hours,
    allowed: allowedOf(counts.total, target.objective) / hours,
    coverage: Math.min(1, counts.observedSeconds / (RATE_MINUTES * 60)),
  };
}
