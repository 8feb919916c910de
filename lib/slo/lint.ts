import { count } from "@/lib/format/count";
import { duration } from "@/lib/format/duration";
import { latency } from "@/lib/format/latency";
import { objectivePercent, percent } from "@/lib/format/percent";
import { dayAndTime } from "@/lib/format/time";
import { times } from "@/lib/format/times";
import { burnPairs, reachableFactor, scaledPairs } from "./burn-rate";
import { allowedOf } from "./error-budget";
import { type LatencyUnit, unitInName } from "./latency-unit";
import type { Sli, SliKind } from "./sli";
import { msOf, parseWindow, spanOf, type WindowSpan } from "./window";

export type FindingCode =
  | "no-such-edge"
  | "no-buckets"
  | "other-unit"
  | "good-above-total"
  | "unreachable-burn"
  | "never-burns"
  | "window-longer-than-data"
  | "too-little-traffic"
  | "several-series"
  | "never-seen"
  | "approximate"
  | "history-starts-here";

export type Severity = "error" | "warning" | "info";

/** What is doubtful about an SLO, and what can be done about it. */
export type Finding = {
  code: FindingCode;
  severity: Severity;
  message: string;
  /** null where there is nothing to do. */
  wayOut: string | null;
  /** Thresholds, factors or objectives that can be taken instead, the nearest first. */
  offers: number[];
};

/** `ever`: at any time, not just when last counted. */
export type SeriesSeen = { now: number; ever: boolean };

export type LintFacts = {
  kind: SliKind;
  /** The target in force in the minute. */
  target: { objective: number; threshold: number | null; window: string };
  /** Of the histogram's finite buckets, s; null where there is none, or none was seen yet. */
  edges: readonly number[] | null;
  /** The last counted minute. */
  minute: number;
  firstCountedMinute: number | null;
  /** The minute whose counts only set a baseline (arithmetic.md 2); null where none did. */
  baselineMinute: number | null;
  /** Counts of the last days; `good` is null where the threshold has no edge. null: nothing was counted. */
  lately: { minutes: number; good: number | null; total: number; observedSeconds: number } | null;
  /** What the selectors returned; null where it is not known, or there is no such selector. */
  series: { good: SeriesSeen | null; bad: SeriesSeen | null; total: SeriesSeen | null };
  /** Evaluated as written, or from a native histogram. */
  approximate: boolean;
  /** The unit that the histogram's name says, where its edges are taken for another one. */
  otherUnit: LatencyUnit | null;
};

/** @see LintFacts */
export function otherUnitOf(sli: Sli): LatencyUnit | null {
  if (sli.kind !== "latency" && sli.kind !== "native") return null;
  const named = unitInName((sli.kind === "latency" ? sli.buckets : sli.histogram).split("{")[0] ?? "");
  return named === (sli.unit ?? null) ? null : named;
}

/** s; as the ledger finds the edge of a threshold. */
const SAME_EDGE = 1e-9;
const GRAVITY: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Gravest first. */
export function lint(facts: LintFacts): Finding[] {
  const window = parseWindow(facts.target.window);
  const span = window && spanOf(window, facts.minute);
  return [
    neverSeen(facts),
    noBuckets(facts),
    noSuchEdge(facts),
    otherUnit(facts),
    goodAboveTotal(facts),
    tooLittleTraffic(facts),
    span && longerThanData(facts, span),
    ...(span ? burnFindings(facts.target, span) : []),
    severalSeries(facts),
    historyStartsHere(facts),
    approximate(facts),
  ]
    .filter((finding) => finding !== null)
    .sort((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity]);
}

const finding = (
  severity: Severity,
  code: FindingCode,
  message: string,
  wayOut: string | null = null,
  offers: number[] = [],
): Finding => ({ code, severity, message, wayOut, offers });

/** A misspelt selector counts as zero for ever (arithmetic.md 18). */
function neverSeen({ series }: LintFacts): Finding | null {
  const parts = (["total", "good", "bad"] as const).filter((part) => series[part]?.ever === false);
  if (parts.length === 0) return null;
  const message = `The engine never had a series for ${parts.join(" and ")}.`;
  const wayOut = "Ask the engine for the selector: its name or a label may be misspelt.";
  return finding(parts.includes("total") ? "error" : "warning", "never-seen", message, wayOut);
}

function noBuckets({ kind, edges, series }: LintFacts): Finding | null {
  if (kind !== "latency" || (edges && edges.length > 0) || !series.good?.now) return null;
  const message = "No series of the histogram has a finite bucket edge in an le label.";
  return finding("error", "no-buckets", message, "Name the _bucket series, and keep le where they are summed.");
}

