import "server-only";
import type { Counted } from "@/lib/costs/measured";
import type { Month } from "@/lib/costs/month";
import { type MonthCost, monthCost, planIn } from "@/lib/costs/month-cost";
import { MEASURED } from "@/lib/costs/usage";
import { remembered } from "@/lib/slo/ledger";
import { allPlans, type StoredPlan } from "./cost-plans";
import type { Database } from "./database";
import { storedLedger } from "./ledger";
import { allPrices } from "./prices";
import { segmentsOf, sloById } from "./slos";

export type MonthCosts = {
  /** The newest plan that bills anything; null: there is none. */
  newest: StoredPlan | null;
  timeZone: string;
  /** null where no plan bills the month, or nothing of it is counted yet. */
  of(month: Month): MonthCost | null;
};

/** The costs of months, as plans, prices and the ledger have them now. `before`: what lies after this minute is left out. */
export function monthCosts(db: Database, before: number): MonthCosts {
  const plans = allPlans(db);
  const prices = allPrices(db);
  const counted = new Map<string, Counted>();
  const names = new Set(plans.flatMap(({ plan }) => (plan ? MEASURED.map((each) => plan.volumes[each].slo) : [])));
  let last = Number.NEGATIVE_INFINITY;
  for (const name of names) {
    const slo = sloById(db, name);
    if (!slo) continue;
    const segments = segmentsOf(db, name).map(({ sliId, edges }) => ({
      ledger: remembered(storedLedger(db, sliId)),
      edges,
    }));
    last = segments.reduce((most, { ledger }) => Math.max(most, ledger.last()?.minute ?? most), last);
    counted.set(name, { segments, targets: slo.targets });
  }
  const newest = plans.findLast(({ plan }) => plan !== null) ?? null;
  // A plan whose file was taken away bills nothing any more, but what it billed stays.
  const holds = plans.at(-1)?.plan ?? null;
  const upTo = Math.min(before, last === Number.NEGATIVE_INFINITY ? before : last);
  return {
    newest: holds === null ? null : newest,
    timeZone: newest?.plan?.timeZone ?? "UTC",
    of(month) {
      const plan = planIn(plans, month.id)?.plan ?? null;
      return plan === null || upTo <= month.from ? null : monthCost(plan, prices, counted, month, upTo);
    },
  };
}
