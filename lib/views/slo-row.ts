import type { BreachKind } from "@/lib/slo/breach-kind";
import "server-only";
import { targetStatement } from "@/lib/format/target";
import { gravestOf } from "@/lib/slo/breach-kind";
import { isApproximate, publicKind, type SliKind } from "@/lib/slo/sli";
import type { Verdict } from "@/lib/slo/verdict";
import { msOf } from "@/lib/slo/window";
import type { Database } from "@/lib/store/database";
import { storedLedger } from "@/lib/store/ledger";
import type { AdrIndex, DecisionLink } from "./adr-index";
import { coverageIn } from "./coverage";
import type { Ranked } from "./ranking";

export type { DecisionLink } from "./adr-index";

/** One SLO as every list shows it. Shares are 0..1, times ISO 8601 UTC, durations seconds; null is "not known", with the reason beside it. */
export type SloRow = {
  id: string;
  name: string;
  service: string;
  tier: string | null;
  kind: SliKind;
  /** Its figures are no exact counts: the expression is evaluated as it was written. */
  approximate: boolean;
  verdict: Verdict;
  /** Why the verdict is what it is, in one sentence; null where the figures say it. */
  reason: string | null;
  /** The last verdict is shown although its minutes are older than they should be. */
  stale: boolean;
  /** End of the last counted minute. */
  finalTo: string | null;
  objective: number;
  /** The bound of a good event: s for latencies, the query's own unit for gauges. */
  threshold: number | null;
  window: string;
  /** "≥ 95 %" or "95 % ≤ 200 ms". */
  targetStatement: string;
  /** What takes the place of this target: in force already where `holds`, though no minute was counted by it yet; else to come. */
  nextTarget: { version: number; statement: string; window: string; inForceFrom: string; holds: boolean } | null;
  lastHour: { attainment: number | null; total: number; coverage: number; p95Seconds: number | null };
  /** Over the SLO's own window. */
  attainment: number | null;
  attainmentReason: "no-traffic" | "unknown" | null;
  /** Observed share of the window. */
  coverage: number;
  /** remaining: 1 = untouched, 0 = spent, negative = overspent. Counts are events of the window. */
  budget: { remaining: number | null; allowed: number; spent: number; coverage: number };
  /** Seconds until the budget is gone at the present rate; null: it holds. */
  exhaustedInSeconds: number | null;
  /** Share of bad events in the last hour, as a multiple of the allowed share: 1 stands on the plumb line. */
  missesToAllowed: number | null;
  decision: DecisionLink | null;
  openBreach: { id: number; kind: BreachKind; openedAt: string } | null;
  /** Attainment in equal slices of the window, oldest first, to four digits; null where nothing was counted. */
  sparkline: (number | null)[];
};

/** A row with what a page of its own, or the API, says on top. */
export type SloFigures = SloRow & {
  /** How many times faster than allowed the budget was spent over the last 6 h, and the observed share of these. */
  burn6h: number | null;
  burn6hCoverage: number;
};

const SIX_HOURS = 360;

/** @throws where `readFigures` has not read its figures: they would look as if nothing had been counted */
export function sloRow(adrs: AdrIndex, each: Ranked, withSparkline = true): SloRow {
  const { slo, open, target, next, verdict, reason, stale } = each;
  const { assessed } = each.figures;
  if (assessed === undefined) throw new Error(`the figures of ${slo.id} were not read`);
  const gravest = gravestOf(open);
  const attainment = assessed?.window.attainment ?? null;
  const coverage = assessed?.window.coverage ?? 0;
  return {
    id: slo.id,
    name: slo.name,
    service: slo.service,
    tier: slo.tier,
    kind: publicKind(slo.sli),
    approximate: isApproximate(slo.sli),
    verdict,
    reason,
    stale,
    finalTo: assessed ? new Date(msOf(assessed.minute)).toISOString() : null,
    objective: target.objective,
    threshold: target.threshold,
    window: target.window,
    targetStatement: targetStatement(target, slo.sli),
    nextTarget: next && {
      version: next.version.version,
      statement: targetStatement(next.version, slo.sli),
      window: next.version.window,
      inForceFrom: new Date(next.version.inForceFrom).toISOString(),
      holds: next.holds,
    },
    lastHour: {
      attainment: assessed?.hour.attainment ?? null,
      total: assessed?.hour.total ?? 0,
      coverage: assessed?.hour.coverage ?? 0,
      p95Seconds: assessed?.hour.p95Seconds ?? null,
    },
    attainment,
    attainmentReason: attainment !== null ? null : coverage > 0 ? "no-traffic" : "unknown",
    coverage,
    budget: {
      remaining: assessed?.window.remaining ?? null,
      allowed: assessed?.window.allowed ?? 0,
      spent: assessed?.window.spent ?? 0,
      coverage,
    },
    exhaustedInSeconds: assessed?.exhaustedInSeconds ?? null,
    missesToAllowed: assessed?.missesToAllowed ?? null,
    decision: adrs.link(target.decisionPath, target.decisionId),
    openBreach: gravest
      ? { id: gravest.id, kind: gravest.kind, openedAt: new Date(msOf(gravest.openedMinute)).toISOString() }
      : null,
    sparkline: withSparkline ? (assessed?.sparkline ?? []).map(fourDigits) : [],
  };
}

/** From a tenth on that is four digits behind the point, and many times quicker: a list draws 56 of a thousand SLOs. */
const fourDigits = (share: number | null): number | null => {
  if (share === null || share === 0) return share;
  return share >= 0.1 && share <= 1 ? Math.round(share * 10_000) / 10_000 : Number(share.toPrecision(4));
};

export function sloFigures(db: Database, adrs: AdrIndex, each: Ranked): SloFigures {
  const { slo, gist } = each;
  return {
    ...sloRow(adrs, each),
    burn6h: gist?.burn6h ?? null,
    burn6hCoverage: gist ? coverageIn(storedLedger(db, slo.sliId), gist.minute - SIX_HOURS, gist.minute) : 0,
  };
}
