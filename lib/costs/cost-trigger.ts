import { money } from "@/lib/format/money";
import { percent } from "@/lib/format/percent";
import { monthName } from "@/lib/format/time";
import { ENOUGH_OBSERVED } from "@/lib/slo/observed";
import type { MonthCost } from "./month-cost";

/** `unit`: a currency and a span, such as EUR/month. */
export type CostTerms = { amount: number; unit: string };

/** `occasion`: the month that it is about; it fires once for each. */
export type JudgedCost = {
  standing: "met" | "not-met" | "unknown";
  says: string;
  occasion?: string;
  measured?: { month: string; currency: string; micros: number; limitMicros: number; coverage: number };
};

/** The plan with every month that it can be asked for: 0 is the running one, 1 the last that has ended. */
export type MonthsBack = (back: number) => MonthCost | null;

/**
 * Holds what the caches cost, with all that stands behind them, against a limit. Costs that were measured in part are at least
 * what was measured: they can be above, but not below. What cannot be told says why.
 * `after`: the minute by which somebody has decided, null where nobody has: months that had ended by then were known to them.
 */
export function judgeCost({ amount, unit }: CostTerms, months: MonthsBack, after: number | null): JudgedCost {
  const [currency = "", span = ""] = unit.split("/");
  const limit = Math.round(amount * 1_000_000);
  const running = months(0);
  if (!running) return cannot("no month of the cost plan is counted yet");
  const own = running.plan.setup.currency;
  if (own !== currency)
    return cannot(`the costs are in ${own} and the trigger is in ${currency}: no rate of exchange is kept`);
  const isNew = (cost: MonthCost): boolean => after === null || cost.month.end > after;
  if (span === "month") return aMonth(running, months(1), isNew, limit, currency);
  const last = months(1);
  if (!last) return cannot("no whole month is counted yet");
  if (!isNew(last))
    return { standing: "not-met", says: `${named(last)} had ended when it was decided: no month has ended since.` };
  return span === "year" ? overMonths(last, months, limit, currency) : aDay(last, limit, currency);
}

type IsNew = (cost: MonthCost) => boolean;

const cannot = (why: string): JudgedCost => ({
  standing: "unknown",
  says: `It cannot be told, because ${why}.`,
});

function aMonth(running: MonthCost, last: MonthCost | null, isNew: IsNew, limit: number, currency: string): JudgedCost {
  for (const each of [running, last]) {
    const found = each && isNew(each) && above(each, totalOf(each), limit, currency, "a month");
    if (found) return found;
  }
  const total = running.comparison.bills.with.total;
  if (!total.known) return cannot(total.why);
  if (running.coverage < ENOUGH_OBSERVED) return tooLittle(running);
  const before = last?.comparison.bills.with.total;
  const then = last && before?.known ? `, ${money(before.micros, currency)} in ${monthName(last.month.id)}` : "";
  return {
    standing: "not-met",
    says: `${named(running)}: ${money(total.micros, currency)}${then}; the limit is ${money(limit, currency)} a month.`,
  };
}

/** The average day of the last whole month: a monthly fee is due on no day in particular. */
function aDay(last: MonthCost, limit: number, currency: string): JudgedCost {
  const total = totalOf(last);
  if (total === null) return cannot(whyUnknown(last));
  const perDay = Math.round((total * 1440) / (last.month.end - last.month.from));
  const found = above(last, perDay, limit, currency, "a day");
  if (found) return found;
  if (last.coverage < ENOUGH_OBSERVED) return tooLittle(last);
  return { standing: "not-met", says: `${named(last)}: ${money(perDay, currency)} a day on average.` };
}

const MONTHS_OF_A_YEAR = 12;

function overMonths(last: MonthCost, months: MonthsBack, limit: number, currency: string): JudgedCost {
  const all = Array.from({ length: MONTHS_OF_A_YEAR }, (_, i) => months(i + 1));
  const seen = all.flatMap((each) => (each && totalOf(each) !== null ? [each] : []));
  const sum = seen.reduce((total, each) => total + (totalOf(each) ?? 0), 0);
  const found = above(last, sum, limit, currency, "a year");
  if (found) return found;
  const dark = all.length - seen.filter(({ coverage }) => coverage >= ENOUGH_OBSERVED).length;
  if (dark > 0) return cannot(`of the last twelve months ${dark} are not known`);
  return { standing: "not-met", says: `The last twelve months: ${money(sum, currency)}.` };
}

function above(
  cost: MonthCost,
  micros: number | null,
  limitMicros: number,
  currency: string,
  span: string,
): JudgedCost | null {
  if (micros === null || micros <= limitMicros) return null;
  const { month, coverage } = cost;
  const what = span === "a month" ? named(cost) : `${named(cost)}, ${span}`;
  return {
    standing: "met",
    says: `${what}: ${money(micros, currency)}, above ${money(limitMicros, currency)} ${span} (${percent(coverage, 0)} observed).`,
    occasion: month.id,
    measured: { month: month.id, currency, micros, limitMicros, coverage },
  };
}

const totalOf = ({ comparison: { bills } }: MonthCost): number | null =>
  bills.with.total.known ? bills.with.total.micros : null;

const whyUnknown = ({ comparison: { bills } }: MonthCost): string =>
  bills.with.total.known ? "" : bills.with.total.why;

const tooLittle = (cost: MonthCost): JudgedCost =>
  cannot(`only ${percent(cost.coverage, 0)} of ${named(cost)} was observed`);

const named = ({ month, isWhole }: MonthCost): string =>
  isWhole ? monthName(month.id) : `${monthName(month.id)} so far`;
