import "server-only";
import type { AdrRecord } from "@/lib/adr/record";
import { concerns } from "@/lib/adr/triggered-decision";
import { monthAt, monthsUpTo } from "@/lib/costs/month";
import type { MonthCost } from "@/lib/costs/month-cost";
import type { BilledMonth, CostThenAndNow } from "@/lib/costs/then-and-now";
import type { Database } from "@/lib/store/database";
import { monthCosts } from "@/lib/store/month-costs";

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
  const isWatched = record.triggers.some((trigger) => trigger.when === "cost-above" && concerns(record, trigger, id));
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
  const before = monthAt(Math.max(1, sinceMinute), timeZone);
  const [last, running] = monthsUpTo(cutOff, 2, timeZone);
  const now = last && last.id > before.id ? last : running;
  return { currency: setup.currency, before: billed(of(before)), now: now ? billed(of(now)) : null };
}
