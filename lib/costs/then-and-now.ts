import { money } from "@/lib/format/money";
import { percent } from "@/lib/format/percent";
import { monthName } from "@/lib/format/time";
import type { Amount } from "./money";

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
  before: BilledMonth | null;
  /** The last whole month since, or the running one where there is none. */
  now: BilledMonth | null;
};

/** A line for then and one for now. */
export const costLines = ({ currency, before, now }: CostThenAndNow): string[] => [
  before ? billedLine("Then", before, currency) : "Then: nothing was billed.",
  now ? billedLine("Now", now, currency) : "Now: nothing is billed.",
];

function billedLine(when: string, billed: BilledMonth, currency: string): string {
  const { month, isWhole, coverage, benefit } = billed;
  const told = (amount: Amount): string => (amount.known ? money(amount.micros, currency) : `unknown (${amount.why})`);
  const saved = benefit === null ? "" : `; this decision saves ${told(benefit)}`;
  return `${when}, ${monthName(month)}${isWhole ? "" : " so far"}: ${told(billed.with)} with the caches, ${told(billed.without)} without${saved}; ${percent(coverage)} observed.`;
}
