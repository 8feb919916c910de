import "server-only";
import { asc } from "drizzle-orm";
import { costPlans } from "@/db/costs";
import { Plan } from "@/lib/costs/plan";
import type { Database } from "./database";

/** `from`: the first month that it bills. `plan` null: its file was taken away, and nothing is billed from then on. */
export type StoredPlan = { n: number; source: string; from: string; plan: Plan | null; createdAt: number };

/** Oldest first. */
export const allPlans = (db: Database): StoredPlan[] =>
  db
    .select()
    .from(costPlans)
    .orderBy(asc(costPlans.n))
    .all()
    .map(({ plan, fromMonth: from, ...rest }) => ({ ...rest, from, plan: plan === null ? null : Plan.parse(plan) }));

export function addPlan(db: Database, { from: fromMonth, ...plan }: Omit<StoredPlan, "n">): void {
  db.insert(costPlans)
    .values({ ...plan, fromMonth })
    .run();
}
