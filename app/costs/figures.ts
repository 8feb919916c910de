import type { KeyFigure } from "@/app/_parts/key-figures";
import { type Amount, difference } from "@/lib/costs/money";
import { paybackInWords, roiInWords } from "@/lib/costs/payback-words";
import { monthName } from "@/lib/format/time";
import type { CostDetail, CostsView } from "@/lib/views/costs";
import { amountInWords } from "./amount";

/** What the chosen month says, in one sentence. */
export function sentenceOf({ plan, month }: CostsView): string {
  if (plan === null || month === null) return "Nothing is counted yet.";
  const { without, with: at, benefit } = month.totals;
  const when = `${monthName(month.id)}${month.isWhole ? "" : " so far"}`;
  if (!at.known) return `What ${when} costs cannot be told.`;
  const cost = `${when} costs ${amountInWords(at, plan.currency)} with the caches`;
  if (!without.known || !benefit.known) return `${cost}; what it would cost without them cannot be told.`;
  const size = amountInWords({ known: true, micros: Math.abs(benefit.micros) }, plan.currency);
  return `${cost} and would cost ${amountInWords(without, plan.currency)} without: ${
    benefit.micros < 0 ? `they cost ${size} more than they save` : `they save ${size}`
  }.`;
}

export function figuresOf(month: CostDetail, currency: string): KeyFigure[] {
  const { without, with: at, promised, benefit, spend, roi } = month.totals;
  const against = difference(at, promised);
  return [
    {
      label: "With the caches",
      value: amountInWords(at, currency),
      note: noteOf(at, "measured"),
      coverage: month.coverage,
    },
    {
      label: "Without them",
      value: amountInWords(without, currency),
      note: noteOf(without, "all of it from the origin"),
      coverage: month.coverage,
    },
    {
      label: "As promised",
      value: amountInWords(promised, currency),
      note: noteOf(promised, againstWords(against, currency)),
      coverage: month.coverage,
    },
    { label: "Benefit", value: amountInWords(benefit, currency), note: noteOf(benefit, "net of what they cost") },
    {
      label: "Return",
      value: roiInWords(roi),
      note: spend.known ? `on ${amountInWords(spend, currency)} for the caches` : spend.why,
    },
    { label: "Pays from", value: shortPayback(month), note: "requests a month, same mix" },
  ];
}

const noteOf = (amount: Amount, note: string): string => (amount.known ? note : "a price or a volume is missing");

function againstWords(against: Amount, currency: string): string {
  if (!against.known) return "at the targets in force";
  if (against.micros === 0) return "what was measured costs the same";
  const size = amountInWords({ known: true, micros: Math.abs(against.micros) }, currency);
  return `measured costs ${size} ${against.micros > 0 ? "more" : "less"}`;
}

function shortPayback({ payback }: CostDetail): string {
  const words = paybackInWords(payback);
  return payback.pays === "from"
    ? (words.split(" ")[0] ?? words)
    : payback.pays === "never"
      ? "never"
      : (words.split(",")[0] ?? words);
}
