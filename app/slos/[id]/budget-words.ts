import { count } from "@/lib/format/count";
import { duration, theWindow } from "@/lib/format/duration";
import { eventWords } from "@/lib/format/events";
import { objectivePercent, percent } from "@/lib/format/percent";
import { briefly, dayAndTime } from "@/lib/format/time";
import type { SloView } from "@/lib/views/slo";

const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1_000;

/** "3 d at 93 %, then 25 d at 95 %: weighted objective 94.8 %." null where one target judged the whole window. */
export function judgedSentence({ budgetMethod }: SloView): string | null {
  if (!budgetMethod || budgetMethod.judgedBy.length < 2) return null;
  const { judgedBy, weightedObjective } = budgetMethod;
  const parts = judgedBy.map(
    ({ from, to, objective }) => `${duration(secondsBetween(from, to))} at ${objectivePercent(objective)}`,
  );
  const weighted = weightedObjective === null ? "" : `: weighted objective ${percent(weightedObjective)}`;
  return `${capital(parts.join(", then "))}${weighted}.`;
}

/** null where a target was in force for the whole window. */
export function assumedSentence({ budgetMethod, now }: SloView): string | null {
  if (!budgetMethod?.assumedUntil) return null;
  return `The target is assumed for the time before ${briefly(budgetMethod.assumedUntil, now)}, when it was made.`;
}

/** How the budget and its forecast are worked out, step by step with the figures of now (arithmetic.md 12 and 13). */
export function methodSteps(view: SloView): { term: string; text: string }[] {
  const { budgetMethod: method, row } = view;
  if (!method) return [];
  const { bad, all } = eventWords(row.kind);
  const at = dayAndTime;
  return [
    {
      term: "Spent",
      text: `${count(method.spent)} ${bad} among ${count(method.total)} ${all} from ${at(method.from)} to ${at(method.to)}, ${percent(method.coverage)} of it observed. What was not observed adds nothing to either.`,
    },
    { term: "Allowed", text: allowed(view, method) },
    {
      term: "Rate",
      text:
        method.rate === null
          ? "Nothing of the last 6 h was observed, so no rate is known and nothing is forecast."
          : `In the last 6 h ${perHour(method.rate.bad)} ${bad} an hour among ${perHour(method.rate.events)} ${all}, which allow ${perHour(method.rate.allowed)} (${percent(method.rate.coverage)} observed). This is taken to go on.`,
    },
    { term: "Rolls off", text: rollsOff(method, at) },
    { term: "Gone", text: gone(view, method, at) },
    ...(method.atEnd
      ? [
          {
            term: "At the end",
            text: `If the last 6 h go on, the window ends ${at(method.atEnd.at)} with ${method.atEnd.attainment === null ? "nothing to judge" : `${percent(method.atEnd.attainment)} kept`}${remainingAtEnd(method.atEnd.remaining)}.`,
          },
        ]
      : []),
  ];
}

type Method = NonNullable<SloView["budgetMethod"]>;

function allowed({ row }: SloView, { judgedBy, allowed }: Method): string {
  const { all } = eventWords(row.kind);
  const parts = judgedBy.map(
    (span) => `${objectivePercent(1 - span.objective)} of ${count(span.total)} ${all} are ${count(span.allowed)}`,
  );
  const [only] = parts;
  if (parts.length === 1 && only) return `${capital(only)}.`;
  const spans = judgedBy.map(
    (span, i) => `v${span.version} for ${duration(secondsBetween(span.from, span.to))}: ${parts[i]}`,
  );
  return `Each minute by the target then in force. ${capital(spans.join("; "))}. Together ${count(allowed)}.`;
}

function rollsOff({ rollsOff: rolled, goneAt, atEnd }: Method, at: (time: string) => string): string {
  if (atEnd) return `Nothing: a calendar window keeps its minutes until it ends, ${at(atEnd.at)}.`;
  if (!rolled) return "Nothing more has to happen.";
  const figures = `${count(rolled.bad)} spent and ${count(rolled.allowed)} allowed`;
  if (goneAt === null)
    return `With every minute the oldest one leaves the window, by ${at(rolled.until)} all ${figures}.`;
  return `Until ${at(rolled.until)} the oldest minutes leave the window, and with them ${figures}.`;
}

function gone({ row }: SloView, method: Method, at: (time: string) => string): string {
  const { remaining } = row.budget;
  if (remaining !== null && remaining <= 0) return "Now: more is spent than is allowed.";
  if (method.rate === null) return "Not known.";
  if (method.goneAt === null || row.exhaustedInSeconds === null)
    return `Not within ${theWindow(row.window)}: at this rate what is spent never reaches what is allowed.`;
  const rolled = method.rollsOff ?? { bad: 0, allowed: 0 };
  const hours = row.exhaustedInSeconds / 3_600;
  const meet = (start: number, off: number, rate: number): string =>
    `${count(start)}${off === 0 ? "" : ` − ${count(off)}`} + ${perHour(rate)} × ${hours.toFixed(1)} h`;
  return `${at(method.goneAt)}, in ${duration(row.exhaustedInSeconds)}, when both meet: ${meet(method.spent, rolled.bad, method.rate.bad)} spent, ${meet(method.allowed, rolled.allowed, method.rate.allowed)} allowed.`;
}

function remainingAtEnd(remaining: number | null): string {
  if (remaining === null) return "";
  return remaining < 0
    ? ` and a budget overspent by ${percent(-remaining, 0)}`
    : ` and ${percent(remaining, 0)} of the budget left`;
}

/** Few events an hour keep a digit, so that a rate does not read as none. */
const perHour = (rate: number): string => (rate > 0 && rate < 10 ? rate.toFixed(1) : count(rate));

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
