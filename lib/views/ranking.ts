import "server-only";
import { config } from "@/lib/config";
import { delayOf } from "@/lib/engines";
import { latency } from "@/lib/format/latency";
import { targetStatement } from "@/lib/format/target";
import { briefly } from "@/lib/format/time";
import type { BreachKind } from "@/lib/slo/breach-kind";
import { type TargetVersion, targetAfter, targetAt, targetInForce } from "@/lib/slo/target-history";
import { type Verdict, verdictOf } from "@/lib/slo/verdict";
import { minuteAt, msOf, parseWindow, riskHorizonSeconds } from "@/lib/slo/window";
import type { Gist } from "@/lib/store/assessments";
import type { Database } from "@/lib/store/database";
import type { Slo } from "@/lib/store/slos";
import { type Standing, standings } from "./standing";

/** A standing with its verdict at an instant: as much as an order and a count need. */
export type Ranked = Standing & {
  /** The version that the figures are judged by, and what takes its place. */
  target: TargetVersion;
  next: ReturnType<typeof targetAfter>;
  verdict: Verdict;
  /** Why, in one sentence; null where the figures say it. */
  reason: string | null;
  stale: boolean;
};

let kept: { of: ReturnType<typeof standings>; second: number; all: readonly Ranked[] } | undefined;

/**
 * Every active SLO in the order of need: by verdict, time to exhaustion, what is left, and then as they stand, by name.
 * A page asks several times in a row; a verdict does not change within a second unless something was counted.
 */
export function ranking(db: Database, now: Date): readonly Ranked[] {
  const of = standings(db);
  const second = Math.floor(now.getTime() / 1000);
  if (kept?.of !== of || kept.second !== second)
    kept = { of, second, all: Array.from(of.values(), (standing) => ranked(standing, now)).sort(byNeed) };
  return kept.all;
}

const NONE: readonly BreachKind[] = [];

export function ranked(standing: Standing, now: Date): Ranked {
  const { slo, gist, figures, error, open } = standing;
  const target = gist ? targetAt(slo.targets, gist.minute) : targetInForce(slo.targets, now.getTime());
  const kinds = open.length === 0 ? NONE : open.map(({ kind }) => kind);
  const { verdict, stale, reason: judged } = verdictNow(slo, target, gist, kinds, now);
  const next = targetAfter(slo.targets, target, now.getTime());
  const changed = next?.holds
    ? `${targetStatement(next.version, slo.sli)} is promised since ${briefly(next.version.inForceFrom, now.getTime())} UTC; the figures are still those of ${targetStatement(target, slo.sli)}.`
    : null;
  const known = error ?? (gist ? judged : "Nothing has been counted yet.");
  const reason = changed && gist ? [known, changed].filter(Boolean).join(" ") : known;
  // Written out: a thousand spreads take longer than the verdicts.
  return { slo, gist, figures, error, open, target, next, verdict, reason, stale };
}

/** The verdict on what was assessed, by a target and the breaches that are open under it. */
export function verdictNow(
  slo: Slo,
  target: TargetVersion,
  gist: Gist | null,
  open: readonly BreachKind[],
  now: Date,
): ReturnType<typeof verdictOf> {
  const { tickSeconds } = config();
  const minute = gist?.minute ?? minuteAt(now.getTime());
  return verdictOf({
    openBreaches: open,
    ageSeconds: gist ? (now.getTime() - msOf(gist.minute)) / 1000 : Number.POSITIVE_INFINITY,
    delaySeconds: delayOf(slo.sli),
    tickSeconds,
    totalSeen: gist?.totalSeen ?? false,
    hourTotal: gist?.hourTotal ?? 0,
    hourCoverage: gist?.hourCoverage ?? 0,
    unjudged: unjudged(slo, target.threshold),
    burn6h: gist?.burn6h ?? null,
    exhaustedInSeconds: gist?.exhaustedInSeconds ?? null,
    horizonSeconds: riskHorizonSeconds(parseWindow(target.window) ?? { days: 28 }, minute),
  });
}

const ORDER: Record<Verdict, number> = { breached: 0, "at-risk": 1, unknown: 2, "no-traffic": 3, met: 4 };

const left = ({ gist }: Ranked): number => gist?.exhaustedInSeconds ?? Number.MAX_VALUE;
const remaining = ({ gist }: Ranked): number => gist?.remaining ?? 1;

const byNeed = (a: Ranked, b: Ranked): number =>
  ORDER[a.verdict] - ORDER[b.verdict] || left(a) - left(b) || remaining(a) - remaining(b);

/** A histogram without the threshold's edge tells nothing of good and bad. */
function unjudged({ edges }: Slo, threshold: number | null): string | null {
  if (edges === null || threshold === null || edges.some((edge) => Math.abs(edge - threshold) < 1e-9)) return null;
  return `No bucket of the histogram ends at ${latency(threshold)}; it has ${edges.map(latency).join(", ")}.`;
}
