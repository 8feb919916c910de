import type { SloFigures } from "@/lib/views/slo-row";

/** An SLO as the API answers it: ratios 0..1, null where unknown, with the reason beside it. */
export function sloItem(row: SloFigures) {
  const {
    id,
    name,
    service,
    tier,
    kind,
    approximate,
    objective,
    threshold,
    window,
    verdict,
    reason,
    stale,
    finalTo,
    attainment,
    attainmentReason,
    coverage,
  } = row;
  return {
    id,
    name,
    service,
    tier,
    kind,
    approximate,
    objective,
    threshold,
    window,
    verdict,
    reason,
    stale,
    finalTo,
    attainment,
    attainmentReason,
    coverage,
    lastHour: row.lastHour,
    budgetRemaining: row.budget.remaining,
    budget: row.budget,
    burn6h: row.burn6h,
    burn6hCoverage: row.burn6hCoverage,
    exhaustedInSeconds: row.exhaustedInSeconds,
    decision: row.decision && { path: row.decision.path, id: row.decision.id, title: row.decision.title },
    openBreach: row.openBreach,
  };
}
