import "server-only";
import { times } from "@/lib/format/times";
import { budgetOf } from "@/lib/slo/error-budget";
import type { Ledger } from "@/lib/slo/ledger";
import { msOf } from "@/lib/slo/window";
import type { Slo } from "@/lib/store/slos";
import { snappedOutward } from "./coverage";
import { seriesOf } from "./series";

/** The minutes of a breach, or the same ones a day or a week before. */
export type SameHours = {
  label: string;
  from: string;
  to: string;
  attainment: number | null;
  total: number;
  /** Events a minute that was observed; null where none was. */
  perMinute: number | null;
  coverage: number;
  /** The share of good events, slice by slice; null where there is none. */
  values: (number | null)[];
};

export type SameHoursView = {
  hours: SameHours[];
  /** Whether the traffic or the share of it has changed, in words; null where too little was counted to say. */
  sentence: string | null;
};

const DAY = 1440;
const SLICES = 40;
/** Traffic that differs by less is the same, on two days. */
const ORDINARY = 1.25;

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** A breach's minutes (opened, until] beside those of the day and of the week before. */
export function sameHoursOf(ledger: Ledger, slo: Slo, opened: number, until: number, now: Date): SameHoursView {
  const isToday = new Date(msOf(opened)).toISOString().slice(0, 10) === now.toISOString().slice(0, 10);
  const weekBefore = WEEKDAYS[new Date(msOf(opened - 7 * DAY)).getUTCDay()];
  const labels: [string, number][] = [
    [isToday ? "Today" : "This breach", 0],
    [isToday ? "Yesterday" : "The day before", DAY],
    [isToday ? `Last ${weekBefore}` : "The week before", 7 * DAY],
  ];
  const hours = labels.map(([label, shift]) => hoursOf(ledger, slo, label, opened - shift, until - shift));
  return { hours, sentence: sentenceOf(hours) };
}

function hoursOf(ledger: Ledger, slo: Slo, label: string, opened: number, until: number): SameHours {
  const { from, to } = snappedOutward(ledger, opened, Math.max(until, opened + 1));
  const { attainment, total, coverage } = budgetOf(ledger, slo.targets, slo.edges, from, to);
  const observed = coverage * (to - from);
  const step = Math.max(1, Math.ceil((to - from) / SLICES));
  return {
    label,
    from: new Date(msOf(from)).toISOString(),
    to: new Date(msOf(to)).toISOString(),
    attainment,
    total,
    perMinute: observed > 0 ? total / observed : null,
    coverage,
    values: seriesOf(ledger, slo, from, to, step).map((point) => point.attainment),
  };
}

function sentenceOf([breach, ...before]: readonly SameHours[]): string | null {
  const known = before.find(({ perMinute }) => perMinute !== null && perMinute > 0);
  if (!breach?.perMinute || !known?.perMinute) return null;
  const factor = breach.perMinute / known.perMinute;
  if (factor < ORDINARY && factor > 1 / ORDINARY)
    return "Traffic is ordinary. What changed is the share of it that is bad.";
  return `Traffic is ${times(factor)} that of the same hours before.`;
}
