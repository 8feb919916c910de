import { mistakeIn } from "@/lib/rules/promql-mistake";
import { durationSeconds } from "@/lib/rules/promql-tree";
import { DEFAULT_ENGINE } from "@/lib/slo/sli";
import { isoDate } from "./duration";

/** What calls for a new look at a decision before its date: `when` names the kind, the other keys are its terms. */
export type AdrTrigger = { id: string; when: string; [term: string]: unknown };

/** What a trigger says, read. `periods` are whole windows of the target, one after the other. */
export type TriggerTerms =
  | { kind: "budget-exhausted"; periods: number }
  /** At the end of each period at least `left` of the budget was left. */
  | { kind: "over-achieved"; periods: number; left: number }
  /** `engine`: the name of the one that is asked; left out, the default one. */
  | { kind: "promql"; query: string; forSeconds: number; engine?: string }
  | { kind: "cost-above"; amount: number; unit: string }
  | { kind: "date"; day: string };

/** `key`: the term that is wrong. `message` is the end of a sentence. */
export type TermsFault = { key: string; message: string };

export const TRIGGER_KINDS = ["budget-exhausted", "over-achieved", "promql", "cost-above", "date"] as const;

const MOST_PERIODS = 12;
/** Of the budget; an SLO that never spends more than a tenth of it promises less than it could. */
const OVER_ACHIEVED_LEFT = 0.9;
const LONGEST_QUERY = 2_000;
const LONGEST_FOR_SECONDS = 30 * 86_400;

/** The terms of a trigger, or the first of them that cannot be used. Never throws. */
export function termsOf(trigger: AdrTrigger): { terms: TriggerTerms } | { fault: TermsFault } {
  const kind = TRIGGER_KINDS.find((each) => each === trigger.when);
  return kind === undefined
    ? faulty("when", `fires when “${trigger.when}”: known are ${TRIGGER_KINDS.join(", ")}`)
    : READ[kind](trigger);
}

type Read = ReturnType<typeof termsOf>;

const faulty = (key: string, message: string): { fault: TermsFault } => ({ fault: { key, message } });

const READ: Record<(typeof TRIGGER_KINDS)[number], (trigger: AdrTrigger) => Read> = {
  "budget-exhausted": (trigger) =>
    withPeriods(trigger, (periods) => ({ terms: { kind: "budget-exhausted", periods } })),
  "over-achieved": (trigger) =>
    withPeriods(trigger, (periods) => {
      const { left = OVER_ACHIEVED_LEFT } = trigger;
      return typeof left === "number" && left > 0 && left <= 1
        ? { terms: { kind: "over-achieved", periods, left } }
        : faulty("left", `has the rest “${String(left)}” of the budget: write a share above 0, such as 0.9`);
    }),
  promql: ({ query, for: held, engine }) => {
    if (typeof query !== "string" || query.trim() === "") return faulty("query", "has no query");
    if (query.length > LONGEST_QUERY) return faulty("query", `has a query of more than ${LONGEST_QUERY} characters`);
    if (engine !== undefined && (typeof engine !== "string" || !/^[\w.-]{1,63}$/.test(engine)))
      return faulty("engine", `asks the engine “${String(engine)}”: write the name of one of ENGINES_FILE`);
    const named = engine === undefined || engine === DEFAULT_ENGINE ? {} : { engine };
    const mistake = mistakeIn(query);
    if (mistake) return faulty("query", `has a query that ${mistake.message}`);
    const seconds = held === undefined ? 0 : typeof held === "string" ? durationSeconds(held.trim()) : null;
    return seconds === null || seconds > LONGEST_FOR_SECONDS
      ? faulty("for", `has to hold for “${String(held)}”: write a duration of up to 30 days, such as 30m`)
      : { terms: { kind: "promql", query: query.trim(), forSeconds: seconds, ...named } };
  },
  "cost-above": ({ value }) => {
    const [, amount, unit] = /^(\d{1,12}(?:\.\d{1,4})?)\s+([A-Z]{3}\/(?:day|month|year))$/.exec(String(value)) ?? [];
    return unit === undefined
      ? faulty("value", `has the value “${String(value)}”: write an amount such as 12000 EUR/month`)
      : { terms: { kind: "cost-above", amount: Number(amount), unit } };
  },
  date: ({ date }) => {
    const day = date === undefined ? null : isoDate(String(date));
    return day === null
      ? faulty("date", `has the date “${String(date)}”: write a day such as 2027-02-22`)
      : { terms: { kind: "date", day } };
  },
};

function withPeriods({ periods = 1 }: AdrTrigger, read: (periods: number) => Read): Read {
  return typeof periods === "number" && Number.isInteger(periods) && periods >= 1 && periods <= MOST_PERIODS
    ? read(periods)
    : faulty("periods", `counts “${String(periods)}” periods: write a whole number from 1 to ${MOST_PERIODS}`);
}

/** The same text for the same terms: a trigger with others is another one. */
export const termsText = (terms: TriggerTerms): string => JSON.stringify(terms);
