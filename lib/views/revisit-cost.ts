import "server-only";
import type { AdrRecord } from "@/lib/adr/record";
import type { Amount } from "@/lib/costs/money";
import { monthAt, monthsUpTo } from "@/lib/costs/month";
import type { MonthCost } from "@/lib/costs/month-cost";
import type { Database } from "@/lib/store/database";
import { monthCosts } from "@/lib/store/month-costs";

/** One month's bill as a meeting sees it. */
export type BilledMonth = {
  /** "2026-11" */
  month: string;
  isWhole: boolean;
  coverage: number;
  /** With the caches, and without them. */
  with: Amount;
  without: Amount;
  /** What this decision saves of it; null where it is none that costs are told apart by. */
  benefit: Amount | null;
};

export type CostThenAndNow = {
  currency: string;
  /** The month in which it was last decided of; null: nothing was billed then. */
  then: BilledMonth | null;
  /** The last whole month, or the running one where there is none since. */
  now: BilledMonth | null;
};

/** null where no plan bills anything, or nothing of it is this decision's business. */
export function costThenAndNow(
  db: Database,
  record: AdrRecord,
  { path, id }: { path: string; id: string },
  sinceMinute: number,
  cutOff: number,
): CostThenAndNow | null {
  const { newest, timeZone, of } = monthCosts(db, cutOff);
  const setup = newest?.plan?.setup;
  if (!setup) return null;
  const address = `${path}#${id}`;
  const isBilled = setup.edge.decision === address || setup.cache.decision === address;
  const isWatched = record.triggers.some(({ when, decision }) => when === "cost-above" && decision === id);
  if (!isBilled && !isWatched) return null;
  const billed = (cost: MonthCost | null): BilledMonth | null => {
    if (cost === null) return null;
    const { bills, byDecision } = cost.comparison;
    return {
      month: cost.month.id,
      isWhole: cost.isWhole,
      coverage: cost.coverage,
      with: bills.with.total,
      without: bills.without.total,
      benefit: byDecision.find(({ decision }) => decision === address)?.benefit ?? null,
    };
  };
  const then = monthAt(Math.max(1, sinceMinute), timeZone);
  const [last, running] = monthsUpTo(cutOff, 2, timeZone);
  const now = last && last.id > then.id ? last : running;
  return { currency: setup.currency, then: billed(of(then)), now: now ? billed(of(now)) : null };
}
