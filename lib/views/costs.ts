import "server-only";
import type { Reader } from "@/lib/auth/actor";
import type { Amount } from "@/lib/costs/money";
import { type Month, monthsUpTo, parseMonth } from "@/lib/costs/month";
import type { MonthCost } from "@/lib/costs/month-cost";
import { DomainError } from "@/lib/errors";
import { mayEditAll } from "@/lib/rights";
import { minuteAt, msOf } from "@/lib/slo/window";
import { database } from "@/lib/store/database";
import { type MonthCosts, monthCosts } from "@/lib/store/month-costs";
import { adrIndex } from "./adr-index";
import { type CostDetail, costDetail } from "./cost-detail";
import { type PriceRow, priceRows } from "./prices";

export type { CostDetail } from "./cost-detail";
export type { PriceRow } from "./prices";

/** One month's totals. Times are ISO 8601 UTC, shares 0..1; amounts in millionths of the plan's currency. */
export type MonthRow = {
  /** "2026-11" */
  id: string;
  from: string;
  to: string;
  /** It has ended, and was looked at to its end. */
  isWhole: boolean;
  coverage: number;
  without: Amount;
  with: Amount;
  promised: Amount;
  benefit: Amount;
};

export type CostsView = {
  now: string;
  /** null: nothing is billed, because no plan is there. */
  plan: { title: string; note: string | null; currency: string; timeZone: string; source: string } | null;
  /** How many months are asked for. */
  range: number;
  /** Those of them in which anything was counted, oldest first. */
  months: MonthRow[];
  /** One of them, in full; null: nothing is counted in it. */
  month: CostDetail | null;
  prices: PriceRow[];
  /** The running month: the first from which a price may change. */
  running: string;
  mayEdit: boolean;
  signedIn: boolean;
};

export const RANGES = [3, 6, 12, 24] as const;
const USUAL = 12;

/** @throws DomainError `bad-input` for what is no month or no range */
export async function costsView(
  reader: Reader,
  now: Date,
  asked: { months?: string | null; month?: string | null } = {},
): Promise<CostsView> {
  const db = database();
  const minute = minuteAt(now.getTime());
  const costs = monthCosts(db, minute);
  const range = rangeIn(asked.months ?? null);
  const all = monthsUpTo(Math.max(1, minute), range, costs.timeZone);
  const billed = all.flatMap((month) => billedOf(costs, month));
  const running = all.at(-1)?.id ?? "";
  const { newest } = costs;
  const chosen = asked.month ? chosenIn(asked.month, costs) : (billed.at(-1) ?? null);
  return {
    now: now.toISOString(),
    plan: newest?.plan
      ? {
          title: newest.plan.title,
          note: newest.plan.note ?? null,
          currency: newest.plan.setup.currency,
          timeZone: newest.plan.timeZone,
          source: newest.source,
        }
      : null,
    range,
    months: billed.map(rowOf),
    month: chosen ? costDetail(db, await adrIndex(), chosen) : null,
    prices: priceRows(db, running),
    running,
    mayEdit: mayEditAll(reader),
    signedIn: reader.kind !== "anonymous",
  };
}

/** Months of before anything was counted are left out, and not shown as free. */
function billedOf(costs: MonthCosts, month: Month): MonthCost[] {
  const cost = costs.of(month);
  return cost?.measured.some(({ coverage }) => coverage > 0) ? [cost] : [];
}

function rangeIn(text: string | null): number {
  if (text === null || text === "") return USUAL;
  const range = RANGES.find((each) => String(each) === text);
  if (range === undefined)
    throw new DomainError("bad-input", `months: "${text}" is none of ${RANGES.join(", ")}.`, null, {
      details: { issues: [{ field: "months", message: `is none of ${RANGES.join(", ")}` }] },
    });
  return range;
}

function chosenIn(id: string, costs: MonthCosts): MonthCost | null {
  const month = parseMonth(id, costs.timeZone);
  if (!month)
    throw new DomainError("bad-input", `month: "${id}" is no month such as 2026-11.`, null, {
      details: { issues: [{ field: "month", message: "is no month such as 2026-11" }] },
    });
  return billedOf(costs, month)[0] ?? null;
}

const rowOf = ({ month, to, isWhole, coverage, comparison: { bills, benefit } }: MonthCost): MonthRow => ({
  id: month.id,
  from: new Date(msOf(month.from)).toISOString(),
  to: new Date(msOf(to)).toISOString(),
  isWhole,
  coverage,
  without: bills.without.total,
  with: bills.with.total,
  promised: bills.promised.total,
  benefit,
});
