import "server-only";
import { config } from "@/lib/config";
import { latency } from "@/lib/format/latency";
import { targetStatement } from "@/lib/format/target";
import type { Assessment } from "@/lib/slo/assessment";
import type { SliKind } from "@/lib/slo/sli";
import { targetAt } from "@/lib/slo/target-history";
import { type Verdict, verdictOf } from "@/lib/slo/verdict";
import { minuteAt, msOf, parseWindow } from "@/lib/slo/window";
import { assessments } from "@/lib/store/assessments";
import { type Breach, openBreaches } from "@/lib/store/breaches";
import { cursorOf } from "@/lib/store/cursors";
import type { Database } from "@/lib/store/database";
import { activeSlos, type Slo } from "@/lib/store/slos";
import type { AdrIndex, DecisionLink } from "./adr-index";

export type { DecisionLink } from "./adr-index";

/** One SLO as every list shows it. Shares are 0..1, times ISO 8601 UTC, durations seconds; null is "not known", with the reason beside it. */
export type SloRow = {
  id: string;
  name: string;
  service: string;
  tier: string | null;
  kind: SliKind;
  verdict: Verdict;
  /** Why the verdict is what it is, in one sentence; null where the figures say it. */
  reason: string | null;
  /** The last verdict is shown although its minutes are older than they should be. */
  stale: boolean;
  /** End of the last counted minute. */
  finalTo: string | null;
  objective: number;
  /** Upper edge of a good latency, in seconds. */
  threshold: number | null;
  window: string;
  /** "≥ 95 %" or "95 % ≤ 200 ms". */
  targetStatement: string;
  lastHour: { attainment: number | null; total: number; coverage: number; p95Seconds: number | null };
  /** Over the SLO's own window. */
  attainment: number | null;
  attainmentReason: "no-traffic" | "unknown" | null;
  coverage: number;
  /** remaining: 1 = untouched, 0 = spent, negative = overspent. Counts are events. */
  budget: { remaining: number | null; allowed: number; spent: number };
  /** How many times faster than allowed the budget was spent over the last 6 h. */
  burn6h: number | null;
  /** Seconds until the budget is gone at the present rate; null: it holds. */
  exhaustedInSeconds: number | null;
  /** Share of bad events in the last hour, as a multiple of the allowed share: 1 stands on the plumb line. */
  missesToAllowed: number | null;
  decision: DecisionLink | null;
  openBreach: { id: number; kind: string; openedAt: string } | null;
  /** Attainment in equal slices of the window, oldest first; null where nothing was counted. */
  sparkline: (number | null)[];
};

/** Every active SLO, in the order of need: by verdict, then by time to exhaustion, then by name. */
export function sloRows(db: Database, adrs: AdrIndex, now: Date): SloRow[] {
  const assessed = assessments(db);
  const open = new Map<string, Breach[]>();
  for (const breach of openBreaches(db)) open.set(breach.sloId, [...(open.get(breach.sloId) ?? []), breach]);
  return activeSlos(db)
    .map((slo) => sloRow(db, adrs, slo, assessed.get(slo.id) ?? null, open.get(slo.id) ?? [], now))
    .sort(byNeed);
}

const ORDER: Record<Verdict, number> = { breached: 0, "at-risk": 1, unknown: 2, "no-traffic": 3, met: 4 };

function byNeed(a: SloRow, b: SloRow): number {
  const left = (row: SloRow): number => row.exhaustedInSeconds ?? Number.POSITIVE_INFINITY;
  const remaining = (row: SloRow): number => row.budget.remaining ?? 1;
  return (
    ORDER[a.verdict] - ORDER[b.verdict] ||
    (left(a) === left(b) ? 0 : left(a) - left(b)) ||
    remaining(a) - remaining(b) ||
    a.name.localeCompare(b.name)
  );
}

export function sloRow(
  db: Database,
  adrs: AdrIndex,
  slo: Slo,
  assessed: Assessment | null,
  open: readonly Breach[],
  now: Date,
): SloRow {
  const { delaySeconds, tickSeconds } = config();
  const target = targetAt(slo.targets, assessed?.minute ?? minuteAt(now.getTime()));
  const window = parseWindow(target.window) ?? { days: 28 };
  const ageSeconds = assessed ? (now.getTime() - msOf(assessed.minute)) / 1000 : Number.POSITIVE_INFINITY;
  const { verdict, stale, reason } = verdictOf({
    openBreaches: open.map(({ kind }) => kind),
    ageSeconds,
    delaySeconds,
    tickSeconds,
    totalSeen: assessed?.totalSeen ?? false,
    hourTotal: assessed?.hour.total ?? 0,
    unjudged: unjudged(slo, target.threshold),
    burn6h: assessed?.burn6h ?? null,
    exhaustedInSeconds: assessed?.exhaustedInSeconds ?? null,
    window,
  });
  const refusal = cursorOf(db, slo.sliId)?.error ?? null;
  const gravest = open.toSorted((a, b) => GRAVITY.indexOf(a.kind) - GRAVITY.indexOf(b.kind))[0];
  const attainment = assessed?.window.attainment ?? null;
  return {
    id: slo.id,
    name: slo.name,
    service: slo.service,
    tier: slo.tier,
    kind: slo.sli.kind,
    verdict,
    reason: refusal ?? (assessed ? reason : "Nothing has been counted yet."),
    stale,
    finalTo: assessed ? new Date(msOf(assessed.minute)).toISOString() : null,
    objective: target.objective,
    threshold: target.threshold,
    window: target.window,
    targetStatement: targetStatement(target),
    lastHour: {
      attainment: assessed?.hour.attainment ?? null,
      total: assessed?.hour.total ?? 0,
      coverage: assessed?.hour.coverage ?? 0,
      p95Seconds: assessed?.hour.p95Seconds ?? null,
    },
    attainment,
    attainmentReason: attainment !== null ? null : assessed && assessed.window.coverage > 0 ? "no-traffic" : "unknown",
    coverage: assessed?.window.coverage ?? 0,
    budget: {
      remaining: assessed?.window.remaining ?? null,
      allowed: assessed?.window.allowed ?? 0,
      spent: assessed?.window.spent ?? 0,
    },
    burn6h: assessed?.burn6h ?? null,
    exhaustedInSeconds: assessed?.exhaustedInSeconds ?? null,
    missesToAllowed: assessed?.missesToAllowed ?? null,
    decision: adrs.link(target.decisionPath, target.decisionId),
    openBreach: gravest
      ? { id: gravest.id, kind: gravest.kind, openedAt: new Date(msOf(gravest.openedMinute)).toISOString() }
      : null,
    sparkline: assessed?.sparkline ?? [],
  };
}

/** A histogram without the threshold's edge tells nothing of good and bad. */
function unjudged({ edges }: Slo, threshold: number | null): string | null {
  if (edges === null || threshold === null || edges.some((edge) => Math.abs(edge - threshold) < 1e-9))
    return null;
  return `No bucket of the histogram ends at ${latency(threshold)}; it has ${edges.map(latency).join(", ")}.`;
}

const GRAVITY = ["objective-missed", "budget-exhausted", "fast-burn", "slow-burn"];
