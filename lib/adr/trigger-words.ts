import { duration } from "@/lib/format/duration";
import { percent } from "@/lib/format/percent";
import { day, dayAndTime, shortDay } from "@/lib/format/time";
import type { JudgedPeriod, PeriodsJudged, PeriodTerms } from "@/lib/slo/period-trigger";
import { msOf } from "@/lib/slo/window";
import type { TriggerTerms } from "./trigger-terms";

const list = new Intl.ListFormat("en-GB");

/** What was measured of one SLO's periods, as a sentence. */
export function periodsSay(name: string, terms: PeriodTerms, { standing, periods }: PeriodsJudged): string {
  if (standing === "unknown") {
    const dark = periods.filter(({ meets }) => meets === null).map((each) => `${spanOf(each)} (${seen(each)})`);
    return `${name}: too little was observed of ${list.format(dark)} to know.`;
  }
  const spent = periods.map((each) => `${spanOf(each)} (${rest(each)}, ${seen(each)})`);
  const [n, was] = [terms.periods, terms.kind === "budget-exhausted" ? "exhausted" : "hardly used"];
  return standing === "met"
    ? `${name}: the budget was ${was} in ${n === 1 ? "the last period" : `${n} periods running`}, ${list.format(spent)}.`
    : `${name}: ${list.format(spent)}.`;
}

const spanOf = ({ from, to }: JudgedPeriod): string => `${shortDay(msOf(from))} to ${day(msOf(to) - 1)}`;

const rest = ({ remaining }: JudgedPeriod): string =>
  remaining === null
    ? "no traffic"
    : remaining < 0
      ? `${percent(-remaining, 0)} over`
      : `${percent(remaining, 0)} of the budget left`;

const seen = ({ coverage }: JudgedPeriod): string => `${percent(coverage, 0)} observed`;

/** What a trigger waits for, as people say it: "the budget exhausted in 2 periods running". */
export function conditionInWords(terms: TriggerTerms): string {
  const running = (n: number): string => (n === 1 ? "in a period" : `in ${n} periods running`);
  switch (terms.kind) {
    case "budget-exhausted":
      return `the budget exhausted ${running(terms.periods)}`;
    case "over-achieved":
      return `at least ${percent(terms.left, 0)} of the budget left ${running(terms.periods)}`;
    case "promql":
      return `the condition ${terms.query}${terms.forSeconds > 0 ? ` for ${duration(terms.forSeconds)}` : ""}`;
    case "cost-above":
      return `a cost above ${terms.amount} ${terms.unit.replace("/", " a ")}`;
    case "date":
      return `the ${day(terms.day)}`;
  }
}

export const NO_COSTS = "Not evaluated: COSTS_DIR names no cost plan.";

export const heldSince = (query: string, minute: number, seconds: number): string =>
  `${query} has held since ${dayAndTime(msOf(minute))}${seconds > 0 ? `, ${duration(seconds)}` : ""}.`;
