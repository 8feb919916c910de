"use client";
import Link from "next/link";
import { useMemo } from "react";
import { ChartPanel } from "@/app/_charts/chart-panel";
import { observed } from "@/app/_parts/coverage";
import { Scrolling } from "@/app/_parts/scrolling";
import { countInWords } from "@/lib/format/count";
import { monthName } from "@/lib/format/time";
import type { MonthRow } from "@/lib/views/costs";
import { amountInWords, Money } from "./amount";
import { monthsOption } from "./months-option";
import { type CostTerms, termsQuery } from "./terms";

type Props = { months: MonthRow[]; currency: string; chosen: string; terms: CostTerms };

/** Month beside month, as a picture and as the table from which one is chosen. */
export function MonthChart({ months, currency, chosen, terms }: Props) {
  const option = useMemo(() => monthsOption(months, currency), [months, currency]);
  return (
    <ChartPanel
      title="By month"
      sentence={sentenceOf(months, currency)}
      option={option}
      group="costs"
      height={210}
      queries={[]}
      table={
        <Scrolling as="section" className="twin-table" aria-label="Costs by month">
          <table className="tb">
            <thead>
              <tr>
                <th scope="col">Month</th>
                {["Without", "With", "As promised", "Benefit", "Observed"].map((word) => (
                  <th key={word} scope="col" className="num">
                    {word}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...months].reverse().map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <Link
                      href={`/costs${termsQuery({ ...terms, month: row.id })}`}
                      aria-current={row.id === chosen ? "true" : undefined}
                      scroll={false}
                    >
                      {monthName(row.id)}
                    </Link>
                    {!row.isWhole && " so far"}
                  </th>
                  {[row.without, row.with, row.promised, row.benefit].map((amount, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the columns never move.
                    <td key={i} className="num">
                      <Money amount={amount} currency={currency} />
                    </td>
                  ))}
                  <td className="num muted">{observed(row.coverage)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolling>
      }
    />
  );
}

/** Months of which less was observed are no ground for a sum. */
const NEARLY_ALL = 0.95;

function sentenceOf(months: MonthRow[], currency: string): string {
  const whole = months.filter(({ isWhole, coverage }) => isWhole && coverage >= NEARLY_ALL);
  const seen = whole.flatMap(({ benefit }) => (benefit.known ? [benefit.micros] : []));
  const last = months.at(-1);
  const rest = last && !last.isWhole ? ` ${monthName(last.id)} is counted so far, and not grown to a whole month.` : "";
  const key = " Grey is without the caches, blue with them; the line is what was promised.";
  if (seen.length === 0) return `No whole month is known yet.${rest}${key}`;
  const saved = seen.reduce((sum, micros) => sum + micros, 0);
  const size = amountInWords({ known: true, micros: Math.abs(saved) }, currency);
  const what = saved < 0 ? `cost ${size} more than they saved` : `saved ${size}`;
  const span = seen.length === 1 ? "In the one month" : `In the ${countInWords(seen.length)} months`;
  return `${span} that ended and ${seen.length === 1 ? "was" : "were"} observed the caches ${what}.${rest}${key}`;
}
