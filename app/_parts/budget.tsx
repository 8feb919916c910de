import { duration } from "@/lib/format/duration";
import { percent } from "@/lib/format/percent";
import type { SloRow } from "@/lib/views/slo-row";

type Budgeted = Pick<SloRow, "verdict" | "exhaustedInSeconds"> & { budget: { remaining: number | null } };

/** "12 % left", "45 % over", or "–". */
export function budgetLeft(remaining: number | null, unit = " left"): string {
  if (remaining === null) return "–";
  return remaining < 0 ? `${percent(-remaining, 0)} over` : `${percent(remaining, 0)}${unit}`;
}

/** "gone in 6 d 4 h", "gone", "holds the window", "as of 07:58". */
export function budgetOutlook(row: Budgeted): string {
  if (row.budget.remaining === null || row.verdict === "no-traffic") return "no requests";
  if (row.budget.remaining <= 0) return "gone";
  return row.exhaustedInSeconds === null ? "holds the window" : `gone in ${duration(row.exhaustedInSeconds)}`;
}

/** The tone of what is left: only breached and at-risk rows raise their voice. */
export function budgetTone(row: Budgeted): "breach" | "risk" | "plain" {
  if (row.verdict === "breached" || (row.budget.remaining !== null && row.budget.remaining < 0)) return "breach";
  return row.verdict === "at-risk" ? "risk" : "plain";
}

/** The fill is what is left; hatched over the full width where more than everything is spent. The words beside it say the same. */
export function BudgetBar({ row }: { row: Budgeted }) {
  const { remaining } = row.budget;
  if (remaining !== null && remaining < 0) return <div className="bar over" aria-hidden="true" />;
  return (
    <div className={`bar ${budgetTone(row)}`} aria-hidden="true">
      <i style={{ width: `${Math.round(Math.max(0, Math.min(1, remaining ?? 0)) * 100)}%` }} />
    </div>
  );
}
