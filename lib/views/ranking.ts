import "server-only";
import { config } from "@/lib/config";
import { latency } from "@/lib/format/latency";
import { targetStatement } from "@/lib/format/target";
import { briefly } from "@/lib/format/time";
import type { Assessment } from "@/lib/slo/assessment";
import type { BreachKind } from "@/lib/slo/breach-kind";
import { type TargetVersion, targetAfter, targetAt, targetInForce } from "@/lib/slo/target-history";
import { type Verdict, verdictOf } from "@/lib/slo/verdict";
import { minuteAt, msOf, parseWindow, riskHorizonSeconds } from "@/lib/slo/window";
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
    kept = { of, second, all: [...of.values()].map((standing) => ranked(standing, now)).sort(byNeed) };
  return kept.all;
}

export function ranked(standing: Standing, now: Date): Ranked {
  const { slo, assessed, cursor, open } = standing;
  const target = assessed ? targetAt(slo.targets, assessed.minute) : targetInForce(slo.targets, now.getTime());
  const kinds = open.map(({ kind }) => kind);
  const judged = verdictNow(slo, target, assessed, kinds, now);
  const next = targetAfter(slo.targets, target, now.getTime());
  const changed = next?.holds
    ? `${targetStatement(next.version, slo.sli)} is promised since ${briefly(next.version.inForceFrom, now.getTime())} UTC; the figures are still those of ${targetStatement(target, slo.sli)}.`
    : null;
  const known = cursor?.error ?? (assessed ? judged.reason : "Nothing has been counted yet.");
  const reason = changed && assessed ? [known, changed].filter(Boolean).join(" ") : known;
  return { ...standing, target, next, ...judged, reason };
}

/** The verdict on what was assessed, by a target and the breaches that are open under it. */
export function verdictNow(
  slo: Slo,
  target: TargetVersion,
  assessed: Assessment | null,
  open: readonly BreachKind[],
  now: Date,
): ReturnType<typeof verdictOf> {
  const { delaySeconds, tickSeconds } = config();
  const minute = assessed?.minute ?? minuteAt(now.getTime());
  return verdictOf({
    openBreaches: open,
    ageSeconds: assessed ? (now.getTime() - msOf(assessed.minute)) / 1000 : Number.POSITIVE_INFINITY,
    delaySeconds: slo.sli.timing?.delaySeconds ?? delaySeconds,
    tickSeconds,
    totalSeen: assessed?.totalSeen ?? false,
    hourTotal: assessed?.hour.total ?? 0,
    hourCoverage: assessed?.hour.coverage ?? 0,
    unjudged: unjudged(slo, target.threshold),
    burn6h: assessed?.burn6h ?? null,
    exhaustedInSeconds: assessed?.exhaustedInSeconds ?? null,
    horizonSeconds: riskHorizonSeconds(parseWindow(target.window) ?? { days: 28 }, minute),
  });
}

const ORDER: Record<Verdict, number> = { breached: 0, "at-risk": 1, unknown: 2, "no-traffic": 3, met: 4 };

function byNeed(a: Ranked, b: Ranked): number {
  const left = ({ assessed }: Ranked): number => assessed?.exhaustedInSeconds ?? Number.MAX_VALUE;
  const remaining = ({ assessed }: Ranked): number => assessed?.window.remaining ?? 1;
  return ORDER[a.verdict] - ORDER[b.verdict] || left(a) - left(b) || remaining(a) - remaining(b);
}

/** A histogram without the threshold's edge tells nothing of good and bad. */
function unjudged({ edges }: Slo, threshold: number | null): string | null {
  if (edges === null || threshold === null || edges.some((edge) => Math.abs(edge - threshold) < 1e-9)) return null;
  return `No bucket of the histogram ends at ${latency(threshold)}; it has ${edges.map(latency).join(", ")}.`;
}