function noSuchEdge({ edges, target: { threshold } }: LintFacts): Finding | null {
  if (
    !edges ||
    edges.length === 0 ||
    threshold === null ||
    edges.some((edge) => Math.abs(edge - threshold) < SAME_EDGE)
  )
    return null;
  const nearest = [edges.findLast((edge) => edge < threshold), edges.find((edge) => edge > threshold)]
    .filter((edge) => edge !== undefined)
    .sort((a, b) => Math.abs(a - threshold) - Math.abs(b - threshold));
  const message = `No bucket of the histogram ends at ${latency(threshold)}: good and bad cannot be told apart.`;
  const wayOut = `Take ${nearest.map(latency).join(" or ")}, or give the histogram a bucket at ${latency(threshold)}.`;
  return finding("error", "no-such-edge", message, wayOut, nearest);
}

/** 250 ms would be promised as 250 s, which nothing ever misses. */
function otherUnit({ otherUnit: unit }: LintFacts): Finding | null {
  if (unit === null) return null;
  const message = `The name of the histogram says ${unit}, but its edges are not taken for that.`;
  return finding(
    "warning",
    "other-unit",
    message,
    `Say so: annotation plumbline.dev/unit: ${unit}, or in the app the unit.`,
  );
}

function goodAboveTotal({ lately }: LintFacts): Finding | null {
  if (!lately || lately.good === null || lately.good <= lately.total) return null;
  const message = `Of ${count(lately.total)} events in the last ${duration(lately.minutes * 60)}, ${count(lately.good)} were good.`;
  return finding(
    "error",
    "good-above-total",
    message,
    "Let good count a part of what total counts, by the same labels.",
  );
}

/** arithmetic.md 15. */
function tooLittleTraffic({ lately, target: { objective } }: LintFacts): Finding | null {
  if (!lately || lately.observedSeconds <= 0) return null;
  const hourly = (lately.total * 3600) / lately.observedSeconds;
  const allowed = allowedOf(hourly, objective);
  if (allowed >= 1) return null;
  const message = `There is no objective-missed verdict: too little traffic. 60 minutes hold ${figure(hourly)} events and allow ${figure(allowed)} bad ones, so that one breaks ${objectivePercent(objective)}.`;
  const lower = hourly > 1 ? Math.floor((1 - 1 / hourly) * 1000) / 1000 : 0;
  const wayOut = `Go by the budget${lower > 0 ? `, or take an objective of ${objectivePercent(lower)} or less` : ""}.`;
  return finding("warning", "too-little-traffic", message, wayOut, lower > 0 ? [lower] : []);
}

const figure = (n: number): string => (n >= 10 ? count(n) : String(Number(n.toPrecision(2))));

function longerThanData({ firstCountedMinute, minute }: LintFacts, span: WindowSpan): Finding | null {
  if (firstCountedMinute === null || firstCountedMinute <= span.from) return null;
  const elapsed = minute - span.from;
  const counted = Math.max(0, minute - firstCountedMinute);
  const message = `Of the ${duration(elapsed * 60)} of the window, ${duration(counted * 60)} were counted (${percent(counted / elapsed)}).`;
  return finding(
    "warning",
    "window-longer-than-data",
    message,
    "Every figure is of what was counted; it fills by itself.",
  );
}

/** Which pairs cannot fire, or are not watched, over a window of so many minutes (arithmetic.md 16). */
export function burnFindings({ objective }: { objective: number }, { length }: { length: number }): Finding[] {
  const reachable = reachableFactor(objective);
  const kept = burnPairs(objective, length);
  const scaled = scaledPairs(length);
  const pair = ({ longMinutes, shortMinutes }: { longMinutes: number; shortMinutes: number }): string =>
    `${duration(longMinutes * 60)} and ${duration(shortMinutes * 60)}`;
  const findings = scaled
    .filter(({ factor }) => factor > reachable)
    .map((each) => {
      const capped = kept.find(({ longMinutes }) => longMinutes === each.longMinutes);
      const message = `At ${objectivePercent(objective)}, no burn exceeds ${times(1 / (1 - objective))}: ${times(each.factor)} over ${pair(each)} is out of reach.`;
      const wayOut = capped ? `${times(capped.factor)} is watched instead.` : "Slower pairs are watched instead.";
      return finding(kept.length === 0 ? "warning" : "info", "unreachable-burn", message, wayOut, [reachable]);
    });
  const slow = scaled.filter(({ factor }) => factor <= 1).map((each) => `${times(each.factor)} over ${pair(each)}`);
  if (slow.length > 0) {
    const message = `The budget lasts at ${slow.join(" and ")}: not watched.`;
    findings.push(finding(kept.length === 0 ? "warning" : "info", "never-burns", message));
  }
  return findings;
}

function severalSeries({ series: { total } }: LintFacts): Finding | null {
  if (!total || total.now <= 1) return null;
  return finding(
    "info",
    "several-series",
    `The total is the sum of ${count(total.now)} series: they share one budget.`,
  );
}

function historyStartsHere({ baselineMinute }: LintFacts): Finding | null {
  if (baselineMinute === null) return null;
  const message = `History starts here: what the counters held by ${dayAndTime(msOf(baselineMinute))} is not counted.`;
  return finding("info", "history-starts-here", message);
}

const approximate = (facts: LintFacts): Finding | null =>
  facts.approximate
    ? finding("info", "approximate", "It is evaluated as written: its figures are approximate, no exact counts.")
    : null;
